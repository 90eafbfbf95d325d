"""What tells that something is out of service."""

from __future__ import annotations

import pytest

from bot.analysts.reading.outage import is_alarm, names_nothing_down, tells_outage


@pytest.mark.parametrize(
    "text",
    ["the harbour radio is down", "Turnstiles offline", "Das Lager ist nicht erreichbar"],
)
def test_what_is_down_is_named(text: str) -> None:
    assert tells_outage(text)
    assert not names_nothing_down(text)


@pytest.mark.parametrize("text", ["it's down", "Down again!!", "nothing works"])
def test_a_cry_that_it_is_down_names_nothing(text: str) -> None:
    assert names_nothing_down(text)
    assert not tells_outage(text)


@pytest.mark.parametrize("text", ["The report is late", "", "Сервер не отвечает"])
def test_other_troubles_are_no_outage(text: str) -> None:
    assert not tells_outage(text)
    assert not names_nothing_down(text)


def test_what_is_down_in_few_words_is_an_alarm() -> None:
    assert is_alarm("site is down")
    assert is_alarm("Unser Lager ist nicht mehr erreichbar, 503")


@pytest.mark.parametrize(
    "text",
    [
        "Is the harbour radio down?",
        "The radio was down, works fine now",
        "Typo where it says that the radio is down",
        "The radio is down. " + "Nobody has heard anything of the harbour since then. " * 2,
    ],
)
def test_what_asks_or_eases_or_says_more_is_no_alarm(text: str) -> None:
    assert not is_alarm(text)
