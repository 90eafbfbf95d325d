"""Tickets and messages: what they know of themselves and which moves they refuse."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.triage.judgement import Question
from bot.triage.judging.claim import Claim
from bot.triage.ticket import IllegalMove, Status
from tests.builders import (
    NOON,
    ROOT_TS,
    a_judged_ticket,
    a_judgement,
    a_message,
    a_reply,
    a_ticket,
    a_waiting_ticket,
)

DEADLINE = NOON + timedelta(hours=24)
QUESTION = Question("Which invoice?", ("May", "June"))
UNDECIDED = (Status.RECEIVED, Status.WAITING)
DECIDED = (Status.JUDGED, Status.HANDED_OVER)


def test_only_what_stands_below_another_message_is_a_reply() -> None:
    assert a_reply().is_reply
    assert not a_message(thread_ts=None).is_reply
    assert not a_message(thread_ts=ROOT_TS).is_reply


def test_file_names_are_part_of_the_text() -> None:
    assert a_message(" see ", file_names=("a.png", "b.log")).full_text == (
        "see\n[file: a.png]\n[file: b.log]"
    )
    assert a_message("  ", file_names=("a.png",)).full_text == "[file: a.png]"


def test_people_call_a_ticket_by_its_number() -> None:
    assert a_ticket(number=12).reference == "T-12"


def test_asking_opens_a_question_until_the_deadline() -> None:
    asked = a_ticket(claim=Claim(attempts=3), judge_again=True).asking(QUESTION, NOON, DEADLINE)

    assert (asked.status, asked.due_at, asked.claim.attempts) == (Status.WAITING, DEADLINE, 0)
    assert asked.rounds == 1
    assert asked.open_question is not None
    assert asked.open_question.question == QUESTION
    assert not asked.judge_again


def test_rounds_count_up() -> None:
    twice = a_waiting_ticket().asking(QUESTION, NOON, DEADLINE)

    assert [asked.round for asked in twice.questions] == [1, 2]


def test_no_question_is_open_before_or_after_waiting() -> None:
    assert a_ticket().open_question is None
    assert a_waiting_ticket().judged(a_judgement()).open_question is None


def test_what_is_said_after_a_question_answers_it() -> None:
    waiting = a_waiting_ticket()

    assert not a_ticket().has_new_reply
    assert not waiting.has_new_reply
    assert a_waiting_ticket(messages=(*waiting.messages, a_reply())).has_new_reply


@pytest.mark.parametrize("status", UNDECIDED)
def test_a_judgement_settles_an_undecided_ticket(status: Status) -> None:
    ticket = a_ticket(status=status, due_at=DEADLINE, claim=Claim(attempts=2)).judged(a_judgement())

    assert (ticket.status, ticket.judgement) == (Status.JUDGED, a_judgement())
    assert (ticket.due_at, ticket.claim.attempts) == (None, 0)
    assert ticket.has_card


@pytest.mark.parametrize("status", UNDECIDED)
def test_an_undecided_ticket_can_be_handed_over(status: Status) -> None:
    ticket = a_ticket(status=status).handed_over()

    assert (ticket.status, ticket.judgement) == (Status.HANDED_OVER, None)


@pytest.mark.parametrize("status", DECIDED)
def test_a_decided_ticket_moves_only_if_it_is_to_be_judged_again(status: Status) -> None:
    with pytest.raises(IllegalMove, match=f"T-12 is {status} and can't become judged"):
        a_ticket(status=status).judged(a_judgement())
    with pytest.raises(IllegalMove):
        a_ticket(status=status).handed_over()

    again = a_ticket(status=status, judge_again=True)

    assert again.judged(a_judgement()).judge_again is False
    assert again.handed_over().judge_again is False


@pytest.mark.parametrize("status", [*DECIDED, Status.WITHDRAWN])
def test_nothing_is_asked_once_a_card_stands_or_the_message_is_gone(status: Status) -> None:
    with pytest.raises(IllegalMove, match="can't become waiting"):
        a_ticket(status=status, judge_again=True).asking(QUESTION, NOON, DEADLINE)


def test_a_withdrawn_ticket_stays_so() -> None:
    with pytest.raises(IllegalMove):
        a_ticket(status=Status.WITHDRAWN, judge_again=True).judged(a_judgement())


def test_a_failed_try_is_counted_and_put_off() -> None:
    failed = a_ticket(claim=Claim(attempts=1)).failed(DEADLINE)

    assert (failed.claim.attempts, failed.due_at, failed.status) == (2, DEADLINE, Status.RECEIVED)


def test_only_decided_tickets_have_a_card() -> None:
    assert a_judged_ticket().has_card
    assert not a_waiting_ticket().has_card
