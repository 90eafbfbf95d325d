"""What a report tells, and what a question asks for."""

from __future__ import annotations

import pytest

from bot.configuration.rules import load_rules
from bot.triage.judging.facts import Fact, asked_for, is_told


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        (Fact.PAGE, "It hangs on the billing page"),
        (Fact.PAGE, "see https://shop.example/basket"),
        (Fact.PAGE, "the “Reports” tab stays white"),
        (Fact.ERROR, "It says “could not be saved”"),
        (Fact.ERROR, "E1207 on every second push"),
        (Fact.ERROR, "NullPointerException in the log"),
        (Fact.SINCE, "since the weekend"),
        (Fact.SINCE, "It began on Tuesday"),
        (Fact.SINCE, "for three days now"),
        (Fact.PEOPLE, "only me"),
        (Fact.PEOPLE, "12 of our customers see it"),
        (Fact.PEOPLE, "nobody gets in"),
        (Fact.PLAN, "We are on the Team plan"),
        (Fact.NUMBER, "invoice 2231"),
    ],
)
def test_a_fact_is_seen_where_it_is_told(fact: Fact, text: str) -> None:
    assert is_told(fact, text)


@pytest.mark.parametrize("fact", Fact)
def test_a_cry_for_help_tells_nothing(fact: Fact) -> None:
    assert not is_told(fact, "Please help, the thing is broken again!")


def test_questions_are_known_by_the_facts_that_they_ask_for() -> None:
    assert asked_for("Since when, and for how many people?") == {Fact.SINCE, Fact.PEOPLE}
    assert asked_for("What do you want to get done?") == frozenset()


def test_shipped_questions_ask_for_every_usual_fact() -> None:
    categories = load_rules(None).taxonomy.categories
    questions = [question for category in categories for question in category.missing]

    assert frozenset().union(*map(asked_for, questions)) == set(Fact)
