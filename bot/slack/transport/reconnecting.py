"""How soon a new socket is opened after one has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

FIRST_PAUSE_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 30.0
STEADY_SECONDS = 10.0


class Reconnecting:
    """Waits longer each time that a socket did not last, for whatever reason, a farewell too.

    Slack may greet, take leave and be called again without end, such as where Socket Mode was
    switched off: fifty times a second, at a method that it allows once a minute.
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._began_at = monotonic()
        self._pause_seconds = FIRST_PAUSE_SECONDS

    def begin(self) -> None:
        """Note that a socket is about to be opened."""
        self._began_at = self._monotonic()

    def pause_seconds(self) -> float:
        """Return how long to wait, now that the socket has ended."""
        if self._monotonic() - self._began_at >= STEADY_SECONDS:
            self._pause_seconds = FIRST_PAUSE_SECONDS
        pause = self._pause_seconds
        self._pause_seconds = min(2 * pause, LONGEST_PAUSE_SECONDS)
        return pause
