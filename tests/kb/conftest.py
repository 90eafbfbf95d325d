"""Fixtures of the knowledge base's tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kb.index import Index
from kb.models.local_model import LocalEmbedder
from kb.search.chroma import open_folder
from tests.kb.parts import CountingEmbedder, MemoryCache

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kb.search.chroma import Chroma


@pytest.fixture(scope="session")
def local() -> LocalEmbedder:
    return LocalEmbedder()


@pytest.fixture
def cache() -> MemoryCache:
    return MemoryCache()


@pytest.fixture
def embedder() -> CountingEmbedder:
    return CountingEmbedder()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "chroma"


@pytest.fixture
def chroma(folder: Path) -> Chroma:
    """Give what the index writes to."""
    return open_folder(folder)


@pytest.fixture
def index(chroma: Chroma, embedder: CountingEmbedder, cache: MemoryCache) -> Iterator[Index]:
    opened = Index(chroma, embedder, cache)
    yield opened
    opened.close()
