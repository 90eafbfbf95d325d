"""What a model answers is read whole, cleaned and held to the rules, or refused."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analysts.language_model.answers import Answer, Unusable
from bot.triage.judgement import Confidence, IssueType, Provenance, Question
from tests.analysts.cases import a_case
from tests.analysts.language_model.answering import SURE, TAXONOMY, an_answer, read
from tests.characters import CHARACTERS


def test_a_good_answer_is_read_whole() -> None:
    question = {"text": "Which export?", "suggestions": ["CSV", "PDF"]}

    answer = read(an_answer(question=question))

    assert answer == Answer(
        summary="The export hangs at 90 %.",
        category="Bug",
        severity="High",
        matched_issue_id="KB-101",
        next_action="Restart the export worker.",
        question=Question("Which export?", ("CSV", "PDF")),
        confidence=Confidence(0.9, 0.6, 1),
    )


def test_an_answer_becomes_the_judgement_of_who_gave_it() -> None:
    provenance = Provenance("openai", "gpt-4o-mini")

    judgement = read(an_answer()).judgement(provenance)

    assert judgement.provenance is provenance
    assert judgement.issue_type is IssueType.KNOWN
    assert judgement.confidence == Confidence(0.9, 0.6, 1)


@pytest.mark.parametrize(
    "wrapped",
    [
        "```json\n{}\n```",
        "Sure! Here is the JSON:\n{}",
        "{} I hope this helps {{smile}}",
        "Thinking {{about it}} ... {}",
        '<think>an empty {{}}, then {{"severity": 1}}</think>{}',
        "{{}} {}",
        "\ufeff {}",
    ],
)
def test_json_is_found_in_what_models_put_around_it(wrapped: str) -> None:
    assert read(wrapped.format(an_answer())).category == "Bug"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"category": "Sales"}, "category must be one of: Billing, Login"),
        ({"category": ["Bug"]}, "category: Input should be a valid string"),
        ({"category": None}, "category: Input should be a valid string"),
        ({"severity": "P1"}, "severity must be one of: Low, Medium"),
        ({"summary": ""}, "summary must not be empty"),
        ({"summary": " \u0000\n"}, "summary must not be empty"),
        ({"summary": {"text": "x"}}, "summary: Input should be a valid string"),
        ({"matched_issue_id": "KB-999"}, "matched_issue_id (or null) must be one of: KB-101"),
        ({"matched_issue_id": 101}, "matched_issue_id: Input should be a valid string"),
        ({"confidence": 0.7}, "confidence: Input should be"),
        ({"confidence": {**SURE, "category": 7}}, "confidence.category: Input should be less"),
        ({"confidence": {**SURE, "severity": -0.1}}, "confidence.severity: Input should be gr"),
        ({"confidence": {**SURE, "severity": "0.5"}}, "confidence.severity: Input should be"),
        ({"confidence": {**SURE, "category": True}}, "confidence.category: Input should be"),
        ({"confidence": {**SURE, "category": float("nan")}}, "NaN is not a JSON number"),
        ({"confidence": {**SURE, "category": float("inf")}}, "Infinity is not a JSON number"),
        ({"confidence": {"category": 1}}, "confidence.severity: Field required"),
        ({"question": "Which one?"}, "question: Input should be"),
        ({"question": {"text": "Which?", "suggestions": "a, b"}}, "question.suggestions: Input"),
        ({"next_action": ["restart"]}, "next_action: Input should be a valid string"),
    ],
)
def test_an_answer_that_breaks_a_rule_is_refused_with_the_rule(
    changes: dict[str, object], reason: str
) -> None:
    with pytest.raises(Unusable) as refused:
        read(an_answer(**changes))

    assert str(refused.value).startswith(reason)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I'm sorry, I can't help with that.",
        "<html><body>502 Bad Gateway</body></html>",
        "null",
        "[]",
        '"Bug"',
        '{"summary": "cut off in the mid',
        "{" * 100_000,
        '{"a":' * 10_000,
        "[" * 40_000 + "{",
        '{"confidence": 1e999999}',
        '{"confidence": ' + "9" * 5_000 + "}",
        "{}",
    ],
)
def test_what_is_no_answer_is_refused(text: str) -> None:
    with pytest.raises(Unusable):
        read(text)


def test_confidence_in_percent_is_understood() -> None:
    answer = read(an_answer(confidence={"category": 95, "severity": 60, "issue_type": 0}))

    assert answer.confidence == Confidence(0.95, 0.6, 0)


@pytest.mark.parametrize("numbers", [(1.2, 0.8, 0.9), (9, 8, 7), (95, 1, 80), (95, 0.8, 60)])
def test_what_may_be_meant_otherwise_is_no_percent(numbers: tuple[float, ...]) -> None:
    confidence = dict(zip(SURE, numbers, strict=True))

    with pytest.raises(Unusable, match="less than or equal to 1"):
        read(an_answer(confidence=confidence))


def test_null_is_as_good_as_left_out_where_that_is_allowed() -> None:
    question = {"text": "Which export?", "suggestions": None}

    answer = read(an_answer(next_action=None, question=question))

    assert answer.next_action == TAXONOMY.category("Bug").next_action
    assert answer.question == Question("Which export?", ())


def test_a_refusal_never_repeats_what_the_model_said() -> None:
    with pytest.raises(Unusable) as refused:
        read(an_answer(category="sk-secret", severity="sk-secret"))

    assert "sk-secret" not in str(refused.value)


def test_enums_in_another_case_are_understood() -> None:
    answer = read(an_answer(category="bug ", severity="HIGH", matched_issue_id="kb-101"))

    assert (answer.category, answer.severity) == ("Bug", "High")
    assert answer.matched_issue_id == "KB-101"


@pytest.mark.parametrize("nothing", [None, "", "null", "None"])
def test_every_way_to_say_no_issue_means_new(nothing: str | None) -> None:
    answer = read(an_answer(matched_issue_id=nothing, issue_type="known_issue"))

    assert answer.matched_issue_id is None


def test_an_issue_cannot_be_cited_where_none_was_found() -> None:
    with pytest.raises(Unusable, match="matched_issue_id must be null"):
        read(an_answer(), a_case("The export hangs"))


def test_too_long_texts_are_cut() -> None:
    question = {"text": "q" * 999, "suggestions": ["s" * 999, "t"]}

    answer = read(an_answer(summary="s" * 999, next_action="n" * 999, question=question))

    assert len(answer.summary) == 300
    assert len(answer.next_action) == 500
    assert answer.question is not None
    assert len(answer.question.text) == 300
    assert len(answer.question.suggestions[0]) == 75


def test_control_characters_and_line_breaks_are_cleaned() -> None:
    answer = read(an_answer(summary="one\u0000\u001b[31m\r\n two\u0007"))

    assert answer.summary == "one[31m two"


def test_a_tower_of_marks_costs_no_word_of_what_comes_after_it() -> None:
    answer = read(an_answer(summary=f"Sum{chr(0x336) * 2000} of June"))

    assert answer.summary == f"Sum{chr(0x336) * 4} of June"


def test_a_lone_surrogate_does_no_harm() -> None:
    with pytest.raises(Unusable):
        read(an_answer(summary="\ud800"))


def test_without_a_next_action_the_category_has_one() -> None:
    answer = read(an_answer(next_action="  "))

    assert answer.next_action == TAXONOMY.category("Bug").next_action


@given(st.text(CHARACTERS))
def test_no_text_does_more_than_be_refused(text: str) -> None:
    with pytest.raises(Unusable):
        read(text)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(CHARACTERS),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(CHARACTERS), inner, max_size=3)
    ),
    max_leaves=5,
)


@given(st.sampled_from(sorted(json.loads(an_answer()))), VALUES)
def test_no_value_in_any_field_does_more_than_be_refused(field: str, value: object) -> None:
    try:
        answer = read(an_answer(**{field: value}))
    except Unusable:
        return
    assert answer.category in TAXONOMY.category_names
    assert 0 < len(answer.summary) <= 300


def test_what_a_model_says_holds_no_personal_data_it_was_given_none() -> None:
    action = "Unmask [email 1], write to bob.k@corp.example, and read sk-proj-Ab3Cd4Ef5Gh6Ij7Kl8Mn9"

    answer = read(an_answer(next_action=action))

    assert answer.next_action == "Unmask [email 1], write to [email], and read [secret]"
