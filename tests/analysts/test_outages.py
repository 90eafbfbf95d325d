"""How short outages, calm tickets in the same words, and single words of trouble are judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.analysts.reading.questions import WHAT_IS_IT_ABOUT
from tests.analysts.cases import a_case
from tests.quality.outages import judged, rows, tallied

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.analysts.offline import OfflineAnalyst

LANGUAGES = ("en", "de", "fr", "es", "pt", "ja", "hi")


@pytest.fixture(scope="module")
def tally(offline: OfflineAnalyst) -> Mapping[tuple[str, str], Mapping[str, int]]:
    return tallied(judged(offline, rows()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_short_outages_are_urgent_and_clear_in_each_language(
    tally: Mapping[tuple[str, str], Mapping[str, int]], language: str
) -> None:
    outages = tally[language, "outage"]

    assert outages["rows"] >= 25
    for what in ("category", "severity", "asking"):
        assert outages[what] >= 0.9 * outages["rows"], what


@pytest.mark.parametrize("language", LANGUAGES)
def test_calm_tickets_in_the_words_of_outages_stay_calm(
    tally: Mapping[tuple[str, str], Mapping[str, int]], language: str
) -> None:
    calm = tally[language, "calm"]

    assert calm["rows"] >= 10
    assert calm["severity"] >= 0.9 * calm["rows"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_single_words_of_trouble_are_asked_about(
    tally: Mapping[tuple[str, str], Mapping[str, int]], language: str
) -> None:
    vague = tally[language, "vague"]

    assert vague["asking"] == vague["rows"]


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Nobody at the lighthouse can sign in", "Login"),
        ("Niemand im Leuchtturm kommt in die Mails", "Bug"),
        ("灯台の全端末が反応しません", "Bug"),
    ],
)
def test_an_outage_is_about_signing_in_only_if_it_says_so(
    offline: OfflineAnalyst, text: str, category: str
) -> None:
    judgement = offline.judge(a_case(text))

    assert (judgement.category == "Login") is (category == "Login")
    assert judgement.category != "Question/How-To"


def test_a_short_word_that_all_is_well_is_calm(offline: OfflineAnalyst) -> None:
    assert offline.judge(a_case("All keepers can sign in again")).severity == "Low"


def test_an_error_code_alone_is_asked_where_and_not_what(offline: OfflineAnalyst) -> None:
    question = offline.judge(a_case("error 504")).question

    assert question is not None
    assert "On which page" in question.text
    assert WHAT_IS_IT_ABOUT not in question.text
