"""The vocabulary of judgements: taxonomy, hits, cases."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.triage.judgement import Case, IssueType, Related, Turn
from bot.triage.redaction import redact
from bot.triage.rules import ConfidenceTiers
from tests.builders import a_hit, a_judgement, a_taxonomy, an_issue, the_rules


def test_names_keep_the_order_of_the_configuration() -> None:
    taxonomy = a_taxonomy()

    assert taxonomy.category_names[:2] == ("Billing", "Login")
    assert taxonomy.severity_names == ("Low", "Medium", "High", "Critical")


def test_a_category_or_severity_is_found_by_its_name() -> None:
    taxonomy = a_taxonomy()

    assert taxonomy.category("Bug").next_action == "Look at Bug."
    assert taxonomy.severity("High").mark == "🟠"


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(KeyError, match="Weather"):
        a_taxonomy().category("Weather")
    with pytest.raises(KeyError, match="Weather"):
        a_taxonomy().severity("Weather")


@pytest.mark.parametrize(
    ("name", "floor", "expected"),
    [("Low", "High", "High"), ("Critical", "High", "Critical"), ("Low", "Low", "Low")],
)
def test_a_floor_only_raises_severity(name: str, floor: str, expected: str) -> None:
    assert a_taxonomy().at_least(name, floor) == expected


def test_a_related_issue_remembers_its_hit() -> None:
    hit = a_hit(0.5, id="KB-7", title="Old title", url="https://kb.example/7")

    assert Related.of(hit) == Related("KB-7", "Old title", 0.5, "https://kb.example/7")


def test_an_issue_is_known_if_an_article_matches() -> None:
    assert a_judgement(matched_issue_id="KB-1").issue_type is IssueType.KNOWN
    assert a_judgement().issue_type is IssueType.NEW


@pytest.mark.parametrize(
    ("matched", "expected"),
    [(None, ["KB-1", "KB-3", "KB-2"]), ("KB-2", ["KB-2", "KB-3", "KB-1"])],
)
def test_what_is_related_is_read_from_the_match_down_by_similarity(
    matched: str | None, expected: list[str]
) -> None:
    related = tuple(
        Related.of(a_hit(similarity, id=f"KB-{number}"))
        for number, similarity in enumerate((0.3, 0.2, 0.5), start=1)
    )

    judgement = a_judgement(matched_issue_id=matched, related=related)

    assert [issue.id for issue in judgement.in_reading_order] == expected


def test_notes_add_up() -> None:
    assert a_judgement().noting("One.").noting("Two.").notes == ("One.", "Two.")


def test_a_case_tells_reports_from_our_questions() -> None:
    turns = (
        Turn("reporter", redact("It fails")),
        Turn("bot", redact("Since when?")),
        Turn("colleague", redact("Since Monday")),
    )
    case = Case(turns, (), may_ask=True)

    assert case.reported == ("It fails", "Since Monday")
    assert case.asked == ("Since when?",)


def test_an_issue_is_compared_by_its_title_and_symptoms() -> None:
    assert an_issue(title="T", symptoms=("a", "b")).searchable_text == "T\na\nb"


@pytest.mark.parametrize(
    ("probability", "words"), [(0.8, "high"), (0.55, "medium"), (0.54, "low, please check")]
)
def test_confidence_is_said_in_words(probability: float, words: str) -> None:
    assert ConfidenceTiers().in_words(probability) == words


def test_without_configured_channels_every_channel_counts() -> None:
    assert the_rules().is_support_channel("C1")
    assert the_rules("C1").is_support_channel("C1")
    assert not the_rules("C1").is_support_channel("C2")


def test_talk_in_the_operators_channel_is_no_ticket_unless_that_is_asked_for() -> None:
    rules = replace(the_rules(), operators_channel="C1")

    assert not rules.is_support_channel("C1")
    assert rules.is_support_channel("C2")
    assert replace(rules, channels=("C1",)).is_support_channel("C1")
