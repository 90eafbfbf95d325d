"""Corrections: what people set stands in place of what the analyst said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.triage.judgement import IssueType
from bot.triage.teamwork.correction import (
    Correction,
    CorrectionKind,
    Field,
    SaidAlready,
    corrected,
    edits,
    not_this,
    same,
    standing,
    value,
    verdicts,
)
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


def test_the_same_issue_becomes_the_match() -> None:
    said = same(a_judgement(matched_issue_id="KB-1"), (), "KB-2", "U0ANN", NOON)

    assert (said.kind, said.before, said.after) == (CorrectionKind.SAME, "KB-1", "KB-2")
    assert corrected(a_judgement(), [said]).matched_issue_id == "KB-2"


def test_what_was_the_match_and_is_not_this_is_a_new_issue() -> None:
    known = a_judgement(matched_issue_id="KB-1")

    assert corrected(known, [not_this(known, (), "KB-1", "U0ANN", NOON)]).matched_issue_id is None
    assert corrected(known, [not_this(known, (), "KB-2", "U0ANN", NOON)]) == known


def test_of_an_issue_one_verdict_stands_whoever_speaks_of_it() -> None:
    known = a_judgement(matched_issue_id="KB-1")
    yes = same(a_judgement(), (), "KB-1", "U0ANN", NOON)

    for verdict in (same, not_this):
        with pytest.raises(SaidAlready) as refused:
            verdict(known, [yes], "KB-1", "U0BEN", NOON)
        assert refused.value.standing is yes


def test_a_verdict_that_the_match_contradicts_later_stands_no_more() -> None:
    known = a_judgement(matched_issue_id="KB-1")
    yes = same(known, (), "KB-1", "U0ANN", NOON)
    no = not_this(known, (), "KB-2", "U0ANN", NOON)
    (other,) = edits(known, replace(known, matched_issue_id="KB-2"), "U0BEN", NOON)

    assert verdicts([yes, no]) == {"KB-1": yes, "KB-2": no}
    assert verdicts([yes, no, other]) == {}
    assert verdicts([yes, other, same(known, (), "KB-3", "U0BEN", NOON)]).keys() == {"KB-3"}
