from __future__ import annotations

import pytest

from bot.analysts.reading.questions import WHAT_IS_IT_ABOUT, missing_fact, open_question
from bot.triage.judgement import Category
from bot.triage.redaction import Redacted
from tests.analysts.cases import shipped_taxonomy

TAXONOMY = shipped_taxonomy()
LOGIN = TAXONOMY.category("Login")
TRAVEL = Category("Travel", "Trips and tickets.", "Call the agency.", ("Where to?", "Since when?"))
TRIP = (Redacted("my trip"),)


def test_the_open_question_offers_the_likeliest_categories_in_plain_words() -> None:
    question = open_question([LOGIN, TRAVEL, *TAXONOMY.categories[:1]], ())

    assert question is not None
    assert question.text == WHAT_IS_IT_ABOUT
    assert question.suggestions == ("I can't sign in", "Travel", "A charge or an invoice")


def test_a_fact_is_asked_for_by_itself_where_nothing_was_said_yet() -> None:
    question = missing_fact(TRAVEL, [Redacted("Good morning!")], ())

    assert question is not None
    assert question.text == "Where to?"


def test_at_most_four_answers_are_offered() -> None:
    question = open_question(TAXONOMY.categories, ())

    assert question is not None
    assert len(question.suggestions) == 4


def test_a_single_category_is_no_choice() -> None:
    question = open_question([TRAVEL], ())

    assert question is not None
    assert question.suggestions == ()


def test_the_open_question_is_put_once() -> None:
    assert open_question(TAXONOMY.categories, (WHAT_IS_IT_ABOUT,)) is None


def test_a_missing_fact_is_asked_for_with_the_topic() -> None:
    question = missing_fact(LOGIN, (Redacted("can't get in"),), ())

    assert question is not None
    assert question.text == f"About “can't get in”: {LOGIN.missing[0]}"
    assert question.suggestions == ("With a password", "Single sign-on", "With a code")


def test_a_long_topic_is_cut() -> None:
    question = missing_fact(TRAVEL, (Redacted("x" * 500),), ())

    assert question is not None
    assert len(question.text) < 100


def test_facts_are_asked_for_in_turn_and_never_twice() -> None:
    first = missing_fact(TRAVEL, TRIP, ())
    assert first is not None
    second = missing_fact(TRAVEL, TRIP, (first.text,))
    assert second is not None

    assert first.text.endswith("Where to?")
    assert second.text.endswith("Since when?")
    assert missing_fact(TRAVEL, TRIP, (first.text, second.text)) is None


@pytest.mark.parametrize("category", TAXONOMY.categories, ids=TAXONOMY.category_names)
def test_suggestions_are_none_or_two_to_four(category: Category) -> None:
    for missing in category.missing:
        question = missing_fact(
            category, TRIP, tuple(other for other in category.missing if other != missing)
        )
        assert question is not None
        assert len(question.suggestions) in {0, 2, 3, 4}


@pytest.mark.parametrize(
    ("category", "told", "left"),
    [
        ("Bug", "It fails with error E-1013", "On which page or in which step does it happen?"),
        ("Bug", "In Settings > Members nothing happens", "What does the error message say?"),
        ("Bug", "Step 3 says “could not be saved”", "Since when, and for how many people?"),
        ("Performance", "Slow for all of us, 30 s", "Which page or job is slow?"),
        ("Performance", "The orders page takes 30 s since Monday", "For how many people?"),
        ("Performance", "The gate is down", "Since when, and for how many people?"),
        ("Bug", "The gate is down for everyone", "Since when?"),
        ("Billing", "Invoice 88121 is wrong", "Which plan or account is it on?"),
        (
            "Login",
            "My password is refused, it says “unknown user”",
            "Is it only you, or others too?",
        ),
    ],
)
def test_what_the_ticket_tells_is_not_asked_for(category: str, told: str, left: str) -> None:
    question = missing_fact(TAXONOMY.category(category), (Redacted(told),), ())

    assert question is not None
    assert question.text.endswith(f": {left}")


def test_what_was_left_of_a_question_is_not_put_twice() -> None:
    told = (Redacted("It fails with error E-1013"),)
    first = missing_fact(TAXONOMY.category("Bug"), told, ())
    assert first is not None
    second = missing_fact(TAXONOMY.category("Bug"), told, (first.text,))

    assert second is not None
    assert second.text.endswith("Since when, and for how many people?")


def test_where_every_fact_is_told_none_is_asked_for() -> None:
    told = (Redacted("Invoice 88121, we are on the Team plan"),)

    assert missing_fact(TAXONOMY.category("Billing"), told, ()) is None
