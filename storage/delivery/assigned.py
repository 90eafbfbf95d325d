"""Tells somebody that a ticket is theirs: another gave it to them, or it is open again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.triage.delivery.posting import THREAD, Kind, Operation, Post, PostingStatus
from bot.triage.teamwork.by import By
from bot.triage.teamwork.work import WorkState
from storage.audit import BOT, note
from storage.delivery.posts import queue, thread_of
from storage.schema import Moment, outbox

if TYPE_CHECKING:
    from datetime import datetime

    from bot.triage.routing import RoutingPlan
    from bot.triage.teamwork.work import Work
    from bot.triage.ticket import Ticket

_told = (
    outbox.c.ticket_id == sa.bindparam("ticket"),
    outbox.c.kind.in_((Kind.ASSIGNED, Kind.REOPENED)),
    outbox.c.operation == Operation.POST,
)
TIMES_TOLD = sa.select(sa.func.count()).select_from(outbox).where(*_told)
CALL_OFF = (
    sa.update(outbox)
    .where(*_told, outbox.c.status == PostingStatus.PENDING)
    .values(
        status=PostingStatus.CALLED_OFF,
        due_at=None,
        updated_at=sa.bindparam("now", type_=Moment),
    )
)


def tell(
    connection: sa.Connection,
    before: Ticket,
    work: Work,
    plan: RoutingPlan,
    *,
    actor: str,
    now: datetime,
) -> None:
    """Tell who has the ticket after a move of `actor`, which left it as `work` says.

    Nobody is told of their own move, nor of an earlier one that was not said yet. It is said when
    the team works: in a direct message, or in its thread where the reporter wrote there.
    """
    if work == before.work:
        return
    _call_off_earlier(connection, before, now)
    kind = _news(before.work, work)
    if kind is None or work.assignee in {None, actor}:
        return
    told = int(connection.execute(TIMES_TOLD, {"ticket": before.id}).scalar_one())
    place = work.assignee if kind is Kind.ASSIGNED else before.review_channel or THREAD
    post = Post(kind, told + 1, urgent=True, place=place, not_before=_begins(before, plan, now))
    queue(connection, thread_of(connection, before.id), [post], now)


def _call_off_earlier(connection: sa.Connection, ticket: Ticket, now: datetime) -> None:
    if connection.execute(CALL_OFF, {"ticket": ticket.id, "now": now}).rowcount:
        note(connection, "assignee_not_told", ticket.team, By(BOT, now), ticket_id=ticket.id)


def _news(before: Work, after: Work) -> Kind | None:
    """Return what of a move is news to who has the ticket then."""
    if after.state is not WorkState.IN_PROGRESS:
        return None
    if before.is_closed:
        return Kind.REOPENED
    return Kind.ASSIGNED if after.assignee != before.assignee else None


def _begins(ticket: Ticket, plan: RoutingPlan, now: datetime) -> datetime:
    """Return when people may be told: at once, or when their team begins to work."""
    routing = ticket.routing
    route = None if routing is None else plan.route(routing.route)
    return now if route is None else route.clock.opens_at(now)
