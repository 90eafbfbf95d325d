"""The shipped taxonomy, and the analyst as it ships, fitted once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.analysts.examples import shipped
from bot.analysts.offline import OfflineAnalyst
from kb.local_model import LocalEmbedder
from tests.analysts.cases import shipped_taxonomy

if TYPE_CHECKING:
    from bot.triage.judgement import Taxonomy


@pytest.fixture(scope="session")
def taxonomy() -> Taxonomy:
    return shipped_taxonomy()


@pytest.fixture(scope="session")
def embedder() -> LocalEmbedder:
    return LocalEmbedder()


@pytest.fixture(scope="session")
def offline(embedder: LocalEmbedder, taxonomy: Taxonomy) -> OfflineAnalyst:
    return OfflineAnalyst(embedder, taxonomy, shipped(), None)
