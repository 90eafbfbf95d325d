from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

import pytest

from bot.analysts.examples import LEVELS, severity_in, shipped
from bot.analysts.groundwork import lay_groundwork
from bot.analysts.offline import VERSION, OfflineAnalyst
from bot.analysts.reading.asking import GRAVE_FROM
from bot.analysts.reading.insistence import UNCLEAR_BELOW
from bot.analysts.reading.questions import WHAT_IS_IT_ABOUT
from bot.bootstrap import groundwork_of
from bot.triage.judgement import (
    Category,
    Confidence,
    IssueType,
    Severity,
    Standing,
    Taxonomy,
)
from bot.triage.judging.facts import RequiredFact
from tests.analysts.cases import a_case, answered, asked
from tests.builders import a_hit

if TYPE_CHECKING:
    from bot.parts.embedders import CachedEmbedder
    from bot.triage.judgement import Case

FAR_AHEAD = Standing(nearness=3.0, lead=3.0)
FEW = shipped()[::6]
"""Enough to learn from where the quality is not the point."""


@pytest.mark.parametrize(
    ("text", "category", "severities"),
    [
        (
            "The statement for our sailing club lists the mooring fee three times in June.",
            "Billing",
            {"Low", "Medium", "High"},
        ),
        (
            "The badge reader app wants a PIN that I never set, so I'm not getting past it.",
            "Login",
            {"Medium", "High"},
        ),
        (
            "Scrolling through the plant catalogue stutters, a page takes fifteen seconds to show.",
            "Performance",
            {"Low", "Medium"},
        ),
        (
            "Rotating a photo in the gallery turns the caption upside down and throws error 77.",
            "Bug",
            {"Low", "Medium"},
        ),
        (
            "Is there a way to print labels for all shelves in one go?",
            "Question/How-To",
            {"Low"},
        ),
        (
            "All hospitals are down since 4:10, nurses see no charts, data of the night is lost.",
            None,
            {"High", "Critical"},
        ),
    ],
)
def test_plain_tickets_are_judged_as_a_person_would(
    offline: OfflineAnalyst, text: str, category: str | None, severities: set[str]
) -> None:
    judgement = offline.judge(a_case(text))

    assert category in {None, judgement.category}
    assert judgement.severity in severities
    assert judgement.question is None


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


def test_in_another_language_that_no_english_cue_stands_there_is_no_sign_of_calm(
    offline: OfflineAnalyst,
) -> None:
    general = offline.general
    vector = general.vectors[general.severity_labels.index("Critical")]
    foreign = "Wir haben alle keinen Zugriff und die Daten der Kunden sind seit heute nicht mehr da"

    unheard = general.severity_shares("seit heute", vector)
    heard = general.severity_shares(foreign, vector)

    assert heard["Critical"] > unheard["Critical"]


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


def test_the_matched_issue_says_what_to_do(offline: OfflineAnalyst) -> None:
    known = a_hit(0.9, standing=FAR_AHEAD, recommended_action="Flush the queue.")

    judgement = offline.judge(a_case("The queue is stuck since the upgrade", known, a_hit(0.2)))

    assert judgement.matched_issue_id == known.issue.id
    assert judgement.issue_type is IssueType.KNOWN
    assert judgement.next_action == "Flush the queue."


def test_a_short_ticket_that_is_recognised_needs_no_question(offline: OfflineAnalyst) -> None:
    near = (a_hit(0.9, standing=FAR_AHEAD), a_hit(0.2))

    assert offline.judge(a_case("the export thing again")).question is not None
    assert offline.judge(a_case("the export thing again", *near)).question is None
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


def test_without_a_match_the_category_says_what_to_do(
    offline: OfflineAnalyst, taxonomy: Taxonomy
) -> None:
    judgement = offline.judge(a_case("Invoice 2231 shows 19% tax, but we are exempt.", a_hit(0.1)))

    assert judgement.issue_type is IssueType.NEW
    assert judgement.next_action == taxonomy.category("Billing").next_action


