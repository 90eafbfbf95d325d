"""Too many tickets within a minute: refused, said once, and counted where restarts don't matter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.triage.arrivals.limits import Limit, Limits

if TYPE_CHECKING:
    from bot.workspace import User
    from tests.slack.desk import Desk


def say(desk: Desk, *texts: str, user: User | None = None) -> None:
    for text in texts:
        desk.workspace.post_as_user(user or desk.ann, desk.support, text)
        desk.deliver()


def command(desk: Desk, text: str) -> str:
    delivery = desk.workspace.slash_command(desk.ann, desk.support, "/triage", text)
    desk.deliver()
    assert delivery.ack is not None
    body: Any = delivery.ack.body
    return str(body["text"])


def test_one_ticket_too_many_is_not_opened_and_that_is_said_once(desk: Desk) -> None:
    desk.limit(per_user=2)

    say(desk, "one", "two", "three", "four", "five")

    assert [ticket.messages[0].text for ticket in desk.all_tickets()] == ["one", "two"]
    [told] = desk.whispered()
    assert told.text.startswith("You have opened 2 tickets within a minute")
    assert told.user_id == desk.ann.id


def test_after_a_minute_tickets_are_taken_again_and_a_new_burst_is_answered(desk: Desk) -> None:
    desk.limit(per_user=1)
    say(desk, "one", "two")
    desk.clock.pass_by(61)

    say(desk, "three", "four")

    assert [ticket.messages[0].text for ticket in desk.all_tickets()] == ["one", "three"]
    assert len(desk.whispered()) == 2


def test_others_are_not_held_to_somebodys_limit(desk: Desk) -> None:
    desk.limit(per_user=1)

    say(desk, "one", "two")
    say(desk, "three", user=desk.ben)

    assert len(desk.all_tickets()) == 2


def test_a_channel_has_a_limit_of_its_own(desk: Desk) -> None:
    desk.limit(per_channel=1)

    say(desk, "one")
    say(desk, "two", user=desk.ben)

    assert len(desk.all_tickets()) == 1
    [told] = desk.whispered()
    assert told.text.startswith("This channel has had 1 ticket within a minute")


def test_a_refused_message_stays_refused_and_unanswered_when_it_comes_again(desk: Desk) -> None:
    desk.limit(per_user=1)
    say(desk, "one")
    desk.workspace.faults.duplicate()
    refused = desk.workspace.post_as_user(desk.ann, desk.support, "two")
    desk.deliver()
    desk.clock.pass_by(120)
    desk.workspace.edit_message(refused, "two, edited")
    desk.deliver()

    assert len(desk.all_tickets()) == 1
    assert len(desk.whispered()) == 1


def test_nothing_of_a_refused_message_is_kept_but_its_id(desk: Desk) -> None:
    desk.limit(per_user=1)

    say(desk, "one", "two: my secret")

    with desk.database.read() as connection:
        dump = "\n".join(connection.connection.iterdump())
    assert "my secret" not in dump
    assert f"over limit:{desk.support.id}:" in dump


def test_replies_never_count(desk: Desk) -> None:
    desk.limit(per_user=1)
    root = desk.workspace.post_as_user(desk.ann, desk.support, "one")
    desk.deliver()

    for number in range(5):
        desk.workspace.post_as_user(desk.ann, desk.support, f"{number}", thread_ts=root.ts)
        desk.deliver()

    [ticket] = desk.all_tickets()
    assert len(ticket.messages) == 6
    assert not desk.whispered()


def test_commands_count_and_each_one_too_many_is_answered(desk: Desk) -> None:
    desk.limit(per_user=2)
    say(desk, "one")

    first, *refused = [command(desk, text) for text in ("two", "three", "four")]

    assert first.startswith("T-2 is saved")
    assert all("You have opened 2 tickets within a minute" in text for text in refused)
    assert len(desk.all_tickets()) == 2


def test_a_command_that_comes_again_is_refused_again(desk: Desk) -> None:
    desk.limit(per_user=1)
    say(desk, "one")
    desk.workspace.faults.duplicate()

    said = command(desk, "two")

    assert "not opened" in said
    assert len(desk.all_tickets()) == 1


def test_a_message_stored_before_the_limit_was_reached_stays_a_ticket(desk: Desk) -> None:
    desk.limit(per_user=1)
    desk.workspace.faults.duplicate()

    say(desk, "one")

    assert len(desk.all_tickets()) == 1
    assert not desk.whispered()


@pytest.mark.parametrize(
    ("limits", "counts", "expected"),
    [
        (Limits(), (10**6, 10**6), None),
        (Limits(10, 0), (9, 100), None),
        (Limits(10, 0), (10, 100), Limit.USER),
        (Limits(10, 50), (3, 50), Limit.CHANNEL),
        (Limits(10, 50), (10, 50), Limit.USER),
    ],
)
def test_a_limit_is_exceeded_by_one_ticket_more(
    limits: Limits, counts: tuple[int, int], expected: Limit | None
) -> None:
    assert limits.exceeded(*counts) == expected
