"""The shipped taxonomy, and the analyst as it ships, fitted once."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from bot.analysts.offline import OfflineAnalyst
from bot.bootstrap import groundwork_of
from bot.parts.embedders import CachedEmbedder
from bot.parts.storeroom import PREPARED
from kb.models.local_model import LocalEmbedder
from kb.models.prepared import PreparedVectors
from storage.vectors import Vectors
from tests.analysts.cases import shipped_taxonomy
from tests.quick_database import QuickDatabase

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.triage.judgement import Taxonomy


@pytest.fixture(scope="session")
def taxonomy() -> Taxonomy:
    return shipped_taxonomy()


@pytest.fixture(scope="session")
def embedder(
    warm_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[CachedEmbedder]:
    """The local model, to which what ships was shown before."""
    file = tmp_path_factory.mktemp("vectors") / "triage.db"
    shutil.copy(warm_database, file)
    database = QuickDatabase(f"sqlite:///{file}")
    yield CachedEmbedder(LocalEmbedder(), PreparedVectors(PREPARED, Vectors(database)))
    database.dispose()


@pytest.fixture(scope="session")
def offline(embedder: CachedEmbedder, taxonomy: Taxonomy) -> OfflineAnalyst:
    return OfflineAnalyst(embedder, taxonomy, groundwork_of(embedder, taxonomy), None)
