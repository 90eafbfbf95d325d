"""Teams with categories and severities of their own are judged offline too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.analysts.examples import LEVELS, severity_in
from bot.analysts.groundwork import lay_groundwork
from bot.analysts.offline import OfflineAnalyst
from bot.triage.judgement import Category, IssueType, Severity, Taxonomy
from tests.analysts.cases import FEW, a_case
from tests.builders import a_hit

if TYPE_CHECKING:
    from bot.parts.embedders import CachedEmbedder


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
