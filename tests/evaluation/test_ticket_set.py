from __future__ import annotations

import json
from collections import Counter
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest
import regex

from bot.configuration.rules import load_rules
from tests.evaluation.sets import SPLITS, rows

ROOT = Path(__file__).parents[2]
TAXONOMY = load_rules(None).taxonomy
TOO_NEAR = 0.5


@pytest.fixture(scope="module")
def tickets() -> list[dict[str, Any]]:
    return rows("tickets")


def words(text: str) -> frozenset[str]:
    return frozenset(regex.findall(r"\w+", text.casefold()))


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)


def test_there_are_720_tickets_and_no_id_or_text_occurs_twice(
    tickets: list[dict[str, Any]],
) -> None:
    texts = {" ".join(ticket["text"].casefold().split()) for ticket in tickets}

    assert len({ticket["id"] for ticket in tickets}) == len(texts) == len(tickets) >= 720


def test_a_domain_is_in_one_split_only(tickets: list[dict[str, Any]]) -> None:
    assert {(row["domain"], row["split"]) for row in tickets} == set(SPLITS.items())


def test_a_ticket_has_a_label_of_the_taxonomy_and_says_enough(
    tickets: list[dict[str, Any]],
) -> None:
    assert {ticket["category"] for ticket in tickets} == set(TAXONOMY.category_names)
    assert {ticket["severity"] for ticket in tickets} == set(TAXONOMY.severity_names)
    assert {ticket["needs_info"] for ticket in tickets} == {False}


@pytest.mark.parametrize("domain", SPLITS)
def test_a_domain_has_every_category_in_like_measure(
    tickets: list[dict[str, Any]], domain: str
) -> None:
    count = Counter(row["category"] for row in tickets if row["domain"] == domain)

    assert {name for name in TAXONOMY.category_names if not 20 <= count[name] <= 40} == set()


@pytest.mark.parametrize("domain", SPLITS)
def test_a_domain_has_every_severity_in_its_share(
    tickets: list[dict[str, Any]], domain: str
) -> None:
    count = Counter(row["severity"] for row in tickets if row["domain"] == domain)
    shares = {name: count[name] / count.total() for name in TAXONOMY.severity_names}

    assert 0.20 <= shares["Low"] <= 0.30
    assert 0.30 <= shares["Medium"] <= 0.45
    assert 0.20 <= shares["High"] <= 0.30
    assert 0.10 <= shares["Critical"] <= 0.20


def test_every_category_comes_in_every_severity(tickets: list[dict[str, Any]]) -> None:
    pairs = Counter((row["category"], row["severity"]) for row in tickets)
    wanted = set(product(TAXONOMY.category_names, TAXONOMY.severity_names))

    assert {pair for pair in wanted if pairs[pair] < 5} == set()


@pytest.mark.parametrize("domain", SPLITS)
def test_a_domain_has_tickets_of_a_few_words_and_of_a_page(
    tickets: list[dict[str, Any]], domain: str
) -> None:
    lengths = [len(row["text"].split()) for row in tickets if row["domain"] == domain]

    assert sum(length < 8 for length in lengths) / len(lengths) >= 0.05
    assert sum(8 <= length <= 40 for length in lengths) / len(lengths) >= 0.40
    assert sum(40 < length <= 120 for length in lengths) / len(lengths) >= 0.20
    assert sum(length > 120 for length in lengths) / len(lengths) >= 0.05


def test_no_ticket_is_near_another(tickets: list[dict[str, Any]]) -> None:
    bags = [(ticket["id"], words(ticket["text"])) for ticket in tickets]

    near = [
        (one, other)
        for (one, left), (other, right) in combinations(bags, 2)
        if overlap(left, right) >= TOO_NEAR
    ]

    assert near == []


@pytest.mark.parametrize(
    "shipped",
    [
        "bot/analysts/examples.jsonl",
        "bot/analysts/tracker_notes.jsonl",
        "bot/analysts/short_tickets.jsonl",
        "bot/demo_tickets.jsonl",
        "tests/data/tickets.jsonl",
    ],
)
def test_no_ticket_is_near_one_that_ships(tickets: list[dict[str, Any]], shipped: str) -> None:
    lines = (ROOT / shipped).read_text(encoding="utf-8").splitlines()
    seen = [words(json.loads(line)["text"]) for line in lines]
    bags = [(ticket["id"], words(ticket["text"])) for ticket in tickets]

    near = [name for name, bag in bags if any(overlap(bag, other) >= TOO_NEAR for other in seen)]

    assert near == []
