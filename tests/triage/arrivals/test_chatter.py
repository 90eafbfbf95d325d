"""What people closed as no ticket is known again, and nothing that may report something."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.triage.arrivals.chatter import gist, is_known

EVALUATION = Path(__file__).parents[2] / "data" / "eval"
PIZZA = "There is pizza in the kitchen"


@pytest.mark.parametrize(
    "text",
    [PIZZA, "there is PIZZA in the kitchen!!", "Hi all, there is pizza in the kitchen :pizza:"],
)
def test_the_same_chatter_is_known_however_it_is_spelt(text: str) -> None:
    assert is_known(text, [PIZZA, PIZZA, "The lift works"])


def test_once_is_not_enough_and_other_words_are_something_else() -> None:
    assert not is_known(PIZZA, [PIZZA])
    assert not is_known("There is pizza in the server room", [PIZZA, PIZZA])


@pytest.mark.parametrize(
    "text",
    [
        "it's broken",
        "login doesn't work",
        "the printer is out of paper",
        "Is there pizza?",
        "Die Anmeldung geht nicht",
        "la page est en panne",
        "503 on the dashboard",
        "see https://status.example.com",
        "🔥 the kitchen",
        "画面が真っ白",
        "help",
        "Good morning all",
        "lunch " * 11,
    ],
)
def test_what_may_report_something_is_never_known(text: str) -> None:
    assert gist(text) is None
    assert not is_known(text, [text] * 5)


def test_hardly_any_ticket_of_the_evaluation_could_be_taken_for_known_chatter() -> None:
    lines = (EVALUATION / "tickets.jsonl").read_text("utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]

    at_risk = [text for text in texts if gist(text) is not None]

    assert len(at_risk) / len(texts) < 0.03
