"""What follows for a ticket's team when it was judged, edited, closed or reopened."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.triage.delivery.posting import Kind, Post
from bot.triage.teamwork.by import By
from storage.audit import BOT, note
from storage.delivery import reminding
from storage.delivery.posts import queue, thread_of
from storage.judging import loading
from storage.schema import Moment, tickets
from storage.teamwork import responses

if TYPE_CHECKING:
    from datetime import datetime

    from bot.triage.routing import Routing, RoutingPlan
    from bot.triage.ticket import Ticket, TicketId

STORE = (
    sa.update(tickets)
    .where(tickets.c.id == sa.bindparam("ticket"))
    .values(
        route=sa.bindparam("new_route"),
        route_channel=sa.bindparam("new_channel"),
        routed_by=sa.bindparam("new_by"),
        route_round=sa.bindparam("new_round"),
        respond_by=sa.bindparam("new_respond_by", type_=Moment),
        resolve_by=sa.bindparam("new_resolve_by", type_=Moment),
        responded_at=sa.bindparam("new_responded_at", type_=Moment),
    )
)


def follow(
    connection: sa.Connection,
    ticket_id: TicketId,
    plan: RoutingPlan,
    now: datetime,
    *,
    was_closed: bool = False,
    responded_at: datetime | None = None,
) -> None:
    """Route the ticket as `plan` says for how it stands now, and remind people accordingly.

    `responded_at` is when its first response was given, if that is found out just now. Its cards
    are not drawn again here: what this follows has had that done, or posts them.
    """
    if not plan.routes:
        return
    ticket = loading.by_id(connection, ticket_id)
    if ticket.is_silent:
        return
    routing = plan.routing(ticket, now, was_closed=was_closed)
    if routing is not None and responded_at is not None:
        routing = routing.responded(responded_at)
    route_to(connection, ticket, routing, plan, actor=BOT, now=now)


def route_to(
    connection: sa.Connection,
    ticket: Ticket,
    routing: Routing | None,
    plan: RoutingPlan,
    *,
    actor: str,
    now: datetime,
) -> None:
    """Store `routing`, post the card in its channel unless it has one there, and tell people."""
    before = ticket.routing
    if routing is not None and routing != before:
        _begin(connection, ticket, routing, actor, now)
    reminding.set_up(connection, replace(ticket, routing=routing or before), plan, now)


def _begin(
    connection: sa.Connection, ticket: Ticket, routing: Routing, actor: str, now: datetime
) -> None:
    before = ticket.routing
    _store(connection, ticket, routing)
    if routing.awaits_response and (before is None or before.round != routing.round):
        connection.execute(responses.WEIGH, {"ticket": ticket.id, "now": now})
    if before is None or before.route != routing.route:
        by = By(actor, now)
        was = {} if before is None else {"route_before": before.route}
        note(connection, "routed", ticket.team, by, ticket_id=ticket.id, route=routing.route, **was)
    if routing.channel is not None:
        _post_card(connection, ticket, routing.channel, now)


def _post_card(connection: sa.Connection, ticket: Ticket, channel: str, now: datetime) -> None:
    """Have the ticket's card in `channel`: one that stands there is drawn again already."""
    queue(connection, thread_of(connection, ticket.id), [Post(Kind.CARD, place=channel)], now)


def _store(connection: sa.Connection, ticket: Ticket, routing: Routing) -> None:
    values = {
        "ticket": ticket.id,
        "new_route": routing.route,
        "new_channel": routing.channel,
        "new_by": routing.by,
        "new_round": routing.round,
        "new_respond_by": routing.respond_by,
        "new_resolve_by": routing.resolve_by,
        "new_responded_at": routing.responded_at,
    }
    connection.execute(STORE, values)
