"""What follows when a post stands in Slack: it is sent for good, and what waited for it may go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.triage.delivery.posting import THREAD, Kind, Operation, PostingStatus
from bot.triage.teamwork.by import By
from storage.arrivals.intake import adopt_early_replies
from storage.audit import BOT, note
from storage.delivery.posts import EARLIEST, REDRAW_SUFFIX, redraw_cards
from storage.schema import Moment, messages, outbox, tickets
from storage.teamwork import incident_rows

if TYPE_CHECKING:
    from datetime import datetime

_now = sa.bindparam("now", type_=Moment)
_ts = sa.bindparam("landed_ts", type_=sa.String)
_ticket = sa.bindparam("ticket", type_=sa.Integer)
POST = sa.select(outbox).where(
    outbox.c.key == sa.bindparam("post_key"),
    outbox.c.team == sa.bindparam("in_team"),
    outbox.c.channel == sa.bindparam("in_channel"),
    outbox.c.operation == Operation.POST,
)
SENT = (
    sa.update(outbox)
    .where(outbox.c.id == sa.bindparam("posting"), outbox.c.status != PostingStatus.SENT)
    .values(status=PostingStatus.SENT, ts=_ts, due_at=None, error=None, updated_at=_now)
)
FREE_REDRAW = (
    sa.update(outbox).where(outbox.c.key == sa.bindparam("redraw_key")).values(ts=_ts, due_at=_now)
)
FREE_POSTS = (
    sa.update(outbox)
    .where(
        outbox.c.ticket_id == _ticket,
        outbox.c.operation == Operation.POST,
        outbox.c.status == PostingStatus.PENDING,
        outbox.c.due_at.is_(None),
    )
    .values(due_at=EARLIEST)
)
"""What waited; to be narrowed down to what waited for this post."""
FREE_BELOW_ROOT = FREE_POSTS.where(
    sa.or_(outbox.c.place == THREAD, outbox.c.kind == Kind.CARD),
)
FREE_BELOW_CARD = FREE_POSTS.where(
    outbox.c.place == sa.bindparam("in_place"), outbox.c.kind != Kind.CARD
)
ROOT_TICKET = (
    sa.update(tickets)
    .where(tickets.c.id == _ticket, tickets.c.thread_ts.is_(None))
    .values(thread_ts=_ts, updated_at=_now)
)
ROOT_MESSAGE = (
    sa.update(messages)
    .where(messages.c.ticket_id == _ticket, messages.c.ts.is_(None))
    .values(ts=_ts)
)


def status_of(connection: sa.Connection, team: str, key: str, channel: str) -> PostingStatus | None:
    """Return how the post `key` stands, None if `team` has no such post in `channel`."""
    place = {"post_key": key, "in_team": team, "in_channel": channel}
    row = connection.execute(POST, place).first()
    return None if row is None else PostingStatus(row.status)


def land(
    connection: sa.Connection, team: str, key: str, channel: str, *, ts: str, now: datetime
) -> bool:
    """Store that the post `key` stands at `ts`; False if `team` has no such post in `channel`.

    Whoever says it first is believed, whatever the row's status: a post that was given up, or
    thought lost, has landed all the same.
    """
    place = {"post_key": key, "in_team": team, "in_channel": channel}
    row = connection.execute(POST, place).first()
    if row is None:
        return False
    values = {"posting": row.id, "landed_ts": ts, "now": now}
    if connection.execute(SENT, values).rowcount:
        _let_others_go(connection, row, ts, now)
    return True


def _let_others_go(connection: sa.Connection, row: sa.Row[Any], ts: str, now: datetime) -> None:
    values = {"landed_ts": ts, "now": now}
    connection.execute(FREE_REDRAW, {**values, "redraw_key": row.key + REDRAW_SUFFIX})
    if row.kind == Kind.ROOT:
        _root_ticket(connection, row, ts, now)
    if row.kind == Kind.CARD and row.place != THREAD:
        below = {"ticket": row.ticket_id, "in_place": row.place, "now": now}
        connection.execute(FREE_BELOW_CARD, below)
    note(connection, f"{row.kind}_posted", row.team, By(BOT, now), ticket_id=row.ticket_id, ts=ts)


def _root_ticket(connection: sa.Connection, row: sa.Row[Any], ts: str, now: datetime) -> None:
    values = {"ticket": row.ticket_id, "landed_ts": ts}
    connection.execute(ROOT_TICKET, {**values, "now": now})
    connection.execute(ROOT_MESSAGE, values)
    incident_rows.redraw_of(connection, row.ticket_id, now)
    if row.put_back_at is not None or row.status == PostingStatus.DEAD:
        redraw_cards(connection, row.ticket_id, now)  # those that went without a link to it
    connection.execute(FREE_BELOW_ROOT, {"ticket": row.ticket_id, "now": now})
    adopt_early_replies(
        connection,
        row.ticket_id,
        team=row.team,
        channel=row.channel,
        thread_ts=ts,
        now=now,
    )
