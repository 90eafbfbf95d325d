"""A language model that answers from a list, and a clock that moves when somebody sleeps."""

from __future__ import annotations

import json
import time
from collections import deque
from typing import TYPE_CHECKING

from bot.analysts.language_model.budget import Budget
from bot.analysts.language_model.completions import Completion
from bot.analysts.language_model.judging import ModelAnalyst
from bot.analysts.language_model.tries import Tries
from bot.triage.delivery.retries import Timing
from bot.triage.errors import Unavailable
from bot.triage.judgement import Judgement
from tests.builders import NOON

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from bot.analysts.language_model.completions import Said
    from bot.analysts.language_model.tries import Completes
    from bot.triage.delivery.retries import Patience
    from bot.triage.errors import TriageError
    from bot.triage.judgement import Case, Taxonomy

GOOD = json.dumps(
    {
        "summary": "The export hangs.",
        "category": "Bug",
        "severity": "High",
        "matched_issue_id": None,
        "issue_type": "new_issue",
        "next_action": "Restart the export worker.",
        "question": None,
        "confidence": {"category": 0.9, "severity": 0.8, "issue_type": 0.7},
    }
)


class ScriptedModel:
    """Gives its replies in order and keeps what it was asked."""

    name = "scripted"

    def __init__(self, *replies: Completion | TriageError | str) -> None:
        self.replies = deque(replies)
        self.asked: list[tuple[Said, ...]] = []
        self.seconds: list[float] = []

    def complete(
        self, messages: Sequence[Said], schema: dict[str, object], seconds: float
    ) -> Completion:
        assert schema["type"] == "object"
        self.asked.append(tuple(messages))
        self.seconds.append(seconds)
        reply = self.replies.popleft()
        if isinstance(reply, str):
            return Completion(reply, "scripted-1", 100, 20)
        if isinstance(reply, Completion):
            return reply
        raise reply


class Gives:
    """An analyst with one answer."""

    def __init__(self, outcome: Judgement | Exception) -> None:
        self.outcome = outcome
        self.cases: list[Case] = []

    def judge(self, case: Case) -> Judgement:
        self.cases.append(case)
        if isinstance(self.outcome, Judgement):
            return self.outcome
        raise self.outcome


class Clock:
    """Time that passes only in sleep."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


class Ledger:
    """An account in memory, which keeps each booking."""

    def __init__(self, *, is_broken: bool = False) -> None:
        self.bookings: list[tuple[str, date, int]] = []
        self.is_broken = is_broken

    def reserve(self, team: str, day: date, tokens: int, most: int) -> bool:
        if self.spent(team, day) + tokens > most:
            return False
        self.bookings.append((team, day, tokens))
        return True

    def settle(self, team: str, day: date, tokens: int) -> None:
        if self.is_broken:
            raise Unavailable("the database is busy")
        self.bookings.append((team, day, tokens))

    def spent(self, team: str, day: date) -> int:
        return sum(each[2] for each in self.bookings if each[:2] == (team, day))


REAL_TIME = Timing(lambda: NOON, time.monotonic, time.sleep, lambda: 0.0)
UNLIMITED = Budget(Ledger(), 0, lambda: NOON)


def an_analyst(
    model: Completes,
    taxonomy: Taxonomy,
    patience: Patience,
    clock: Clock,
    budget: Budget = UNLIMITED,
) -> ModelAnalyst:
    """Return an analyst whose time is `clock`'s."""
    timing = Timing(lambda: NOON, clock, clock.sleep, lambda: 0.5)
    return ModelAnalyst(Tries(model, budget, patience, timing), taxonomy)
