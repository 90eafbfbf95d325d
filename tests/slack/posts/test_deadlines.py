"""People are reminded of deadlines in the team's thread: each stage once, while it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.slack.web_api.methods import Method
from bot.triage.errors import Unconfirmed
from tests.slack.posts.watching import DESK, HOUR, Watch
from tests.slack.working import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.workspace import Message


def test_a_team_is_told_below_its_card_with_the_deadlines(watch: Watch) -> None:
    card = watch.post()

    [told] = watch.said()
    assert told == (
        f"{DESK} T-1 is for *payments*. "
        "First answer due <!date^1767621600^{date_short_pretty} at {time}|2026-01-05 14:00 UTC>. "
        "Resolution due <!date^1767628800^{date_short_pretty} at {time}|2026-01-05 16:00 UTC>."
    )
    assert "First answer due <!date^" in words(card)


def test_what_a_team_is_told_leads_to_the_thread(watch: Watch) -> None:
    card = watch.post()

    [told] = [one.text for one in watch.payments.messages.values() if one.is_reply]
    ts = (card.thread_ts or "").replace(".", "")
    link = f"<https://acme.slack.com/archives/{watch.desk.support.id}/p{ts}|T-1>"
    assert told.startswith(f"{DESK} {link} is for *payments*.")


def test_each_stage_is_said_once_to_whose_turn_it_is(watch: Watch) -> None:
    watch.post()

    watch.wait(24)

    told = [(one.partition(" ")[0], one.partition(" ")[2]) for one in watch.said()[1:]]
    assert [who for who, _ in told] == [
        DESK, DESK, "<@U0LEAD>", DESK, "<@U0LAST>", DESK, "<@U0LEAD>", "<@U0LAST>",
    ]  # fmt: skip
    beginnings = [what.partition(":")[0].partition(";")[0] for _, what in told]
    assert beginnings[0] == "Nobody has answered T-1 yet"
    assert beginnings[1] == "Nobody has answered T-1"
    assert beginnings[2] == "Still nobody has answered T-1"
    assert beginnings[-1] == "T-1 is still not resolved"


def resolve(watch: Watch, card: Message) -> None:
    watch.resolve(watch.ben, card)


def dismiss(watch: Watch, card: Message) -> None:
    watch.more(watch.ben, card, "not_a_ticket")


def withdraw(watch: Watch, card: Message) -> None:
    watch.slack.delete_message(watch.desk.support.messages[card.thread_ts or ""])
    watch.settle()


@pytest.mark.parametrize("end", [resolve, dismiss, withdraw])
def test_nobody_is_reminded_of_what_is_over(
    watch: Watch, end: Callable[[Watch, Message], None]
) -> None:
    card = watch.post()

    end(watch, card)
    watch.wait(24)

    assert len(watch.said()) == 1
    assert watch.desk.outbox.next_due() is None


def test_a_reopened_ticket_is_to_be_resolved_in_a_time_of_its_own(watch: Watch) -> None:
    card = watch.post()
    watch.resolve(watch.ben, card)
    watch.wait(1)

    watch.click(watch.ann, card, "reopen")
    watch.wait(2.75)
    assert [one for one in watch.said() if "not resolved yet" in one] == []
    watch.wait(0.25)

    assert "Resolution due <!date^1767632400^" in words(card)
    assert f"{DESK} T-1 is not resolved yet; that is due <!date^1767632400^" in watch.said()[-1]


def test_in_place_of_who_has_left_their_team_is_reminded(watch: Watch) -> None:
    card = watch.post()
    watch.click(watch.ben, card, "claim")
    watch.ben.is_deleted = True

    watch.wait(4)

    soon, missed = watch.said()[1:]
    left = f"<@{watch.ben.id}> has it, but is not here any more"
    assert soon.startswith(f"{DESK} T-1 is not resolved yet; that is due ")
    assert missed.endswith(f" UTC>. {left}: “Edit” on its card gives it to another.")


def test_while_slack_does_not_say_who_left_who_has_it_is_reminded(watch: Watch) -> None:
    card = watch.post()
    watch.click(watch.ben, card, "claim")
    watch.slack.faults.drop(Method.PERSON, times=9)

    watch.wait(4)

    said = watch.said()[-1]
    assert said.startswith(f"<@{watch.ben.id}> T-1 is not resolved: ")
    assert "not here" not in said


def test_a_reopened_ticket_of_who_has_left_is_told_to_their_team(watch: Watch) -> None:
    card = watch.post()
    watch.click(watch.ben, card, "claim")
    watch.resolve(watch.ben, card)
    watch.ben.is_deleted = True

    watch.reply(watch.ann, card, "It happens again")

    [said] = watch.thread(card)
    told, _, left = said.partition(". ")
    assert told == f"{DESK} T-1 is open again: <@{watch.ann.id}> wrote after it was resolved"
    assert left.startswith(f"<@{watch.ben.id}> has it, but is not here any more: ")


def test_moved_to_another_team_the_first_is_reminded_no_more(watch: Watch) -> None:
    card = watch.post()

    watch.more(watch.ben, card, "reroute")
    watch.send(watch.ben, {"route": "others"})
    watch.wait(24)

    assert len(watch.said()) == 1
    assert watch.thread(card) == ["<@U0OTHER> T-1 is for *others*."]


def test_outside_of_business_hours_nobody_is_told_before_the_morning(watch: Watch) -> None:
    watch.desk.clock.pass_by(8 * HOUR)

    watch.post()
    watch.wait(12)
    assert watch.said() == []
    watch.wait(1)

    assert watch.said()[0].startswith(f"{DESK} T-1 is for *payments*.")


def test_given_back_at_night_a_ticket_is_told_to_its_team_in_the_morning(watch: Watch) -> None:
    watch.desk.clock.pass_by(8 * HOUR)
    card = watch.post()
    watch.click(watch.ben, card, "claim")
    watch.wait(1)

    watch.edit(watch.ben, card, assignee=None)
    watch.wait(12.25)

    assert [one.partition(".")[0] for one in watch.said()[:1]] == [f"{DESK} T-1 is for *payments*"]


def test_what_came_due_while_the_app_was_down_waits_too_and_only_the_latest_is_said(
    watch: Watch,
) -> None:
    watch.post()

    watch.bench.run(7 * HOUR)
    assert len(watch.said()) == 1
    watch.wait(14)

    assert [one.partition(" T-1")[0] for one in watch.said()[1:]] == [
        "<@U0LAST> Still nobody has answered",
        "<@U0LEAD>",
    ]


def test_reminders_survive_a_restart(watch: Watch) -> None:
    watch.post()
    watch.wait(0.5)

    watch.set_up()
    watch.wait(1)

    assert "Nobody has answered T-1 yet" in watch.said()[-1]
    assert len(watch.said()) == 2


def test_what_is_urgent_is_told_at_any_time(watch: Watch) -> None:
    watch.set_up(is_urgent=True)
    watch.desk.clock.pass_by(8 * HOUR)

    watch.post()
    watch.wait(1)

    assert len(watch.said()) == 2


def test_without_a_channel_the_team_is_told_in_the_tickets_thread(watch: Watch) -> None:
    watch.set_up(channel=None)

    card = watch.post()
    watch.wait(1)

    assert len(watch.thread(card)) == 2
    assert "Routed to *payments* ·" in words(card)


def test_where_the_app_is_not_invited_the_team_is_told_in_the_tickets_thread(watch: Watch) -> None:
    outside = watch.slack.add_channel("outside", watch.ann)
    watch.set_up(channel=outside.id)

    card = watch.post()
    watch.wait(1)
    watch.more(watch.ben, card, "reroute")
    watch.send(watch.ben, {"route": "others"})
    watch.more(watch.ben, card, "reroute")
    watch.send(watch.ben, {"route": "payments"})

    told = watch.thread(card)
    assert [one.partition(" T-1")[0] for one in told] == [
        DESK, f"{DESK} Nobody has answered", "<@U0OTHER>", DESK,
    ]  # fmt: skip


def test_what_a_team_was_told_in_the_tickets_thread_is_withdrawn_with_it(watch: Watch) -> None:
    outside = watch.slack.add_channel("outside", watch.ann)
    watch.set_up(channel=outside.id)
    card = watch.post()
    watch.wait(1)
    root = watch.slack.thread(watch.desk.support, card.thread_ts or "").root

    watch.slack.delete_message(root)
    watch.settle()

    told = [words(card), *watch.thread(card)]
    assert len(told) == 3
    assert {"was withdrawn" in one for one in told} == {True}


def test_a_reminder_whose_answer_was_lost_is_not_said_twice(watch: Watch) -> None:
    watch.post()
    watch.bench.slack.fail(Method.POST, Unconfirmed("lost"), after_effect=True)

    watch.wait(1.5)

    assert len(watch.said()) == 2
