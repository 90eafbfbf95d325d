"""Known issues and their versions: the truth behind the search index."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.triage.errors import Rejected
from bot.triage.teamwork.by import By
from storage.audit import note_each
from storage.known_issues import issue_rows
from storage.known_issues.issue_rows import content_hash, issue_of
from storage.readable import each
from storage.schema import known_issue_versions, known_issues

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from bot.triage.issue import KnownIssue
    from storage.database import Database

IN_ORDER = (known_issues.c.team, known_issues.c.id)
IN_USE = sa.select(known_issues).where(known_issues.c.retired.is_(False)).order_by(*IN_ORDER)
KNOWN = sa.select(*IN_ORDER, known_issues.c.content_hash, known_issues.c.version).add_columns(
    known_issues.c.retired
)
NAMES_A_READ = 1_000

HIDDEN = sa.select(known_issues.c.id).where(known_issues.c.hides.is_(sa.true()))


@dataclass(frozen=True, slots=True)
class Imported:
    """How many issues an import brought, changed, and left alone."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """What became of an issue by `revision`: its text now, or that it is no longer in use."""

    issue: KnownIssue
    revision: int
    retired: bool


@dataclass(frozen=True, slots=True)
class _Stored:
    content_hash: str
    version: int
    retired: bool


class Issues:
    """The known issues of every workspace, and those of all (`*`)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def import_all(self, issues: Sequence[KnownIssue], actor: str, now: datetime) -> Imported:
        """Store all of `issues` or, on an error, none.

        What is stored word for word already is left alone, so that importing a file twice changes
        nothing. A changed issue gets a new version; one that was retired comes back into use.
        """
        _require_distinct(issues)
        with self._database.write() as connection:
            stored = _stored(connection, issues)
            fresh = [issue for issue in issues if _differs(issue, stored)]
            added = sum((issue.team, issue.id) not in stored for issue in fresh)
            if fresh:
                _store(connection, [_next_version(each, stored) for each in fresh], actor, now)
        return Imported(added, len(fresh) - added, len(issues) - len(fresh))

    def all(self, teams: Iterable[str] | None = None) -> tuple[KnownIssue, ...]:
        """Return the issues in use of `teams` (None = every one), by team and id."""
        query = IN_USE if teams is None else IN_USE.where(known_issues.c.team.in_(list(teams)))
        with self._database.read() as connection:
            return tuple(each(connection, query, {}, issue_of))

    def names(self, teams: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """Return the team and the id of every issue in use of `teams`, be it readable or not."""
        query = IN_USE.with_only_columns(*IN_ORDER).where(known_issues.c.team.in_(list(teams)))
        with self._database.read() as connection:
            return tuple((row.team, row.id) for row in connection.execute(query))

    def hidden(self, team: str) -> frozenset[str]:
        """Return the ids of the issues of all teams that `team` has retired for itself."""
        query = HIDDEN.where(known_issues.c.team == team)
        with self._database.read() as connection:
            return frozenset(connection.execute(query).scalars())

    def changed_since(self, revision: int) -> tuple[Change, ...]:
        """Return what changed after `revision`, oldest first; 0 = everything."""
        query = (
            sa.select(known_issues)
            .where(known_issues.c.revision > revision)
            .order_by(known_issues.c.revision, *IN_ORDER)
        )
        with self._database.read() as connection:
            return tuple(each(connection, query, {}, _change))

    def revision(self) -> int:
        """Return a number that grows with every change; 0 = there was none yet."""
        with self._database.read() as connection:
            return issue_rows.revision(connection)

    def is_empty(self) -> bool:
        """Return True if no issue was ever stored."""
        return self.revision() == 0

    def versions(self, team: str, issue_id: str) -> tuple[KnownIssue, ...]:
        """Return every version of an issue, oldest first."""
        query = (
            sa.select(known_issue_versions)
            .where(known_issue_versions.c.team == team, known_issue_versions.c.id == issue_id)
            .order_by(known_issue_versions.c.version)
        )
        with self._database.read() as connection:
            return tuple(each(connection, query, {}, issue_of))


def _change(row: sa.Row[Any]) -> Change:
    return Change(issue_of(row), row.revision, row.retired)


def _require_distinct(issues: Sequence[KnownIssue]) -> None:
    seen: set[tuple[str, str]] = set()
    for issue in issues:
        if (issue.team, issue.id) in seen:
            raise Rejected(f"the known issue {issue.id} comes twice", code="duplicate_issue")
        seen.add((issue.team, issue.id))


def _stored(
    connection: sa.Connection, issues: Sequence[KnownIssue]
) -> dict[tuple[str, str], _Stored]:
    """Return what is stored under the names of `issues`; the rest may be a hundred thousand."""
    found: dict[tuple[str, str], _Stored] = {}
    teams = {issue.team for issue in issues}
    for start in range(0, len(issues), NAMES_A_READ):
        ids = [issue.id for issue in issues[start : start + NAMES_A_READ]]
        query = KNOWN.where(known_issues.c.team.in_(teams), known_issues.c.id.in_(ids))
        for row in connection.execute(query):
            found[row.team, row.id] = _Stored(row.content_hash, row.version, row.retired)
    return found


def _differs(issue: KnownIssue, stored: dict[tuple[str, str], _Stored]) -> bool:
    known = stored.get((issue.team, issue.id))
    return known is None or known.retired or known.content_hash != content_hash(issue)


def _next_version(issue: KnownIssue, stored: dict[tuple[str, str], _Stored]) -> KnownIssue:
    known = stored.get((issue.team, issue.id))
    return replace(issue, version=1 if known is None else known.version + 1)


def _store(
    connection: sa.Connection, issues: Sequence[KnownIssue], actor: str, now: datetime
) -> None:
    issue_rows.store(connection, issues, actor, now)
    imported = [(issue.team, issue.id, issue.version) for issue in issues]
    note_each(connection, "issue_imported", imported, By(actor, now))
