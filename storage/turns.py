"""Lets one thread at a time write, and those go first who can't wait."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Condition, Lock
from time import monotonic
from typing import TYPE_CHECKING

from bot.triage.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator


class Turns:
    """Turns of the threads of one process; waiting in SQLite itself is polling, and unfair.

    An urgent thread goes before all that can wait: Slack waits for a listener, nobody for a worker.
    Those stand in a line of their own, of which only the first is told that its turn may have come.
    """

    def __init__(self) -> None:
        self._line = Lock()
        self._lock = Lock()
        self._free_for_urgent = Condition(self._lock)
        self._free_for_line = Condition(self._lock)
        self._is_taken = False
        self._urgent = 0

    @contextmanager
    def taken(self, patience_seconds: float, *, urgent: bool) -> Iterator[float]:
        """Wait for the turn and give the patience that is left; Unavailable if there is none."""
        deadline = monotonic() + patience_seconds
        if urgent:
            self._take_before_others(deadline)
        else:
            self._take_in_line(deadline)
        try:
            yield deadline - monotonic()
        finally:
            with self._lock:
                self._is_taken = False
                self._tell()

    def _take_before_others(self, deadline: float) -> None:
        with self._lock:
            self._urgent += 1
            try:
                self._take(self._free_for_urgent, deadline)
            finally:
                self._urgent -= 1
                self._tell()

    def _take_in_line(self, deadline: float) -> None:
        if not self._line.acquire(timeout=_left(deadline)):
            raise _busy()
        try:
            with self._lock:
                self._take(self._free_for_line, deadline)
        finally:
            self._line.release()

    def _take(self, free: Condition, deadline: float) -> None:
        def is_free() -> bool:
            return not self._is_taken and (free is self._free_for_urgent or not self._urgent)

        if not free.wait_for(is_free, _left(deadline)):
            raise _busy()
        self._is_taken = True

    def _tell(self) -> None:
        """Wake who is next, if the turn is free."""
        if not self._is_taken:
            (self._free_for_urgent if self._urgent else self._free_for_line).notify()


def _left(deadline: float) -> float:
    return max(0.0, deadline - monotonic())


def _busy() -> Unavailable:
    return Unavailable("the database is busy")
