"""What is committed is on the disk before the world is told of it."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import TYPE_CHECKING

import pytest

from bot.triage.errors import Unavailable
from storage.disk import Disk

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE_SECONDS = 30.0


def test_who_comes_while_the_disk_is_busy_waits_for_one_sync_together(tmp_path: Path) -> None:
    (tmp_path / "triage.db-wal").write_bytes(b"committed")
    all_asked = Event()
    disk = Disk(tmp_path / "triage.db", lambda _: all_asked.wait(PATIENCE_SECONDS))
    with ThreadPoolExecutor(16) as pool:
        waiting = [pool.submit(disk.settle) for _ in range(16)]
        while disk.asked < len(waiting):
            time.sleep(0.01)
        all_asked.set()
        for one in waiting:
            one.result()

    assert disk.syncs == 2


def test_each_who_comes_later_waits_for_its_own(tmp_path: Path) -> None:
    disk = Disk(tmp_path / "triage.db")

    for _ in range(3):
        disk.settle()

    assert disk.syncs == 3


def test_a_disk_that_fails_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")

    with pytest.raises(Unavailable, match="disk"):
        Disk(tmp_path / "file" / "triage.db").settle()


def test_a_disk_that_is_gone_has_no_room(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="can't be looked at"):
        Disk(tmp_path / "missing" / "triage.db").check_room()
