"""People find known issues by words; their own come in place of everybody's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage.known_issues.catalogue import Catalogue
from tests.builders import NOON, TEAM, an_issue

if TYPE_CHECKING:
    from tests.storage.store import Store


@pytest.fixture
def catalogue(store: Store) -> Catalogue:
    issues = [
        an_issue("KB-1", title="Card charged twice"),
        an_issue("KB-2", title="Invoice shows 100 % VAT"),
        an_issue("KB-3", title="Password is not taken", category="Login"),
        an_issue("KB-1", title="Card charged twice in our shop", team=TEAM),
        an_issue("KB-4", title="Card of others", team="T0OTHER"),
    ]
    store.issues.import_all(issues, "test", NOON)
    return Catalogue(store.database)


def found(catalogue: Catalogue, words: str, limit: int = 10) -> list[str]:
    return [issue.id for issue in catalogue.matching(TEAM, words, limit)]


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("card", ["KB-1"]),
        ("CHARGED card", ["KB-1"]),
        ("login", ["KB-3"]),
        ("kb-2", ["KB-2"]),
        ("100 %", ["KB-2"]),
        ("_", []),
        ('"charged twice"', ["KB-1"]),
        ("„Card charged“, twice?", ["KB-1"]),
        ('"', ["KB-1", "KB-2", "KB-3"]),
        ("card password", []),
        ("", ["KB-1", "KB-2", "KB-3"]),
        ("   ", ["KB-1", "KB-2", "KB-3"]),
    ],
)
def test_each_word_must_stand_in_id_title_or_category(
    catalogue: Catalogue, words: str, ids: list[str]
) -> None:
    assert found(catalogue, words) == ids


@pytest.mark.parametrize("word", ["überweisung", "Überweisung", "ÜBERWEISUNG", "müller", "MÜLLER"])
def test_the_case_of_no_letter_matters(store: Store, catalogue: Catalogue, word: str) -> None:
    store.issues.import_all([an_issue("KB-5", title="Überweisung an MÜLLER")], "test", NOON)

    assert found(catalogue, word) == ["KB-5"]


def test_a_team_finds_its_own_in_place_of_everybodys(catalogue: Catalogue) -> None:
    assert [issue.title for issue in catalogue.matching(TEAM, "card", 10)] == [
        "Card charged twice in our shop"
    ]
    theirs = catalogue.find(TEAM, "KB-1")
    assert theirs is not None
    assert theirs.team == TEAM


def test_no_more_are_found_than_asked_for(catalogue: Catalogue) -> None:
    assert found(catalogue, "", limit=2) == ["KB-1", "KB-2"]


def test_what_is_retired_or_anothers_is_not_found(store: Store, catalogue: Catalogue) -> None:
    store.publishing.retire(TEAM, "KB-3", "U0ANN", NOON)

    assert catalogue.find(TEAM, "KB-3") is None
    assert catalogue.find(TEAM, "KB-4") is None


def test_an_own_issue_can_give_way_to_everybodys(store: Store, catalogue: Catalogue) -> None:
    store.publishing.share_again(TEAM, "KB-1", "U0ANN", NOON)

    assert [issue.title for issue in catalogue.matching(TEAM, "card", 10)] == ["Card charged twice"]
