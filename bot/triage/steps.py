"""The state machine: what is to be done next for a ticket."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from bot.triage.ticket import Status, Ticket

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Judge:
    """Look at the whole conversation and decide; ask only if `may_ask`."""

    may_ask: bool
    unanswered: bool = False
    """True if the deadline of a question has passed without an answer."""


@dataclass(frozen=True, slots=True)
class Weigh:
    """Find out whether one of those who wrote in the thread is an agent, who has answered then."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing to do before `until`, unless something arrives."""

    until: datetime | None


@dataclass(frozen=True, slots=True)
class Rest:
    """Nothing to do unless a person acts."""


Step = Judge | Weigh | Wait | Rest


def next_step(ticket: Ticket, now: datetime, max_questions: int) -> Step:
    """Return the one thing to do next for `ticket`."""
    match ticket.status:
        case Status.RECEIVED:
            is_reached = not (ticket.is_silent or ticket.judge_now)
            return Judge(may_ask=is_reached and ticket.rounds < max_questions)
        case Status.WAITING:
            return _while_waiting(ticket, now, max_questions)
        case Status.JUDGED | Status.HANDED_OVER:
            return _once_decided(ticket)
        case Status.WITHDRAWN:
            return Rest()
        case _:
            assert_never(ticket.status)


def goes_unanswered(ticket: Ticket, now: datetime) -> bool:
    """Return True if there is nothing to do but to go on without an answer to the question."""
    step = next_step(ticket, now, max_questions=0)
    return isinstance(step, Judge) and step.unanswered


def _once_decided(ticket: Ticket) -> Judge | Weigh | Rest:
    if ticket.judge_again:
        return Judge(may_ask=False)
    return Weigh() if ticket.may_be_answered else Rest()


def _while_waiting(ticket: Ticket, now: datetime, max_questions: int) -> Judge | Wait:
    if ticket.judge_now:
        return Judge(may_ask=False)
    if ticket.has_new_reply or ticket.judge_again:
        return Judge(may_ask=ticket.rounds < max_questions)
    if ticket.due_at is not None and now >= ticket.due_at:
        return Judge(may_ask=False, unanswered=True)
    return Wait(until=ticket.due_at)
