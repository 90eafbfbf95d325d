"""A copy of the database, taken while others write."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.triage.errors import Rejected
from tests.storage.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from storage.database import Database
    from tests.storage.store import Opened


def test_a_backup_taken_while_others_write_opens_and_holds_all(
    opened: Opened, store: Store, tmp_path: Path
) -> None:
    ticket_id = store.open()

    with store.database.write():
        store.database.backup(tmp_path / "copy.db")

    copy = Store.over(opened(f"sqlite:///{tmp_path}/copy.db"))
    copy.database.migrate()
    copy.database.check()
    assert copy.ticket(ticket_id) == store.ticket(ticket_id)
    assert not list(tmp_path.glob("*.unfinished"))


def test_a_backup_overwrites_nothing(database: Database, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.touch()

    with pytest.raises(Rejected, match="exists already"):
        database.backup(target)

    assert target.read_bytes() == b""


def test_a_backup_follows_one_that_was_cut_short(
    opened: Opened, database: Database, tmp_path: Path
) -> None:
    (tmp_path / "copy.db.unfinished").write_bytes(b"half a ")

    database.backup(tmp_path / "copy.db")

    opened(f"sqlite:///{tmp_path}/copy.db").check()
