"""Does one thing again and again in the background, for as long as the bot runs."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import structlog

from bot.triage.errors import TriageError

if TYPE_CHECKING:
    from collections.abc import Callable

log = structlog.stdlib.get_logger("rounds")


class Rounds:
    """Calls `act` every so many seconds; one that fails is logged, and the next one comes."""

    def __init__(self, name: str, act: Callable[[], None], every_seconds: float) -> None:
        self.name = name
        self._act = act
        self._every_seconds = every_seconds
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._go, name=name, daemon=True)

    @property
    def goes_on(self) -> bool:
        """Return True while the next round will come; False for good after an unexpected error."""
        return self._thread.is_alive() or self._stopping.is_set()

    def start(self) -> None:
        """Begin, with a pause first; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """End after what is being done."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def _go(self) -> None:
        while not self._stopping.wait(self._every_seconds):
            try:
                self._act()
            except TriageError as error:
                log.warning("round_failed", round=self.name, reason=str(error))
