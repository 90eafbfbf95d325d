"""What people do becomes rows: messages open tickets, replies and clicks wake them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.triage.teamwork.by import By
from bot.triage.ticket import Status
from storage.arrivals import messages, throttle
from storage.arrivals.opening import Opening, open_ticket
from storage.arrivals.recorded import Outcome, Recorded
from storage.audit import note
from storage.judging.waking import WOKEN
from storage.schema import Moment, judgements, questions, tickets
from storage.teamwork import responses
from storage.teamwork.reopening import reopen

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.triage.arrivals.limits import Limits
    from bot.triage.routing import RoutingPlan
    from bot.triage.ticket import Entry, Message, TicketId

UNDECIDED = (Status.RECEIVED, Status.WAITING)

_standing = (tickets.c.id, tickets.c.number, tickets.c.status, tickets.c.joined_into)
IN_THREAD = sa.select(*_standing).where(
    tickets.c.team == sa.bindparam("in_team"),
    tickets.c.channel == sa.bindparam("in_channel"),
    tickets.c.thread_ts == sa.bindparam("below"),
)
NUMBERED = sa.select(*_standing).where(
    tickets.c.team == sa.bindparam("in_team"), tickets.c.number == sa.bindparam("numbered")
)
WAKE = (
    sa.update(tickets)
    .where(tickets.c.id == sa.bindparam("ticket"), tickets.c.status.in_(UNDECIDED))
    .values(judge_again=True, **WOKEN)
)
"""What comes while the ticket is being judged would else not be in its card."""
_judged_later = (
    sa.select(judgements.c.id)
    .where(
        judgements.c.id == tickets.c.judgement_id,
        judgements.c.created_at > sa.bindparam("written_at", type_=Moment),
    )
    .exists()
)
JUDGE_WITH_LATE = (
    sa.update(tickets)
    .where(
        tickets.c.id == sa.bindparam("ticket"),
        tickets.c.status == Status.JUDGED,
        tickets.c.worked_at.is_(None),
        sa.select(questions.c.round).where(questions.c.ticket_id == tickets.c.id).exists(),
        _judged_later,
    )
    .values(judge_again=True, **WOKEN)
)
"""It was asked for, and said before the judgement: it only reached us later, after a restart say.

Once a person has acted on the ticket, they are not interfered with.
"""
_question_is_open = (
    tickets.c.id == sa.bindparam("ticket"),
    tickets.c.team == sa.bindparam("in_team"),
    tickets.c.status == Status.WAITING,
    tickets.c.rounds == sa.bindparam("of_round"),
)
OPEN_QUESTION = sa.select(tickets.c.id).where(*_question_is_open)
JUDGE_NOW = sa.update(tickets).where(*_question_is_open).values(judge_now=True, **WOKEN)


def record(
    connection: sa.Connection,
    message: Message,
    *,
    opens_ticket: bool,
    entry: Entry,
    new_key: Callable[[], str],
    limits: Limits,
    plan: RoutingPlan,
    review_channel: str | None,
) -> Recorded:
    """Store `message` and what follows from it; see `Tickets.record`."""
    is_silent = review_channel is not None
    if message.is_reply:
        return _record_reply(connection, message, plan, is_silent=is_silent)
    if not opens_ticket:
        return Recorded(Outcome.NONE)
    if in_thread(connection, message, message.ts) is not None:
        # Somebody asked for a ticket on a reply before its root was heard of: it is part of that.
        return _record_reply(connection, message, plan, is_silent=is_silent)
    if refusal := _over_limit(connection, message, limits):
        return refusal
    message_id = messages.add(connection, message, None)
    if message_id is None:
        return _duplicate(connection, message)
    opening = Opening(entry, new_key(), message.user, message.ts, review_channel=review_channel)
    return open_ticket(connection, message, message_id, opening)


def answer(
    connection: sa.Connection, team: str, ticket_id: TicketId, round_: int, message: Message
) -> bool:
    """Store the answer to a question that is still open; see `Tickets.answer`."""
    where = {"ticket": ticket_id, "in_team": team, "of_round": round_}
    if connection.execute(OPEN_QUESTION, where).first() is None:
        return False
    if messages.add(connection, message, ticket_id) is not None:
        _wake(connection, ticket_id, message, "answered")
    return True


def judge_now(
    connection: sa.Connection,
    team: str,
    ticket_id: TicketId,
    round_: int,
    *,
    actor: str,
    now: datetime,
) -> bool:
    """Close a question that is still open without an answer; see `Tickets.judge_now`."""
    where = {"ticket": ticket_id, "in_team": team, "of_round": round_, "now": now}
    if connection.execute(JUDGE_NOW, where).rowcount == 0:
        return False
    note(connection, "judge_now", team, By(actor, now), ticket_id=ticket_id)
    return True


def adopt_early_replies(
    connection: sa.Connection,
    ticket_id: TicketId,
    *,
    team: str,
    channel: str,
    thread_ts: str,
    now: datetime,
) -> None:
    """Give the ticket the replies that came before its root's ts was known, and wake it."""
    if messages.adopt(connection, team, channel, thread_ts, ticket_id):
        connection.execute(WAKE, {"ticket": ticket_id, "now": now})


