"""The schema is brought up to date once, whole, and never backwards."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from filelock import FileLock

from bot.triage.errors import Rejected, Unavailable
from storage import migration
from storage.migration import NewerSchema
from storage.schema import metadata

if TYPE_CHECKING:
    from pathlib import Path

    from storage.database import Database
    from tests.storage.store import Opened, Store


def test_the_migrations_make_the_schema_of_the_code(database: Database) -> None:
    with database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_migrating_again_changes_nothing(store: Store) -> None:
    ticket_id = store.open()

    store.database.migrate()

    store.database.check()
    assert store.ticket(ticket_id).number == 1


def test_a_database_without_schema_fails_the_check(opened: Opened, tmp_path: Path) -> None:
    database = opened(f"sqlite:///{tmp_path}/new.db")

    with pytest.raises(Unavailable, match="schema"):
        database.check()

    database.migrate()
    database.check()


def test_a_newer_schema_is_refused_and_left_alone(database: Database) -> None:
    with database.write() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(NewerSchema, match="9999"):
        database.migrate()

    assert issubclass(NewerSchema, Rejected)
    with database.read() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == "9999"


def test_an_interrupted_migration_leaves_nothing_behind(opened: Opened, tmp_path: Path) -> None:
    database = opened(f"sqlite:///{tmp_path}/new.db")
    with database.write() as connection:
        connection.execute(sa.text("CREATE TABLE vectors (wrong INTEGER)"))

    with pytest.raises(Unavailable, match="already exists"):
        database.migrate()

    with database.read() as connection:
        assert sa.inspect(connection).get_table_names() == ["vectors"]


def test_processes_that_start_at_once_migrate_once(opened: Opened, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new.db"
    program = "import sys; from storage.database import Database; Database(sys.argv[1]).migrate()"

    started = [subprocess.Popen([sys.executable, "-c", program, url]) for _ in range(2)]

    assert [process.wait(60) for process in started] == [0, 0]
    opened(url).check()


def test_a_migration_that_hangs_elsewhere_is_not_waited_for_forever(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migration, "LOCK_SECONDS", 0.05)
    database = opened(f"sqlite:///{tmp_path}/new.db")

    with (
        FileLock(tmp_path / "new.db.lock"),
        pytest.raises(Unavailable, match="another process"),
    ):
        database.migrate()


def test_where_no_file_can_be_made_it_says_so_at_once(opened: Opened) -> None:
    with pytest.raises(OSError, match=r"/proc.*"):
        opened("sqlite:////proc/triage.db").migrate()
