"""Errands: each is a row until it is done, so that a restart loses none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.triage.delivery.errand import Chore, Errand
from storage.database import LISTENER_PATIENCE_SECONDS
from storage.inserts import insert_new
from storage.schema import Moment, errands

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from storage.database import Database

ADD = insert_new(errands).returning(errands.c.id)
_due = (
    errands.c.chore.in_(sa.bindparam("chores", expanding=True)),
    errands.c.due_at <= sa.bindparam("now", type_=Moment),
)
DUE = sa.select(errands).where(*_due).order_by(errands.c.due_at, errands.c.id).limit(1)
_same = (
    errands.c.team == sa.bindparam("in_team"),
    errands.c.chore == sa.bindparam("of_chore"),
    errands.c.channel == sa.bindparam("in_channel"),
    errands.c.about == sa.bindparam("called"),
)
_until = sa.bindparam("until", type_=Moment)
COUNT = sa.update(errands).where(*_same).values(due_at=_until, attempts=errands.c.attempts + 1)
PUT_OFF = sa.update(errands).where(*_same).values(due_at=_until, attempts=sa.bindparam("broke"))
REMEMBER = sa.update(errands).where(*_same).values(detail=sa.bindparam("new_detail", type_=sa.JSON))
END = sa.delete(errands).where(*_same)


class Errands:
    """What is still to be done; one thread at a time takes the errands of a chore."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, errand: Errand) -> bool:
        """Keep it to be done; False if the same is waiting. Raises Unavailable within 2 s."""
        row = {
            "team": errand.team,
            "chore": errand.chore,
            "channel": errand.channel,
            "about": errand.about,
            "user": errand.user,
            "detail": dict(errand.detail),
            "asked_at": errand.asked_at,
            "due_at": errand.asked_at,
            "attempts": errand.attempts,
        }
        with self._database.write(patience_seconds=LISTENER_PATIENCE_SECONDS) as connection:
            return connection.execute(ADD, row).first() is not None

    def due(self, chores: Sequence[Chore], now: datetime) -> Errand | None:
        """Return what has been due longest; it stays until it is ended or put off."""
        with self._database.read() as connection:
            row = connection.execute(DUE, {"chores": list(chores), "now": now}).first()
        return None if row is None else _errand(row)

    def begin(self, errand: Errand, until: datetime) -> None:
        """Count a try before it is made; were the process to end in it, the next is then.

        So one that breaks the process each time comes to its end, and holds up nobody meanwhile.
        """
        with self._database.write() as connection:
            connection.execute(COUNT, {**_known_by(errand), "until": until})

    def put_off(self, errand: Errand, until: datetime) -> None:
        """Try it again then: the other side could not, so that this try does not count."""
        with self._database.write(durable=False) as connection:
            row = {**_known_by(errand), "until": until, "broke": errand.attempts}
            connection.execute(PUT_OFF, row)

    def remember(self, errand: Errand, /, **known: str) -> Errand:
        """Return it with what was found out on the way, which a further try has too."""
        detail = {**errand.detail, **known}
        with self._database.write() as connection:
            connection.execute(REMEMBER, {**_known_by(errand), "new_detail": detail})
        return replace(errand, detail=detail)

    def end(self, errand: Errand) -> None:
        """Forget it: it is done, or given up."""
        with self._database.write() as connection:
            connection.execute(END, _known_by(errand))


def _known_by(errand: Errand) -> dict[str, object]:
    return {
        "in_team": errand.team,
        "of_chore": errand.chore,
        "in_channel": errand.channel,
        "called": errand.about,
    }


def _errand(row: sa.Row[Any]) -> Errand:
    return Errand(
        team=row.team,
        chore=Chore(row.chore),
        channel=row.channel,
        about=row.about,
        user=row.user,
        asked_at=row.asked_at,
        attempts=row.attempts,
        detail=row.detail,
    )
