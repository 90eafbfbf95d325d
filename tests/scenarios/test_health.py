from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import httpx

from tests.scenarios.texts import CLEAR

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.scenarios.office import Office


def test_health_says_how_each_part_is_and_how_much_waits(office: Office) -> None:
    office.room().post(CLEAR).card()
    office.settle()

    seen = office.bot.health()

    body = seen.json()
    assert seen.status_code == httpx.codes.OK
    assert body["status"] == ("degraded" if body["dead_letters"] else "ok")
    assert {"process", "database", "index", "analyst"} <= set(body["checks"])
    assert {check["status"] for check in body["checks"].values()} == {"ok"}
    assert body["queue_depth"] == 0


def test_health_is_bad_while_the_database_has_another_schema(office: Office) -> None:
    with _of_another_version(office.database_file):
        seen = office.bot.health()

    assert seen.status_code == httpx.codes.SERVICE_UNAVAILABLE
    assert seen.json()["checks"]["database"]["status"] == "failed"
    assert office.bot.health().status_code == httpx.codes.OK


def test_health_is_bad_while_the_database_is_not_the_file_that_was_opened(office: Office) -> None:
    file = office.database_file
    aside = file.rename(file.with_suffix(".aside"))
    gone = office.bot.health()
    file.write_bytes(b"")
    replaced = office.bot.health()
    aside.rename(file)

    assert gone.status_code == replaced.status_code == httpx.codes.SERVICE_UNAVAILABLE
    assert "removed or replaced" in gone.json()["checks"]["database"]["detail"]
    assert office.bot.health().status_code == httpx.codes.OK


def test_an_index_lost_under_the_bot_is_built_anew_and_tickets_go_on(office: Office) -> None:
    folder = office.database_file.with_name("chroma")
    for segment in folder.glob("*-*/"):
        shutil.rmtree(segment)

    told = office.room().post(CLEAR)

    office.bot.await_that(lambda: folder.with_name("chroma.damaged").is_dir())
    told.card()
    office.bot.await_that(lambda: office.bot.health().json()["checks"]["index"]["status"] == "ok")
    assert list(folder.glob("*-*/header.bin"))


@contextmanager
def _of_another_version(file: Path) -> Iterator[None]:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        (version,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        yield
        connection.execute("UPDATE alembic_version SET version_num = ?", [version])
