"""Who has a row of the outbox in hand: it is claimed, and held until an outcome is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.triage.delivery.dead_letter import UNREADABLE
from bot.triage.delivery.posting import PostingStatus
from bot.triage.teamwork.by import By
from storage.audit import BOT, note
from storage.delivery import postings
from storage.schema import Moment, outbox

if TYPE_CHECKING:
    from datetime import datetime

    from bot.triage.delivery.posting import Posting

_now = sa.bindparam("now", type_=Moment)
_next_due = sa.bindparam("next_due", type_=Moment)
_channel = sa.tuple_(outbox.c.team, outbox.c.channel)
_elsewhere = _channel.not_in(sa.bindparam("blocked", expanding=True))
DUE = (
    sa.select(outbox.c.id)
    .where(outbox.c.due_at <= _now, _elsewhere)
    .order_by(outbox.c.rank, outbox.c.id)
    .limit(1)
)
NEXT_DUE = (
    sa.select(outbox.c.due_at)
    .where(outbox.c.due_at.is_not(None), _elsewhere)
    .order_by(outbox.c.due_at)
    .limit(1)
)
TAKE = (
    sa.update(outbox)
    .where(outbox.c.id == DUE.scalar_subquery())
    .values(
        status=PostingStatus.SENDING,
        sending_since=_now,
        due_at=sa.bindparam("reconcile_at", type_=Moment),
        attempts=outbox.c.attempts + 1,
        in_doubt=outbox.c.in_doubt + 1,
        taken=outbox.c.wanted,
        updated_at=_now,
    )
    .returning(outbox.c.id, outbox.c.team, outbox.c.ticket_id, outbox.c.kind)
)
GIVE_UP_UNREAD = (
    sa.update(outbox)
    .where(outbox.c.id == sa.bindparam("posting"))
    .values(status=PostingStatus.DEAD, due_at=None, error=UNREADABLE, updated_at=_now)
)
HELD = (
    outbox.c.id == sa.bindparam("posting"),
    outbox.c.status == PostingStatus.SENDING,
    outbox.c.attempts == sa.bindparam("attempt"),
)
"""Still in the hands of the claim that the caller holds."""
RENEW = sa.update(outbox).where(*HELD).values(due_at=_next_due)
PUT_OFF = RENEW.values(in_doubt=outbox.c.in_doubt - 1)
"""As if it had not been taken, which counts the ends that nothing is known of."""


def take(connection: sa.Connection, where: dict[str, object], now: datetime) -> Posting | None:
    """Claim the next row that can be read; what can't be is given up on the way."""
    while (row := connection.execute(TAKE, where).first()) is not None:
        posting = postings.if_readable(connection, row.id)
        if posting is not None:
            return posting
        _give_up_unread(connection, row, now)
    return None


def held_by(posting: Posting) -> dict[str, object]:
    """Return what says that `posting` is the claim that HELD means."""
    return {"posting": posting.id, "attempt": posting.attempts + 1}


def _give_up_unread(connection: sa.Connection, row: sa.Row[Any], now: datetime) -> None:
    """Give up a post that can't be read, or whose ticket can't: it would hold up all others."""
    connection.execute(GIVE_UP_UNREAD, {"posting": row.id, "now": now})
    by = By(BOT, now)
    note(connection, f"{row.kind}_given_up", row.team, by, ticket_id=row.ticket_id)
