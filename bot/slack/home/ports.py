"""What the app's home needs from the rest of the app; each method may raise Unavailable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.slack.people.audience import ChannelPeople
    from bot.triage.issue import KnownIssue
    from bot.triage.known_issues.article import Article
    from bot.triage.known_issues.draft import Draft, DraftId, Review
    from bot.triage.known_issues.gap import Gap
    from bot.triage.known_issues.shelf import Version, Volume
    from bot.triage.overview.brief import Brief
    from bot.triage.overview.figures import Figures
    from bot.triage.overview.place import Filters, Page, Place, Whose


class Homes(Protocol):
    """Remembers where each person is in the home."""

    def place(self, team: str, user: str) -> tuple[Place, str]:
        """Return where `user` is, and the hash of the view that they have; empty = none yet."""

    def move(self, team: str, user: str, make: Callable[[Place], Place], now: datetime, /) -> Place:
        """Return where `user` is after what `make` makes of their place."""

    def published(self, team: str, user: str, view_hash: str, now: datetime, /) -> None:
        """Remember the hash of what `user` sees now."""


class Briefs(Protocol):
    """Lists tickets."""

    def concerning(
        self,
        team: str,
        user: str,
        closed_since: datetime,
        /,
        *,
        with_silent: bool,
        page: int = 0,
        size: int,
    ) -> Page[Brief]:
        """Return a page of what `user` posted or has: open, the latest first, or closed since then.

        What they posted and was judged silently is among them only `with_silent`.
        """

    def open(
        self,
        team: str,
        filters: Filters,
        severities: Sequence[str],
        /,
        *,
        whose: Whose,
        now: datetime,
        page: int,
        size: int,
    ) -> Page[Brief]:
        """Return a page of what is open: the most severe first, then what is due first."""

    def to_check(self, team: str, likely: float, /, *, page: int, size: int) -> Page[Brief]:
        """Return a page of what a person must look at, the oldest first."""


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


class Gaps(Protocol):
    """Finds what tickets are about and no known issue is."""

    def ranked(self, team: str, now: datetime, /) -> Sequence[Gap]:
        """Return the groups of tickets that read alike, those with most tickets first."""


class Reports(Protocol):
    """Counts tickets."""

    def figures(
        self, team: str, since: datetime, until: datetime, reporter: str | None = None
    ) -> Figures:
        """Return what the tickets of a period come to."""


@dataclass(frozen=True, slots=True)
class HomeStores:
    """Where what the home shows is kept."""

    homes: Homes
    briefs: Briefs
    channels: ChannelPeople
    drafts: Drafts
    publishing: Publishing
    bookshelf: Bookshelf
    gaps: Gaps
    reports: Reports
