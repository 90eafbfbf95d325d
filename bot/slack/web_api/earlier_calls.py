"""Knows until when something may land that an earlier process called, whatever time it showed."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, timedelta

TOLERANCE_SECONDS = 1.0
"""A clock that is kept right bit by bit was not set."""


@dataclass(frozen=True, slots=True)
class ClockReading:
    """How the time of day ran beside the clock that nobody sets; all in seconds."""

    offset_seconds: float
    """How much the time of day was ahead of that clock."""
    landed_by_seconds: float
    """When, by that clock, all has landed that was called at another time of day than this."""


class Memory(Protocol):
    """Keeps a reading for as long as the clock that nobody sets goes on: until the next boot."""

    def recall(self) -> ClockReading | None:
        """Return what was kept, None if nothing was since the machine was started."""

    def keep(self, reading: ClockReading) -> None:
        """Have it recalled by the next process."""


class EarlierCalls:
    """What other processes on this database called, each of which has ended.

    When to look for that is stored by the time of day, which holds unless it was set since: then
    all of it is left alone until none of it can land any more. Were that so after each start, a
    bot that keeps being ended within seconds would never look for anything.
    """

    def __init__(
        self,
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
        lands_within: timedelta,
        memory: Memory,
    ) -> None:
        """Take the time of day and a clock in seconds that is never set, not by a new process."""
        self._now = now
        self._monotonic = monotonic
        self._lands_within = lands_within.total_seconds()
        self._memory = memory
        self._lock = Lock()
        self._reading = memory.recall()
        self.landed_by_seconds()

    def landed_by_seconds(self) -> float:
        """Return when, by the clock that nobody sets, what is due by its row has surely landed.

        To be asked before each call: it is what notices that the time of day was set.
        """
        with self._lock:
            passed = self._monotonic()
            offset = self._now().timestamp() - passed
            reading = self._reading
            if reading is None or abs(offset - reading.offset_seconds) > TOLERANCE_SECONDS:
                reading = self._reading = ClockReading(offset, passed + self._lands_within)
                self._memory.keep(reading)
            return reading.landed_by_seconds
