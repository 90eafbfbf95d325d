"""A migrated database for each test, copied from one that is made once."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from storage.database import Database
from tests.storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "triage.db"
    database = Database(f"sqlite:///{path}")
    database.migrate()
    database.dispose()
    return path


@pytest.fixture
def file(tmp_path: Path, migrated: Path) -> Path:
    path = tmp_path / "triage.db"
    shutil.copy(migrated, path)
    return path


@pytest.fixture
def database(file: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{file}")
    yield database
    database.dispose()


@pytest.fixture
def store(database: Database) -> Store:
    return Store.over(database)
