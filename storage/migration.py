"""Brings a database to the schema of this code, under a lock and in one transaction."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from filelock import FileLock, Timeout

from bot.triage.errors import Rejected, Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator

SCRIPTS = Path(__file__).parent / "migrations"
LOCK_SECONDS = 60.0
TOUCH = sa.text("UPDATE alembic_version SET version_num = version_num")
FILL = sa.text("INSERT INTO alembic_version VALUES (hex(zeroblob(16000)))")
"""Needs 64 kB in table and index: as much as a long message, or some short ones."""


class NewerSchema(Rejected):
    """The database was used by a newer version of the app: update the app, or restore a backup."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"the database is at revision {revision}, which this version of the app doesn't know; "
            "update the app, or restore an older backup",
            code="newer_schema",
        )


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """Hold off every other process that would migrate the database in `file`.

    Raises OSError where nothing can be written; the lock itself would try for as long as for one
    that is taken, where a system says that no such file is there.
    """
    lock = Path(f"{file}.lock")
    lock.parent.mkdir(parents=True, exist_ok=True)
    lock.open("ab").close()
    try:
        with FileLock(lock, timeout=LOCK_SECONDS):
            yield
    except Timeout as error:
        raise Unavailable("another process is migrating the database") from error


def upgrade(connection: sa.Connection) -> None:
    """Run what is missing within the transaction of `connection`: all of it or nothing."""
    config = _config()
    current = _current(connection)
    scripts = ScriptDirectory.from_config(config)
    if current is not None and current not in {each.revision for each in scripts.walk_revisions()}:
        raise NewerSchema(current)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def touch(connection: sa.Connection) -> None:
    """Write what stands there already: fails where nothing can be written, or nothing more."""
    # What stands there needs no new page, so a full database would take it. Not `begin_nested`,
    # whose rollback would hide the cause: SQLite ends the whole transaction where it is full.
    connection.exec_driver_sql("SAVEPOINT trial")
    connection.execute(FILL)
    connection.exec_driver_sql("ROLLBACK TO trial")
    connection.execute(TOUCH)


def is_current(connection: sa.Connection) -> bool:
    """Return True if the database has exactly the schema of this code."""
    return _current(connection) == _head()


@cache
def _head() -> str | None:
    return ScriptDirectory.from_config(_config()).get_current_head()


def _current(connection: sa.Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    return config
