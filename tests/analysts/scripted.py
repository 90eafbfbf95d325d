"""A language model that answers from a list, and a clock that moves when somebody sleeps."""

from __future__ import annotations

import json
from collections import deque
from typing import TYPE_CHECKING

from bot.analysts.completions import Completion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.analysts.completions import Said
    from bot.triage.errors import TriageError

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
