"""Reads what the outbox holds, with the ticket that it is about as it is now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.triage.delivery.posting import (
    BRAKE,
    MOST_POSTS_AN_HOUR,
    THREAD,
    Kind,
    Operation,
    Post,
    Posting,
    PostingStatus,
)
from storage.delivery.posts import URGENT_RANK, card_in
from storage.judging import loading
from storage.readable import UNREADABLE
from storage.schema import outbox
from storage.teamwork import incident_rows

if TYPE_CHECKING:
    from datetime import datetime

NTH_LAST_SENT = (
    sa.select(outbox.c.sending_since)
    .where(
        outbox.c.ticket_id == sa.bindparam("ticket"),
        outbox.c.id != sa.bindparam("posting"),
        outbox.c.operation == Operation.POST,
        outbox.c.status.in_((PostingStatus.SENDING, PostingStatus.SENT)),
    )
    .order_by(outbox.c.sending_since.desc())
    .offset(MOST_POSTS_AN_HOUR - 1)
    .limit(1)
)
BY_ID = sa.select(outbox).where(outbox.c.id == sa.bindparam("posting"))
ABOUT_INCIDENTS = {Kind.INCIDENT, Kind.INCIDENT_LINKED, Kind.INCIDENT_OVER}


def if_readable(connection: sa.Connection, posting_id: int) -> Posting | None:
    """Return the claimed row, None if it can't be read, or its ticket can't."""
    try:
        return read(connection, connection.execute(BY_ID, {"posting": posting_id}).one())
    except UNREADABLE:
        return None


def read(connection: sa.Connection, row: sa.Row[Any]) -> Posting:
    """Return the claimed row with its ticket as it is now."""
    return Posting(
        id=row.id,
        key=row.key,
        post=Post(
            Kind(row.kind),
            row.round,
            Operation(row.operation),
            urgent=row.rank == URGENT_RANK,
            place=row.place,
            not_before=row.not_before,
        ),
        ticket=loading.by_id(connection, row.ticket_id),
        attempts=row.attempts - 1,
        created_at=row.created_at,
        put_back_at=row.put_back_at,
        ts=row.ts,
        unconfirmed=row.in_doubt > 1,
        broken_off=row.in_doubt - 1,
        doubted_since=row.doubted_since,
        below=_card_above(connection, row),
        braked_until=_braked_until(connection, row),
        incident=incident_rows.by_id(connection, row.round)
        if row.kind in ABOUT_INCIDENTS
        else None,
    )


def _braked_until(connection: sa.Connection, row: sa.Row[Any]) -> datetime | None:
    """Return when the thread can take the post, None if it never had so many in an hour."""
    if row.operation == Operation.REDRAW:
        return None
    where = {"ticket": row.ticket_id, "posting": row.id}
    earlier = connection.execute(NTH_LAST_SENT, where).scalar_one_or_none()
    return None if earlier is None else earlier + BRAKE


def _card_above(connection: sa.Connection, row: sa.Row[Any]) -> str | None:
    """Return the ts of the card below which the row goes in a team's channel."""
    if row.place == THREAD or row.kind == Kind.CARD:
        return None
    ticket_key = row.key.partition(":")[0]
    return card_in(connection, ticket_key, row.place)
