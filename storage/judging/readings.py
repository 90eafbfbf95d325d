"""What tickets said when they were judged, redacted, and its vector: what is learned from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from storage.inserts import insert_or_update
from storage.judging import learning
from storage.schema import ticket_readings

if TYPE_CHECKING:
    from datetime import datetime

    from bot.triage.redaction import Redacted
    from bot.triage.ticket import TicketId
    from storage.database import Database

_insert = insert_or_update(ticket_readings)
KEEP = _insert.on_conflict_do_update(
    index_elements=[ticket_readings.c.ticket_id],
    set_={name: _insert.excluded[name] for name in ("model", "text", "vector")},
)
FORGET = sa.delete(ticket_readings).where(
    ticket_readings.c.ticket_id == sa.bindparam("ticket", type_=sa.Integer)
)


class Readings:
    """The texts and vectors of tickets that something can be learned from."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(
        self,
        team: str,
        ticket_id: TicketId,
        model: str,
        *,
        text: Redacted,
        vector: bytes,
        seen: int,
    ) -> bool:
        """Store what the ticket reads like, in place of what was known.

        Returns False, with nothing stored, if there was a change after the change `seen`: the
        text may just have been taken back.
        """
        row = {
            "ticket_id": ticket_id,
            "team": team,
            "model": model,
            "text": text,
            "vector": vector,
        }
        with self._database.write(durable=False) as connection:
            if learning.changes(connection, team) != seen:
                return False
            connection.execute(KEEP, row)
            learning.count_reading(connection, team)
            return True


def forget(connection: sa.Connection, team: str, ticket_id: int, now: datetime) -> None:
    """Forget what the ticket read like: it is read again, and learned from anew.

    Whoever is just reading it must not keep what it read.
    """
    connection.execute(FORGET, {"ticket": ticket_id})
    learning.notice(connection, team, now)
