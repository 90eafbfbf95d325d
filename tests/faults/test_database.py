"""The database refuses to write: nothing is acknowledged that is not stored, and work goes on."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import time
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from bot.triage.errors import Unavailable
from bot.worker import LEASE
from storage.database import PATIENCE_SECONDS, Database
from storage.tickets import Tickets
from tests.builders import TEAM, a_message
from tests.locking import locked
from tests.storage.store import Store
from tests.workbench import Workbench

if TYPE_CHECKING:
    from pathlib import Path

    from bot.workspace import Delivery
    from tests.command_line import CommandLine

RETRY_SECONDS = 60.0
ENOUGH_TO_FILL_PAGES = 40
PLENTY_OF_PAGES = 1_000_000
ISSUE = {
    "id": "KB-900",
    "title": "Purple smoke",
    "category": "Bug",
    "symptoms": ["smoke"],
    "recommended_action": "Close the valve.",
}


def _repeat_later(bench: Workbench) -> None:
    """Let Slack repeat what was not acknowledged a minute later, not also at once."""
    bench.desk.workspace.deliveries.retry_delays = (RETRY_SECONDS,) * 3


def _redeliver(bench: Workbench) -> None:
    bench.desk.clock.pass_by(RETRY_SECONDS)
    bench.desk.deliver()


def _outcomes(bench: Workbench, root: str) -> list[str]:
    deliveries = bench.desk.workspace.deliveries.log
    return [attempt.outcome for one in deliveries if _ts(one) == root for attempt in one.attempts]


def _ts(delivery: Delivery) -> object:
    return delivery.payload["event"].get("ts")


def test_locked_a_listener_refuses_within_2_s_and_the_event_comes_again(
    bench: Workbench, tmp_path: Path
) -> None:
    _repeat_later(bench)
    began = time.monotonic()
    with locked(tmp_path / "triage.db"):
        root = bench.post()
    waited = time.monotonic() - began

    _redeliver(bench)
    bench.run()

    assert 1.5 < waited < PATIENCE_SECONDS
    assert _outcomes(bench, root.ts) == ["http_error", "ok"]
    assert len(bench.said(root)) == 1


def test_locked_as_a_judgement_is_to_be_saved_the_ticket_comes_back(
    bench: Workbench, tmp_path: Path
) -> None:
    with ExitStack() as lock, capture_logs() as logs:
        bench.analyst.pause = lambda: lock.enter_context(locked(tmp_path / "triage.db"))
        root = bench.post()
        bench.run()
    bench.analyst.pause = bool
    assert bench.said(root) == ()
    assert "job_left_to_its_lease" in [entry["event"] for entry in logs]

    bench.run()
    bench.run(seconds=1)

    assert len(bench.said(root)) == 1


def test_locked_until_the_process_ends_the_ticket_comes_back_with_its_lease(
    bench: Workbench, tmp_path: Path
) -> None:
    with ExitStack() as lock:
        bench.analyst.pause = lambda: lock.enter_context(locked(tmp_path / "triage.db"))
        root = bench.post()
        bench.run()
    anew = Workbench(bench.desk)

    anew.run(seconds=LEASE.total_seconds() - 1)
    assert bench.said(root) == ()
    anew.run(seconds=2)

    assert len(bench.said(root)) == 1


def test_full_what_does_not_fit_is_not_acknowledged_and_fits_later(bench: Workbench) -> None:
    _repeat_later(bench)
    _allow_pages(bench, 1)
    roots = [bench.post("long " * 90 + str(number)) for number in range(ENOUGH_TO_FILL_PAGES)]
    refused = [root for root in roots if _outcomes(bench, root.ts) == ["http_error"]]

    _allow_pages(bench, PLENTY_OF_PAGES)
    _redeliver(bench)
    bench.run()

    assert refused
    assert [len(bench.said(root)) for root in roots] == [1] * ENOUGH_TO_FILL_PAGES


def test_full_the_database_is_not_well_before_the_first_message_is_refused(
    bench: Workbench,
) -> None:
    bench.desk.database.check()
    _allow_pages(bench, 1)

    with pytest.raises(Unavailable, match="full"):
        bench.desk.database.check()
    _allow_pages(bench, PLENTY_OF_PAGES)

    bench.desk.database.check()


def _allow_pages(bench: Workbench, count: int) -> None:
    with bench.desk.database.read() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {count}")


def test_read_only_nothing_is_acknowledged_until_it_can_be_written(
    bench: Workbench, tmp_path: Path
) -> None:
    _repeat_later(bench)
    read_only = Database(f"sqlite:///file:{tmp_path / 'triage.db'}?mode=ro&uri=true")
    bench.desk.open(Tickets(read_only, lambda: "k"))
    root = bench.post()
    bench.desk.open()

    _redeliver(bench)
    bench.run()

    assert _outcomes(bench, root.ts) == ["http_error", "ok"]
    assert len(bench.said(root)) == 1
    read_only.dispose()


def test_read_only_a_command_that_writes_says_so_and_fails(
    command: CommandLine, tmp_path: Path
) -> None:
    file = tmp_path / "issues.json"
    file.write_text(json.dumps([ISSUE]), "utf-8")
    url = f"sqlite:///file:{command.database}?mode=ro&uri=true"

    done = command("kb", "import", str(file), DATABASE_URL=url)

    assert done.code == 1
    assert "readonly" in done.err
    assert "Traceback" not in done.err


KILLED_WHILE_MIGRATING = """
import os, signal, sys
from alembic import command
from storage.database import Database

upgrade = command.upgrade

def upgrade_and_die(*arguments):
    upgrade(*arguments)
    os.kill(os.getpid(), signal.SIGKILL)

command.upgrade = upgrade_and_die
Database(sys.argv[1]).migrate()
"""


def test_a_migration_killed_before_its_end_has_changed_nothing(tmp_path: Path) -> None:
    file = tmp_path / "triage.db"
    url = f"sqlite:///{file}"

    done = subprocess.run(
        [sys.executable, "-c", KILLED_WHILE_MIGRATING, url], timeout=60, check=False
    )
    with closing(sqlite3.connect(file)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master").fetchall()

    assert (done.returncode, tables) == (-9, [])
    database = Database(url)
    database.migrate()
    Store.over(database).open(a_message(team=TEAM))
    database.check()
    database.dispose()
