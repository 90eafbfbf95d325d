"""The only time there is: it passes when somebody waits, and others act meanwhile."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.builders import NOON

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime


class Clock:
    """Stands still unless `wait` is called."""

    def __init__(self) -> None:
        self.now = NOON
        self.meanwhile: Callable[[datetime], None] | None = None
        """Lets others act until the given time, while somebody waits for it."""

    def __call__(self) -> datetime:
        return self.now

    def seconds(self) -> float:
        """Return the time as Slack counts it."""
        return self.now.timestamp()

    def monotonic(self) -> float:
        """Return the seconds since the beginning."""
        return (self.now - NOON).total_seconds()

    def wait(self, seconds: float) -> None:
        """Return after `seconds`, or later if the others took longer."""
        until = self.now + timedelta(seconds=seconds)
        if self.meanwhile is not None:
            self.meanwhile(until)
        self.advance(until)

    def advance(self, until: datetime) -> None:
        """Let it be `until`, unless it is later already."""
        self.now = max(self.now, until)
