from __future__ import annotations

import pytest

from bot.triage.judging.lesson import DOUBTED, PASSED_OVER, RESOLVED, SAID, Outcome, outcome
from bot.triage.teamwork.correction import Correction, CorrectionKind, Field
from bot.triage.teamwork.work import WorkState
from tests.builders import NOON

JUDGED = {Field.CATEGORY: "Bug", Field.SEVERITY: "Low", Field.MATCHED_ISSUE: "KB-1"}


def said(
    kind: CorrectionKind, field: Field | None = None, after: str = "", before: str = ""
) -> Correction:
    return Correction(kind, "U0ANN", NOON, field, before, after)


def came_to(
    *corrections: Correction, state: WorkState = WorkState.OPEN, passed_over: bool = False
) -> Outcome:
    return outcome(JUDGED, corrections, state, passed_over=passed_over)


def trusts(found: Outcome) -> tuple[float, ...]:
    return tuple(found.trust.values())


def test_what_a_person_set_counts_and_the_rest_of_the_form_was_seen() -> None:
    found = came_to(said(CorrectionKind.EDIT, Field.CATEGORY, "Billing"))

    assert (found.category, found.severity, found.issue_id) == ("Billing", "Low", "KB-1")
    assert trusts(found) == (SAID, SAID, SAID)


def test_of_two_corrections_the_last_counts() -> None:
    first, second = (said(CorrectionKind.EDIT, Field.CATEGORY, each) for each in ("Login", "Bug"))

    assert came_to(first, second).category == "Bug"


@pytest.mark.parametrize(
    ("found", "trust"),
    [
        (came_to(state=WorkState.RESOLVED), RESOLVED),
        (came_to(said(CorrectionKind.HELPFUL)), SAID),
        (came_to(said(CorrectionKind.UNHELPFUL), state=WorkState.RESOLVED), DOUBTED),
        (came_to(passed_over=True), PASSED_OVER),
        (came_to(), DOUBTED),
    ],
)
def test_what_nobody_set_is_trusted_by_what_people_did(found: Outcome, trust: float) -> None:
    assert trusts(found) == (trust, trust, trust)
    assert found.is_settled == (trust >= RESOLVED)


def test_the_same_issue_is_said_of_the_issue_alone() -> None:
    found = came_to(said(CorrectionKind.SAME, Field.MATCHED_ISSUE, "KB-2", "KB-1"))

    assert found.issue_id == "KB-2"
    assert trusts(found) == (DOUBTED, DOUBTED, SAID)
    assert found.is_settled


def test_not_this_refuses_an_issue_and_leaves_open_which_it_is() -> None:
    found = came_to(said(CorrectionKind.NOT_THIS, Field.MATCHED_ISSUE, "", "KB-1"))

    assert found.issue_id is None
    assert found.refused == {"KB-1"}
    assert found.trust[Field.MATCHED_ISSUE] == DOUBTED
    assert found.is_settled


def test_an_issue_that_was_refused_and_then_chosen_is_not_refused() -> None:
    refused = said(CorrectionKind.NOT_THIS, Field.MATCHED_ISSUE, "", "KB-1")
    chosen = said(CorrectionKind.EDIT, Field.MATCHED_ISSUE, "KB-1")

    found = came_to(refused, chosen)

    assert (found.issue_id, found.refused) == ("KB-1", frozenset())
    assert found.trust[Field.MATCHED_ISSUE] == SAID


def test_another_issue_than_the_match_can_be_refused() -> None:
    found = came_to(said(CorrectionKind.NOT_THIS, before="KB-7"), state=WorkState.RESOLVED)

    assert found.issue_id == "KB-1"
    assert found.refused == {"KB-7"}
    assert found.trust[Field.MATCHED_ISSUE] == RESOLVED
