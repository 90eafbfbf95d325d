"""When a workspace has something new to learn from, and whether it may."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.triage.teamwork.by import By
from storage.audit import OPERATOR, note
from storage.inserts import insert_or_update
from storage.schema import Moment, learning

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Database

PAUSE = timedelta(seconds=60)
"""So long after the first thing that people say it is learned: who says one says more."""

_due_at = sa.bindparam("new_due", type_=Moment)
_of_team = learning.c.team == sa.bindparam("in_team")
_insert = insert_or_update(learning)
NOTICE = _insert.on_conflict_do_update(
    index_elements=[learning.c.team],
    set_={
        "changes": learning.c.changes + 1,
        "due_at": sa.func.coalesce(learning.c.due_at, _insert.excluded.due_at),
    },
)
CHANGES = sa.select(learning.c.changes).where(_of_team)
DUE = (
    sa.select(learning.c.team)
    .where(
        learning.c.due_at.is_not(None),
        learning.c.due_at <= sa.bindparam("now", type_=Moment),
        learning.c.is_held.is_(False),
    )
    .order_by(learning.c.due_at)
)
LEARNED = (
    sa.update(learning)
    .where(_of_team)
    .values(
        due_at=sa.case(
            (learning.c.changes == sa.bindparam("seen"), sa.null()),
            else_=_due_at,
        )
    )
)
READ = sa.update(learning).where(_of_team).values(readings=learning.c.readings + 1)
STATE = sa.select(learning.c.changes, learning.c.readings).where(_of_team)
HOLD = sa.update(learning).where(_of_team).values(is_held=True)
RELEARN = sa.update(learning).where(_of_team).values(due_at=_due_at)
RESUME = sa.update(learning).where(_of_team).values(is_held=False, due_at=_due_at)
TEAMS = sa.select(learning.c.team, learning.c.changes).order_by(learning.c.team)
HELD = sa.select(learning.c.team).where(learning.c.is_held.is_(True))


class Learning:
    """The state of learning of every workspace where people have said something."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def changes(self, team: str) -> int:
        """Return a number that grows with everything that there is to learn from; 0 = nothing."""
        with self._database.read() as connection:
            return changes(connection, team)

    def state(self, team: str) -> tuple[int, int] | None:
        """Return what changes with everything that is known of its tickets; None = nothing is."""
        with self._database.read() as connection:
            row = connection.execute(STATE, {"in_team": team}).first()
        return None if row is None else (row.changes, row.readings)

    def teams(self) -> dict[str, int]:
        """Return the workspaces where people have said something, each with its `changes`."""
        with self._database.read() as connection:
            return {row.team: row.changes for row in connection.execute(TEAMS)}

    def held(self) -> frozenset[str]:
        """Return the workspaces whose operator stopped the learning."""
        with self._database.read() as connection:
            return frozenset(connection.execute(HELD).scalars())

    def due(self, now: datetime) -> tuple[str, ...]:
        """Return the workspaces that have something to learn, the longest due first."""
        with self._database.read() as connection:
            return tuple(connection.execute(DUE, {"now": now}).scalars())

    def learned(self, team: str, seen: int, now: datetime) -> None:
        """Note that all was learned up to the change `seen`; what came since is due later."""
        where = {"in_team": team, "seen": seen, "new_due": now + PAUSE}
        with self._database.write(durable=False) as connection:
            connection.execute(LEARNED, where)

    def relearn(self, team: str, now: datetime) -> None:
        """Learn soon what was learned before, since it was added to models that are no more."""
        with self._database.write(durable=False) as connection:
            connection.execute(RELEARN, {"in_team": team, "new_due": now})

    def resume(self, team: str, now: datetime) -> bool:
        """Learn again, and soon; False if there is nothing to learn from."""
        with self._database.write() as connection:
            found = connection.execute(RESUME, {"in_team": team, "new_due": now}).rowcount > 0
            if found:
                note(connection, "learning_resumed", team, By(OPERATOR, now))
            return found


def changes(connection: sa.Connection, team: str) -> int:
    """Return a number that grows with everything that there is to learn from; 0 = nothing."""
    return connection.execute(CHANGES, {"in_team": team}).scalar() or 0


def notice(connection: sa.Connection, team: str, now: datetime) -> None:
    """Note that there is something new to learn from, within the transaction of the change."""
    connection.execute(NOTICE, {"team": team, "changes": 1, "due_at": now + PAUSE})


def count_reading(connection: sa.Connection, team: str) -> None:
    """Note that one more ticket was read."""
    connection.execute(READ, {"in_team": team})


def hold(connection: sa.Connection, team: str) -> None:
    """Stop learning until it is resumed."""
    connection.execute(HOLD, {"in_team": team})
