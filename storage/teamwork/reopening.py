"""A resolved ticket reopens when its reporter writes in time; late, they hear that it does not."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.triage.arrivals.thanks import is_only_thanks
from bot.triage.delivery.posting import Kind, Post
from bot.triage.teamwork.by import By
from bot.triage.teamwork.work import WorkState
from bot.triage.ticket import Status
from storage.audit import note
from storage.delivery import assigned
from storage.delivery.posts import queue, redraw_cards, thread_of
from storage.judging import learning, loading
from storage.schema import tickets
from storage.teamwork import incident_rows, moves, routing

if TYPE_CHECKING:
    from bot.triage.routing import RoutingPlan
    from bot.triage.teamwork.work import Work
    from bot.triage.ticket import Message, Ticket, TicketId

RESOLVED = sa.select(tickets.c.id).where(
    tickets.c.id == sa.bindparam("ticket"),
    tickets.c.reporter == sa.bindparam("by"),
    tickets.c.work == WorkState.RESOLVED,
    tickets.c.status != Status.WITHDRAWN,
)


def reopen(
    connection: sa.Connection,
    ticket_id: TicketId,
    message: Message,
    plan: RoutingPlan,
    *,
    is_silent: bool = False,
) -> bool:
    """Reopen the ticket if `message`, a reply in its thread, does that; return whether it did.

    A bare thank-you does not. Who writes too late is told so once a day, unless the channel
    `is_silent` by now.
    """
    if is_only_thanks(message.text):
        return False
    where = {"ticket": ticket_id, "by": message.user}
    if connection.execute(RESOLVED, where).first() is None:
        return False
    ticket = loading.if_readable(connection, ticket_id)
    if ticket is None:
        return False
    said_at = _said_at(message, ticket)
    if ticket.work.stays_closed_at(said_at) and not (is_silent or ticket.review_channel):
        _tell_too_late(connection, ticket, message.at)
    if not ticket.work.reopens_at(said_at):
        return False
    _store(connection, ticket, ticket.work.reopened(message.user, said_at), message, plan)
    return True


def _store(
    connection: sa.Connection, before: Ticket, work: Work, message: Message, plan: RoutingPlan
) -> None:
    """Store that `message` reopened a ticket, and all that follows."""
    by, now = By(message.user, message.at), message.at
    moves.store(connection, before.id, work, now)
    learning.notice(connection, before.team, now)
    note(connection, "reopened", message.team, by, ticket_id=before.id, event_id=message.event_id)
    redraw_cards(connection, before.id, now)
    incident_rows.redraw_of(connection, before.id, now)
    routing.follow(connection, before.id, plan, now, was_closed=True)
    assigned.tell(connection, before, work, plan, actor=message.user, now=now)


def _tell_too_late(connection: sa.Connection, ticket: Ticket, now: datetime) -> None:
    post = Post(Kind.STAYS_CLOSED, now.toordinal())
    queue(connection, thread_of(connection, ticket.id), [post], now)


def _said_at(message: Message, ticket: Ticket) -> datetime:
    """Return when it was written by our clock, which can be long before it arrived.

    Slack's clock may be far from ours: what came at once of the ticket says how far.
    """
    if message.ts is None:
        return message.at
    late = [one.at - _written(one.ts) for one in (message, *ticket.messages) if one.ts is not None]
    return _written(message.ts) + min(late)


def _written(ts: str) -> datetime:
    """Return when it was written by Slack's clock."""
    return datetime.fromtimestamp(float(ts), UTC)
