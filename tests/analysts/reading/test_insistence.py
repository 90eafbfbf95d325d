from __future__ import annotations

from dataclasses import replace

import pytest

from bot.analysts.reading.insistence import insisting, required_fact
from bot.triage.judgement import Category, Confidence, Judgement, Question, Taxonomy
from bot.triage.judging.facts import Fact, RequiredFact
from bot.triage.redaction import Redacted
from tests.analysts.cases import a_case, answered, asked, shipped_taxonomy
from tests.builders import a_judgement

BROWSER = RequiredFact("Which browser do you use?", words=("firefox", "chrome"))
INVOICE = RequiredFact("Which invoice number?", frozenset({Fact.NUMBER}), ("bill",), ("A", "B"))
SINCE = RequiredFact("Since when is that so, and for which of your firms?", frozenset({Fact.SINCE}))


def needing(*facts: RequiredFact) -> Taxonomy:
    taxonomy = shipped_taxonomy()
    return replace(
        taxonomy, categories=tuple(replace(each, required=facts) for each in taxonomy.categories)
    )


def question_of(judgement: Judgement) -> str | None:
    return judgement.question.text if judgement.question else None


def test_a_required_fact_is_asked_for_once_and_only_if_nobody_told_it() -> None:
    travel = Category("Travel", "Trips.", "Call the agency.", required=(INVOICE,))
    trip = (Redacted("my trip"),)

    question = required_fact(travel, trip, ())

    assert question is not None
    assert question.text == "About “my trip”: Which invoice number?"
    assert question.suggestions == ("A", "B")
    assert required_fact(travel, trip, (question.text,)) is None
    assert required_fact(travel, (*trip, Redacted("number 44")), ()) is None
    assert required_fact(travel, (Redacted("My BILL"),), ()) is None


def test_what_a_model_forgets_to_ask_is_asked() -> None:
    judged = insisting(a_judgement(), a_case("Totals are wrong"), needing(BROWSER))

    assert question_of(judged) == "About “Totals are wrong”: Which browser do you use?"
    assert judged.ask_probability == 0.5


def test_a_question_of_the_model_s_own_comes_first() -> None:
    own = a_judgement(question=Question("Which total?"), ask_probability=0.7)

    assert insisting(own, a_case("Totals are wrong"), needing(BROWSER)) == own


@pytest.mark.parametrize(
    "earlier", ["Which browser do you use?", "Could you tell me your browser, please?"]
)
def test_a_fact_that_was_spoken_of_is_not_asked_for_again(earlier: str) -> None:
    case = a_case("Totals are wrong", then=(asked(earlier), answered("I don't know")))

    assert insisting(a_judgement(), case, needing(BROWSER)).question is None
    assert insisting(a_judgement(), case, needing(BROWSER, INVOICE)).question is not None


def test_nothing_is_asked_where_nothing_may_be_or_the_category_is_unclear() -> None:
    quiet = a_case("Totals are wrong", may_ask=False)
    unsure = a_judgement(confidence=Confidence(0.4, 0.6, 0.4))

    assert insisting(a_judgement(), quiet, needing(BROWSER)).question is None
    assert insisting(unsure, a_case("Totals are wrong"), needing(BROWSER)).question is None


def test_nobody_waits_who_reports_what_is_surely_of_the_gravest_severity() -> None:
    surely = a_judgement(severity="Critical", confidence=Confidence(0.9, 0.9, 0.4))
    perhaps = a_judgement(severity="Critical", confidence=Confidence(0.9, 0.5, 0.4))
    case = a_case("Totals are wrong for everybody")

    assert insisting(surely, case, needing(BROWSER)).question is None
    assert insisting(perhaps, case, needing(BROWSER)).question is not None


def test_a_fact_that_our_patterns_can_t_read_in_a_language_is_left_to_the_model() -> None:
    german = "Die Summe ist seit gestern nicht richtig und wir kommen mit der Rechnung nicht weiter"
    seit_wann = replace(SINCE, question="Seit wann ist das so, und bei wem?")

    assert insisting(a_judgement(), a_case(german), needing(seit_wann)).question is None


def test_a_question_is_put_in_no_other_language_than_the_ticket_s() -> None:
    german = "Die Summe ist nicht richtig und wir kommen mit der Rechnung nicht weiter"
    english = RequiredFact(
        "What is the number of the invoice that you have?", frozenset({Fact.NUMBER})
    )
    welche = replace(english, question="Welche Nummer hat die Rechnung?")

    assert insisting(a_judgement(), a_case(german), needing(english)).question is None
    assert insisting(a_judgement(), a_case(german), needing(welche)).question is not None
