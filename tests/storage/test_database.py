"""The database under pressure: locked, read-only, full, damaged."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from bot.triage.errors import Rejected, Unavailable
from storage import disk
from storage.database import PATIENCE_SECONDS, Database
from storage.schema import refused_events
from storage.sqlite import MAX_CONNECTIONS
from tests.builders import NOON, a_message
from tests.locking import locked
from tests.storage.store import LEASE, NOWHERE, RECONCILE_AFTER, Store

if TYPE_CHECKING:
    from pathlib import Path

    from tests.storage.store import Opened


def test_a_locked_database_is_unavailable_after_the_patience(opened: Opened, file: Path) -> None:
    database = opened(f"sqlite:///{file}", patience_seconds=0.2)

    began = time.monotonic()
    with locked(file), pytest.raises(Unavailable, match="locked"), database.write():
        pass

    assert 0.1 < time.monotonic() - began < PATIENCE_SECONDS


def test_a_listener_waits_two_seconds_at_most(store: Store, file: Path) -> None:
    began = time.monotonic()
    with locked(file), pytest.raises(Unavailable):
        store.tickets.record(a_message(), opens_ticket=True)

    assert 1.5 < time.monotonic() - began < PATIENCE_SECONDS
    assert store.count("tickets") == 0


def test_a_writer_that_hangs_makes_other_threads_unavailable_not_stuck(
    database: Database,
) -> None:
    with (
        database.write(),
        pytest.raises(Unavailable, match="busy"),
        database.write(patience_seconds=0.05),
    ):
        pass


def test_more_readers_than_connections_are_unavailable_not_stuck(
    opened: Opened, file: Path
) -> None:
    database = opened(f"sqlite:///{file}", patience_seconds=0.05)

    with ExitStack() as readers:
        for _ in range(MAX_CONNECTIONS):
            readers.enter_context(database.read())
        with pytest.raises(Unavailable, match="busy"):
            database.check()


def test_readers_wait_for_no_writer(store: Store, file: Path) -> None:
    ticket_id = store.open()

    with locked(file):
        assert store.tickets.get(ticket_id) is not None
        assert store.reports.queue_depth(NOON) == 1


def test_looking_for_work_where_there_is_none_waits_for_no_writer(store: Store, file: Path) -> None:
    with locked(file):
        assert store.tickets.claim(NOON, LEASE) is None
        assert store.outbox.claim(NOON, NOWHERE, RECONCILE_AFTER) is None


def test_a_reader_sees_one_state_throughout(store: Store) -> None:
    count = sa.text("SELECT count(*) FROM tickets")
    with store.database.read() as connection:
        assert connection.execute(count).scalar_one() == 0
        store.open()
        assert connection.execute(count).scalar_one() == 0


def test_a_read_only_database_is_unavailable(opened: Opened, file: Path) -> None:
    store = Store.over(opened(f"sqlite:///file:{file}?mode=ro&uri=true"))

    with pytest.raises(Unavailable, match="readonly"):
        store.open()


def test_a_full_database_is_unavailable_and_stores_nothing(store: Store) -> None:
    with store.database.read() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")

    with pytest.raises(Unavailable, match="full"):
        store.open(a_message("long " * 20_000))

    assert store.count("messages") == 0


def test_what_is_no_database_is_rejected(opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "triage.db"
    path.write_text("not a database, however long it may be" * 100)

    with pytest.raises(Rejected, match="not a database"):
        opened(f"sqlite:///{path}").migrate()


def test_a_missing_folder_is_unavailable(opened: Opened, tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="unable to open"):
        opened(f"sqlite:///{tmp_path}/missing/triage.db").check()


def test_what_can_only_be_read_is_not_well(opened: Opened, store: Store, file: Path) -> None:
    store.database.check()
    read_only = opened(f"sqlite:///file:{file}?mode=ro&uri=true")

    with pytest.raises(Unavailable, match="readonly"):
        read_only.check()


def test_a_disk_that_is_nearly_full_is_told_of_while_the_database_still_answers(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    more_than_there_is = 10**12
    monkeypatch.setattr(disk, "NEEDED_MEGABYTES", more_than_there_is)

    store.database.check()
    with pytest.raises(Unavailable, match=r"only \d+ MB left"):
        store.database.check_room()


WITHOUT_ROOM = """
import resource, sys
from storage import disk
from storage.database import Database

disk.NEEDED_MEGABYTES = 10**12
before = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
try:
    Database(sys.argv[1]).check()
finally:
    resource.setrlimit(resource.RLIMIT_FSIZE, before)  # what measures coverage writes files too
"""


def test_who_opens_a_database_on_a_full_disk_is_told_so_where_sqlite_names_no_cause(
    store: Store, file: Path
) -> None:
    store.database.dispose()

    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_ROOM, f"sqlite:///{file}"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert "disk I/O error: the disk has only " in done.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    "url", ["nonsense", "sqlite://", "sqlite:///:memory:", "postgresql://h/db"]
)
def test_a_url_that_names_no_file_is_rejected(opened: Opened, url: str) -> None:
    with pytest.raises(Rejected, match="sqlite:///path"):
        opened(url)


def test_an_error_rolls_everything_back(store: Store) -> None:
    row = {"team": "T1", "event_id": "E1", "at": NOON}
    with pytest.raises(Rejected, match="UNIQUE"), store.database.write() as connection:
        connection.execute(sa.insert(refused_events), [row, row])

    assert store.count("refused_events") == 0


def test_no_stored_text_stands_in_an_error(store: Store) -> None:
    row = {"team": "T1", "event_id": "my password is hunter2", "at": NOON}
    with pytest.raises(Rejected) as caught, store.database.write() as connection:
        connection.execute(sa.insert(refused_events), [row, row])

    assert "hunter2" not in f"{caught.value} {caught.value.__cause__}"
