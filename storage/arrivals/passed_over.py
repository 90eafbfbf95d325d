"""Messages that were noise, by their ids alone: so that people can be told why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.triage.arrivals.admission import Refusal
from bot.triage.arrivals.noise import Noise
from bot.triage.teamwork.work import WorkState
from bot.triage.ticket import Entry, Status
from storage.arrivals import refusals
from storage.arrivals.refusals import OVER_LIMIT
from storage.database import LISTENER_PATIENCE_SECONDS
from storage.inserts import insert_new
from storage.schema import messages, passed_over, tickets

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Database

KEEP = insert_new(passed_over)
AT = sa.select(passed_over.c.noise).where(
    passed_over.c.team == sa.bindparam("in_team"),
    passed_over.c.channel == sa.bindparam("in_channel"),
    passed_over.c.ts == sa.bindparam("at_ts"),
)

MOST_CLOSED = 300
"""The latest: chatter that nobody repeats is forgotten."""
CLOSED = (
    sa.select(messages.c.text)
    .select_from(
        tickets.join(
            messages,
            sa.and_(messages.c.ticket_id == tickets.c.id, messages.c.ts == tickets.c.thread_ts),
        )
    )
    .where(
        tickets.c.team == sa.bindparam("in_team"),
        tickets.c.work == WorkState.NOT_A_TICKET,
        tickets.c.status != Status.WITHDRAWN,
        tickets.c.entry == Entry.MESSAGE,
    )
    .order_by(tickets.c.id.desc())
    .limit(MOST_CLOSED)
)


class PassedOver:
    """Why messages opened no ticket; each is kept once, however often it comes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, team: str, channel: str, ts: str, noise: Noise, now: datetime) -> None:
        """Keep what the message at `ts` is; raises Unavailable within 2 s."""
        row = {"team": team, "channel": channel, "ts": ts, "noise": noise, "at": now}
        with self._database.write(patience_seconds=LISTENER_PATIENCE_SECONDS) as connection:
            connection.execute(KEEP, row)

    def closed(self, team: str) -> list[str]:
        """Return the messages that people closed last as no tickets, and which are that still."""
        with self._database.read() as connection:
            return list(connection.execute(CLOSED, {"in_team": team}).scalars())

    def refusal(self, team: str, channel: str, ts: str) -> Refusal | None:
        """Return why the message at `ts` was refused; None if it was not."""
        keys = {f"{OVER_LIMIT}{channel}:{ts}": Refusal.OVER_LIMIT, f"{channel}:{ts}": Refusal.UNFIT}
        with self._database.read() as connection:
            found = refusals.known(connection, team, keys)
        return keys[found[0]] if found else None

    def noise(self, team: str, channel: str, ts: str) -> Noise | None:
        """Return what the message at `ts` was found to be; None if it was not passed over."""
        place = {"in_team": team, "in_channel": channel, "at_ts": ts}
        with self._database.read() as connection:
            kept = connection.execute(AT, place).scalar_one_or_none()
        return None if kept is None else Noise(kept)