def test_confidence_is_a_probability_and_provenance_is_offline(
    embedder: CachedEmbedder, taxonomy: Taxonomy
) -> None:
    seconds = count(0, 0.25)
    groundwork = lay_groundwork(embedder, taxonomy, FEW)
    analyst = OfflineAnalyst(embedder, taxonomy, groundwork, 0.5, monotonic=lambda: next(seconds))

    judgement = analyst.judge(a_case("The invoice is wrong", a_hit(0.4)))

    shares = Confidence(
        judgement.confidence.category,
        judgement.confidence.severity,
        judgement.confidence.issue_type,
    )
    assert all(0 <= share <= 1 for share in (shares.category, shares.severity, shares.issue_type))
    assert judgement.provenance.analyst == "offline"
    assert judgement.provenance.model == VERSION
    assert judgement.provenance.milliseconds == 250


def test_a_taxonomy_of_its_own_is_learned_from_what_it_says(embedder: CachedEmbedder) -> None:
    taxonomy = Taxonomy(
        (
            Category("Billing", "Money - charges, invoices, refunds.", "Check the account."),
            Category("Catering", "Food - lunch, canteen, allergies, menus.", "Ask the kitchen."),
            Category("Travel", "Trips - flights, hotels, trains, visas.", "Ask the agency."),
        ),
        (
            Severity("P3", "Later.", "⚪"),
            Severity("P2", "Soon.", "🟡"),
            Severity("P1", "Now.", "🔴"),
        ),
    )
    analyst = OfflineAnalyst(embedder, taxonomy, lay_groundwork(embedder, taxonomy, FEW), None)

    told = {
        text: analyst.judge(a_case(text))
        for text in (
            "The canteen had no vegetarian lunch again",
            "My hotel booking in Lisbon is not in the travel plan",
            "We were charged twice on the invoice for May",
        )
    }

    assert [each.category for each in told.values()] == ["Catering", "Travel", "Billing"]
    assert {each.severity for each in told.values()} <= {"P3", "P2", "P1"}


def test_a_taxonomy_without_a_single_example_works(embedder: CachedEmbedder) -> None:
    taxonomy = Taxonomy(
        (
            Category("Catering", "Food - lunch, canteen, allergies, menus.", "Ask the kitchen."),
            Category("Travel", "Trips - flights, hotels, trains, visas.", "Ask the agency."),
        ),
        (Severity("Normal", "All of it.", "⚪"),),
    )
    analyst = OfflineAnalyst(embedder, taxonomy, lay_groundwork(embedder, taxonomy, FEW), None)

    judgement = analyst.judge(a_case("No seat on the flight to Oslo", a_hit(0.99)))

    assert judgement.category == "Travel"
    assert (judgement.severity, judgement.confidence.severity) == ("Normal", 1.0)
    assert judgement.issue_type is IssueType.NEW


def test_a_vague_ticket_is_left_alone_where_no_example_is_vague(
    embedder: CachedEmbedder, taxonomy: Taxonomy
) -> None:
    clear = [example for example in FEW if not example.needs_info]
    analyst = OfflineAnalyst(embedder, taxonomy, lay_groundwork(embedder, taxonomy, clear), None)

    assert analyst.judge(a_case("login trouble")).question is None


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (LEVELS, LEVELS),
        (("P4", "P3", "P2", "P1"), ("P4", "P3", "P2", "P1")),
        (("Minor", "Major"), ("Minor", "Minor", "Major", "Major")),
        (("Only",), ("Only",) * 4),
        (("Low", "High"), ("Low", "Low", "High", "High")),
    ],
)
def test_severities_of_a_team_keep_their_order(
    names: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    taxonomy = Taxonomy((), tuple(Severity(name, "", "") for name in names))

    assert tuple(severity_in(taxonomy, level) for level in LEVELS) == expected


def test_the_shipped_examples_are_read_whole() -> None:
    examples = shipped()

    assert len(examples) >= 400
    assert {example.severity for example in examples} == {*LEVELS, None}
    assert any(example.needs_info for example in examples)


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
