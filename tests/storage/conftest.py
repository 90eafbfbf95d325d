"""A migrated database for each test, copied from one that is made once."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.quick_database import QuickDatabase
from tests.storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from storage.database import Database


@pytest.fixture
def file(tmp_path: Path, empty_database: Path) -> Path:
    path = tmp_path / "triage.db"
    shutil.copy(empty_database, path)
    return path


@pytest.fixture
def database(file: Path) -> Iterator[Database]:
    database = QuickDatabase(f"sqlite:///{file}")
    yield database
    database.dispose()


@pytest.fixture
def store(database: Database) -> Store:
    return Store.over(database)
