"""Messages that were noise, by their ids alone: so that people can be told why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.triage.noise import Noise
from storage.database import LISTENER_PATIENCE_SECONDS
from storage.inserts import insert_new
from storage.schema import passed_over

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Database

KEEP = insert_new(passed_over)
AT = sa.select(passed_over.c.noise).where(
    passed_over.c.team == sa.bindparam("in_team"),
    passed_over.c.channel == sa.bindparam("in_channel"),
    passed_over.c.ts == sa.bindparam("at_ts"),
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

    def noise(self, team: str, channel: str, ts: str) -> Noise | None:
        """Return what the message at `ts` was found to be; None if it was not passed over."""
        place = {"in_team": team, "in_channel": channel, "at_ts": ts}
        with self._database.read() as connection:
            kept = connection.execute(AT, place).scalar_one_or_none()
        return None if kept is None else Noise(kept)
