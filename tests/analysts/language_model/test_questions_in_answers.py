"""A question in a model's answer is put as it can be answered, or dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.triage.judgement import Provenance
from tests.analysts.cases import a_case, asked
from tests.analysts.language_model.answering import an_answer, read
from tests.builders import a_hit

if TYPE_CHECKING:
    from bot.triage.judgement import Case


@pytest.mark.parametrize(
    ("suggestions", "kept"),
    [
        (["CSV", "csv", "", "PDF"], ("CSV", "PDF")),
        (["1", "2", "3", "4", "5"], ("1", "2", "3", "4")),
        (["only one"], ()),
        ([], ()),
    ],
)
def test_suggestions_are_two_to_four_different_ones(
    suggestions: list[str], kept: tuple[str, ...]
) -> None:
    answer = read(an_answer(question={"text": "Which?", "suggestions": suggestions}))

    assert answer.question is not None
    assert answer.question.suggestions == kept


@pytest.mark.parametrize(
    ("case", "text"),
    [
        (a_case("x", a_hit(), may_ask=False), "Which export?"),
        (a_case("x", a_hit(), then=(asked("which  EXPORT?"),)), "Which export?"),
        (
            a_case("x", a_hit(), then=(asked("So which export is it now?"),)),
            "Which export is it now?",
        ),
        (a_case("x", a_hit()), " "),
    ],
    ids=["not allowed", "asked before", "nearly asked before", "empty"],
)
def test_a_question_that_cannot_be_put_is_dropped(case: Case, text: str) -> None:
    question = {"text": text, "suggestions": ["CSV", "PDF"]}

    assert read(an_answer(question=question), case).question is None


def test_how_much_a_question_was_needed_follows_from_the_question_and_from_the_doubt() -> None:
    provenance = Provenance(analyst="openai", model="m")
    question = {"text": "Which?", "suggestions": []}
    sure = {"category": 0.9, "severity": 0.9, "issue_type": 0.9}
    answers = [
        an_answer(question=None, confidence=sure),
        an_answer(question=None, confidence=sure | {"severity": 0.4}),
        an_answer(question=question, confidence=sure),
        an_answer(question=question, confidence=sure | {"category": 0.2}),
    ]

    asking = [read(answer).judgement(provenance).ask_probability for answer in answers]

    assert asking == [pytest.approx(share) for share in (0.05, 0.3, 0.55, 0.9)]
