"""Where somebody is in the app's home: which tab, which page, and what they look for there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from math import ceil
from typing import Generic, TypeVar

from bot.triage.shelf import Shelf

Item = TypeVar("Item")


class Tab(StrEnum):
    """What the home shows."""

    TICKETS = "tickets"
    REVIEW = "review"
    KNOWLEDGE = "knowledge"
    GAPS = "gaps"
    FIGURES = "figures"


@dataclass(frozen=True, slots=True)
class Filters:
    """Which open tickets are listed; empty = whichever."""

    severity: str = ""
    category: str = ""
    assignee: str = ""
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """What one person looks at; pages count from 0."""

    tab: Tab = Tab.TICKETS
    page: int = 0
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
