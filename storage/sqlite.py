"""How SQLite is opened and how its transactions begin.

SQLAlchemy's defaults for it lose updates: the driver begins transactions late and deferred, so a
transaction that reads and then writes fails or overwrites. Here writers begin as writers.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

if TYPE_CHECKING:
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry

MAX_CONNECTIONS = 32


class Begin(StrEnum):
    """How a transaction starts."""

    READ = "BEGIN"
    """Sees one state of the database throughout, and waits for nobody."""
    WRITE = "BEGIN IMMEDIATE"
    """Waits for its turn to write before it reads anything."""
    NOT_AT_ALL = ""
    """Each statement stands for itself."""


def open_engine(url: sa.URL, patience_seconds: float) -> sa.Engine:
    """Return an engine whose connections wait `patience_seconds` for their turn to write."""
    engine = sa.create_engine(
        url,
        pool_size=MAX_CONNECTIONS,
        max_overflow=0,
        pool_timeout=patience_seconds,
        pool_use_lifo=True,
        hide_parameters=True,
        connect_args={"timeout": patience_seconds, "check_same_thread": False},
    )
    sa.event.listen(engine, "connect", _configure)
    sa.event.listen(engine, "begin", _begin)
    return engine


def for_reading() -> dict[str, object]:
    """Return the execution options of a connection that only reads."""
    return {"begin": Begin.READ}


def for_writing(patience_seconds: float, *, durable: bool) -> dict[str, object]:
    """Return the execution options of a connection that writes.

    Not `durable` spares the wait for the disk: the next durable commit, or checkpoint, settles it.
    """
    settings = (
        f"PRAGMA busy_timeout = {int(patience_seconds * 1000)}",
        f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}",
    )
    return {"begin": Begin.WRITE, "settings": settings}


def outside_transactions() -> dict[str, object]:
    """Return the execution options for statements that SQLite refuses in a transaction."""
    return {"begin": Begin.NOT_AT_ALL}


def file_of(url: sa.URL) -> Path | None:
    """Return the file that holds the database, None if `url` names no file of SQLite."""
    name = url.database or ":memory:"
    if url.get_backend_name() != "sqlite" or ":memory:" in name:
        return None
    return Path(name.removeprefix("file:"))


def _configure(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin(connection: sa.Connection) -> None:
    chosen = connection.get_execution_options()
    for setting in chosen.get("settings", ()):
        connection.exec_driver_sql(setting)
    if chosen["begin"]:
        connection.exec_driver_sql(chosen["begin"])
