"""The next action goes with what people correct, unless one of them wrote it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.triage.judgement import Category, Severity, Taxonomy
from bot.triage.judging.next_action import followed, following
from bot.triage.teamwork.correction import Correction, CorrectionKind, Field
from tests.builders import NOON, a_judgement

if TYPE_CHECKING:
    from bot.triage.judgement import Judgement

TAXONOMY = Taxonomy(
    (
        Category("Billing", "Money", "Look at the invoice"),
        Category("Bug", "Errors", "Reproduce it"),
    ),
    (Severity("Low", "Nobody is held up", "-"),),
)
USUAL = a_judgement(category="Billing", next_action="Look at the invoice")
KNOWN = replace(USUAL, matched_issue_id="KB-1", next_action="Cancel the invoice")


def a_change(kind: CorrectionKind) -> Correction:
    return Correction(kind, "U0ANN", NOON, Field.NEXT_ACTION, "", "Call them")


@pytest.mark.parametrize(
    ("before", "changes", "action"),
    [
        (USUAL, {"category": "Bug"}, "Reproduce it"),
        (USUAL, {"matched_issue_id": "KB-2"}, "Empty the tank"),
        (USUAL, {"severity": "Low"}, "Look at the invoice"),
        (USUAL, {"category": "Bug", "next_action": "Call them"}, "Call them"),
        (USUAL, {"category": "Given up"}, "Look at the invoice"),
        (KNOWN, {"matched_issue_id": None}, "Look at the invoice"),
        (KNOWN, {"matched_issue_id": None, "category": "Bug"}, "Reproduce it"),
        (KNOWN, {"matched_issue_id": "KB-2"}, "Empty the tank"),
        (KNOWN, {"category": "Bug"}, "Cancel the invoice"),
    ],
)
def test_the_next_action_goes_with_category_and_match(
    before: Judgement, changes: dict[str, object], action: str
) -> None:
    after = replace(before, **changes)  # type: ignore[arg-type]

    assert followed(before, after, (), TAXONOMY, "Empty the tank") == action


def test_an_issue_that_recommends_nothing_leaves_what_is_usual() -> None:
    after = replace(USUAL, matched_issue_id="KB-2", category="Bug")

    assert followed(USUAL, after, (), TAXONOMY, "") == "Reproduce it"


def test_what_a_person_wrote_stays() -> None:
    after = replace(KNOWN, matched_issue_id=None)
    edit, follow = (a_change(kind) for kind in (CorrectionKind.EDIT, CorrectionKind.FOLLOWED))

    assert followed(KNOWN, after, (follow, edit), TAXONOMY, "") == "Cancel the invoice"
    assert followed(KNOWN, after, (edit, follow), TAXONOMY, "") == "Look at the invoice"


def test_what_changes_nothing_is_not_kept() -> None:
    assert following(USUAL, "Look at the invoice", "U0ANN", NOON) == ()
    (kept,) = following(USUAL, "Reproduce it", "U0ANN", NOON)
    assert (kept.kind, kept.before, kept.after) == (
        CorrectionKind.FOLLOWED,
        "Look at the invoice",
        "Reproduce it",
    )
