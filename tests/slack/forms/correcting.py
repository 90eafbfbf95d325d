"""What a corrected ticket and its form say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.workspace import View
    from tests.slack.working import Shift

ISSUE = "matched_issue_id"


def decided(shift: Shift) -> tuple[str, str, str | None]:
    judgement = shift.ticket().decided
    assert judgement is not None
    return judgement.category, judgement.severity, judgement.matched_issue_id


def initial(form: View, block_id: str) -> Any:  # noqa: ANN401 - whatever an input can hold
    element = next(block["element"] for block in form.blocks if block["block_id"] == block_id)
    return next((value for name, value in element.items() if name.startswith("initial_")), None)
