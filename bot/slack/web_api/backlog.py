"""Tells whether so much waits to be done that what is merely nice must wait."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

DEEP = 100
FRESH = timedelta(seconds=1)


class Backlog:
    """How much is due, asked once a second at most."""

    def __init__(self, depth: Callable[[], int], clock: Callable[[], datetime]) -> None:
        self._depth = depth
        self._clock = clock
        self._seen = 0
        self._seen_at: datetime | None = None

    def is_deep(self) -> bool:
        """Return True if more waits than is done within a few seconds."""
        now = self._clock()
        if self._seen_at is None or not self._seen_at <= now < self._seen_at + FRESH:
            self._seen_at = now
            self._seen = self._depth()
        return self._seen > DEEP
