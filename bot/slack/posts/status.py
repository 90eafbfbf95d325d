"""How a ticket stands, on one line: where judging is, and how far people are."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from bot.slack.rendering import Mrkdwn, escaped_line, mention, mrkdwn
from bot.triage.teamwork.work import WorkState
from bot.triage.ticket import Status

if TYPE_CHECKING:
    from bot.triage.teamwork.work import Work
    from bot.triage.ticket import Ticket

RESOLUTION_LIMIT = 500


def status_line(ticket: Ticket) -> Mrkdwn:
    """Return it, with the people that it is about."""
    if ticket.status is Status.WITHDRAWN:
        return Mrkdwn("*Withdrawn*")
    line = _line(ticket)
    if ticket.work.was_reopened and not ticket.work.is_closed:
        return mrkdwn("{} · reopened", line)
    return line


def _line(ticket: Ticket) -> Mrkdwn:
    work = ticket.work
    match work.state:
        case WorkState.RESOLVED:
            return _resolved(work)
        case WorkState.NOT_A_TICKET:
            return mrkdwn("*Not a ticket*{}", _by(work))
        case WorkState.IN_PROGRESS:
            return mrkdwn("*In progress* with {}", mention(work.assignee or ""))
        case WorkState.OPEN:
            is_waiting = ticket.status is Status.WAITING
            return Mrkdwn("*Waiting for the reporter*") if is_waiting else Mrkdwn("*Open*")
        case _:
            assert_never(work.state)


def _resolved(work: Work) -> Mrkdwn:
    how = escaped_line(work.resolution, RESOLUTION_LIMIT)
    line = mrkdwn("*Resolved*{}", _by(work))
    return mrkdwn("{}: {}", line, how) if how else line


def _by(work: Work) -> Mrkdwn:
    return Mrkdwn("") if work.by is None else mrkdwn(" by {}", mention(work.by))
