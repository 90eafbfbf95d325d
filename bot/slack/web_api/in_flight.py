"""Knows which posts may still land in Slack, by a clock that nobody can set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import inf
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.slack.web_api.earlier_calls import EarlierCalls

AT_REST = timedelta(0)


@dataclass(frozen=True, slots=True)
class _Mark:
    attempt: int
    began: float
    """When it was taken in hand; long ago once its outcome is certain."""


class InFlight:
    """What this process has in hand or is in doubt about; safe to share between threads.

    The database keeps when something is to be looked for, but by the time of day: that can be set
    forward while a call is under way, and what is looked for too soon would be said twice.
    """

    def __init__(
        self, monotonic: Callable[[], float], lands_within: timedelta, earlier: EarlierCalls
    ) -> None:
        """Take a clock in seconds that is never set; no call lands later than `lands_within`."""
        self._monotonic = monotonic
        self.lands_within = lands_within
        self._earlier = earlier
        self._marks: dict[str, _Mark] = {}
        self._lock = Lock()

    def began(self, key: str, attempt: int = 0) -> None:
        """Note that the post `key` is in hand from now on; an earlier attempt's note is gone."""
        now = self._monotonic()
        with self._lock:
            if self._earlier.landed_by_seconds() <= now:
                self._marks = {
                    other: mark
                    for other, mark in self._marks.items()
                    if self._left_since(mark.began, now) > 0
                }
            self._marks[key] = _Mark(attempt, now)

    def ended(self, key: str, attempt: int = 0) -> None:
        """Note that nothing of this attempt can land any more: what came of it is certain."""
        with self._lock:
            mark = self._marks.get(key)
            if mark is not None and mark.attempt == attempt:
                self._marks[key] = _Mark(attempt, -inf)

    def age_seconds(self, key: str, attempt: int = 0) -> float:
        """Return how long this attempt is in hand; infinite if it is not, or not any more."""
        with self._lock:
            mark = self._marks.get(key)
        return self._monotonic() - mark.began if mark and mark.attempt == attempt else inf

    def left(self, key: str, *, is_in_doubt: bool) -> timedelta:
        """Return for how long an earlier call may still land, AT_REST if it can't.

        Of what is in doubt and not from this process, an earlier one may have just called.
        """
        earlier, now = self._earlier.landed_by_seconds(), self._monotonic()
        with self._lock:
            mark = self._marks.get(key)
        if mark is not None:
            return timedelta(seconds=self._left_since(mark.began, now))
        return timedelta(seconds=max(earlier - now, 0.0)) if is_in_doubt else AT_REST

    def _left_since(self, since: float, now: float) -> float:
        return max(since + self.lands_within.total_seconds() - now, 0.0)
