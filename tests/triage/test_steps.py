"""The state machine: which step a ticket is due for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.triage.steps import Judge, Rest, Step, Wait, next_step
from bot.triage.ticket import Status, Ticket
from tests.builders import NOON, a_message, a_reply, a_ticket, a_waiting_ticket, an_asked_question

LATER = NOON + timedelta(hours=1)
ANSWERED = (a_message(), a_reply())
TWICE_ASKED = (an_asked_question(), an_asked_question(round=2, seen_messages=1))


@pytest.mark.parametrize(
    ("ticket", "step"),
    [
        (a_ticket(), Judge(may_ask=True)),
        (a_ticket(questions=TWICE_ASKED), Judge(may_ask=False)),
        (a_ticket(judge_now=True), Judge(may_ask=False)),
        (a_waiting_ticket(due_at=LATER), Wait(until=LATER)),
        (a_waiting_ticket(due_at=None), Wait(until=None)),
        (a_waiting_ticket(due_at=NOON), Judge(may_ask=False, unanswered=True)),
        (a_waiting_ticket(due_at=LATER, messages=ANSWERED), Judge(may_ask=True)),
        (a_waiting_ticket(messages=ANSWERED, questions=TWICE_ASKED), Judge(may_ask=False)),
        (a_waiting_ticket(due_at=NOON, messages=ANSWERED), Judge(may_ask=True)),
        (a_waiting_ticket(due_at=LATER, judge_now=True), Judge(may_ask=False)),
        (a_waiting_ticket(due_at=LATER, judge_again=True), Judge(may_ask=True)),
        (a_ticket(status=Status.JUDGED), Rest()),
        (a_ticket(status=Status.JUDGED, judge_again=True), Judge(may_ask=False)),
        (a_ticket(status=Status.HANDED_OVER), Rest()),
        (a_ticket(status=Status.HANDED_OVER, judge_again=True), Judge(may_ask=False)),
        (a_ticket(status=Status.WITHDRAWN, judge_again=True), Rest()),
    ],
)
def test_the_next_step_follows_from_what_happened(ticket: Ticket, step: Step) -> None:
    assert next_step(ticket, NOON, max_questions=2) == step


def test_no_question_is_put_where_none_is_allowed() -> None:
    assert next_step(a_ticket(), NOON, max_questions=0) == Judge(may_ask=False)
