"""When the database's log is brought to the disk, and to its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage.database import LOG_PAGES_LEFT
from tests.builders import a_message

if TYPE_CHECKING:
    from pathlib import Path

    from storage.database import Database
    from tests.storage.store import Store


@pytest.mark.parametrize("durable", [True, False])
def test_only_durable_writes_wait_for_the_disk(database: Database, *, durable: bool) -> None:
    before = database.syncs
    with database.write(durable=durable):
        assert database.syncs == before

    assert database.syncs == before + durable


def test_a_write_that_failed_waits_for_no_disk(database: Database) -> None:
    before = database.syncs
    with pytest.raises(ValueError, match="broken"), database.write():
        raise ValueError("broken")

    assert database.syncs == before


def test_a_checkpoint_lets_the_log_begin_anew(store: Store, file: Path) -> None:
    for number in range(3):
        store.open(a_message("long " * 400_000, ts=f"{number + 1}.0", event_id=f"E{number}"))
    log = file.with_name(f"{file.name}-wal")
    length = log.stat().st_size

    store.database.checkpoint()
    store.open(a_message(ts="9.0", event_id="E9"))

    assert length > LOG_PAGES_LEFT * 4096
    assert log.stat().st_size == length
    assert store.count("messages") == 4


def test_a_short_log_is_left_to_grow(store: Store) -> None:
    store.open()

    store.database.checkpoint()

    assert store.count("messages") == 1
