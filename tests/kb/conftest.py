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
def index(folder: Path, embedder: CountingEmbedder, cache: MemoryCache) -> Iterator[Index]:
    opened = Index(open_folder(folder), embedder, cache)
    yield opened
    opened.close()
