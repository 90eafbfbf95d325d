"""How known issues and their versions are written as rows and read back."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.triage.issue import EVERY_TEAM, KnownIssue
from storage.inserts import insert_or_update
from storage.readable import named
from storage.schema import known_issue_versions, known_issues

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

REVISION = sa.select(sa.func.coalesce(sa.func.max(known_issues.c.revision), 0))
_insert = insert_or_update(known_issues)
UPSERT = _insert.on_conflict_do_update(
    index_elements=[known_issues.c.team, known_issues.c.id],
    set_={
        column.name: _insert.excluded[column.name]
        for column in known_issues.c
        if not column.primary_key
    },
)
INSERT_VERSION = sa.insert(known_issue_versions)
_is_own = (
    known_issues.c.team == sa.bindparam("in_team"),
    known_issues.c.id == sa.bindparam("called"),
)
OWN = sa.select(known_issues).where(*_is_own)
SET_STATE = (
    sa.update(known_issues)
    .where(*_is_own)
    .values(
        retired=sa.bindparam("is_retired"),
        hides=sa.bindparam("is_hiding"),
        revision=sa.bindparam("next_revision"),
    )
)


def content_hash(issue: KnownIssue) -> str:
    """Return a hash of what people read in `issue`, whatever its team and version."""
    content = [issue.title, issue.category, issue.symptoms, issue.recommended_action, issue.url]
    return sha256(json.dumps(content).encode()).hexdigest()


def issue_of(row: sa.Row[Any]) -> KnownIssue:
    """Return the issue that a row of either table holds."""
    return KnownIssue(
        id=row.id,
        title=row.title,
        category=row.category,
        symptoms=tuple(row.symptoms),
        recommended_action=row.recommended_action,
        url=row.url,
        team=row.team,
        version=row.version,
    )


def revision(connection: sa.Connection) -> int:
    """Return a number that grows with every change; 0 = there was none yet."""
    return int(connection.execute(REVISION).scalar_one())


def store(
    connection: sa.Connection,
    issues: Sequence[KnownIssue],
    actor: str,
    now: datetime,
    *,
    approved_by: str | None = None,
    copied_from: int | None = None,
) -> None:
    """Take each of `issues` into use as the version that it bears, which is kept for good."""
    state = {"revision": revision(connection) + 1, "retired": False, "hides": False}
    made = {"actor": actor, "at": now, "approved_by": approved_by, "copied_from": copied_from}
    rows = [_row(issue) for issue in issues]
    connection.execute(UPSERT, [row | state for row in rows])
    connection.execute(INSERT_VERSION, [row | made for row in rows])


def own(connection: sa.Connection, team: str, issue_id: str) -> sa.Row[Any] | None:
    """Return the row of the team's own issue, in use or not; Unreadable if it can't be read."""
    with named(issue_id):
        return connection.execute(OWN, {"in_team": team, "called": issue_id}).first()


def visible(connection: sa.Connection, team: str, issue_id: str) -> KnownIssue | None:
    """Return the issue in use that `team` knows by that id: its own, else that of all teams."""
    row = own(connection, team, issue_id)
    if row is None or (row.retired and not row.hides):
        row = own(connection, EVERY_TEAM, issue_id)
    with named(issue_id):
        return None if row is None or row.retired else issue_of(row)


def set_state(
    connection: sa.Connection, team: str, issue_id: str, *, is_retired: bool, is_hiding: bool
) -> None:
    """Take a team's own issue out of use or into it; one that hides shadows that of all teams."""
    values = {
        "in_team": team,
        "called": issue_id,
        "is_retired": is_retired,
        "is_hiding": is_hiding,
        "next_revision": revision(connection) + 1,
    }
    connection.execute(SET_STATE, values)


def _row(issue: KnownIssue) -> dict[str, object]:
    return {
        "team": issue.team,
        "id": issue.id,
        "title": issue.title,
        "category": issue.category,
        "symptoms": list(issue.symptoms),
        "recommended_action": issue.recommended_action,
        "url": issue.url,
        "version": issue.version,
        "content_hash": content_hash(issue),
    }