def _over_limit(connection: sa.Connection, message: Message, limits: Limits) -> Recorded | None:
    """Return that `message` may open no ticket; None if it may, or has opened its own."""
    if throttle.was_refused(connection, message):
        return Recorded(Outcome.OVER_LIMIT)
    exceeded = throttle.exceeded(connection, message, limits)
    if exceeded is None or messages.is_stored(connection, message):
        return None
    is_news = throttle.refuse(connection, message)
    return Recorded(Outcome.OVER_LIMIT, exceeded=exceeded, is_news=is_news)


def _record_reply(
    connection: sa.Connection, message: Message, plan: RoutingPlan, *, is_silent: bool
) -> Recorded:
    ticket = in_thread(connection, message, message.thread_ts or message.ts)
    is_withdrawn = ticket is not None and ticket.status == Status.WITHDRAWN
    kept = replace(message, text="", file_names=()) if is_withdrawn else message
    if messages.add(connection, kept, ticket and ticket.id) is None:
        return _duplicate(connection, message)
    if ticket is None:
        return Recorded(Outcome.NONE)
    _wake(connection, ticket.id, message, "replied")
    _heed_if_late(connection, ticket.id, message)
    reopen(connection, ticket.id, message, plan, is_silent=is_silent)
    connection.execute(responses.WEIGH, {"ticket": ticket.id, "now": message.at})
    return Recorded(Outcome.REPLIED, ticket.id, ticket.number)


def in_thread(
    connection: sa.Connection, message: Message, thread_ts: str | None
) -> sa.Row[Any, Any, Any, Any] | None:
    """Return the ticket of a thread where `message` stands; that which it joined, if it did."""
    place = {"in_team": message.team, "in_channel": message.channel, "below": thread_ts}
    row = connection.execute(IN_THREAD, place).first()
    if row is None or row.joined_into is None:
        return row
    where = {"in_team": message.team, "numbered": row.joined_into}
    return connection.execute(NUMBERED, where).one()


def _wake(connection: sa.Connection, ticket_id: TicketId, message: Message, event: str) -> None:
    connection.execute(WAKE, {"ticket": ticket_id, "now": message.at})
    by = By(message.user, message.at)
    note(connection, event, message.team, by, ticket_id=ticket_id, event_id=message.event_id)


def _heed_if_late(connection: sa.Connection, ticket_id: TicketId, message: Message) -> None:
    """Have the ticket judged with an answer that had not reached us when it was judged."""
    if message.ts is not None:
        written_at = datetime.fromtimestamp(float(message.ts), UTC)
        where = {"ticket": ticket_id, "written_at": written_at, "now": message.at}
        connection.execute(JUDGE_WITH_LATE, where)


def _duplicate(connection: sa.Connection, message: Message) -> Recorded:
    known = messages.ticket_of_same(connection, message)
    return Recorded(Outcome.DUPLICATE, *(known or ()))
