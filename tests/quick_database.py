"""The real database for many tests: none of them waits for a disk, and most say the same to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.util import LRUCache

from storage.database import PATIENCE_SECONDS, Database
from storage.disk import Disk

if TYPE_CHECKING:
    from sqlalchemy.engine.interfaces import DBAPIConnection, Dialect
    from sqlalchemy.pool import ConnectionPoolEntry

COMPILED: LRUCache[Any, Any] = LRUCache(5000)
"""What all statements of this process were compiled to; a new engine would begin anew.

No dict: a traceback that shows what its frames held would write all of it out.
"""
DIALECTS: dict[str, Dialect] = {}
"""The one that they were compiled for: it is a part of their keys."""


class QuickDatabase(Database):
    """Waits for no disk, and compiles each statement once for all databases of the tests."""

    def __init__(self, url: str, *, patience_seconds: float = PATIENCE_SECONDS) -> None:
        super().__init__(url, patience_seconds=patience_seconds)
        self._disk = Disk(self._file, bool)
        sa.event.listen(self._engine, "connect", _wait_for_no_disk)
        sa.event.listen(self._engine, "engine_connect", _share_what_was_compiled)


def _wait_for_no_disk(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous = OFF")
    cursor.close()


def _share_what_was_compiled(connection: sa.Connection) -> None:
    connection.dialect = DIALECTS.setdefault(connection.dialect.name, connection.dialect)
    connection.execution_options(compiled_cache=COMPILED)
