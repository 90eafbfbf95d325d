"""The clock on the wall of the bot's machine: minutes off, and set now and then."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from tests.simulation.clock import Clock


class Wall:
    """What the bot takes for the time; Slack has the right one."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._off = timedelta(0)
        self.spread = timedelta(0)
        """How far apart two readings of one moment have been at most."""

    def __call__(self) -> datetime:
        return self.now

    @property
    def now(self) -> datetime:
        """Return the time as the bot reads it."""
        return self._clock.now + self._off

    def seconds(self) -> float:
        """Return the time as the bot compares it with that on a request."""
        return self.now.timestamp()

    def right(self, moment: datetime) -> datetime:
        """Return when it will be `moment` here, if nobody sets this clock before."""
        return moment - self._off

    def set_off(self, seconds: float) -> None:
        """Let this clock be so much ahead of the right one from now on."""
        self._off = timedelta(seconds=seconds)
        self.spread = max(self.spread, abs(self._off) * 2)
