"""What of Slack was stored last: where to read on after a silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.triage.ticket import Entry, Status
from storage.schema import messages, tickets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storage.database import Database

SPANS = (
    sa.select(
        tickets.c.channel,
        sa.func.min(tickets.c.thread_ts).label("first"),
        sa.func.max(tickets.c.thread_ts).label("last"),
    )
    .where(tickets.c.team == sa.bindparam("in_team"), tickets.c.entry == Entry.MESSAGE)
    .group_by(tickets.c.channel)
)
WAITING = (
    sa.select(tickets.c.channel, tickets.c.thread_ts)
    .where(
        tickets.c.team == sa.bindparam("in_team"),
        tickets.c.status == Status.WAITING,
        tickets.c.thread_ts.is_not(None),
    )
    .order_by(tickets.c.updated_at.desc())
    .limit(sa.bindparam("most"))
)
STORED = sa.select(messages.c.ts).where(
    messages.c.team == sa.bindparam("in_team"),
    messages.c.channel == sa.bindparam("in_channel"),
    messages.c.ts.in_(sa.bindparam("among", expanding=True)),
)


class LastSeen:
    """Questions that compare Slack with the database; read-only."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def spans(self, team: str) -> dict[str, tuple[str, str]]:
        """Return, by channel, the ts of the first and of the last message that opened a ticket."""
        with self._database.read() as connection:
            rows = connection.execute(SPANS, {"in_team": team}).all()
        return {row.channel: (row.first, row.last) for row in rows}

    def waiting_threads(self, team: str, most: int) -> list[tuple[str, str]]:
        """Return channel and root ts of tickets with an open question, the latest first."""
        with self._database.read() as connection:
            rows = connection.execute(WAITING, {"in_team": team, "most": most}).all()
        return [(row.channel, row.thread_ts) for row in rows]

    def stored(self, team: str, channel: str, among: Sequence[str]) -> frozenset[str]:
        """Return those of the ts in `among` whose messages are stored."""
        where = {"in_team": team, "in_channel": channel, "among": list(among)}
        with self._database.read() as connection:
            return frozenset(connection.execute(STORED, where).scalars())
