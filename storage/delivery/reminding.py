"""Keeps what people are still to be told of a ticket in the outbox, each row due at its time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.triage.delivery.posting import Kind, Operation, PostingStatus
from bot.triage.delivery.reminders import wanted
from bot.triage.teamwork.by import By
from storage.audit import BOT, note
from storage.delivery.posts import queue, thread_of
from storage.schema import Moment, outbox

if TYPE_CHECKING:
    from collections.abc import Container
    from datetime import datetime

    from bot.triage.routing import RoutingPlan
    from bot.triage.ticket import Ticket

QUEUED = sa.select(
    outbox.c.id, outbox.c.kind, outbox.c.round, outbox.c.status, outbox.c.in_doubt
).where(
    outbox.c.ticket_id == sa.bindparam("ticket"),
    outbox.c.kind.in_((Kind.TOLD, Kind.REMINDER)),
    outbox.c.operation == Operation.POST,
)
CALL_OFF = (
    sa.update(outbox)
    .where(outbox.c.id.in_(sa.bindparam("posts", expanding=True)))
    .values(
        status=PostingStatus.CALLED_OFF,
        due_at=None,
        updated_at=sa.bindparam("now", type_=Moment),
    )
)

FORGET = sa.delete(outbox).where(outbox.c.id.in_(sa.bindparam("posts", expanding=True)))


def set_up(connection: sa.Connection, ticket: Ticket, plan: RoutingPlan, now: datetime) -> None:
    """Queue what is newly wanted, and call off what is not wanted any more; the rest stays.

    What was called off is queued anew if it is wanted again, such as for a ticket given back.
    """
    if ticket.routing is None:
        return
    posts = {(post.kind, post.round): post for post in wanted(plan, ticket, now)}
    queued = connection.execute(QUEUED, {"ticket": ticket.id}).all()
    _forget(connection, [row.id for row in queued if _can_come_back(row, posts)])
    known = {(row.kind, row.round) for row in queued if not _can_come_back(row, posts)}
    pending = (row for row in queued if row.status == PostingStatus.PENDING)
    _call_off(
        connection, ticket, [row.id for row in pending if (row.kind, row.round) not in posts], now
    )
    new = [post for name, post in posts.items() if name not in known]
    if new:
        queue(connection, thread_of(connection, ticket.id), new, now)


def _can_come_back(row: sa.Row[Any, Any, Any, Any, Any], posts: Container[tuple[str, int]]) -> bool:
    """Return True if the post was called off, was never tried, and is wanted again."""
    is_off = row.status == PostingStatus.CALLED_OFF and not row.in_doubt
    return is_off and (row.kind, row.round) in posts


def _forget(connection: sa.Connection, posts: list[int]) -> None:
    if posts:
        connection.execute(FORGET, {"posts": posts})


def _call_off(connection: sa.Connection, ticket: Ticket, posts: list[int], now: datetime) -> None:
    if not posts:
        return
    connection.execute(CALL_OFF, {"posts": posts, "now": now})
    by = By(BOT, now)
    note(connection, "reminders_called_off", ticket.team, by, ticket_id=ticket.id, posts=len(posts))
