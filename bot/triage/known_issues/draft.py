"""A draft: what a known issue is to say, from its first words until somebody approves it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, NewType

from bot.triage.known_issues.article import Article, Rebased, rebased

if TYPE_CHECKING:
    from datetime import datetime

    from bot.triage.issue import KnownIssue

DraftId = NewType("DraftId", int)


class DraftState(StrEnum):
    """Where a draft stands."""

    WRITING = "writing"
    """Being made from a ticket's thread."""
    DRAFT = "draft"
    """Not ready yet, or sent back."""
    WAITING = "waiting"
    """Ready: waits for approval."""
    PUBLISHED = "published"
    DISCARDED = "discarded"


OPEN_STATES = (DraftState.WRITING, DraftState.DRAFT, DraftState.WAITING)


class DraftRefused(ValueError):
    """The draft can't do that now; its docstring says why."""


class MovedOn(DraftRefused):
    """It has been changed, approved or discarded since it was looked at."""


class Unchanged(DraftRefused):
    """It says what is in use already."""


class OwnDraft(DraftRefused):
    """Who changed it last can't approve it, as there are others who can."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The next words of one known issue; each issue has one open draft at most."""

    id: DraftId
    team: str
    issue_id: str
    """Of the known issue that it changes, or becomes."""
    article: Article
    state: DraftState
    author: str
    edited_by: str
    """Who changed it last: somebody else is to approve it."""
    revision: int
    """Grows with every change."""
    updated_at: datetime
    base: Article | None = None
    """What the known issue said when the draft was begun; None of a new one."""
    ticket_number: int | None = None
    """Of the ticket that it was made from."""
    remark: str = ""
    """Why it was sent back."""

    @property
    def is_open(self) -> bool:
        """Return True until it is published or discarded."""
        return self.state in OPEN_STATES


@dataclass(frozen=True, slots=True)
class Review:
    """A draft beside what its known issue says now."""

    draft: Draft
    current: KnownIssue | None
    """What is in use under that id; None where it would be new."""

    @property
    def proposed(self) -> Rebased:
        """Return what would be published."""
        now = None if self.current is None else Article.of(self.current)
        return rebased(self.draft.article, self.draft.base, now)

    @property
    def stamp(self) -> str:
        """Return what tells this sight of the draft from any later one."""
        issue = self.current
        current = "new" if issue is None else f"{issue.team}.{issue.version}"
        return f"{self.draft.revision}.{current}"

    def approved_by(self, user: str, seen: str, *, is_alone: bool) -> Article:
        """Return what to publish, as `user` has `seen` it.

        `is_alone` says that nobody else could approve it.
        """
        self.require_as(seen)
        if self.draft.state is not DraftState.WAITING:
            raise MovedOn
        if self.draft.edited_by == user and not is_alone:
            raise OwnDraft
        return self.proposed.article

    def require_as(self, seen: str) -> None:
        """Raise MovedOn unless the draft is open and as it was `seen`."""
        if not self.draft.is_open or self.stamp != seen:
            raise MovedOn


def edited(draft: Draft, article: Article, by: str, now: datetime, *, is_ready: bool) -> Draft:
    """Return `draft` saying `article`; MovedOn if it is closed or still being written."""
    if draft.state not in {DraftState.DRAFT, DraftState.WAITING}:
        raise MovedOn
    return replace(
        draft,
        article=article,
        state=DraftState.WAITING if is_ready else DraftState.DRAFT,
        edited_by=draft.edited_by if article == draft.article else by,
        revision=draft.revision + 1,
        updated_at=now,
        remark="" if is_ready else draft.remark,
    )
