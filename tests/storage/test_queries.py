"""The database finds what is asked for all day by an index, however long the history grows."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from storage.delivery.notices import Notices
from storage.schema import metadata
from tests.builders import CHANNEL, NOON, ROOT_TS, TEAM, a_message, a_reply
from tests.storage.store import RECONCILE_AFTER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.storage.store import Store

OPEN_ROWS_ONLY = "USING INDEX ix_outbox_open_rank"
"""A scan of this index reads what is still to be sent, not what ever was."""

Statements = dict[str, tuple[str | int | None, ...]]


@pytest.fixture
def statements() -> Iterator[Statements]:
    """Every statement that runs in a test, with its parameters."""
    seen: Statements = {}

    def note(*call: object) -> None:
        _, _, statement, parameters, *_ = call
        assert isinstance(statement, str)
        assert isinstance(parameters, tuple | list)
        if statement.startswith(("SELECT", "UPDATE")):
            seen[statement] = tuple(parameters)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    yield seen
    sa.event.remove(sa.Engine, "before_cursor_execute", note)


def live_a_day(store: Store) -> None:
    store.open_command()
    store.ask()
    store.post("7.7")
    store.tickets.record(a_reply(thread_ts="7.7"), opens_ticket=True)
    store.tickets.record(a_reply(thread_ts="7.7"), opens_ticket=True)
    store.judge()
    store.post("8.8")
    store.redraw(store.post("9.9").ticket)
    store.outbox.claim(NOON, frozenset({(TEAM, "C-slow")}), RECONCILE_AFTER)
    store.open(a_message(event_id="E9"))
    store.tickets.fail(store.claimed(), NOON, "down")
    store.tickets.release(store.claimed(), NOON)
    store.tickets.release_all()
    store.tickets.recover(NOON)
    store.tickets.next_due()
    store.outbox.next_due()
    store.tickets.find(TEAM, 1)
    store.tickets.in_thread(TEAM, CHANNEL, ROOT_TS)
    store.reports.queue_depth(NOON)
    store.reports.dead_letters()
    store.reports.dead_letter_count()
    store.issues.revision()
    store.issues.changed_since(0)


def test_nothing_asked_all_day_reads_a_whole_table(
    statements: Statements, store: Store, file: Path
) -> None:
    live_a_day(store)

    assert len(statements) > 20
    with closing(sqlite3.connect(file)) as connection:
        for statement, parameters in statements.items():
            plan = connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            scans = [step for _, _, _, step in plan if reads_a_whole_table(step)]
            assert scans == [], statement


def test_what_operators_are_to_be_told_is_not_looked_for_among_all_tickets(
    statements: Statements, store: Store, file: Path
) -> None:
    Notices(store.database).take(TEAM, NOON, RECONCILE_AFTER)
    store.reports.dead_letters(team=TEAM)

    asked = {one: values for one, values in statements.items() if "set_aside_at" in one}
    assert len(asked) == 2
    with closing(sqlite3.connect(file)) as connection:
        for statement, parameters in asked.items():
            plan = connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            steps = [step for _, _, _, step in plan]
            assert any("USING INDEX ix_tickets_open_set_aside_at" in step for step in steps)


def reads_a_whole_table(step: str) -> bool:
    scanned = step.removeprefix("SCAN ").split()[0]
    return step.startswith("SCAN ") and scanned in metadata.tables and OPEN_ROWS_ONLY not in step
