"""Read-only questions about how the work stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.triage.delivery.dead_letter import TICKET, UNREADABLE, DeadLetter
from bot.triage.delivery.posting import PostingStatus
from bot.triage.overview.figures import figures
from storage.judging import corrections
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
_dead_posts = (
    sa.select(
        outbox.c.team,
        tickets.c.number,
        outbox.c.channel,
        outbox.c.kind,
        outbox.c.operation,
        outbox.c.key,
        outbox.c.error,
        outbox.c.attempts,
        outbox.c.updated_at,
    )
    .select_from(outbox.join(tickets))
    .where(outbox.c.status == PostingStatus.DEAD)
)
_set_aside = sa.select(
    # By no index of its own: those of one team are found among the few that were set aside.
    sa.func.coalesce(tickets.c.team, "").label("team"),
    tickets.c.number,
    tickets.c.channel,
    sa.literal(TICKET).label("kind"),
    sa.literal("triage").label("operation"),
    tickets.c.key,
    sa.literal(UNREADABLE).label("error"),
    tickets.c.attempts,
    tickets.c.set_aside_at.label("updated_at"),
).where(tickets.c.set_aside_at.is_not(None))
GIVEN_UP = sa.union_all(_dead_posts, _set_aside).subquery()
DEAD_COUNT = sa.select(sa.func.count()).select_from(GIVEN_UP)
DEAD: sa.Select[Any] = sa.select(GIVEN_UP).order_by(
    GIVEN_UP.c.updated_at.desc(), GIVEN_UP.c.key.desc()
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
        """Return how many posts, redraws and tickets were given up, at all or since then."""
        query = DEAD_COUNT if since is None else DEAD_COUNT.where(GIVEN_UP.c.updated_at >= since)
        with self._database.read() as connection:
            return int(connection.execute(query).scalar_one())

    def dead_letters(self, limit: int = 100, team: str | None = None) -> tuple[DeadLetter, ...]:
        """Return what was given up, of `team` or of all, newest first."""
        query = DEAD if team is None else DEAD.where(GIVEN_UP.c.team == team)
        with self._database.read() as connection:
            return tuple(as_dead_letter(row) for row in connection.execute(query.limit(limit)))

    def unreadable_corrections(self) -> tuple[tuple[str, int], ...]:
        """Return team and number of each ticket of which a correction can't be read."""
        with self._database.read() as connection:
            return corrections.unreadable(connection)


def as_dead_letter(row: sa.Row[Any]) -> DeadLetter:
    """Return a row of DEAD."""
    return DeadLetter(
        team=row.team,
        ticket_number=row.number,
        channel=row.channel,
        kind=row.kind,
        operation=row.operation,
        key=row.key,
        error=row.error,
        attempts=row.attempts,
        given_up_at=row.updated_at,
    )
