"""Makes a message part of its author's earlier ticket, and lets it stand alone again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.triage.arrivals.joining import may_grow
from bot.triage.teamwork.by import By
from bot.triage.ticket import Status
from storage.audit import BOT, note
from storage.judging import loading
from storage.judging.waking import SET_ASIDE, WOKEN
from storage.schema import Moment, messages, tickets

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from bot.triage.ticket import Ticket, TicketId
    from storage.database import Database

_now = sa.bindparam("now", type_=Moment)
_ticket = sa.bindparam("ticket", type_=sa.Integer)
EARLIER = (
    sa.select(tickets)
    .where(
        tickets.c.id.in_(
            sa.select(messages.c.ticket_id).where(
                messages.c.team == sa.bindparam("in_team"),
                messages.c.channel == sa.bindparam("in_channel"),
                messages.c.ts >= sa.bindparam("since"),
                messages.c.ts <= sa.bindparam("until"),
                messages.c.user == sa.bindparam("by"),
                messages.c.thread_ts.is_(None),
            )
        ),
        tickets.c.id < _ticket,
        tickets.c.reporter == sa.bindparam("by"),
        tickets.c.status != Status.WITHDRAWN,
    )
    .order_by(tickets.c.id.desc())
)
HELD = sa.select(tickets.c.id).where(
    tickets.c.id == _ticket,
    tickets.c.status == Status.RECEIVED,
    tickets.c.claimed_until.is_not_distinct_from(sa.bindparam("claim", type_=Moment)),
)
MOVE = (
    sa.update(messages)
    .where(messages.c.ticket_id == _ticket)
    .values(ticket_id=sa.bindparam("into", type_=sa.Integer))
)
END = (
    sa.update(tickets)
    .where(tickets.c.id == _ticket)
    .values(
        status=Status.WITHDRAWN,
        joined_into=sa.bindparam("numbered"),
        **SET_ASIDE,
    )
)
FOLLOW = (
    sa.update(tickets)
    .where(
        tickets.c.team == sa.bindparam("in_team"),
        tickets.c.joined_into == sa.bindparam("before"),
    )
    .values(joined_into=sa.bindparam("numbered"))
)
"""Those that had joined the one which joins now."""
GROW = sa.update(tickets).where(tickets.c.id == _ticket).values(judge_again=True, **WOKEN)
JOINED = sa.select(tickets.c.id, tickets.c.channel, tickets.c.thread_ts).where(
    tickets.c.team == sa.bindparam("in_team"), tickets.c.joined_into == sa.bindparam("numbered")
)
GIVE_BACK = (
    sa.update(messages)
    .where(
        messages.c.team == sa.bindparam("in_team"),
        messages.c.channel == sa.bindparam("in_channel"),
        sa.or_(messages.c.ts == sa.bindparam("root"), messages.c.thread_ts == sa.bindparam("root")),
    )
    .values(ticket_id=_ticket)
)
STAND_ALONE = (
    sa.update(tickets)
    .where(tickets.c.id == _ticket)
    .values(
        status=Status.RECEIVED,
        joined_into=None,
        **WOKEN,
    )
)


class Joins:
    """The tickets that a new one may be part of."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def earlier(self, ticket: Ticket, within: timedelta) -> tuple[Ticket, ...]:
        """Return the tickets of the same person that `ticket` may join, the latest first.

        Something was said in them by that person, in the channel itself, not longer than `within`
        before or after `ticket`: events come out of order. All were stored before it, so that no
        two tickets join each other.
        """
        said_at = float(ticket.thread_ts or 0)
        where = {
            "in_team": ticket.team,
            "in_channel": ticket.channel,
            "by": ticket.reporter,
            "since": f"{said_at - within.total_seconds():.6f}",
            "until": f"{said_at + within.total_seconds():.6f}",
            "ticket": ticket.id,
        }
        with self._database.read() as connection:
            found = loading.every(connection, EARLIER, **where)
        return tuple(one for one in found if may_grow(one))

    def join(self, ticket: Ticket, into: TicketId, now: datetime) -> bool:
        """Make the messages of `ticket` part of another one, which is judged again.

        False, with nothing stored, if the claim of `ticket` has passed to somebody else, or if the
        other can't take it any more.
        """
        held = {"ticket": ticket.id, "claim": ticket.claim.until}
        with self._database.write(durable=False) as connection:
            target = loading.first(connection, loading.BY_ID, ticket=into)
            is_held = connection.execute(HELD, held).first() is not None
            if not is_held or target is None or not may_grow(target):
                return False
            _join(connection, ticket, target, now)
            return True


def _join(connection: sa.Connection, ticket: Ticket, target: Ticket, now: datetime) -> None:
    connection.execute(MOVE, {"ticket": ticket.id, "into": target.id})
    connection.execute(END, {"ticket": ticket.id, "numbered": target.number, "now": now})
    numbers = {"before": ticket.number, "numbered": target.number}
    connection.execute(FOLLOW, {"in_team": ticket.team, **numbers})
    connection.execute(GROW, {"ticket": target.id, "now": now})
    note(connection, "joined", ticket.team, By(BOT, now), ticket_id=ticket.id, into=target.number)
    note(connection, "grown", ticket.team, By(BOT, now), ticket_id=target.id, by=ticket.number)


def part(connection: sa.Connection, team: str, number: int, now: datetime) -> bool:
    """Let what joined the ticket of that number stand alone again; False if nothing did."""
    rows = connection.execute(JOINED, {"in_team": team, "numbered": number}).all()
    for row in rows:
        place = {"in_team": team, "in_channel": row.channel, "root": row.thread_ts}
        connection.execute(GIVE_BACK, {**place, "ticket": row.id})
        connection.execute(STAND_ALONE, {"ticket": row.id, "now": now})
        note(connection, "parted", team, By(BOT, now), ticket_id=row.id)
    return bool(rows)
