"""Opens a ticket: its number, its row, and what was said below it before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.triage.delivery.posting import Kind, Post
from bot.triage.teamwork.by import By
from bot.triage.ticket import Entry, Status, TicketId
from storage.arrivals import messages, throttle
from storage.arrivals.recorded import Outcome, Recorded
from storage.audit import note
from storage.delivery import posts
from storage.inserts import insert_or_update
from storage.schema import ticket_counters, tickets

if TYPE_CHECKING:
    from bot.triage.ticket import Message

_count = insert_or_update(ticket_counters)
NEXT_NUMBER = _count.on_conflict_do_update(
    index_elements=[ticket_counters.c.team],
    set_={"last_number": ticket_counters.c.last_number + 1},
).returning(ticket_counters.c.last_number)
INSERT_TICKET = sa.insert(tickets).returning(tickets.c.id)


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
    by = By(opening.asked_by or opening.reporter, message.at)
    note(connection, "opened", message.team, by, ticket_id=ticket_id, event_id=message.event_id)
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
