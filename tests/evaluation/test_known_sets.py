from __future__ import annotations

from collections import Counter
from itertools import product

import pytest

from tests.evaluation.sets import SPLITS, rows

LANGUAGES = {"de", "fr", "es", "pt", "ja", "hi", "en"}
CATEGORIES = {"Billing", "Login", "Performance", "Bug", "Question/How-To"}
SEVERITIES = {"Low", "Medium", "High", "Critical"}


@pytest.mark.parametrize("name", ["known_issues", "known_tickets", "vague", "languages"])
def test_no_id_and_no_text_occurs_twice(name: str) -> None:
    texts = [row.get("text", row.get("title")) for row in rows(name)]

    assert len({row["id"] for row in rows(name)}) == len(set(texts)) == len(texts)


@pytest.mark.parametrize("name", ["known_tickets", "vague"])
def test_a_domain_is_in_one_split_only(name: str) -> None:
    assert {(row["domain"], row["split"]) for row in rows(name)} == set(SPLITS.items())


def test_each_domain_has_ten_known_issues() -> None:
    issues = rows("known_issues")

    assert Counter(issue["domain"] for issue in issues) == dict.fromkeys(SPLITS, 10)
    assert {issue["category"] for issue in issues} == CATEGORIES
    assert all(2 <= len(issue["symptoms"]) <= 4 for issue in issues)
    assert all(issue["recommended_action"].strip() for issue in issues)


def test_each_known_issue_has_three_tickets_and_each_domain_twenty_about_none() -> None:
    tickets = rows("known_tickets")
    domain_of = {issue["id"]: issue["domain"] for issue in rows("known_issues")}

    about_none = Counter(ticket["domain"] for ticket in tickets if not ticket["gold"])
    gold = Counter((issue, ticket["domain"]) for ticket in tickets for issue in ticket["gold"])

    assert gold == dict.fromkeys(domain_of.items(), 3)
    assert about_none == dict.fromkeys(SPLITS, 20)


def test_no_ticket_repeats_the_title_of_its_issue() -> None:
    title_of = {issue["id"]: issue["title"].lower() for issue in rows("known_issues")}

    assert not [
        ticket["id"]
        for ticket in rows("known_tickets")
        for issue in ticket["gold"]
        if title_of[issue] in ticket["text"].lower()
    ]


def test_half_of_the_vague_set_is_sufficient_and_length_does_not_tell_which() -> None:
    tickets = rows("vague")
    lengths = {
        vague: [len(row["text"].split()) for row in tickets if row["needs_info"] is vague]
        for vague in (True, False)
    }

    pairs = list(product(lengths[False], lengths[True]))
    longer = sum((full > vague) + (full == vague) / 2 for full, vague in pairs) / len(pairs)

    assert len(lengths[True]) == len(lengths[False]) == 100
    assert 0.4 < longer < 0.6


def test_the_same_forty_tickets_are_there_in_every_language_with_the_same_labels() -> None:
    labels: dict[str, dict[str, object]] = {language: {} for language in LANGUAGES}
    for row in rows("languages"):
        language, number = row["id"].split("-")
        assert row["language"] == language
        labels[language][number] = [
            row.get(field) for field in ("domain", "category", "severity", "needs_info")
        ]

    assert all(len(of_language) == 40 for of_language in labels.values())
    assert all(of_language == labels["en"] for of_language in labels.values())


def test_the_languages_cover_every_category_and_severity_and_leave_vague_ones_without() -> None:
    tickets = rows("languages")

    labelled = [ticket for ticket in tickets if not ticket["needs_info"]]

    assert {ticket["category"] for ticket in labelled} == CATEGORIES
    assert {ticket["severity"] for ticket in labelled} == SEVERITIES
    assert not [row for row in tickets if row["needs_info"] and {"category", "severity"} & set(row)]
