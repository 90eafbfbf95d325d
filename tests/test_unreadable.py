"""What can't be read any more, changed by hand or by a later version, holds up nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from bot.triage.delivery.dead_letter import UNREADABLE
from bot.triage.ticket import Status
from storage.delivery.second_chances import SecondChances
from storage.overview.exports import Exports
from storage.reports import Reports

if TYPE_CHECKING:
    from bot.triage.delivery.dead_letter import DeadLetter
    from tests.workbench import Workbench

HOUR = timedelta(hours=1)
BROKEN = [
    ("tickets", "falls = '[{'"),
    ("tickets", """falls = '[{"rung": "oracle", "reason": "asleep"}]'"""),
    ("tickets", "entry = 'telepathy'"),
    ("tickets", "created_at = 'yesterday'"),
    ("tickets", "judgement_id = 99"),
    ("messages", "file_names = '{'"),
    ("messages", "names = '" + "[" * 100_000 + "'"),
]


def spoil(bench: Workbench, table: str, change: str, ticket_id: int = 1) -> None:
    """Change rows of the ticket by hand."""
    column = "id" if table == "tickets" else "ticket_id"
    with bench.desk.database.write() as connection:
        change_by_hand = f"UPDATE {table} SET {change} WHERE {column} = {ticket_id}"  # noqa: S608
        connection.execute(sa.text(change_by_hand))


def given_up(bench: Workbench) -> list[DeadLetter]:
    return list(Reports(bench.desk.database).dead_letters())


def events(bench: Workbench) -> list[str]:
    query = sa.text("SELECT event FROM audit WHERE ticket_id = 1 ORDER BY id")
    with bench.desk.database.read() as connection:
        return list(connection.execute(query).scalars())


@pytest.mark.parametrize(("table", "change"), BROKEN)
def test_a_ticket_that_can_not_be_read_is_set_aside_and_the_others_are_judged(
    bench: Workbench, table: str, change: str
) -> None:
    bench.post("The first")
    sound = bench.post("The second")
    spoil(bench, table, change)

    bench.run()

    assert bench.ticket(2).status is Status.JUDGED
    assert len(bench.said(sound)) == 1
    (letter,) = given_up(bench)
    assert (letter.ticket_number, letter.kind, letter.error) == (1, "ticket", UNREADABLE)
    assert "set_aside" in events(bench)


def test_of_what_was_mended_an_operator_has_the_ticket_judged_after_all(bench: Workbench) -> None:
    root = bench.post()
    spoil(bench, "tickets", "falls = '['")
    bench.run()
    spoil(bench, "tickets", "falls = '[]'")

    put_back = SecondChances(bench.desk.database).retry(
        bench.desk.bot.team_id, 1, bench.desk.clock.now
    )
    bench.run()

    assert put_back is not None
    assert put_back.is_judged_again
    assert bench.ticket().status is Status.JUDGED
    assert len(bench.said(root)) == 1
    assert given_up(bench) == []
    assert "taken_up" in events(bench)


def test_a_reply_has_what_was_set_aside_looked_at_once_more(bench: Workbench) -> None:
    bench.post()
    spoil(bench, "tickets", "falls = '['")
    bench.run()
    spoil(bench, "tickets", "due_at = created_at")

    bench.run()

    assert events(bench).count("set_aside") == 2
    assert len(given_up(bench)) == 1


@pytest.mark.parametrize(
    ("table", "change"),
    [("tickets", "work = 'lost'"), ("outbox", "kind = 'hologram'"), ("outbox", "created_at = '?'")],
)
def test_a_post_that_can_not_be_read_is_a_dead_letter_and_the_others_are_posted(
    bench: Workbench, table: str, change: str
) -> None:
    bench.post("The first")
    job = bench.worker.claim(bench.desk.clock.now)
    assert job is not None
    bench.worker.perform(job)
    sound = bench.post("The second")
    spoil(bench, table, change)

    bench.run()

    assert len(bench.said(sound)) == 1
    assert [letter.error for letter in given_up(bench)] == [UNREADABLE]
    assert any(event.endswith("_given_up") for event in events(bench))


def test_who_asks_for_it_is_told_that_there_is_none(bench: Workbench) -> None:
    root = bench.post()
    spoil(bench, "tickets", "falls = '['")
    tickets, team = bench.desk.tickets, bench.desk.bot.team_id

    assert tickets.find(team, 1) is None
    assert tickets.in_thread(team, bench.desk.support.id, root.ts) is None


def test_an_export_holds_the_others_and_what_can_be_read_of_it(bench: Workbench) -> None:
    bench.post("The first")
    bench.post("The second")
    bench.run()
    spoil(bench, "tickets", "falls = '['")
    now = bench.desk.clock.now
    exports = Exports(bench.desk.database)

    rows = exports.tickets(bench.desk.bot.team_id, now - HOUR, now + HOUR, reporter=None)

    assert [row.number for row in rows] == [1, 2]


def test_lists_of_tickets_do_without_those_that_can_not_be_read(bench: Workbench) -> None:
    bench.post("The first")
    bench.post("The second")
    spoil(bench, "tickets", "falls = '['")

    listed = bench.desk.tickets.latest(None, 10)

    assert [ticket.number for ticket in listed] == [2]


def test_a_dead_letter_of_late_counts_as_fresh(bench: Workbench) -> None:
    bench.post()
    spoil(bench, "tickets", "falls = '['")
    bench.run()
    reports, now = Reports(bench.desk.database), bench.desk.clock.now

    assert reports.dead_letter_count(since=now - timedelta(minutes=5)) == 1
    assert reports.dead_letter_count(since=now + timedelta(minutes=5)) == 0
