"""Who only cries for help is told from who says what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.analysts.reading.subject import names_no_subject

TICKETS = Path(__file__).parents[2] / "data" / "eval" / "tickets.jsonl"


@pytest.mark.parametrize(
    "text",
    [
        "it\u2019s broken",
        "Good morning, <@U0BEN>: nothing works today",
        "Can anyone look into this please?",
        "Why does this not work??? :rage:",
        "Could you call me",
        "Hilfe, es geht nichts mehr",
        "ça ne marche pas",
        "動かない",
        "काम नहीं कर रहा",
    ],
)
def test_a_cry_names_no_subject(text: str) -> None:
    assert names_no_subject(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The printer is broken",
        "error 4711",
        "the site is down",
        "it works",
        "it's working now",
        "all good",
        "fixed",
        "never mind, solved",
        "any news?",
        "still the same as yesterday",
        "es geht wieder",
        "ça marche",
        "काम कर रहा है",
        "it's broken\n[file: invoice.pdf]",
    ],
)
def test_what_names_one_or_speaks_of_something_older_is_no_cry(text: str) -> None:
    assert not names_no_subject(text)


def test_no_complete_ticket_is_taken_for_a_cry() -> None:
    tickets = [json.loads(line)["text"] for line in TICKETS.read_text("utf-8").splitlines()]

    assert not any(map(names_no_subject, tickets))
