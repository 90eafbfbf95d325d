"""Does one thing again and again in the background, for as long as the bot runs."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import structlog

from bot.triage.errors import TriageError, Unforeseen
from bot.unforeseen import guarded

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_PAUSE_SECONDS = 60.0
"""Between rounds that an error of ours breaks one after the other."""

log = structlog.stdlib.get_logger("rounds")


class Rounds:
    """Calls `act` every so many seconds; one that fails is logged, and the next one comes.

    After one that an error of ours broke the next comes later, twice as late each time.
    """

    def __init__(self, name: str, act: Callable[[], None], every_seconds: float) -> None:
        self.name = name
        self._act = act
        self._every_seconds = every_seconds
        self._broken = 0
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._go, name=name, daemon=True)

    @property
    def goes_well(self) -> bool:
        """Return False if an error of ours broke the last round; the next one may heal that."""
        return (self._thread.is_alive() and not self._broken) or self._stopping.is_set()

    def start(self) -> None:
        """Begin, with a pause first; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """End after what is being done."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def _go(self) -> None:
        while not self._stopping.wait(self._pause_seconds):
            self._broken = 0 if self._is_done() else self._broken + 1

    @property
    def _pause_seconds(self) -> float:
        later = self._every_seconds * 2.0 ** min(self._broken, 16)
        return min(later, max(self._every_seconds, LONGEST_PAUSE_SECONDS))

    def _is_done(self) -> bool:
        try:
            with guarded("round_broke", round=self.name):
                self._act()
        except Unforeseen:
            return False
        except TriageError as error:
            log.warning("round_failed", round=self.name, reason=str(error))
        return True
