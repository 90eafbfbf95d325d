"""What one person posts within a minute is told apart: the same matter, or another."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from bot.duties.joining import goes_on
from kb.models.local_model import LocalEmbedder
from kb.search.likeness import Alikes

PAIRS = Path(__file__).parents[1] / "data" / "joining" / "pairs.jsonl"
DETAILS = "The export button on the invoices page does nothing since this morning"


@cache
def alikes() -> Alikes:
    return Alikes(LocalEmbedder())


def goes_on_from(before: str, text: str) -> bool:
    return goes_on(text, [before], alikes())


def test_most_of_one_matter_is_one_ticket_and_nothing_of_another() -> None:
    pairs = [json.loads(line) for line in PAIRS.read_text("utf-8").splitlines()]

    joined = [pair for pair in pairs if goes_on_from(pair["before"], pair["then"])]

    assert len(pairs) == 169
    assert [pair for pair in joined if not pair["same"]] == []
    assert len(joined) >= 0.85 * sum(pair["same"] for pair in pairs)


@pytest.mark.parametrize(
    "before",
    [
        "it's broken",
        "help please!!",
        "urgent",
        "🚨🚨",
        "The app is not working",
        "System is down!!",
        "Your app keeps crashing",
    ],
)
def test_what_follows_a_cry_that_names_no_subject_says_what_it_was_about(before: str) -> None:
    assert goes_on_from(before, DETAILS)


@pytest.mark.parametrize(
    "before",
    [
        "it works again",
        "any update?",
        "the page is broken",
        "the app is working again",
        "the app for drivers is broken",
        "no problem anymore",
        "did that help?",
        "so it is",
    ],
)
def test_what_follows_word_of_something_else_stands_alone(before: str) -> None:
    assert not goes_on_from(before, DETAILS)


def test_after_a_cry_too_who_says_that_it_is_another_matter_opens_another_ticket() -> None:
    assert not goes_on_from("it's broken", f"By the way: {DETAILS}")
