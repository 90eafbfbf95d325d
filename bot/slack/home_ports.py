"""What the app's home needs from the rest of the app; each method may raise Unavailable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import datetime

    from bot.slack.knowledge_ports import Bookshelf, Drafts, Publishing
    from bot.triage.brief import Brief
    from bot.triage.figures import Figures
    from bot.triage.gap import Gap
    from bot.triage.place import Filters, Page, Place


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
        self, team: str, user: str, closed_since: datetime, most: int
    ) -> Sequence[Brief]:
        """Return the latest tickets that `user` posted or has: open, or closed since then."""

    def open(
        self, team: str, filters: Filters, severities: Sequence[str], /, *, page: int, size: int
    ) -> Page[Brief]:
        """Return a page of what is open: the most severe first, then what is due first."""

    def to_check(self, team: str, likely: float, /, *, page: int, size: int) -> Page[Brief]:
        """Return a page of what a person must look at, the oldest first."""


class ChannelPeople(Protocol):
    """Remembers who is in which private channel."""

    def channel(self, team: str, channel: str, since: datetime) -> Collection[str] | None:
        """Return who may read it, if that was looked up `since` then; `EVERYBODY` = all."""

    def keep_channel(
        self, team: str, channel: str, users: Collection[str], now: datetime, /
    ) -> None:
        """Remember who may read a channel."""


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
