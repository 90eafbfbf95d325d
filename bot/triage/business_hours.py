"""When a team works: deadlines are counted in that time alone, in the team's own time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = timedelta(days=1)
WEEK = frozenset(range(7))
MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class BusinessHours:
    """One shift a day, by the clock on the wall: a day with a change of the clock is as it is."""

    zone: ZoneInfo
    begins: int = 0
    """Minutes after midnight."""
    ends: int = MINUTES_A_DAY
    """Not after `begins` means on the next day: a night shift belongs to the day it begins on."""
    days: frozenset[int] = WEEK
    """Monday is 0; not empty."""
    holidays: frozenset[date] = frozenset()

    def opens_at(self, at: datetime) -> datetime:
        """Return `at` itself if the team works then, else when it begins next."""
        return self.after(at, timedelta())

    def after(self, at: datetime, span: timedelta) -> datetime:
        """Return when the team has worked for `span` since `at`."""
        shifts = (shift for shift in self._shifts(at, DAY) if shift[1] > at)
        begin, end = next(shifts)
        while span > end - max(begin, at):
            span -= end - max(begin, at)
            begin, end = next(shifts)
        return max(begin, at) + span

    def before(self, at: datetime, span: timedelta) -> datetime:
        """Return since when the team has worked for `span` until `at`."""
        shifts = (shift for shift in self._shifts(at, -DAY) if shift[0] < at)
        begin, end = next(shifts)
        while span > min(end, at) - begin:
            span -= min(end, at) - begin
            begin, end = next(shifts)
        return min(end, at) - span

    def _shifts(self, at: datetime, step: timedelta) -> Iterator[tuple[datetime, datetime]]:
        """Yield begin and end of every shift that may touch `at`, then day by day."""
        day = at.astimezone(self.zone).date() - step
        while True:
            if day.weekday() in self.days and day not in self.holidays:
                ends = self.ends if self.ends > self.begins else self.ends + MINUTES_A_DAY
                begin, end = self._on(day, self.begins), self._on(day, ends)
                # Where the clock leaves out when it begins, it can end before that.
                if begin < end:
                    yield begin, end
            day += step

    def _on(self, day: date, minutes: int) -> datetime:
        """Return that time of a day; one that the clock leaves out comes as much later."""
        wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
        return wall.replace(tzinfo=self.zone).astimezone(UTC)


ROUND_THE_CLOCK = BusinessHours(ZoneInfo("UTC"))
