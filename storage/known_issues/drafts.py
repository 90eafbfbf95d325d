"""Drafts of known issues: one open at most for each, approved by a second person."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.triage.known_issues.article import Article
from bot.triage.known_issues.draft import DraftState, MovedOn, Review, Unchanged, edited
from bot.triage.teamwork.by import By
from storage.audit import note
from storage.database import LISTENER_PATIENCE_SECONDS
from storage.known_issues import draft_rows, issue_rows
from storage.known_issues.publishing import publish
from storage.schema import issue_drafts, known_issues

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.triage.issue import KnownIssue
    from bot.triage.known_issues.draft import Draft, DraftId
    from storage.database import Database

PREFIX = "OUR-"
"""Of the ids of issues that were written here: none that is imported for all begins like that."""
_NUMBERED = re.compile(rf"{PREFIX}([0-9]{{1,9}})", re.ASCII)
IDS = sa.union(
    *(
        sa.select(table.c.id_).where(table.c.team == sa.bindparam("in_team"))
        for table in (
            sa.select(known_issues.c.team, known_issues.c.id.label("id_")).subquery(),
            sa.select(issue_drafts.c.team, issue_drafts.c.issue_id.label("id_")).subquery(),
        )
    )
)


class Drafts:
    """What people write, as listeners bring it: raises Unavailable within 2 s.

    Each move is one transaction with its row in the trail.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self, team: str, article: Article, *, author: str, now: datetime, is_ready: bool
    ) -> Draft:
        """Begin a new known issue, under an id that no other has."""
        with self._database.write(patience_seconds=LISTENER_PATIENCE_SECONDS) as connection:
            issue_id, state = new_id(connection, team), _state(is_ready=is_ready)
            draft = draft_rows.add(
                connection, team, issue_id, article, state=state, author=author, now=now
            )
            _note(connection, "draft_added", draft, author, now)
            return draft

    def save(
        self,
        team: str,
        issue_id: str,
        make: Callable[[Article], Article],
        *,
        actor: str,
        now: datetime,
        is_ready: bool,
    ) -> Draft | None:
        """Keep what `make` makes of the issue's next words; None if there is no such issue.

        `make` sees the open draft, else what is in use; what it raises leaves all as it was.
        """
        with self._database.write(patience_seconds=LISTENER_PATIENCE_SECONDS) as connection:
            draft = draft_rows.open_of(connection, team, issue_id)
            if draft is not None:
                changed = edited(draft, make(draft.article), actor, now, is_ready=is_ready)
                draft_rows.keep(connection, changed)
                _note(connection, "draft_edited", changed, actor, now)
                return changed
            issue = issue_rows.visible(connection, team, issue_id)
            if issue is None:
                return None
            state = _state(is_ready=is_ready)
            return _begin(connection, team, issue, make, state=state, actor=actor, now=now)

    def approve(
        self, team: str, draft_id: DraftId, *, seen: str, by: str, now: datetime, is_alone: bool
    ) -> KnownIssue:
        """Publish a draft as `by` has `seen` it; raises DraftRefused if that can't be.

        `is_alone` says that nobody else could approve it; the trail then says so too.
        """
        with self._database.write(patience_seconds=LISTENER_PATIENCE_SECONDS) as connection:
            review = _review(connection, team, draft_id)
            draft = review.draft
            article = review.approved_by(by, seen, is_alone=is_alone)
            issue = publish(
                connection,
                team,
                draft.issue_id,
                article,
                actor=draft.edited_by,
                now=now,
                approved_by=by,
            )
            draft_rows.close(connection, draft, DraftState.PUBLISHED, now)
            own = {"sole_editor": "approved own draft"} if draft.edited_by == by else {}
            _note(connection, "draft_approved", draft, by, now, version=issue.version, **own)
            return issue

    def send_back(
        self, team: str, draft_id: DraftId, *, seen: str, by: str, remark: str, now: datetime
    ) -> Draft:
        """Give a waiting draft back to who wrote it; raises DraftRefused if that can't be."""
        with self._database.write(patience_seconds=LISTENER_PATIENCE_SECONDS) as connection:
            review = _review(connection, team, draft_id)
            review.require_as(seen)
            draft = draft_rows.sent_back(connection, review.draft, remark, now)
            _note(connection, "draft_sent_back", draft, by, now)
            return draft

    def discard(self, team: str, draft_id: DraftId, *, seen: str, by: str, now: datetime) -> Draft:
        """Put a draft away for good; raises DraftRefused if that can't be."""
        with self._database.write(patience_seconds=LISTENER_PATIENCE_SECONDS) as connection:
            review = _review(connection, team, draft_id)
            review.require_as(seen)
            draft_rows.close(connection, review.draft, DraftState.DISCARDED, now)
            _note(connection, "draft_discarded", review.draft, by, now)
            return review.draft

    def review(self, team: str, draft_id: DraftId) -> Review | None:
        """Return a draft beside what its known issue says now; None if there is no such draft."""
        with self._database.read() as connection:
            draft = draft_rows.by_id(connection, team, draft_id)
            return None if draft is None else _beside(connection, draft)

    def open_of(self, team: str, issue_id: str) -> Draft | None:
        """Return the open draft of a known issue."""
        with self._database.read() as connection:
            return draft_rows.open_of(connection, team, issue_id)

    def open(self, team: str, most: int) -> tuple[Draft, ...]:
        """Return the open drafts, those that wait for approval first, then the latest."""
        with self._database.read() as connection:
            return draft_rows.all_open(connection, team, most)


def new_id(connection: sa.Connection, team: str) -> str:
    """Return an id for a new known issue of `team`."""
    ids = connection.execute(IDS, {"in_team": team}).scalars()
    used = [int(match[1]) for match in map(_NUMBERED.fullmatch, ids) if match]
    return f"{PREFIX}{max(used, default=0) + 1}"


def _begin(
    connection: sa.Connection,
    team: str,
    issue: KnownIssue,
    make: Callable[[Article], Article],
    *,
    state: DraftState,
    actor: str,
    now: datetime,
) -> Draft:
    """Store the first draft of what `make` makes of an issue in use; Unchanged if that is it."""
    base = Article.of(issue)
    article = make(base)
    if article == base:
        raise Unchanged
    draft = draft_rows.add(
        connection, team, issue.id, article, state=state, author=actor, now=now, base=base
    )
    _note(connection, "draft_added", draft, actor, now)
    return draft


def _state(*, is_ready: bool) -> DraftState:
    return DraftState.WAITING if is_ready else DraftState.DRAFT


def _review(connection: sa.Connection, team: str, draft_id: DraftId) -> Review:
    draft = draft_rows.by_id(connection, team, draft_id)
    if draft is None:
        raise MovedOn
    return _beside(connection, draft)


def _beside(connection: sa.Connection, draft: Draft) -> Review:
    return Review(draft, issue_rows.visible(connection, draft.team, draft.issue_id))


def _note(
    connection: sa.Connection,
    event: str,
    draft: Draft,
    actor: str,
    now: datetime,
    **detail: str | int,
) -> None:
    note(
        connection,
        event,
        draft.team,
        By(actor, now),
        ticket_id=None,
        issue_id=draft.issue_id,
        draft=draft.id,
        **detail,
    )
