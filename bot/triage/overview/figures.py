"""Figures about the tickets of a period: how many, of which kind, how quickly dealt with."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING, TypeVar

from bot.triage.ticket import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from bot.triage.teamwork.work import WorkState

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Counted:
    """What counts of one ticket: none of its text."""

    opened_at: datetime
    status: Status
    work: WorkState
    category: str | None = None
    """What people set, else what the analyst said; None = nobody has judged it."""
    severity: str | None = None
    is_known: bool | None = None
    """True for a known issue, False for a new one."""
    questions: int = 0
    is_corrected: bool = False
    """A person set something else than the analyst said, or that it was wrong."""
    responded_at: datetime | None = None
    """When a person first did something about it."""
    resolved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """What a period comes to; withdrawn tickets are left out of it."""

    tickets: int = 0
    by_category: Mapping[str, int] = field(default_factory=dict)
    """Most frequent first, as in each table here; those that nobody judged are in none."""
    by_severity: Mapping[str, int] = field(default_factory=dict)
    by_status: Mapping[Status, int] = field(default_factory=dict)
    by_work: Mapping[WorkState, int] = field(default_factory=dict)
    by_day: Mapping[date, int] = field(default_factory=dict)
    """In UTC, oldest first; days without tickets are missing."""
    known: int = 0
    new: int = 0
    asked: int = 0
    """Tickets about which a question was put."""
    corrected: int = 0
    """Judged tickets that a person corrected."""
    first_response: timedelta | None = None
    """The median, over the tickets that had one; None if none had."""
    resolution: timedelta | None = None

    @property
    def judged(self) -> int:
        """Return how many were judged."""
        return self.known + self.new

    @property
    def question_rate(self) -> float:
        """Return the share of tickets about which a question was put."""
        return self.asked / self.tickets if self.tickets else 0.0

    @property
    def correction_rate(self) -> float:
        """Return the share of judged tickets that a person corrected."""
        return self.corrected / self.judged if self.judged else 0.0


def figures(counted: Iterable[Counted]) -> Figures:
    """Return what those tickets come to."""
    standing = [one for one in counted if one.status is not Status.WITHDRAWN]
    judged = [one for one in standing if one.is_known is not None]
    return Figures(
        tickets=len(standing),
        by_category=_counted(one.category for one in judged if one.category),
        by_severity=_counted(one.severity for one in judged if one.severity),
        by_status=_counted(one.status for one in standing),
        by_work=_counted(one.work for one in standing),
        by_day=dict(sorted(Counter(one.opened_at.date() for one in standing).items())),
        known=sum(one.is_known is True for one in judged),
        new=sum(one.is_known is False for one in judged),
        asked=sum(one.questions > 0 for one in standing),
        corrected=sum(one.is_corrected for one in judged),
        first_response=_median((one.opened_at, one.responded_at) for one in standing),
        resolution=_median((one.opened_at, one.resolved_at) for one in standing),
    )


def _counted(values: Iterable[Key]) -> dict[Key, int]:
    return dict(Counter(values).most_common())


def _median(spans: Iterable[tuple[datetime, datetime | None]]) -> timedelta | None:
    took = [(until - since).total_seconds() for since, until in spans if until is not None]
    return timedelta(seconds=median(took)) if took else None
