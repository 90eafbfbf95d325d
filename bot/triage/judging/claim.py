"""How a worker has a ticket in hand: until when, what it has seen, and how its tries went."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Claim:
    """What a ticket was loaded with; storage saves under that claim only."""

    until: datetime | None = None
    """Until when it holds; None = nobody has the ticket in hand."""
    wake: int = 0
    """Counts what happened to the ticket; storage compares it to see what arrived meanwhile."""
    begun: int = 0
    """How often it was taken in hand since something last came of that."""
    attempts: int = 0
    """Failed tries since the last success."""

    def succeeded(self) -> Claim:
        """Return it after a try that something came of."""
        return replace(self, attempts=0)

    def failed(self) -> Claim:
        """Return it after a try that came to nothing."""
        return replace(self, attempts=self.attempts + 1)


UNCLAIMED = Claim()
