"""What editors make of known issues: each version of a team's own, in use or out of it.

An issue of all teams is never changed from here: the team gets a copy of its own, which stands in
for it, or hides it once that is retired.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.triage.issue import EVERY_TEAM
from bot.triage.known_issues.article import Article
from bot.triage.known_issues.shelf import Version
from bot.triage.teamwork.by import By
from storage.audit import note
from storage.database import LISTENER_PATIENCE_SECONDS
from storage.known_issues import issue_rows
from storage.known_issues.issue_rows import issue_of
from storage.schema import known_issue_versions

if TYPE_CHECKING:
    from datetime import datetime

    from bot.triage.issue import KnownIssue
    from storage.database import Database

MOST_VERSIONS = 20
VERSIONS = (
    sa.select(known_issue_versions)
    .where(
        known_issue_versions.c.team == sa.bindparam("in_team"),
        known_issue_versions.c.id == sa.bindparam("called"),
    )
    .order_by(known_issue_versions.c.version.desc())
)
SAYING = VERSIONS.where(known_issue_versions.c.content_hash == sa.bindparam("hashed"))
VERSION = VERSIONS.where(known_issue_versions.c.version == sa.bindparam("numbered"))


class Publishing:
    """Moves of editors, as listeners bring them: raises Unavailable within 2 s.

    Each is one transaction with its row in the trail.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def retire(self, team: str, issue_id: str, actor: str, now: datetime) -> bool:
        """Take what `team` knows by that id out of use there, and nowhere else.

        False if it is not in use.
        """
        with self._database.write(patience_seconds=LISTENER_PATIENCE_SECONDS) as connection:
            issue = issue_rows.visible(connection, team, issue_id)
            if issue is None:
                return False
            if issue.team == EVERY_TEAM:
                publish(connection, team, issue_id, Article.of(issue), actor=actor, now=now)
            issue_rows.set_state(connection, team, issue_id, is_retired=True, is_hiding=True)
            note(connection, "issue_retired", team, By(actor, now), issue_id=issue_id)
            return True

    def restore(self, team: str, issue_id: str, actor: str, now: datetime) -> bool:
        """Take what `team` has retired into use again, as it was; False if it is not retired.

        An issue of all teams that was only hidden is shared again, with what became of it since.
        """
        with self._database.write(patience_seconds=LISTENER_PATIENCE_SECONDS) as connection:
            row = issue_rows.own(connection, team, issue_id)
            if row is None or not row.retired:
                return False
            was_hidden = row.hides and _is_shared(connection, row)
            issue_rows.set_state(connection, team, issue_id, is_retired=was_hidden, is_hiding=False)
            note(connection, "issue_restored", team, By(actor, now), issue_id=issue_id)
            return True

    def share_again(self, team: str, issue_id: str, actor: str, now: datetime) -> bool:
        """Let the issue of all teams stand where `team` has one of its own; False if none does."""
        with self._database.write(patience_seconds=LISTENER_PATIENCE_SECONDS) as connection:
            row = issue_rows.own(connection, team, issue_id)
            shared = issue_rows.own(connection, EVERY_TEAM, issue_id)
            if row is None or shared is None or shared.retired or _gives_way(row):
                return False
            issue_rows.set_state(connection, team, issue_id, is_retired=True, is_hiding=False)
            note(connection, "issue_shared_again", team, By(actor, now), issue_id=issue_id)
            return True

    def roll_back(
        self, team: str, issue_id: str, version: int, *, seen: int, actor: str, now: datetime
    ) -> KnownIssue | None:
        """Say again what an earlier version said, as a new one; None if that is not as `seen`.

        `seen` is the version that was in use when it was looked at.
        """
        with self._database.write(patience_seconds=LISTENER_PATIENCE_SECONDS) as connection:
            row = issue_rows.own(connection, team, issue_id)
            where = {"in_team": team, "called": issue_id, "numbered": version}
            earlier = connection.execute(VERSION, where).first()
            if row is None or earlier is None or row.retired or row.version != seen:
                return None
            article = Article.of(issue_of(earlier))
            issue = publish(
                connection, team, issue_id, article, actor=actor, now=now, copied_from=version
            )
            note(
                connection,
                "issue_rolled_back",
                team,
                By(actor, now),
                issue_id=issue_id,
                version=issue.version,
                copied_from=version,
            )
            return issue

    def versions(self, team: str, issue_id: str) -> tuple[Version, ...]:
        """Return the latest versions of an issue of exactly that team, newest first."""
        query = VERSIONS.limit(MOST_VERSIONS)
        with self._database.read() as connection:
            rows = connection.execute(query, {"in_team": team, "called": issue_id})
            return tuple(_version(row) for row in rows)


def publish(
    connection: sa.Connection,
    team: str,
    issue_id: str,
    article: Article,
    *,
    actor: str,
    now: datetime,
    approved_by: str | None = None,
    copied_from: int | None = None,
) -> KnownIssue:
    """Make `article` the next version of a team's own issue, and take it into use."""
    row = issue_rows.own(connection, team, issue_id)
    issue = article.issue(team, issue_id, 1 if row is None else row.version + 1)
    issue_rows.store(
        connection, [issue], actor, now, approved_by=approved_by, copied_from=copied_from
    )
    return issue


def _is_shared(connection: sa.Connection, row: sa.Row[Any]) -> bool:
    """Return True if a team's own issue says just what that of all teams says or once said."""
    where = {"in_team": EVERY_TEAM, "called": row.id, "hashed": row.content_hash}
    return connection.execute(SAYING, where).first() is not None


def _gives_way(row: sa.Row[Any]) -> bool:
    """Return True if the issue of all teams stands already where this one was."""
    return bool(row.retired and not row.hides)


def _version(row: sa.Row[Any]) -> Version:
    return Version(issue_of(row), row.actor, row.at, row.approved_by, row.copied_from)
