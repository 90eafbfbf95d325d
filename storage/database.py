"""Opens the database, gives out transactions, and turns its errors into ours."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.triage.errors import Rejected, Unavailable
from storage import migration, sole_use
from storage.disk import Disk
from storage.sqlite import (
    OUTSIDE_TRANSACTIONS,
    READING,
    file_of,
    for_writing,
    open_engine,
    start,
)
from storage.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from storage.sqlite import Mode

PATIENCE_SECONDS = 5.0
LOG_PAGES_LEFT = 1_000
"""4 MB: a shorter log is left to grow."""
LISTENER_PATIENCE_SECONDS = 2.0
"""How long Slack's events and clicks may wait: Slack itself waits 3 s for all of the answer."""


class Database:
    """One database; safe to share between threads.

    Raises Unavailable where it is locked, full, read-only or out of reach, Rejected where it
    refuses what it was asked; no other error of the driver leaves here, and no stored text is
    in the message.
    """

    def __init__(self, url: str, *, patience_seconds: float = PATIENCE_SECONDS) -> None:
        parsed, self._file = _parse(url)
        self._patience_seconds = patience_seconds
        self._engine = open_engine(parsed, patience_seconds)
        self._turns = Turns()
        self._disk = Disk(self._file)
        self._opened_file: tuple[int, int] | None = None

    @contextmanager
    def write(
        self, *, patience_seconds: float | None = None, durable: bool = True
    ) -> Iterator[sa.Connection]:
        """Give a transaction that may write; committed at the end, rolled back on an error.

        Not `durable` is for what may be done again: a power cut (not a crash of the process) can
        undo it until the next durable commit, which settles all before it. So be durable where
        the world is told next, by an acknowledgement or a post.

        Threads of one process take turns: those first who name their patience, which is short.
        """
        urgent = patience_seconds is not None
        patience = self._patience_seconds if patience_seconds is None else patience_seconds
        with (
            self._turns.taken(patience, urgent=urgent) as left,
            self._transaction(for_writing(left)) as connection,
        ):
            yield connection
        if durable:
            # Others may write meanwhile, and what they wrote settles with it.
            self.settle()

    def settle(self) -> None:
        """Return once all that was committed before is on the disk; else raise Unavailable."""
        self._disk.settle()

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """Give a transaction that sees one state of the database; it waits for no writer."""
        with self._transaction(READING) as connection:
            yield connection

    def migrate(self) -> None:
        """Bring the schema up to date; safe where several processes start at once.

        Raises NewerSchema if a newer version of the app has used this database, and Rejected with
        its name if the file is none.
        """
        with migration.alone(self._file):
            self._have_a_log()
            with self.write() as connection:
                migration.upgrade(connection)
        self._opened_file = _identity(self._file)

    @contextmanager
    def alone(self, holder: str) -> Iterator[None]:
        """Keep every other bot off this database; Rejected, which names the other, if one runs."""
        with sole_use.held(self._file, holder):
            yield

    def _have_a_log(self) -> None:
        try:
            with self._transaction(OUTSIDE_TRANSACTIONS) as connection:
                connection.exec_driver_sql("PRAGMA journal_mode = WAL")
        except Rejected as error:
            raise Rejected(f"{self._file}: {error}", code=error.code) from error

    def check(self) -> None:
        """Return if the database can be written and read, and has the schema of this code.

        Raises Unavailable within some seconds; also where its file was removed or replaced, since
        what is written to that is gone with the last connection.
        """
        if self._opened_file not in {None, _identity(self._file)}:
            raise Unavailable("the database's file was removed or replaced while it is in use")
        with self.write(patience_seconds=LISTENER_PATIENCE_SECONDS, durable=False) as connection:
            if not migration.is_current(connection):
                raise Unavailable("the database's schema is not that of this code")
            migration.touch(connection)

    def check_room(self) -> None:
        """Return if the disk has room for what comes; else raise Unavailable that says how much."""
        self._disk.check_room()

    @property
    def syncs(self) -> int:
        """Return how often the disk was waited for."""
        return self._disk.syncs

    def checkpoint(self) -> None:
        """Bring what was written from the log to its place, most of it while others write.

        For the background: else a commit would do so now and then, and everybody wait for it.
        """
        if self._copy_log() >= LOG_PAGES_LEFT:
            with self._turns.taken(self._patience_seconds, urgent=False):
                # Only if all of it is copied does the log begin anew.
                self._copy_log()

    def _copy_log(self) -> int:
        """Return how many pages the log holds."""
        with self._transaction(OUTSIDE_TRANSACTIONS) as connection:
            row = connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)").one()
        return int(row[1])

    def backup(self, target: Path) -> None:
        """Write a consistent copy to `target`, also while the app runs.

        Rejected if it exists or has no folder. Written beside it first, so that a copy which was
        cut short never bears its name.
        """
        if target.exists():
            raise Rejected(f"{target} exists already", code="exists")
        if not target.parent.is_dir():
            raise Rejected(f"{target.parent} is no folder", code="no_folder")
        unfinished = target.with_name(f"{target.name}.unfinished")
        unfinished.unlink(missing_ok=True)
        with self._transaction(OUTSIDE_TRANSACTIONS) as connection:
            connection.execute(sa.text("VACUUM INTO :path"), {"path": str(unfinished)})
        unfinished.rename(target)

    def dispose(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @contextmanager
    def _transaction(self, mode: Mode) -> Iterator[sa.Connection]:
        with (
            _translated(self._disk),
            self._engine.connect() as connection,
            connection.begin(),
        ):
            start(connection, mode)
            yield connection


def _identity(file: Path) -> tuple[int, int] | None:
    """Return what tells one file from another of the same name, None if there is none."""
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _parse(url: str) -> tuple[sa.URL, Path]:
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError as error:
        raise Rejected("the database URL can't be read; expected sqlite:///path") from error
    file = file_of(parsed)
    if file is None:
        raise Rejected("the database must be a file of SQLite: sqlite:///path")
    return parsed, file


@contextmanager
def _translated(disk: Disk) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        raise Unavailable(f"the database can't do it now: {_why(error, disk)}") from error
    except sqlite3.DatabaseError as error:
        raise Rejected(f"the database refused: {error}", code="database") from error
    except (sa.exc.OperationalError, sa.exc.InterfaceError) as error:
        raise Unavailable(f"the database can't do it now: {_why(error.orig, disk)}") from error
    except sa.exc.TimeoutError as error:
        raise Unavailable("the database is busy") from error
    except sa.exc.StatementError as error:
        raise Rejected(f"the database refused: {error.orig}", code="database") from error
    except UnicodeEncodeError as error:
        raise Rejected("text with lone surrogates can't be stored", code="text") from error


def _why(error: BaseException | None, disk: Disk) -> str:
    """Return what the driver says, and of a full disk more: there SQLite may name no cause."""
    said = str(error)
    try:
        if said == "disk I/O error":
            disk.check_room()
    except Unavailable as cause:
        return f"{said}: {cause}"
    return said
