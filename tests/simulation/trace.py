"""What happened, in order: the same for the same seed, byte for byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.simulation.clock import Clock


class Trace:
    """Lines that begin with the seconds since the beginning."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.lines: list[str] = []

    def note(self, what: str, *about: object) -> None:
        """Add one line."""
        said = " ".join(str(part) for part in about)
        self.lines.append(f"{self._clock.monotonic():12.3f}  {what:9} {said}".rstrip())

    def __str__(self) -> str:
        return "\n".join(self.lines)
