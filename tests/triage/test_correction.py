"""Corrections: what people set stands in place of what the analyst said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.triage.correction import (
    Correction,
    CorrectionKind,
    Field,
    corrected,
    edits,
    standing,
    value,
)
from bot.triage.judgement import IssueType
from tests.builders import NOON, a_judgement

CHANGED = {
    Field.CATEGORY: "Bug",
    Field.SEVERITY: "High",
    Field.MATCHED_ISSUE: "KB-101",
    Field.SUMMARY: "Another summary",
    Field.NEXT_ACTION: "Do something else",
}


def an_edit(field: Field, after: str, by: str = "U0ANN") -> Correction:
    return Correction(CorrectionKind.EDIT, by, NOON, field, "", after)


@pytest.mark.parametrize("field", Field)
def test_an_edit_changes_its_field_alone(field: Field) -> None:
    before = a_judgement()
    after = corrected(before, [an_edit(field, CHANGED[field])])

    assert {each for each in Field if value(after, each) != value(before, each)} == {field}
    assert value(after, field) == CHANGED[field]


def test_an_emptied_match_makes_it_a_new_issue() -> None:
    known = a_judgement(matched_issue_id="KB-101")

    assert corrected(known, [an_edit(Field.MATCHED_ISSUE, "")]).issue_type is IssueType.NEW


def test_the_last_word_counts() -> None:
    said = [an_edit(Field.CATEGORY, "Bug"), an_edit(Field.CATEGORY, "Login", by="U0BEN")]

    assert corrected(a_judgement(), said).category == "Login"
    assert standing(said)[Field.CATEGORY].by == "U0BEN"


def test_a_thumb_changes_nothing() -> None:
    thumb = Correction(CorrectionKind.UNHELPFUL, "U0ANN", NOON, reason="Too vague")

    assert corrected(a_judgement(), [thumb]) == a_judgement()
    assert standing([thumb]) == {}


def test_a_form_makes_one_edit_for_each_field_that_differs() -> None:
    before = a_judgement()
    after = replace(before, category="Bug", matched_issue_id="KB-101")

    made = edits(before, after, "U0ANN", NOON)

    assert [(each.field, each.before, each.after) for each in made] == [
        (Field.CATEGORY, "Billing", "Bug"),
        (Field.MATCHED_ISSUE, "", "KB-101"),
    ]
    assert corrected(before, made) == after
