"""The stores over a database of each test's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.storage.store import Store

if TYPE_CHECKING:
    from storage.database import Database


@pytest.fixture
def store(database: Database) -> Store:
    return Store.over(database)
