"""What can't be read any more, changed by hand or by a later version, holds up nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from bot.slack.posts.operators import HOW_TO_MEND, WHAT_TO_DO, Operators
from bot.triage.delivery.dead_letter import UNREADABLE
from bot.triage.teamwork.by import By
from bot.triage.ticket import Status
from bot.workspace.block_kit.limits import visible_texts
from storage.delivery.notices import Notices
from storage.delivery.second_chances import SecondChances
from storage.known_issues.write_ups import WriteUps
from storage.overview.exports import Exports
from storage.reports import Reports
from storage.teamwork.incidents import Incidents
from tests.workbench import in_flight

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


CANT_BE_READ = (
    "What is stored of T-1 can't be read, so nothing was done. Please tell who looks after this "
    "app: it was changed by hand, or by a later version, and has to be mended there."
)


def test_who_asks_how_it_stands_is_told_that_it_can_not_be_read(bench: Workbench) -> None:
    bench.post()
    spoil(bench, "tickets", "falls = '['")
    desk = bench.desk

    delivery = desk.workspace.slash_command(desk.ann, desk.support, "/triage", "status T-1")
    desk.deliver()

    assert delivery.ack is not None
    assert delivery.ack.body["text"] == CANT_BE_READ


@pytest.mark.parametrize("button", ["claim", "edit", "resolve"])
def test_who_works_it_is_told_that_it_can_not_be_read(bench: Workbench, button: str) -> None:
    root = bench.post()
    bench.run()
    card = bench.said(root)[0]
    spoil(bench, "tickets", "falls = '['")
    desk = bench.desk

    desk.workspace.click(desk.ben, card, button)
    desk.deliver()

    assert desk.whispered()[-1].text == CANT_BE_READ


def test_who_asks_for_a_ticket_on_it_is_told_which_it_is(bench: Workbench) -> None:
    root = bench.post()
    spoil(bench, "tickets", "falls = '['")
    desk = bench.desk

    desk.workspace.react(desk.ben, root, "ticket")
    desk.deliver()

    assert desk.whispered()[-1].text.startswith("That is T-1 already, so no second ticket")


def test_the_operators_hear_of_it_once_however_often_it_is_woken(bench: Workbench) -> None:
    bench.post()
    bench.post("Another")
    spoil(bench, "tickets", "falls = '['")
    desk = bench.desk
    operators = Operators(
        bench.slack,
        Notices(desk.database),
        desk.lobby.id,
        desk.bot.team_id,
        clock=desk.clock,
        in_flight=in_flight(desk),
    )

    for _ in range(4):
        bench.run(HOUR.total_seconds())
        operators.tell()
        spoil(bench, "tickets", "due_at = created_at")

    (notice,) = (one for one in desk.lobby.messages.values() if one.is_by_bot)
    assert list(visible_texts(notice.blocks)) == [
        "1 ticket or post was set aside, since what is stored of it can't be read:\n"
        "• T-1: the ticket: unreadable\n" + WHAT_TO_DO + "\n" + HOW_TO_MEND
    ]


def test_a_write_up_of_one_holds_up_no_other(bench: Workbench) -> None:
    bench.post("The first")
    bench.post("The second")
    bench.run()
    write_ups, now = WriteUps(bench.desk.database), bench.desk.clock.now
    team = bench.desk.bot.team_id
    for number in (1, 2):
        write_ups.ask(team, number, actor=bench.desk.ben.id, now=now)
    spoil(bench, "tickets", "falls = '['")

    claimed = write_ups.claim(now)

    assert claimed is not None
    assert claimed[1].number == 2
    assert write_ups.claim(now) is None


@pytest.mark.parametrize(("table", "change"), BROKEN)
def test_whose_message_is_deleted_is_withdrawn_all_the_same(
    bench: Workbench, table: str, change: str
) -> None:
    root = bench.post("The secret plan")
    bench.run()
    spoil(bench, table, change)

    bench.desk.workspace.delete_message(root)
    bench.desk.deliver()

    left = "SELECT status, text FROM tickets JOIN messages ON ticket_id = tickets.id"
    with bench.desk.database.read() as connection:
        assert connection.execute(sa.text(left)).all() == [("withdrawn", "")]


def test_a_reply_to_a_resolved_one_is_kept(bench: Workbench) -> None:
    root = bench.post()
    bench.run()
    spoil(bench, "tickets", "falls = '[', work = 'resolved', worked_at = created_at")

    bench.desk.workspace.reply_as_user(bench.desk.ann, root, "It is back")
    bench.desk.deliver()

    with bench.desk.database.read() as connection:
        assert "It is back" in connection.execute(sa.text("SELECT text FROM messages")).scalars()


def test_an_incident_is_resolved_without_it(bench: Workbench) -> None:
    bench.post("The first")
    bench.post("The second")
    bench.run()
    desk, team = bench.desk, bench.desk.bot.team_id
    incidents, by = Incidents(desk.database), By(desk.ben.id, desk.clock.now)
    incident = incidents.open_by_hand(team, 1, desk.lobby.id, by=by)
    assert incident is not None
    spoil(bench, "tickets", f"incident_id = {incident.id}", 2)
    spoil(bench, "tickets", "falls = '['", 2)

    incidents.change(
        team, incident.number, lambda one: one.resolved(by.user, "Restarted"), event="over", by=by
    )

    assert bench.ticket(1).work.is_closed


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
