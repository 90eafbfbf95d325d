"""Where somebody is in the app's home: which tab, which page, and what they look for there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from math import ceil
from typing import TYPE_CHECKING, Generic, TypeVar

from bot.triage.known_issues.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

Item = TypeVar("Item")
OWN_TEAMS, ALL_TEAMS, NO_TEAM = "", "*", "-"
"""Which teams' tickets are listed, where it is not those of one route."""
SOON = timedelta(hours=24)


class Tab(StrEnum):
    """What the home shows."""

    TICKETS = "tickets"
    REVIEW = "review"
    KNOWLEDGE = "knowledge"
    GAPS = "gaps"
    FIGURES = "figures"


class Due(StrEnum):
    """When the next deadline of a ticket is."""

    OVERDUE = "overdue"
    SOON = "soon"
    """Within `SOON`."""
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Filters:
    """Which open tickets are listed; empty = whichever, but of teams: one's own."""

    severity: str = ""
    category: str = ""
    assignee: str = ""
    channel: str = ""
    due: str = ""
    team: str = OWN_TEAMS
    """The name of a route, or one of the constants above."""


@dataclass(frozen=True, slots=True)
class Whose:
    """Of which teams tickets are listed, by the names of their routes."""

    only: str = ""
    """The one; empty = several."""
    left_out: frozenset[str] = frozenset()
    """Those that are not; the tickets of no team are."""


EVERYBODYS = Whose()


def whose(team: str, routes: AbstractSet[str], own: AbstractSet[str]) -> Whose:
    """Return what the filter `team` means to somebody who is in the teams `own` of all `routes`.

    What is no team's yet is everybody's. Who is in no team sees what all teams have, and so does
    who looks for a team that is not there any more.
    """
    if team in routes:
        return Whose(only=team)
    if team == NO_TEAM:
        return Whose(left_out=frozenset(routes))
    is_own = team == OWN_TEAMS and own
    return Whose(left_out=frozenset(routes - own)) if is_own else EVERYBODYS


@dataclass(frozen=True, slots=True)
class Place:
    """What one person looks at; pages count from 0."""

    tab: Tab = Tab.TICKETS
    page: int = 0
    own_page: int = 0
    """Of one's own tickets, which stand above others with pages of their own."""
    filters: Filters = Filters()
    shelf: Shelf = Shelf.IN_USE
    category: str = ""
    """Of known issues; empty = all."""
    words: str = ""
    """Which known issues must hold; empty = all do."""

    def at(self, tab: Tab) -> Place:
        """Return the beginning of another tab; what was looked for there before is forgotten."""
        return replace(Place(), tab=tab) if tab is not self.tab else replace(self, page=0)

    def turned_to(self, page: int) -> Place:
        """Return another page of the same."""
        return replace(self, page=max(page, 0))


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """Some of many, and how many there are."""

    items: tuple[Item, ...]
    number: int
    """Counts from 0; the last one if there is no such page any more."""
    size: int
    total: int

    @property
    def count(self) -> int:
        """Return how many pages there are, one at least."""
        return max(1, ceil(self.total / self.size))


def page_within(wanted: int, size: int, total: int) -> int:
    """Return the number of the page to show: `wanted`, unless so many are not there."""
    return min(max(wanted, 0), max(0, ceil(total / size) - 1))


def paged(items: Sequence[Item], number: int, size: int) -> Page[Item]:
    """Return a page of `items`; the last one if there are fewer."""
    shown = page_within(number, size, len(items))
    return Page(tuple(items[shown * size :][:size]), shown, size, len(items))
