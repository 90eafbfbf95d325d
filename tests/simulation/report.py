"""What went wrong in all seeds together, and what broke of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.simulation.kinds import Kind
from tests.simulation.promise import Promise

if TYPE_CHECKING:
    from tests.simulation.driver import Outcome

MOST_SHOWN = 20


@dataclass
class Report:
    """Counts faults against a floor, and breaches against nothing."""

    floor: int
    faults: Counter[Kind] = field(default_factory=Counter)
    broken: Counter[Promise] = field(default_factory=Counter)
    breaches: list[str] = field(default_factory=list)
    seeds: int = 0
    tickets: int = 0
    seconds: float = 0.0

    def add(self, outcome: Outcome) -> None:
        """Count one seed."""
        self.seeds += 1
        self.tickets += outcome.tickets
        self.faults.update(outcome.faults)
        self.broken.update(promise for promise, _ in outcome.breaches)
        self.breaches += (
            f"seed {outcome.seed}: {promise}: {what}" for promise, what in outcome.breaches
        )

    @property
    def fault_count(self) -> int:
        """Return how many faults struck."""
        return self.faults.total()

    @property
    def is_enough(self) -> bool:
        """Return True once the floor is reached."""
        return self.fault_count >= self.floor

    @property
    def is_good(self) -> bool:
        """Return True if nothing broke though enough went wrong."""
        return self.is_enough and not self.broken

    def lines(self) -> list[str]:
        """Return the table as people read it."""
        shown = self.breaches[:MOST_SHOWN]
        hint = "see what led to it with: python -m tests.simulation --seed N"
        return [
            *(_line(kind, self.faults[kind]) for kind in Kind),
            _line(f"faults injected (floor {self.floor:,})", self.fault_count),
            "",
            *(_line(promise, self.broken[promise]) for promise in Promise),
            _line("broken", self.broken.total()),
            "",
            f"{self.seeds} seeds, {self.tickets:,} tickets, {self.seconds:.0f} s",
            *([*shown, hint] if shown else []),
        ]


def _line(name: str, count: int) -> str:
    return f"{name:45} {count:7,}"
