"""Knows whether words may stand in Slack that did not reach us yet: said while we were away."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST = timedelta(minutes=10)
"""Twice what reading 200 threads takes within Slack's limits; nothing waits for longer."""
SETTLING = timedelta(seconds=5)
"""From when all is stored until it is known what follows: who wrote may have to be looked up."""
LOOK_AGAIN = timedelta(seconds=5)
"""How long who waits for what is unread waits before looking again."""


class Unread:
    """What says that nobody answered waits for it; safe to share between threads."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._silences = 0
        self._read = 0
        self._until = monotonic()

    def began(self) -> None:
        """Say that nothing can arrive from now on.

        Where an earlier silence is not read yet, the time that it is waited for goes on.
        """
        if self._silences == self._read:
            self._until = self._monotonic() + LONGEST.total_seconds()
        self._silences += 1

    @property
    def silences(self) -> int:
        """Return how many silences there were; to be asked before reading what they hid."""
        return self._silences

    def was_read(self, silences: int) -> None:
        """Say that all is taken that was said in so many silences."""
        if self._read < silences == self._silences:
            self._until = min(self._until, self._monotonic() + SETTLING.total_seconds())
            self._read = silences

    def may_be(self) -> bool:
        """Return True while something may be unread; False for good after a while."""
        return self._monotonic() < self._until
