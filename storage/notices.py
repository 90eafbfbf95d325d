"""What the operators were told of posts that were given up: each once, a burst of them at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.triage.dead_letter import Notice, Told
from bot.triage.posting import PostingStatus
from storage.inserts import insert_or_update
from storage.reports import DEAD, as_dead_letter
from storage.schema import Moment, operators_told, outbox

if TYPE_CHECKING:
    from storage.database import Database

SETTLES_IN = timedelta(seconds=40)
"""So long after its first post the rest of a burst is waited for."""
COMMITTED_IN = timedelta(seconds=10)
"""So long after its date at most a post that was given up is there to be read by all.

What is younger is told the next time: something older could still come to stand before it.
"""
APART = timedelta(minutes=10)
"""Two notices are never nearer to each other."""
LETTERS_NAMED = 5

_NEVER = datetime.min.replace(tzinfo=UTC)
_UNTOLD = Told(_NEVER, _NEVER)
_untold = (
    outbox.c.status == PostingStatus.DEAD,
    outbox.c.team == sa.bindparam("in_team"),
    outbox.c.updated_at > sa.bindparam("through", type_=Moment),
    outbox.c.updated_at <= sa.bindparam("until", type_=Moment),
)
SPAN = sa.select(
    sa.func.count().label("letters"),
    sa.func.min(outbox.c.updated_at).label("first"),
    sa.func.max(outbox.c.updated_at).label("last"),
).where(*_untold)
LETTERS = DEAD.where(*_untold).limit(LETTERS_NAMED)
TOLD = sa.select(operators_told.c.at, operators_told.c.through).where(
    operators_told.c.team == sa.bindparam("in_team")
)
_insert = insert_or_update(operators_told)
TELL = _insert.on_conflict_do_update(
    index_elements=[operators_told.c.team],
    set_={"at": _insert.excluded["at"], "through": _insert.excluded.through},
)


class Notices:
    """At most one notice for a burst of posts that were given up."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, team: str, now: datetime) -> Notice | None:
        """Return what is to be told now, which then counts as told; None if nothing is yet."""
        with self._database.read() as connection:
            if _due(connection, team, now) is None:
                return None
        with self._database.write() as connection:
            return _take(connection, team, now)

    def give_back(self, notice: Notice) -> None:
        """Let `notice` count as not told: it certainly did not arrive."""
        with self._database.write() as connection:
            _tell(connection, notice.team, notice.earlier)


def _take(connection: sa.Connection, team: str, now: datetime) -> Notice | None:
    due = _due(connection, team, now)
    if due is None:
        return None
    earlier, count, through = due
    where = {"in_team": team, "through": earlier.through, "until": now - COMMITTED_IN}
    rows = connection.execute(LETTERS, where)
    letters = tuple(as_dead_letter(row) for row in rows)
    _tell(connection, team, Told(now, through))
    return Notice(team, count, letters, earlier)


def _due(connection: sa.Connection, team: str, now: datetime) -> tuple[Told, int, datetime] | None:
    """Return what was told before, how many are untold, and until when; None if it is too early."""
    row = connection.execute(TOLD, {"in_team": team}).first()
    told = _UNTOLD if row is None else Told(row.at, row.through)
    where = {"in_team": team, "through": told.through, "until": now - COMMITTED_IN}
    untold = connection.execute(SPAN, where).one()
    if untold.letters == 0 or now < max(untold.first + SETTLES_IN, told.at + APART):
        return None
    return told, untold.letters, untold.last


def _tell(connection: sa.Connection, team: str, told: Told) -> None:
    connection.execute(TELL, {"team": team, "at": told.at, "through": told.through})
