"""The offline analyst judges as a person would, by what ships and by what was found."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest

from bot.analysts.examples import LEVELS, shipped
from bot.analysts.groundwork import lay_groundwork
from bot.analysts.offline import VERSION, OfflineAnalyst
from bot.triage.judgement import Confidence, IssueType, Taxonomy
from tests.analysts.cases import FAR_AHEAD, FEW, a_case
from tests.builders import a_hit

if TYPE_CHECKING:
    from bot.parts.embedders import CachedEmbedder


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
        "harbour radio is down",
        "prod down",
        "Our ferry site shows 503",
        "museum website down!!",
    ],
)
def test_a_short_report_of_an_outage_is_urgent_and_no_question(
    offline: OfflineAnalyst, text: str
) -> None:
    judgement = offline.judge(a_case(text))

    assert judgement.category in {"Bug", "Performance"}
    assert judgement.severity in {"High", "Critical"}


def test_a_question_in_the_words_of_an_outage_is_calm(offline: OfflineAnalyst) -> None:
    judgement = offline.judge(a_case("Can I use the museum guide offline?"))

    assert (judgement.category, judgement.severity) == ("Question/How-To", "Low")


def test_in_another_language_that_no_english_cue_stands_there_is_no_sign_of_calm(
    offline: OfflineAnalyst,
) -> None:
    general = offline.general
    vector = general.vectors[general.severity_labels.index("Critical")]
    foreign = "Wir haben alle keinen Zugriff und die Daten der Kunden sind seit heute nicht mehr da"

    unheard = general.severity_shares("seit heute", vector)
    heard = general.severity_shares(foreign, vector)

    assert heard["Critical"] > unheard["Critical"]


def test_the_matched_issue_says_what_to_do(offline: OfflineAnalyst) -> None:
    known = a_hit(0.9, standing=FAR_AHEAD, recommended_action="Flush the queue.")

    judgement = offline.judge(a_case("The queue is stuck since the upgrade", known, a_hit(0.2)))

    assert judgement.matched_issue_id == known.issue.id
    assert judgement.issue_type is IssueType.KNOWN
    assert judgement.next_action == "Flush the queue."


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


def test_the_shipped_examples_are_read_whole() -> None:
    examples = shipped()

    assert len(examples) >= 400
    assert {example.severity for example in examples} == {*LEVELS, None}
    assert any(example.needs_info for example in examples)
