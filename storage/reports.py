"""Read-only questions about how the work stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.triage.delivery.dead_letter import DeadLetter
from bot.triage.delivery.posting import Kind, Operation, PostingStatus
from bot.triage.overview.figures import figures
from storage.overview.figures import opened
from storage.schema import Moment, outbox, tickets

if TYPE_CHECKING:
    from datetime import datetime

    from bot.triage.overview.figures import Figures
    from storage.database import Database

_now = sa.bindparam("now", type_=Moment)
DUE_TICKETS = sa.select(sa.func.count()).select_from(tickets).where(tickets.c.due_at <= _now)
DUE_POSTS = (
    sa.select(sa.func.count())
    .select_from(outbox)
    .where(outbox.c.due_at <= _now, outbox.c.status == PostingStatus.PENDING)
)
_is_dead = outbox.c.status == PostingStatus.DEAD
DEAD_COUNT = sa.select(sa.func.count()).select_from(outbox).where(_is_dead)
DEAD = (
    sa.select(outbox, tickets.c.number)
    .select_from(outbox.join(tickets))
    .where(_is_dead)
    .order_by(outbox.c.updated_at.desc(), outbox.c.id.desc())
)


class Reports:
    """Answers from the database, right also after restarts and across processes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def queue_depth(self, now: datetime) -> int:
        """Return how many tickets and posts are due and not done."""
        with self._database.read() as connection:
            waiting = (connection.execute(each, {"now": now}) for each in (DUE_TICKETS, DUE_POSTS))
            return sum(each.scalar_one() for each in waiting)

    def figures(
        self, team: str, since: datetime, until: datetime, reporter: str | None = None
    ) -> Figures:
        """Return what the tickets of `team` come to that were opened from `since` to `until`.

        Of `reporter` alone, if one is named.
        """
        where: dict[str, object] = {"in_team": team, "since": since, "until": until}
        with self._database.read() as connection:
            return figures(opened(connection, reporter, where))

    def dead_letter_count(self, since: datetime | None = None) -> int:
        """Return how many posts and redraws were given up, at all or since then."""
        query = DEAD_COUNT if since is None else DEAD_COUNT.where(outbox.c.updated_at >= since)
        with self._database.read() as connection:
            return int(connection.execute(query).scalar_one())

    def dead_letters(self, limit: int = 100, team: str | None = None) -> tuple[DeadLetter, ...]:
        """Return what was given up, of `team` or of all, newest first."""
        query = DEAD if team is None else DEAD.where(outbox.c.team == team)
        with self._database.read() as connection:
            return tuple(as_dead_letter(row) for row in connection.execute(query.limit(limit)))


def as_dead_letter(row: sa.Row[Any]) -> DeadLetter:
    """Return a row of DEAD."""
    return DeadLetter(
        team=row.team,
        ticket_number=row.number,
        channel=row.channel,
        kind=Kind(row.kind),
        operation=Operation(row.operation),
        key=row.key,
        error=row.error,
        attempts=row.attempts,
        given_up_at=row.updated_at,
    )
