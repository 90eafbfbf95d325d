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
    """For statements that SQLite refuses inside a transaction."""


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


def options(begin: Begin, patience_seconds: float | None = None) -> dict[str, object]:
    """Return the execution options of a connection whose transactions start with `begin`."""
    wait = None if patience_seconds is None else int(patience_seconds * 1000)
    return {"begin": begin, "busy_timeout_milliseconds": wait}


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
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.close()


def _begin(connection: sa.Connection) -> None:
    chosen = connection.get_execution_options()
    if chosen.get("busy_timeout_milliseconds") is not None:
        wait = chosen["busy_timeout_milliseconds"]
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {wait}")
    if chosen["begin"]:
        connection.exec_driver_sql(chosen["begin"])
