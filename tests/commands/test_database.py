from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.command_line import CommandLine


def _execute(file: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        return connection.execute(query).fetchall()


def test_a_database_is_made_where_there_is_none(command: CommandLine, tmp_path: Path) -> None:
    done = command("db", "upgrade", DATA_DIR=str(tmp_path / "new" / "data"))

    assert (done.code, done.err) == (0, "")
    assert _execute(tmp_path / "new" / "data" / "triage.db", "SELECT count(*) FROM tickets")


def test_a_database_of_a_newer_version_is_left_alone(command: CommandLine) -> None:
    _execute(command.database, "UPDATE alembic_version SET version_num = '9999'")

    done = command("db", "upgrade")

    assert done.code == 1
    assert "9999" in done.err
    assert "update the app" in done.err
    assert _execute(command.database, "SELECT version_num FROM alembic_version") == [("9999",)]


def test_a_backup_is_a_whole_database(command: CommandLine, tmp_path: Path) -> None:
    done = command("db", "backup", str(tmp_path / "copy.db"))

    assert done.out == f"Backup written to {tmp_path / 'copy.db'}\n"
    assert _execute(tmp_path / "copy.db", "PRAGMA integrity_check") == [("ok",)]
    assert _execute(tmp_path / "copy.db", "SELECT count(*) FROM known_issues") == [(25,)]


def test_a_backup_never_replaces_a_file(command: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("precious", "utf-8")

    done = command("db", "backup", str(tmp_path / "copy.db"))

    assert done.code == 2
    assert "exists already" in done.err
    assert (tmp_path / "copy.db").read_text("utf-8") == "precious"


def test_a_backup_into_no_folder_names_it(command: CommandLine, tmp_path: Path) -> None:
    done = command("db", "backup", str(tmp_path / "nowhere" / "copy.db"))

    assert (done.code, done.err) == (2, f"triage: {tmp_path / 'nowhere'} is no folder\n")


def test_a_file_that_is_no_database_is_said_plainly(command: CommandLine) -> None:
    command.database.write_text("no database " * 100, "utf-8")

    done = command("db", "upgrade")

    assert done.code == 1
    assert done.err.startswith(f"triage: {command.database}: the database refused: ")
