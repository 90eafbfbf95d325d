"""A resolved ticket opens again when its reporter writes in time, and who had it is told once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.triage.teamwork.work import REOPENS_WITHIN, WorkState
from tests.slack.working import words

if TYPE_CHECKING:
    from bot.workspace import Message
    from tests.slack.working import Shift


ANOTHER = "A new message in this channel opens a new ticket."
DAY = 24 * 3600


@pytest.fixture
def card(shift: Shift) -> Message:
    """Give the card of Ann's ticket, which Ben has resolved."""
    card = shift.post()
    shift.click(shift.ben, card, "claim")
    shift.resolve(shift.ben, card, "A refund was made")
    return card


def late(shift: Shift) -> None:
    """Let a resolved ticket stand until its reporter's word comes too late."""
    shift.desk.clock.pass_by((REOPENS_WITHIN + timedelta(seconds=1)).total_seconds())


def stays_closed(shift: Shift, how: str) -> str:
    return (
        f"<@{shift.ann.id}> T-1 was resolved more than 3 days ago and stays closed, so what you "
        f"write here may go unread. Is something still wrong? {how}"
    )


def told_again(shift: Shift) -> str:
    return f"<@{shift.ben.id}> T-1 is open again: <@{shift.ann.id}> wrote after it was resolved."


def test_the_reporters_next_word_reopens_it(shift: Shift, card: Message) -> None:
    shift.reply(shift.ann, card, "It happens again")

    expected = f"*In progress* with <@{shift.ben.id}> · reopened"
    assert expected in words(card)
    assert shift.thread(card) == [told_again(shift)]
    assert ("reopened", shift.ann.id) in shift.trail()


def test_it_is_told_once_however_often_it_is_delivered_and_said(
    shift: Shift, card: Message
) -> None:
    shift.slack.faults.duplicate(copies=2)
    shift.reply(shift.ann, card, "It happens again")
    shift.reply(shift.ann, card, "And again")

    assert shift.thread(card) == [told_again(shift)]


def test_each_reopening_is_told(shift: Shift, card: Message) -> None:
    shift.reply(shift.ann, card, "It happens again")
    shift.resolve(shift.ben, card)
    shift.reply(shift.ann, card, "Still the same")

    assert shift.thread(card) == [told_again(shift)] * 2


def test_who_resolved_what_nobody_had_is_told(shift: Shift) -> None:
    card = shift.post()
    shift.resolve(shift.ben, card)

    shift.reply(shift.ann, card, "It happens again")

    assert shift.thread(card) == [told_again(shift)]


def test_others_do_not_reopen_it(shift: Shift, card: Message) -> None:
    shift.reply(shift.ben, card, "I have closed the books")

    assert shift.ticket().work.state is WorkState.RESOLVED
    assert shift.thread(card) == []


def test_a_bare_thank_you_does_not_reopen_it(shift: Shift, card: Message) -> None:
    shift.reply(shift.ann, card, "Thanks, works now :+1:")

    assert shift.ticket().work.state is WorkState.RESOLVED


def test_after_three_days_it_stays_resolved(shift: Shift, card: Message) -> None:
    late(shift)

    shift.reply(shift.ann, card, "It happens again")

    assert shift.ticket().work.state is WorkState.RESOLVED


def test_who_writes_after_three_days_is_told_that_it_stays_closed(
    shift: Shift, card: Message
) -> None:
    late(shift)

    shift.reply(shift.ann, card, "It happens again")

    assert shift.thread(card) == [stays_closed(shift, ANOTHER)]


def test_it_is_told_once_a_day_however_often_its_reporter_writes(
    shift: Shift, card: Message
) -> None:
    late(shift)
    shift.slack.faults.duplicate(copies=2)
    shift.reply(shift.ann, card, "It happens again")
    shift.reply(shift.ann, card, "And again")
    assert len(shift.thread(card)) == 1

    shift.desk.clock.pass_by(DAY)
    shift.reply(shift.ann, card, "Still the same")

    assert shift.thread(card) == [stays_closed(shift, ANOTHER)] * 2


def test_nobody_else_is_told_and_no_thanks_are_answered(shift: Shift, card: Message) -> None:
    late(shift)

    shift.reply(shift.ben, card, "I have closed the books")
    shift.reply(shift.ann, card, "Thanks, works now :+1:")

    assert shift.thread(card) == []


def test_what_somebody_opens_again_meanwhile_is_not_said_to_stay_closed(
    shift: Shift, card: Message
) -> None:
    late(shift)
    shift.slack.reply_as_user(shift.ann, card, "It happens again")
    shift.desk.deliver()

    shift.click(shift.ben, card, "reopen")

    assert shift.ticket().work.state is WorkState.IN_PROGRESS
    assert not any("stays closed" in said for said in shift.thread(card))


def test_a_word_from_before_that_arrives_late_does_not_reopen_it(shift: Shift) -> None:
    card = shift.post()
    shift.slack.faults.hold(120)
    shift.slack.reply_as_user(shift.ann, card, "Any news?")
    shift.desk.clock.pass_by(60)
    shift.resolve(shift.ben, card)

    shift.desk.clock.pass_by(61)
    shift.settle()

    assert len(shift.ticket().messages) == 2
    assert shift.ticket().work.state is WorkState.RESOLVED


def test_what_was_no_ticket_does_not_reopen(shift: Shift) -> None:
    card = shift.post()
    shift.more(shift.ben, card, "not_a_ticket")

    shift.reply(shift.ann, card, "But it is one")

    assert shift.ticket().work.state is WorkState.NOT_A_TICKET


def test_who_works_their_own_ticket_is_told_nothing(shift: Shift) -> None:
    card = shift.post()
    shift.resolve(shift.ann, card)

    shift.reply(shift.ann, card, "It happens again")

    assert shift.ticket().work.state is WorkState.IN_PROGRESS
    assert shift.thread(card) == []


def test_a_reopened_ticket_that_is_withdrawn_says_so_everywhere(
    shift: Shift, card: Message
) -> None:
    shift.reply(shift.ann, card, "It happens again")

    shift.slack.delete_message(shift.desk.support.messages[card.thread_ts or ""])
    shift.settle()

    assert shift.thread(card) == ["T-1 was withdrawn: its message was deleted."]
