"""The socket between Slack and the bot: it is cut and comes back, and what was missed is read."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from tests.simulation.clock import Clock
    from tests.simulation.life import Life

AGAIN = timedelta(seconds=30)


class Link:
    """Knows when the socket of the bot that lives comes back, and when it reads what it missed."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._connects_at: datetime | None = None
        self._reads_at: datetime | None = None

    @property
    def is_cut(self) -> bool:
        """Return True if nothing reaches the bot."""
        return self._connects_at is not None

    @property
    def due(self) -> tuple[datetime | None, ...]:
        """Return when something is to be done, if it is."""
        return self._connects_at, self._reads_at

    def end(self) -> None:
        """Forget all of the bot that died."""
        self._connects_at = self._reads_at = None

    def begin(self, life: Life) -> None:
        """Connect a bot that was born just now."""
        life.silences.began()
        self._come_back(life)

    def cut(self, life: Life, seconds: float) -> None:
        """Let nothing reach the bot for a while; it may die as it writes that down."""
        self._connects_at = self._clock.now + timedelta(seconds=seconds)
        life.silences.began()

    def connect(self, life: Life) -> bool:
        """Let the socket come back if it is time to."""
        if self._connects_at is None or self._clock.now < self._connects_at:
            return False
        self._connects_at = None
        self._come_back(life)
        return True

    def read_back(self, life: Life) -> bool:
        """Let the bot read what it missed if it is time to."""
        if self._reads_at is None or self._clock.now < self._reads_at:
            return False
        self._reads_at = None
        if not life.silences.run_due():
            self._reads_at = self._clock.now + AGAIN
        return True

    def _come_back(self, life: Life) -> None:
        life.silences.ended()
        self._reads_at = self._clock.now
