"""The disk under the database: what it was told to keep stays when the power is cut, no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.disk import Disk

if TYPE_CHECKING:
    from pathlib import Path

    from tests.quick_database import QuickDatabase


class Power:
    """Knows how much of SQLite's log is on the disk: each commit is appended to it."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._log = database.with_name(f"{database.name}-wal")
        self._index = database.with_name(f"{database.name}-shm")
        self._kept_bytes = 0

    def supply(self, database: QuickDatabase) -> None:
        """Let what `database` brings to its disk survive."""
        database._disk = Disk(self._database, self._sync)  # noqa: SLF001 - as its tests have it

    def cut(self, database: QuickDatabase) -> None:
        """Close `database`, and leave of it what is on the disk."""
        stored = self._database.read_bytes()
        log = self._log.read_bytes()[: self._kept_bytes] if self._log.exists() else b""
        database.dispose()
        self._database.write_bytes(stored)
        self._log.write_bytes(log)
        self._index.unlink(missing_ok=True)

    def _sync(self, _: int) -> None:
        if self._log.exists():
            self._kept_bytes = self._log.stat().st_size
