"""Opens the tickets that people ask for on messages, in the transaction that looks for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.triage.ticket import TicketId
from storage.arrivals import messages, throttle
from storage.arrivals.intake import in_thread
from storage.arrivals.opening import open_ticket
from storage.arrivals.recorded import Outcome, Recorded
from storage.schema import messages as said
from storage.schema import tickets

if TYPE_CHECKING:
    from bot.triage.arrivals.limits import Limits
    from bot.triage.ticket import Message
    from storage.arrivals.opening import Opening

AT = (
    sa.select(said.c.id, said.c.user, said.c.ticket_id, tickets.c.number)
    .select_from(said.outerjoin(tickets))
    .where(
        said.c.team == sa.bindparam("in_team"),
        said.c.channel == sa.bindparam("in_channel"),
        said.c.ts == sa.bindparam("at_ts"),
    )
)


def request(
    connection: sa.Connection,
    message: Message,
    opening: Opening,
    limits: Limits,
) -> Recorded:
    """Open a ticket from `message`, unless it belongs to one; see `Tickets.request`."""
    known = _ticket_of(connection, message, opening)
    if known is not None:
        return known
    asker = opening.asked_by or opening.reporter
    exceeded = throttle.exceeded_by(connection, asker, message, limits)
    if exceeded is not None:
        return Recorded(Outcome.OVER_LIMIT, exceeded=exceeded, is_news=True)
    row = _stored(connection, message)
    if row is not None and not row.user:  # a tombstone
        return Recorded(Outcome.NONE)
    message_id = row.id if row is not None else messages.add(connection, message, None)
    assert message_id is not None, "nothing is stored there"
    return open_ticket(connection, message, int(message_id), opening)


def _ticket_of(connection: sa.Connection, message: Message, opening: Opening) -> Recorded | None:
    """Return that there is a ticket already: from this message, or in its thread."""
    row = _stored(connection, message)
    if row is not None and row.ticket_id is not None:
        return Recorded(Outcome.DUPLICATE, TicketId(row.ticket_id), row.number)
    ticket = in_thread(connection, message, opening.thread_ts)
    return ticket and Recorded(Outcome.DUPLICATE, TicketId(ticket.id), ticket.number)


def _stored(
    connection: sa.Connection, message: Message
) -> sa.Row[int, str, int | None, int] | None:
    place = {"in_team": message.team, "in_channel": message.channel, "at_ts": message.ts}
    return connection.execute(AT, place).first()
