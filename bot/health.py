"""Whether the app can do its work: one check a part, the same for `/health` and `triage doctor`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.triage.errors import TriageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class State(StrEnum):
    """How a part, or the whole, is."""

    OK = "ok"
    DEGRADED = "degraded"
    """Works, but a person should look."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check saw, and what to do about it if it is not well."""

    name: str
    state: State
    detail: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """Looks at one part; `look` returns a detail or raises TriageError."""

    name: str
    look: Callable[[], str]
    advice: str
    vital: bool = True
    """False if the app works on without this part, only worse."""

    def run(self) -> Finding:
        """Look, and say what was seen."""
        try:
            return Finding(self.name, State.OK, self.look())
        except TriageError as error:
            state = State.FAILED if self.vital else State.DEGRADED
            return Finding(self.name, state, str(error), self.advice)


@dataclass(frozen=True, slots=True)
class Health:
    """All findings of one moment, and how much waits."""

    findings: tuple[Finding, ...]
    queue_depth: int
    dead_letters: int
    fresh_dead_letters: int = 0
    """Those of late: what is older is listed, but is no news."""

    @property
    def state(self) -> State:
        """Return the worst of the findings; fresh dead letters degrade."""
        states = {finding.state for finding in self.findings}
        if State.FAILED in states:
            return State.FAILED
        return State.DEGRADED if State.DEGRADED in states or self.fresh_dead_letters else State.OK

    def as_json(self) -> dict[str, object]:
        """Return the body of `GET /health`."""
        checks = {
            finding.name: {"status": finding.state.value, "detail": finding.detail}
            for finding in self.findings
        }
        return {
            "status": self.state.value,
            "checks": checks,
            "queue_depth": self.queue_depth,
            "dead_letters": self.dead_letters,
        }


def examine(
    checks: Iterable[Check],
    queue_depth: Callable[[], int],
    dead_letters: Callable[[], int],
    fresh_dead_letters: Callable[[], int],
) -> Health:
    """Run all checks; a count that can't be had is reported as a failed check."""
    findings = [check.run() for check in checks]
    try:
        return Health(tuple(findings), queue_depth(), dead_letters(), fresh_dead_letters())
    except TriageError as error:
        findings.append(Finding("queue", State.FAILED, str(error)))
        return Health(tuple(findings), -1, -1, -1)
