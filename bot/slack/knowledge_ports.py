"""What looking after the known issues needs from storage; each method may raise Unavailable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.triage.article import Article
    from bot.triage.draft import Draft, DraftId, Review
    from bot.triage.issue import KnownIssue
    from bot.triage.place import Page, Place
    from bot.triage.shelf import Version, Volume


class Drafts(Protocol):
    """What waits for approval; moves raise DraftRefused where a draft can't do that now."""

    def add(
        self, team: str, article: Article, /, *, author: str, now: datetime, is_ready: bool
    ) -> Draft:
        """Begin a new known issue."""

    def save(
        self,
        team: str,
        issue_id: str,
        make: Callable[[Article], Article],
        /,
        *,
        actor: str,
        now: datetime,
        is_ready: bool,
    ) -> Draft | None:
        """Keep what `make` makes of the issue's next words; None if there is no such issue."""

    def approve(
        self,
        team: str,
        draft_id: DraftId,
        /,
        *,
        seen: str,
        by: str,
        now: datetime,
        is_alone: bool,
    ) -> KnownIssue:
        """Publish a draft as `by` has `seen` it."""

    def send_back(
        self, team: str, draft_id: DraftId, /, *, seen: str, by: str, remark: str, now: datetime
    ) -> Draft:
        """Give a draft back to who wrote it."""

    def discard(
        self, team: str, draft_id: DraftId, /, *, seen: str, by: str, now: datetime
    ) -> Draft:
        """Put a draft away for good."""

    def review(self, team: str, draft_id: DraftId, /) -> Review | None:
        """Return a draft beside what its known issue says now; None if there is no such draft."""

    def open_of(self, team: str, issue_id: str, /) -> Draft | None:
        """Return the open draft of a known issue."""

    def open(self, team: str, most: int, /) -> Sequence[Draft]:
        """Return the open drafts, those that wait for approval first."""


class Publishing(Protocol):
    """What takes effect at once: each words were approved before."""

    def retire(self, team: str, issue_id: str, actor: str, now: datetime, /) -> bool:
        """Take a known issue out of use for `team`; False if it is not in use."""

    def restore(self, team: str, issue_id: str, actor: str, now: datetime, /) -> bool:
        """Take it into use again; False if it is not retired."""

    def share_again(self, team: str, issue_id: str, actor: str, now: datetime, /) -> bool:
        """Let the issue of all teams stand in its place; False if none does."""

    def roll_back(
        self, team: str, issue_id: str, version: int, /, *, seen: int, actor: str, now: datetime
    ) -> KnownIssue | None:
        """Say again what an earlier version said; None if it is not as `seen`."""

    def versions(self, team: str, issue_id: str, /) -> Sequence[Version]:
        """Return the latest versions of an issue of exactly that team, newest first."""


class Bookshelf(Protocol):
    """Goes through the known issues."""

    def page(self, team: str, place: Place, since: datetime, /, *, size: int) -> Page[Volume]:
        """Return what `place` looks at; `since` divides what is stale from what is not."""
