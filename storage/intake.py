"""What people do becomes rows: messages open tickets, replies and clicks wake them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.triage.posting import Kind, Post
from bot.triage.ticket import Entry, Status, TicketId
from storage import messages, posts, responses, throttle
from storage.audit import note
from storage.inserts import insert_new, insert_or_update
from storage.reopening import reopen
from storage.schema import Moment, refused_events, ticket_counters, tickets

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.triage.limits import Limit, Limits
    from bot.triage.routing import RoutingPlan
    from bot.triage.ticket import Message

UNDECIDED = (Status.RECEIVED, Status.WAITING)

_count = insert_or_update(ticket_counters)
NEXT_NUMBER = _count.on_conflict_do_update(
    index_elements=[ticket_counters.c.team],
    set_={"last_number": ticket_counters.c.last_number + 1},
).returning(ticket_counters.c.last_number)
INSERT_TICKET = sa.insert(tickets).returning(tickets.c.id)
REFUSE = insert_new(refused_events).returning(refused_events.c.event_id)
_standing = (tickets.c.id, tickets.c.number, tickets.c.status, tickets.c.joined_into)
IN_THREAD = sa.select(*_standing).where(
    tickets.c.team == sa.bindparam("in_team"),
    tickets.c.channel == sa.bindparam("in_channel"),
    tickets.c.thread_ts == sa.bindparam("below"),
)
NUMBERED = sa.select(*_standing).where(
    tickets.c.team == sa.bindparam("in_team"), tickets.c.number == sa.bindparam("numbered")
)
_woken = {
    "wake": tickets.c.wake + 1,
    "due_at": sa.bindparam("now", type_=Moment),
    "updated_at": sa.bindparam("now", type_=Moment),
}
WAKE = (
    sa.update(tickets)
    .where(tickets.c.id == sa.bindparam("ticket"), tickets.c.status.in_(UNDECIDED))
    .values({"judge_again": True, **_woken})
)
"""What comes while the ticket is being judged would else not be in its card."""
_question_is_open = (
    tickets.c.id == sa.bindparam("ticket"),
    tickets.c.team == sa.bindparam("in_team"),
    tickets.c.status == Status.WAITING,
    tickets.c.rounds == sa.bindparam("of_round"),
)
OPEN_QUESTION = sa.select(tickets.c.id).where(*_question_is_open)
JUDGE_NOW = sa.update(tickets).where(*_question_is_open).values({"judge_now": True, **_woken})


class Outcome(StrEnum):
    """What became of a message."""

    OPENED = "opened"
    REPLIED = "replied"
    """It stands with its ticket, and woke it if that is still undecided."""
    DUPLICATE = "duplicate"
    """It had come before; nothing changed."""
    NONE = "none"
    """It belongs to no ticket (yet)."""
    OVER_LIMIT = "over_limit"
    """It would have opened one ticket too many; nothing but its id is kept."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a message, and the ticket that it belongs to."""

    outcome: Outcome
    ticket_id: TicketId | None = None
    number: int | None = None
    exceeded: Limit | None = None
    """The limit that it would have exceeded."""
    is_news: bool = False
    """True if its author is to be told of that: once for each burst."""


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
    if message.is_reply:
        return _record_reply(connection, message, plan)
    if not opens_ticket:
        return Recorded(Outcome.NONE)
    if in_thread(connection, message, message.ts) is not None:
        # Somebody asked for a ticket on a reply before its root was heard of: it is part of that.
        return _record_reply(connection, message, plan)
    if refusal := _over_limit(connection, message, limits):
        return refusal
    message_id = messages.add(connection, message, None)
    if message_id is None:
        return _duplicate(connection, message)
    opening = Opening(entry, new_key(), message.user, message.ts, review_channel=review_channel)
    return open_ticket(connection, message, message_id, opening)


def refuse(connection: sa.Connection, team: str, event_id: str, now: datetime) -> bool:
    """Remember the event without what it said; return False if it is remembered already."""
    row = {"team": team, "event_id": event_id, "at": now}
    return connection.execute(REFUSE, row).first() is not None


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
    note(connection, "judge_now", team=team, actor=actor, at=now, ticket_id=ticket_id)
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


def _record_reply(connection: sa.Connection, message: Message, plan: RoutingPlan) -> Recorded:
    ticket = in_thread(connection, message, message.thread_ts or message.ts)
    is_withdrawn = ticket is not None and ticket.status == Status.WITHDRAWN
    kept = replace(message, text="", file_names=()) if is_withdrawn else message
    if messages.add(connection, kept, ticket and ticket.id) is None:
        return _duplicate(connection, message)
    if ticket is None:
        return Recorded(Outcome.NONE)
    _wake(connection, ticket.id, message, "replied")
    reopen(connection, ticket.id, message, plan)
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
    note(
        connection,
        event,
        team=message.team,
        actor=message.user,
        at=message.at,
        ticket_id=ticket_id,
        event_id=message.event_id,
    )


def _duplicate(connection: sa.Connection, message: Message) -> Recorded:
    known = messages.ticket_of_same(connection, message)
    return Recorded(Outcome.DUPLICATE, *(known or ()))


@dataclass(frozen=True, slots=True)
class Opening:
    """How a ticket is opened; `reporter` is whose it is, `thread_ts` the root of its thread."""

    entry: Entry
    key: str
    reporter: str
    thread_ts: str | None
    asked_by: str | None = None
    """Who asked for it on somebody's message."""
    review_channel: str | None = None
    """Where its only card goes, if it is judged silently."""


def open_ticket(
    connection: sa.Connection, message: Message, message_id: int, opening: Opening
) -> Recorded:
    """Open the ticket that a stored message is, and give it what was said below since."""
    number = connection.execute(NEXT_NUMBER, {"team": message.team, "last_number": 1}).scalar_one()
    row = _ticket_row(message, opening, number)
    ticket_id = TicketId(connection.execute(INSERT_TICKET, row).scalar_one())
    messages.give(connection, message_id, ticket_id)
    if opening.thread_ts is not None:
        place = message.team, message.channel, opening.thread_ts
        messages.adopt(connection, *place, ticket_id, after=message.ts)
    if opening.entry is Entry.COMMAND:
        thread = posts.Thread(ticket_id, opening.key, message.team, message.channel, rooted=False)
        posts.queue(connection, thread, [Post(Kind.ROOT, urgent=True)], message.at)
    note(
        connection,
        "opened",
        team=message.team,
        actor=opening.asked_by or opening.reporter,
        at=message.at,
        ticket_id=ticket_id,
        event_id=message.event_id,
    )
    return Recorded(Outcome.OPENED, ticket_id, number)


def _ticket_row(message: Message, opening: Opening, number: int) -> dict[str, object]:
    is_asked_for = opening.asked_by is not None
    return {
        "key": opening.key,
        "team": message.team,
        "number": number,
        "channel": message.channel,
        "thread_ts": opening.thread_ts,
        "origin_ts": message.ts if message.ts != opening.thread_ts else None,
        "reporter": opening.reporter,
        "opened_by": opening.asked_by,
        "review_channel": opening.review_channel,
        "entry": opening.entry,
        "status": Status.RECEIVED,
        "rounds": 0,
        "judge_now": False,
        "due_at": message.at,
        "wake": 0,
        "attempts": 0,
        "created_at": message.at,
        "said_at": message.at if is_asked_for else throttle.said_at(message),
        "updated_at": message.at,
    }
