"""Which ticket is due, and who holds it: a claim is a time until which nobody else gets it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.triage.teamwork.by import By
from storage.audit import BOT, note
from storage.judging import loading
from storage.schema import Moment, tickets

if TYPE_CHECKING:
    from datetime import datetime

    from bot.triage.ticket import Ticket

_now = sa.bindparam("now", type_=Moment)
_due = tickets.c.due_at <= _now
_free = sa.or_(tickets.c.claimed_until.is_(None), tickets.c.claimed_until <= _now)
ANY_DUE = sa.select(tickets.c.id).where(_due, _free).limit(1)
TAKE = (
    sa.update(tickets)
    .where(
        tickets.c.id
        == sa.select(tickets.c.id)
        .where(_due, _free)
        .order_by(tickets.c.due_at, tickets.c.id)
        .limit(1)
        .scalar_subquery()
    )
    .values(
        claimed_until=sa.bindparam("until", type_=Moment),
        begun=tickets.c.begun + 1,
    )
    .returning(tickets.c.id, tickets.c.team, tickets.c.set_aside_at)
)
SET_ASIDE = (
    sa.update(tickets)
    .where(tickets.c.id == sa.bindparam("ticket"))
    .values(
        due_at=None,
        claimed_until=None,
        begun=0,
        # The first time, of which the operators were told: it may be woken many times.
        set_aside_at=sa.func.coalesce(tickets.c.set_aside_at, _now),
    )
)
READ_AGAIN = (
    sa.update(tickets).where(tickets.c.id == sa.bindparam("ticket")).values(set_aside_at=None)
)
NEXT_UNCLAIMED = (
    sa.select(tickets.c.due_at)
    .where(tickets.c.due_at.is_not(None), tickets.c.claimed_until.is_(None))
    .order_by(tickets.c.due_at)
    .limit(1)
)
CLAIMED = sa.select(tickets.c.due_at, tickets.c.claimed_until).where(
    tickets.c.claimed_until.is_not(None)
)
IS_UNWOKEN = tickets.c.wake == sa.bindparam("seen_wake")
UNLESS_WOKEN = sa.case(
    (IS_UNWOKEN, sa.bindparam("next_due", type_=Moment)),
    else_=tickets.c.due_at,
)
"""The trap of a ticket that is its own job: what arrived while it was held keeps it due."""
HELD = (
    tickets.c.id == sa.bindparam("ticket"),
    tickets.c.claimed_until.is_not_distinct_from(sa.bindparam("claim", type_=Moment)),
)
RELEASE = sa.update(tickets).where(*HELD).values(due_at=UNLESS_WOKEN, claimed_until=None, begun=0)
FAIL = (
    sa.update(tickets)
    .where(*HELD)
    .values(
        attempts=sa.bindparam("new_attempts"),
        due_at=sa.bindparam("next_due", type_=Moment),
        error=sa.bindparam("reason"),
        claimed_until=None,
        begun=0,
    )
)
BROKEN_OFF = (
    sa.select(tickets.c.id, tickets.c.begun)
    .where(tickets.c.claimed_until.is_not(None), tickets.c.begun > 1)
    .order_by(tickets.c.begun, tickets.c.id)
)
HOLD_OFF = (
    sa.update(tickets)
    .where(tickets.c.id == sa.bindparam("ticket"))
    .values(due_at=sa.bindparam("next_due", type_=Moment))
)
LONGEST_DOUBLING = 6
ALL_WITHIN = timedelta(minutes=5)
"""Of many, too, the last one comes no later than Slack's own last try at an event."""
RELEASE_ALL = (
    sa.update(tickets).where(tickets.c.claimed_until.is_not(None)).values(claimed_until=None)
)


def any_due(connection: sa.Connection, now: datetime) -> bool:
    """Return True if a ticket can be claimed."""
    return connection.execute(ANY_DUE, {"now": now}).first() is not None


def take(connection: sa.Connection, now: datetime, until: datetime) -> Ticket | None:
    """Return the ticket that has been due longest, claimed; see `Tickets.claim`.

    One that can't be read is set aside: else it would be in the way of all others for good.
    """
    where = {"now": now, "until": until}
    while (row := connection.execute(TAKE, where).first()) is not None:
        ticket = loading.if_readable(connection, row.id)
        if ticket is not None:
            if row.set_aside_at is not None:
                connection.execute(READ_AGAIN, {"ticket": row.id})
            return ticket
        connection.execute(SET_ASIDE, {"ticket": row.id, "now": now})
        note(connection, "set_aside", row.team, By(BOT, now), ticket_id=row.id)
    return None


def next_due(connection: sa.Connection) -> datetime | None:
    """Return when the next ticket can be claimed; see `Tickets.next_due`."""
    unclaimed = connection.execute(NEXT_UNCLAIMED).scalars().all()
    claimed = connection.execute(CLAIMED).all()
    held = (max(row) for row in claimed if row.due_at is not None)
    return min((*unclaimed, *held), default=None)


def release(connection: sa.Connection, ticket: Ticket, due_at: datetime | None) -> None:
    """Give up the claim with nothing done; see `Tickets.release`."""
    connection.execute(RELEASE, {**of(ticket), "seen_wake": ticket.claim.wake, "next_due": due_at})


def fail(connection: sa.Connection, ticket: Ticket, retry_at: datetime, error: str) -> None:
    """Give up the claim after a try that came to nothing; see `Tickets.fail`."""
    failed = ticket.failed(retry_at)
    values = {"new_attempts": failed.claim.attempts, "next_due": failed.due_at, "reason": error}
    connection.execute(FAIL, {**of(ticket), **values})


def hold_off(connection: sa.Connection, now: datetime) -> None:
    """Let what was broken off more than once come later, each at its own time.

    One of them may be what ends the process: so that the others are done beside it, and before.
    """
    rows = connection.execute(BROKEN_OFF).all()
    for place, row in enumerate(rows, 1):
        pause = timedelta(seconds=2 ** min(row.begun, LONGEST_DOUBLING))
        due_at = now + min(place * pause, place * ALL_WITHIN / len(rows))
        connection.execute(HOLD_OFF, {"ticket": row.id, "next_due": due_at})


def release_all(connection: sa.Connection) -> int:
    """Give up every claim and return how many."""
    return connection.execute(RELEASE_ALL).rowcount


def of(ticket: Ticket) -> dict[str, object]:
    """Return what HELD compares: the claim under which `ticket` was loaded."""
    return {"ticket": ticket.id, "claim": ticket.claim.until}
