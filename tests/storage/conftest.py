"""The stores over a database of each test's own."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from storage.database import PATIENCE_SECONDS, Database
from tests.storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.storage.store import Opened


@pytest.fixture
def store(database: Database) -> Store:
    return Store.over(database)


@pytest.fixture
def card(store: Store) -> Store:
    """A store whose one ticket is judged: its card is due."""
    store.open()
    store.judge()
    return store


@pytest.fixture
def opened() -> Iterator[Opened]:
    """Open databases as another process would; the test's end closes them."""
    with ExitStack() as databases:

        def opened(url: str, patience_seconds: float = PATIENCE_SECONDS) -> Database:
            database = Database(url, patience_seconds=patience_seconds)
            databases.callback(database.dispose)
            return database

        yield opened
