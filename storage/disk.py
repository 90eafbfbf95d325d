"""Brings what is committed to the disk: once for all who wait for that at the same time."""

from __future__ import annotations

import os
import shutil
from threading import Lock
from typing import TYPE_CHECKING

from bot.triage.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SYNC: Callable[[int], object] = getattr(os, "fdatasync", os.fsync)
NEEDED_MEGABYTES = 64
"""Twice what the log may hold: what it holds is written a second time, to its place."""


class Disk:
    """The log of one database in WAL mode, to which each commit is appended.

    SQLite itself would sync it within the commit, while nobody else can write.
    """

    def __init__(self, database: Path, sync: Callable[[int], object] = SYNC) -> None:
        self._sync = sync
        self._folder = database.parent
        self._log = database.with_name(f"{database.name}-wal")
        self._turn = Lock()
        self._counting = Lock()
        self._settled = 0
        self.asked = 0
        """How often somebody wanted to."""
        self.syncs = 0
        """How often the disk was waited for."""

    def settle(self) -> None:
        """Return once all that was committed before is on the disk; else raise Unavailable."""
        with self._counting:
            self.asked += 1
            mine = self.asked
        with self._turn:
            if self._settled < mine:
                all_so_far = self.asked
                self._write_out()
                self._settled = all_so_far

    def check_room(self) -> None:
        """Return if there is room for what comes; else raise Unavailable that says how much.

        Before it is full: what SQLite keeps room for within its files may be written to the end.
        """
        try:
            left = shutil.disk_usage(self._folder).free // 1_000_000
        except OSError as error:
            raise Unavailable(f"the disk can't be looked at: {error.strerror}") from error
        if left < NEEDED_MEGABYTES:
            raise Unavailable(f"the disk has only {left} MB left")

    def _write_out(self) -> None:
        try:
            if not self.syncs:
                _settled(self._folder, self._sync)
            _settled(self._log, self._sync)
        except FileNotFoundError:
            # It is made with the first commit and goes with the last connection: all is in place.
            pass
        except OSError as error:
            raise Unavailable(f"the disk can't take it now: {error.strerror}") from error
        self.syncs += 1


def _settled(path: Path, sync: Callable[[int], object]) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        sync(descriptor)
    finally:
        os.close(descriptor)
