"""How a message is written as a row and read back; each is stored once, however often it comes."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.triage.ticket import Message
from storage.inserts import insert_new
from storage.schema import messages, tickets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.triage.ticket import TicketId

INSERT_NEW = insert_new(messages).returning(messages.c.id)
OF_TICKET = (
    sa.select(messages)
    .where(messages.c.ticket_id == sa.bindparam("ticket"))
    .order_by(messages.c.id)
)
_same = (
    messages.c.team == sa.bindparam("in_team"),
    sa.or_(
        messages.c.event_id == sa.bindparam("event"),
        sa.and_(
            messages.c.channel == sa.bindparam("in_channel"),
            messages.c.ts == sa.bindparam("at_ts"),
        ),
    ),
)
SAME = sa.select(messages.c.id).where(*_same)
TICKET_OF_SAME = (
    sa.select(tickets.c.id, tickets.c.number).select_from(messages.join(tickets)).where(*_same)
)
GIVE = (
    sa.update(messages)
    .where(messages.c.id == sa.bindparam("message"))
    .values(ticket_id=sa.bindparam("ticket"))
)
ADOPT = (
    sa.update(messages)
    .where(
        messages.c.team == sa.bindparam("in_team"),
        messages.c.channel == sa.bindparam("in_channel"),
        messages.c.thread_ts == sa.bindparam("below"),
        messages.c.ts > sa.bindparam("after"),
        messages.c.ticket_id.is_(None),
    )
    .values(ticket_id=sa.bindparam("ticket"))
)


def add(connection: sa.Connection, message: Message, ticket_id: TicketId | None) -> int | None:
    """Store `message` and return its id; None if it is there already.

    The same message is known by its delivery (event id), or by its place (channel and ts): a
    mention comes as two events.
    """
    values = {
        "team": message.team,
        "channel": message.channel,
        "ts": message.ts,
        "thread_ts": message.thread_ts,
        "user": message.user,
        "text": message.text,
        "file_names": list(message.file_names),
        "names": list(message.names),
        "event_id": message.event_id,
        "at": message.at,
        "ticket_id": ticket_id,
    }
    return connection.execute(INSERT_NEW, values).scalar_one_or_none()


def ticket_of_same(connection: sa.Connection, message: Message) -> tuple[TicketId, int] | None:
    """Return id and number of the ticket to which the stored copy of `message` belongs."""
    row = connection.execute(TICKET_OF_SAME, _known_by(message)).first()
    return None if row is None else (row.id, row.number)


def is_stored(connection: sa.Connection, message: Message) -> bool:
    """Return True if `message` is there already."""
    return connection.execute(SAME, _known_by(message)).first() is not None


def _known_by(message: Message) -> dict[str, object]:
    return {
        "in_team": message.team,
        "event": message.event_id,
        "in_channel": message.channel,
        "at_ts": message.ts,
    }


def give(connection: sa.Connection, message_id: int, ticket_id: TicketId) -> None:
    """Make a stored message one of the ticket's."""
    connection.execute(GIVE, {"message": message_id, "ticket": ticket_id})


def adopt(
    connection: sa.Connection,
    team: str,
    channel: str,
    thread_ts: str,
    ticket_id: TicketId,
    *,
    after: str | None = None,
) -> int:
    """Give the ticket the replies that are stored without one; return how many.

    Those `after` the ts of the message that it was opened from, None = all of the thread.
    """
    place = {"in_team": team, "in_channel": channel, "below": thread_ts, "ticket": ticket_id}
    return connection.execute(ADOPT, place | {"after": after or ""}).rowcount


def of_ticket(
    connection: sa.Connection, ticket_id: TicketId, opening_ts: str | None, seen: Sequence[int]
) -> tuple[Message, ...]:
    """Return the ticket's messages: the one that opened it, then the others as they were said.

    `seen` are the numbers of messages that were there when each question was put: what arrived
    after a question stays behind what was seen by then, whenever it was said.
    """
    rows = connection.execute(OF_TICKET, {"ticket": ticket_id})

    def follows(message: Message) -> bool:
        return message.ts != opening_ts if message.ts else message.is_reply

    def position(message: Message) -> tuple[bool, float]:
        return follows(message), _said_at(message)

    arrived = sorted(map(_message, rows), key=follows)
    parts = pairwise((0, *seen, len(arrived)))
    return tuple(
        message for start, end in parts for message in sorted(arrived[start:end], key=position)
    )


def _said_at(message: Message) -> float:
    """Return what sorts messages: a button's answer has no ts, only the time of its arrival."""
    return message.at.timestamp() if message.ts is None else float(message.ts)


def _message(row: sa.Row[Any]) -> Message:
    return Message(
        team=row.team,
        channel=row.channel,
        user=row.user,
        text=row.text,
        event_id=row.event_id,
        at=row.at,
        ts=row.ts,
        thread_ts=row.thread_ts,
        file_names=tuple(row.file_names),
        names=tuple(row.names),
    )
