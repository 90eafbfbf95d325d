"""A model's answer, and how it is read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.analysts.language_model.answers import Answer, parse
from tests.analysts.cases import a_case, shipped_taxonomy
from tests.builders import a_hit

if TYPE_CHECKING:
    from bot.triage.judgement import Case

TAXONOMY = shipped_taxonomy()
SURE = {"category": 0.9, "severity": 0.6, "issue_type": 1}


def an_answer(**changes: object) -> str:
    fields: dict[str, object] = {
        "summary": "The export hangs at 90 %.",
        "category": "Bug",
        "severity": "High",
        "matched_issue_id": "KB-101",
        "issue_type": "known_issue",
        "next_action": "Restart the export worker.",
        "question": None,
        "confidence": SURE,
    }
    return json.dumps({**fields, **changes})


def read(text: str, case: Case | None = None) -> Answer:
    return parse(text, case or a_case("The export hangs", a_hit()), TAXONOMY)
