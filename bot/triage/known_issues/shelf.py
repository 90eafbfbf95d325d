"""Known issues as their keepers see them: in use or not, how often matched, versions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.triage.issue import EVERY_TEAM

if TYPE_CHECKING:
    from datetime import datetime

    from bot.triage.issue import KnownIssue


class Shelf(StrEnum):
    """Which known issues are listed."""

    IN_USE = "in_use"
    NEVER_MATCHED = "never_matched"
    STALE = "stale"
    """Neither matched nor changed for long."""
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Volume:
    """A known issue, and what the team's tickets make of it."""

    issue: KnownIssue
    is_copy: bool = False
    """The team's own in place of one of all teams."""
    times: int = 0
    """How many of the team's tickets it matched, ever."""
    last_at: datetime | None = None
    """When the last of them was opened."""
    changed_at: datetime | None = None

    @property
    def is_shared(self) -> bool:
        """Return True for an issue of all teams."""
        return self.issue.team == EVERY_TEAM


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an issue, and how it came to be."""

    issue: KnownIssue
    actor: str
    at: datetime
    approved_by: str | None = None
    copied_from: int | None = None
    """The version that it says again, of a rollback."""
