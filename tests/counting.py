"""Which tests are counted for coverage: each line that is watched takes half as long again.

Those that play much of the app many times over reach nothing that others don't. They run unwatched,
and so does what they start.
"""

from __future__ import annotations

import os

import coverage

UNCOUNTED = (
    "tests/killing/",
    "tests/simulation/",
    "tests/replay/",
    "tests/quality/",
)

WATCHED_BY = "COVERAGE"
"""How the names of the variables begin by which processes are told that they are watched."""


class Counting:
    """Has what runs in this process counted, where coverage is measured at all."""

    def __init__(self) -> None:
        self._counter = coverage.Coverage.current()
        self.is_on = True

    def turn(self, *, on: bool) -> None:
        """Count from now on, or stop counting."""
        if self._counter is not None and on is not self.is_on:
            if on:
                self._counter.start()
            else:
                self._counter.stop()
        self.is_on = on


COUNTING = Counting()


def environment() -> dict[str, str]:
    """Return the variables of this process, so that what it starts is counted as it is."""
    hidden = () if COUNTING.is_on else WATCHED_BY
    return {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
