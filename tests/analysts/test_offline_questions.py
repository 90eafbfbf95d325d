"""What the offline analyst asks about, and what it leaves alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.analysts.groundwork import lay_groundwork
from bot.analysts.offline import OfflineAnalyst
from bot.analysts.reading.asking import GRAVE_FROM
from bot.analysts.reading.insistence import UNCLEAR_BELOW
from bot.analysts.reading.questions import WHAT_IS_IT_ABOUT
from bot.bootstrap import groundwork_of
from bot.triage.judging.facts import RequiredFact
from tests.analysts.cases import FAR_AHEAD, FEW, a_case, answered, asked
from tests.builders import a_hit

if TYPE_CHECKING:
    from bot.parts.embedders import CachedEmbedder
    from bot.triage.judgement import Case, Taxonomy


@pytest.mark.parametrize(
    "text",
    [
        "help",
        "it's broken",
        "urgent!!!",
        "HELP!!",
        "does not work",
        "Hi",
        "??",
        "",
        "please fix asap",
    ],
)
def test_a_ticket_that_says_nothing_is_always_asked_about(
    offline: OfflineAnalyst, text: str
) -> None:
    question = offline.judge(a_case(text)).question

    assert question is not None
    assert len(question.suggestions) in {0, 2, 3, 4}


@pytest.mark.parametrize("text", ["help", "urgent!!!", "please fix asap", "not working"])
def test_where_nothing_is_said_no_category_is_taken_for_granted(
    offline: OfflineAnalyst, text: str
) -> None:
    judgement = offline.judge(a_case(text))

    assert judgement.confidence.category < UNCLEAR_BELOW
    assert judgement.question is not None
    assert judgement.question.text == WHAT_IS_IT_ABOUT


@pytest.mark.parametrize("text", ["refund", "Urgent refund!", "exporting"])
def test_a_single_word_is_asked_about_also_beside_an_article_that_leads_far(
    offline: OfflineAnalyst, text: str
) -> None:
    hit = a_hit(0.9, standing=FAR_AHEAD)

    assert offline.judge(a_case(text, hit)).question is not None


def test_a_code_that_an_article_names_needs_no_more_words(offline: OfflineAnalyst) -> None:
    hit = a_hit(0.9, standing=FAR_AHEAD)

    assert offline.judge(a_case("QV-4471", hit)).question is None


@pytest.mark.parametrize(
    "text",
    [
        "How do I change the language of the kiosk?",
        "Since Tuesday's update the route planner draws ferries as roads; reloading is no help.",
        "Invoice 2231 shows 19% tax, but we are exempt. Please send a corrected one.",
        "Password reset link opens a blank page in Firefox and Chrome for me and two colleagues.",
    ],
)
def test_a_complete_report_is_not_asked_about(offline: OfflineAnalyst, text: str) -> None:
    assert offline.judge(a_case(text)).question is None


@pytest.mark.parametrize(
    "text",
    [
        "I forgot my password",
        "My library card expired in May, where do I get a new one?",
        "Why did you charge me a fee for changing my seat?",
        "Uploading a photo gives error 413.",
    ],
)
def test_short_tickets_that_say_enough_are_not_asked_about(
    offline: OfflineAnalyst, text: str
) -> None:
    assert offline.judge(a_case(text)).question is None


def test_who_only_says_that_it_is_down_is_asked_what(offline: OfflineAnalyst) -> None:
    question = offline.judge(a_case("it's down")).question

    assert question is not None
    assert question.text == WHAT_IS_IT_ABOUT


def test_nothing_is_asked_where_it_may_not_be(offline: OfflineAnalyst) -> None:
    assert offline.judge(a_case("help", may_ask=False)).question is None


def test_no_question_is_put_twice(offline: OfflineAnalyst) -> None:
    case: Case = a_case("help")
    put: list[str] = []
    for _ in range(10):
        question = offline.judge(case).question
        if question is None:
            break
        assert question.text not in put
        put.append(question.text)
        case = a_case("help", then=(*case.turns[1:], asked(question.text), answered("?")))

    assert 2 <= len(put) < 10


def test_the_answer_counts_as_part_of_the_ticket(offline: OfflineAnalyst) -> None:
    question = asked("What is it about, and what happens exactly?")
    answer = answered("The refund for order 5512 was promised in May and never reached our bank.")

    judgement = offline.judge(a_case("help", then=(question, answer)))

    assert judgement.question is None
    assert judgement.category == "Billing"
    assert judgement.summary == answer.text


def test_a_short_ticket_that_is_recognised_needs_no_question(offline: OfflineAnalyst) -> None:
    near = (a_hit(0.9, standing=FAR_AHEAD), a_hit(0.2))

    assert offline.judge(a_case("the export button again")).question is not None
    assert offline.judge(a_case("the export button again", *near)).question is None
    assert offline.judge(a_case("help!", *near)).question is not None


@pytest.mark.parametrize(
    "text",
    [
        "The whole site is down, nobody can log in",
        "We have been hacked, customer data is on the internet",
    ],
)
def test_an_outage_waits_for_no_answer(offline: OfflineAnalyst, text: str) -> None:
    judgement = offline.judge(a_case(text))

    assert judgement.severity == "Critical"
    assert judgement.question is None


def test_a_vague_ticket_is_left_alone_where_no_example_is_vague(
    embedder: CachedEmbedder, taxonomy: Taxonomy
) -> None:
    clear = [example for example in FEW if not example.needs_info]
    analyst = OfflineAnalyst(embedder, taxonomy, lay_groundwork(embedder, taxonomy, clear), None)

    assert analyst.judge(a_case("login trouble")).question is None


def test_what_a_team_needs_is_asked_for_once_also_if_all_else_is_clear(
    embedder: CachedEmbedder, taxonomy: Taxonomy
) -> None:
    fact = RequiredFact("Which browser?", words=("firefox", "chrome"))
    needing = replace(
        taxonomy, categories=tuple(replace(each, required=(fact,)) for each in taxonomy.categories)
    )
    analyst = OfflineAnalyst(embedder, needing, lay_groundwork(embedder, needing, FEW), None)
    text = "Invoice 2231 shows 19% tax, but we are exempt. Please send a corrected one."

    question = analyst.judge(a_case(text)).question
    assert question is not None
    assert question.text.endswith("Which browser?")

    then = (asked(question.text), answered("Why do you ask? The invoice is a PDF."))
    assert analyst.judge(a_case(text, then=then)).question is None
    assert analyst.judge(a_case(f"{text} I use Firefox.")).question is None
    assert analyst.judge(a_case(text, may_ask=False)).question is None


def test_what_a_team_needs_delays_nothing_that_is_surely_critical(
    embedder: CachedEmbedder, taxonomy: Taxonomy
) -> None:
    fact = RequiredFact("Which browser?", words=("firefox",))
    needing = replace(
        taxonomy, categories=tuple(replace(each, required=(fact,)) for each in taxonomy.categories)
    )
    analyst = OfflineAnalyst(embedder, needing, groundwork_of(embedder, needing), None)
    breach = (
        "Every customer can read the invoices of all others since the release, data is leaking."
    )

    judgement = analyst.judge(a_case(breach))

    assert judgement.severity == "Critical"
    assert judgement.confidence.severity >= GRAVE_FROM
    assert judgement.question is None
