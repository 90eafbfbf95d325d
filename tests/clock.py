"""The time in tests with a desk: it moves only when told, and its display can be set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tests.builders import NOON

if TYPE_CHECKING:
    from bot.slack.web_api.earlier_calls import ClockReading


@dataclass
class Clock:
    """Time that moves only when told."""

    now: datetime = NOON
    """The time of day, as the machine shows it."""
    ahead: timedelta = timedelta(0)
    """How much of it did not pass, but was set."""

    def __call__(self) -> datetime:
        return self.now

    def seconds(self) -> float:
        return self.now.timestamp()

    def monotonic(self) -> float:
        """Return the seconds that have passed; what Slack goes by, whose clock nobody sets."""
        return (self.now - self.ahead).timestamp()

    def pass_by(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def set_by(self, seconds: float) -> None:
        """Set the time of day forward, or back."""
        self.now += timedelta(seconds=seconds)
        self.ahead += timedelta(seconds=seconds)


@dataclass
class SameBoot:
    """What processes of one boot of the machine keep for each other."""

    reading: ClockReading | None = None

    def recall(self) -> ClockReading | None:
        return self.reading

    def keep(self, reading: ClockReading) -> None:
        self.reading = reading
