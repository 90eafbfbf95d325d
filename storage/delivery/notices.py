"""What the operators were told of what was given up: each once, a burst of them at once.

A notice is committed as on its way before Slack is called, so that one whose fate is unknown is
looked for instead of being posted a second time.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.triage.delivery.dead_letter import UNREADABLE, Notice, Told
from storage.inserts import insert_or_update
from storage.reports import DEAD, GIVEN_UP, as_dead_letter
from storage.schema import Moment, operators_told

if TYPE_CHECKING:
    from bot.triage.delivery.dead_letter import DeadLetter
    from storage.database import Database

SETTLES_IN = timedelta(seconds=40)
"""So long after its first post the rest of a burst is waited for."""
COMMITTED_IN = timedelta(seconds=10)
"""So long after its date at most what was given up is there to be read by all.

What is younger is told the next time: something older could still come to stand before it.
"""
APART = timedelta(minutes=10)
"""Two notices are never nearer to each other."""
LETTERS_NAMED = 5

_NEVER = datetime.min.replace(tzinfo=UTC)
_UNTOLD = Told(_NEVER, _NEVER)
_untold = (
    GIVEN_UP.c.team == sa.bindparam("in_team"),
    GIVEN_UP.c.updated_at > sa.bindparam("through", type_=Moment),
    GIVEN_UP.c.updated_at <= sa.bindparam("until", type_=Moment),
)
SPAN = sa.select(
    sa.func.count().label("letters"),
    sa.func.count(sa.case((GIVEN_UP.c.error == UNREADABLE, 1))).label("unreadable"),
    sa.func.min(GIVEN_UP.c.updated_at).label("first"),
    sa.func.max(GIVEN_UP.c.updated_at).label("last"),
).where(*_untold)
LETTERS = DEAD.where(*_untold).limit(LETTERS_NAMED)
TOLD = sa.select(operators_told.c.at, operators_told.c.through, operators_told.c.since).where(
    operators_told.c.team == sa.bindparam("in_team")
)
_insert = insert_or_update(operators_told)
TELL = _insert.on_conflict_do_update(
    index_elements=[operators_told.c.team],
    set_={name: _insert.excluded[name] for name in ("at", "through", "since")},
)
SETTLE = (
    sa.update(operators_told)
    .where(operators_told.c.team == sa.bindparam("in_team"))
    .values(since=None)
)


class Notices:
    """At most one notice for a burst of what was given up."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, team: str, now: datetime, look_after: timedelta) -> Notice | None:
        """Return what is to be told now; None if nothing is yet.

        It is on its way until it is settled or given back: until then it comes again each time
        that `look_after` has passed, in doubt.
        """
        with self._database.read() as connection:
            if _due(connection, team, now, look_after) is None:
                return None
        with self._database.write() as connection:
            notice = _due(connection, team, now, look_after)
            if notice is not None:
                told = Told(now, notice.through, since=notice.earlier.through)
                _tell(connection, team, told)
            return notice

    def settle(self, notice: Notice) -> None:
        """Let `notice` count as told for good."""
        with self._database.write(durable=False) as connection:
            connection.execute(SETTLE, {"in_team": notice.team})

    def give_back(self, notice: Notice) -> None:
        """Let `notice` count as not told: it certainly did not arrive."""
        with self._database.write() as connection:
            _tell(connection, notice.team, notice.earlier)


def _due(
    connection: sa.Connection, team: str, now: datetime, look_after: timedelta
) -> Notice | None:
    row = connection.execute(TOLD, {"in_team": team}).first()
    told = _UNTOLD if row is None else Told(row.at, row.through, row.since)
    if told.since is not None:
        return (
            _in_doubt(connection, team, told, told.since) if now >= told.at + look_after else None
        )
    where = {"in_team": team, "through": told.through, "until": now - COMMITTED_IN}
    untold = connection.execute(SPAN, where).one()
    if untold.letters == 0 or now < max(untold.first + SETTLES_IN, told.at + APART):
        return None
    letters = _letters(connection, where)
    return Notice(team, untold.letters, untold.unreadable, letters, told, untold.last)


def _in_doubt(connection: sa.Connection, team: str, told: Told, since: datetime) -> Notice:
    """Return the notice on its way; what was put back since is not in it any more."""
    where = {"in_team": team, "through": since, "until": told.through}
    span = connection.execute(SPAN, where).one()
    letters = _letters(connection, where)
    return Notice(
        team,
        span.letters,
        span.unreadable,
        letters,
        Told(told.at, since),
        told.through,
        is_in_doubt=True,
    )


def _letters(connection: sa.Connection, where: dict[str, object]) -> tuple[DeadLetter, ...]:
    return tuple(as_dead_letter(row) for row in connection.execute(LETTERS, where))


def _tell(connection: sa.Connection, team: str, told: Told) -> None:
    values = {"team": team, "at": told.at, "through": told.through, "since": told.since}
    connection.execute(TELL, values)
