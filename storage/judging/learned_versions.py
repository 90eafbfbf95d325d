"""What was learned of each workspace: every fit is a version; one at most is in use."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.triage.judging.learned import Figures, LearnedVersion, VersionState
from bot.triage.teamwork.by import By
from storage.audit import BOT, OPERATOR, note
from storage.judging import learning
from storage.schema import learned_versions as versions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from storage.database import Database

KEPT = 5
"""So many versions can be gone back to; of older ones only the figures stay."""

_of_team = versions.c.team == sa.bindparam("in_team")
_described = [column for column in versions.c if column.name != "parameters"]
_in_use = versions.c.state == VersionState.IN_USE
LAST = sa.select(sa.func.coalesce(sa.func.max(versions.c.number), 0)).where(_of_team)
IN_USE = sa.select(*_described).where(_of_team, _in_use)
NUMBER = sa.select(versions.c.number).where(
    _of_team, _in_use, versions.c.basis == sa.bindparam("with_basis")
)
PARAMETERS = sa.select(versions.c.parameters).where(
    _of_team, versions.c.number == sa.bindparam("numbered")
)
LATEST = sa.select(*_described).where(_of_team).order_by(versions.c.number.desc())
REPLACE = sa.update(versions).where(_of_team, _in_use).values(state=sa.bindparam("new_state"))
USE = (
    sa.update(versions)
    .where(_of_team, versions.c.number == sa.bindparam("numbered"))
    .values(state=VersionState.IN_USE)
)
BEFORE = sa.select(sa.func.max(versions.c.number)).where(
    _of_team,
    versions.c.number < sa.bindparam("numbered"),
    versions.c.state == VersionState.REPLACED,
    versions.c.basis == sa.bindparam("with_basis"),
    versions.c.parameters.is_not(None),
)
THIN_OUT = (
    sa.update(versions)
    .where(_of_team, versions.c.number <= sa.bindparam("oldest"), sa.not_(_in_use))
    .values(parameters=None)
)
INSERT = sa.insert(versions)


class LearnedVersions:
    """The versions of every workspace; each change is in the trail."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def in_use(self, team: str) -> LearnedVersion | None:
        """Return what judges now beside what ships; None if only that does."""
        with self._database.read() as connection:
            row = connection.execute(IN_USE, {"in_team": team}).first()
        return None if row is None else _version(row)

    def number_in_use(self, team: str, basis: str) -> int | None:
        """Return the number of what judges now; None if nothing does that was added to `basis`."""
        with self._database.read() as connection:
            found: int | None = connection.execute(
                NUMBER, {"in_team": team, "with_basis": basis}
            ).scalar()
        return found

    def parameters(self, team: str, number: int) -> bytes | None:
        """Return what was learned; None if it is no longer kept."""
        with self._database.read() as connection:
            found: bytes | None = connection.execute(
                PARAMETERS, {"in_team": team, "numbered": number}
            ).scalar()
        return found

    def latest(self, team: str, limit: int) -> tuple[LearnedVersion, ...]:
        """Return the versions of `team`, the newest first."""
        with self._database.read() as connection:
            rows = connection.execute(LATEST.limit(limit), {"in_team": team})
            return tuple(_version(row) for row in rows)

    def add(
        self,
        team: str,
        *,
        basis: str,
        tickets: Sequence[int],
        figures: Figures,
        parameters: bytes,
        state: VersionState,
        now: datetime,
    ) -> LearnedVersion:
        """Store a new version; one that is IN_USE takes the place of the one that was."""
        where = {"in_team": team}
        with self._database.write() as connection:
            number = int(connection.execute(LAST, where).scalar_one()) + 1
            if state is VersionState.IN_USE:
                connection.execute(REPLACE, {**where, "new_state": VersionState.REPLACED})
            added = LearnedVersion(team, number, now, state, basis, tuple(tickets), figures)
            connection.execute(INSERT, {**_row(added), "parameters": parameters})
            connection.execute(THIN_OUT, {**where, "oldest": number - KEPT})
            note(connection, "learned", team, By(BOT, now), version=number, state=state)
        return added

    def drop(self, team: str, now: datetime) -> bool:
        """Go back to what ships, since that judges better; False if nothing else was in use."""
        with self._database.write() as connection:
            row = connection.execute(IN_USE, {"in_team": team}).first()
            if row is None:
                return False
            self._replace(connection, team, VersionState.ROLLED_BACK)
            note(connection, "learning_dropped", team, By(BOT, now), version=row.number)
            return True

    def roll_back(self, team: str, now: datetime) -> LearnedVersion | None:
        """Go back to the version before, or to what ships (None), and learn nothing more.

        A person asked for it: learning goes on when a person says so.
        """
        with self._database.write() as connection:
            row = connection.execute(IN_USE, {"in_team": team}).first()
            self._replace(connection, team, VersionState.ROLLED_BACK)
            before = None if row is None else self._before(connection, _version(row))
            if before is not None:
                connection.execute(USE, {"in_team": team, "numbered": before})
            learning.hold(connection, team)
            note(connection, "learning_rolled_back", team, By(OPERATOR, now), version=before or 0)
        return self.in_use(team)

    def _replace(self, connection: sa.Connection, team: str, state: VersionState) -> None:
        connection.execute(REPLACE, {"in_team": team, "new_state": state})

    def _before(self, connection: sa.Connection, version: LearnedVersion) -> int | None:
        where = {
            "in_team": version.team,
            "numbered": version.number,
            "with_basis": version.basis,
        }
        found: int | None = connection.execute(BEFORE, where).scalar()
        return found


def _row(version: LearnedVersion) -> dict[str, object]:
    """Return the columns of a version, without its parameters."""
    return {
        "team": version.team,
        "number": version.number,
        "at": version.at,
        "state": version.state,
        "basis": version.basis,
        "tickets": version.tickets,
        "figures": asdict(version.figures),
    }


def _version(row: sa.Row[Any]) -> LearnedVersion:
    return LearnedVersion(
        team=row.team,
        number=row.number,
        at=row.at,
        state=VersionState(row.state),
        basis=row.basis,
        tickets=tuple(row.tickets),
        figures=Figures(**row.figures),
    )
