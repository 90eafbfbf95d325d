"""How SQLite is opened and how its transactions begin.

SQLAlchemy's defaults for it lose updates: the driver begins transactions late and deferred, so a
transaction that reads and then writes fails or overwrites. Here writers begin as writers.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

if TYPE_CHECKING:
    import sqlite3

    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry

MAX_CONNECTIONS = 32
CACHE_KIBIBYTES = 512
"""For each connection; SQLite's own 2 MB would be 64 MB for all, of what the system caches too."""
LONGEST_LOG_PAGES = 8_000
"""32 MB, after which a commit brings the log to its place if nothing else has done so."""


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
    return engine


@dataclass(frozen=True, slots=True)
class Mode:
    """How a transaction starts, and the settings of its connection."""

    begin: Begin
    settings: tuple[tuple[str, int], ...] = ()


READING = Mode(Begin.READ)
OUTSIDE_TRANSACTIONS = Mode(Begin.NOT_AT_ALL)
"""For statements that SQLite refuses in a transaction."""


def for_writing(patience_seconds: float) -> Mode:
    """Return how a transaction starts that writes and waits so long for other processes."""
    tenths = max(0, int(patience_seconds * 10))
    return Mode(Begin.WRITE, (("busy_timeout", tenths * 100),))


def start(connection: sa.Connection, mode: Mode) -> None:
    """Start a transaction; a setting is made where the connection has another one.

    Past SQLAlchemy, which takes ten times as long for it as SQLite does.
    """
    pooled = connection.connection
    driver: sqlite3.Connection = pooled.driver_connection  # type: ignore[assignment]  # it is that
    for name, value in mode.settings:
        if pooled.info.get(name) != value:
            driver.execute(f"PRAGMA {name} = {value}")
            pooled.info[name] = value
    if mode.begin:
        driver.execute(mode.begin)


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
    cursor.execute(f"PRAGMA cache_size = -{CACHE_KIBIBYTES}")
    cursor.execute("PRAGMA synchronous = NORMAL")
    # What is erased is overwritten; not every build of SQLite does that by itself.
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.execute(f"PRAGMA wal_autocheckpoint = {LONGEST_LOG_PAGES}")
    cursor.close()
