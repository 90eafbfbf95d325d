"""What tells that something is out of service."""

from __future__ import annotations

import pytest

from bot.analysts.reading.outage import (
    is_alarm,
    is_all_clear,
    names_nothing_down,
    speaks_of_sign_in,
    tells_outage,
)


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


@pytest.mark.parametrize(
    "text",
    [
        "No keeper can light the lamp",
        "None of our buoys answers",
        "every foghorn is stuck",
        "Kein Wärter kann die Lampe anzünden",
        "Aucun phare ne répond",
        "Ningún faro responde",
        "Nenhum farol responde",
        "どの灯台も応答しません",
        "कोई लाइटहाउस जवाब नहीं दे रहा",
    ],
)
def test_what_works_for_nobody_or_fails_for_all_is_an_alarm(text: str) -> None:
    assert is_alarm(text)


@pytest.mark.parametrize(
    "text",
    [
        "The flag hangs upside down",
        "I can't open all the charts",
        "The chart shows Monday twice and no Sunday",
        "It fails for one of our keepers",
        "Every buoy is nicely painted",
    ],
)
def test_what_is_turned_or_of_one_person_is_no_alarm(text: str) -> None:
    assert not is_alarm(text)


@pytest.mark.parametrize(
    "text",
    [
        "nobody has to come",
        "All keepers can sign in again",
        "no problem with the lamp any more",
        "Alle Wärter können sich wieder anmelden",
        "灯台は復旧しました",
    ],
)
def test_that_nobody_is_held_up_is_an_all_clear(text: str) -> None:
    assert is_all_clear(text)
    assert not is_alarm(text)


@pytest.mark.parametrize(
    "text",
    [
        "The lamp is down again",
        "nobody can sign in, but the lamp works fine",
        "Der Leuchtturm geht wieder nicht",
        "All charts are gone, no need to hurry",
    ],
)
def test_what_still_fails_is_no_all_clear(text: str) -> None:
    assert not is_all_clear(text)


def test_whether_an_outage_is_about_getting_in_is_told_by_its_words() -> None:
    assert speaks_of_sign_in("Niemand kann sich anmelden")
    assert not speaks_of_sign_in("The foghorn is dead")
