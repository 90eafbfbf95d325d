"""A bare thank-you asks for nothing; whatever else is said does."""

from __future__ import annotations

import pytest

from bot.triage.arrivals.thanks import is_only_thanks


@pytest.mark.parametrize(
    "text",
    [
        "thanks!",
        "Thank you so much, it works now",
        "THX :+1:",
        "👍",
        ":pray: :tada:",
        "perfect, that's it",
        "Vielen Dank, jetzt geht es wieder",
        "Merci beaucoup !",
        "Works again, thanks team",
    ],
)
def test_what_only_thanks(text: str) -> None:
    assert is_only_thanks(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "It happens again",
        "Thanks, but it still fails",
        "Thanks! And the second invoice?",
        "not fixed",
        "is this fixed now",
        "now",
        "Thanks, now the other invoice is wrong",
        "doesn't work",
        "ok ok ok " * 20,
    ],
)
def test_what_asks_for_something(text: str) -> None:
    assert not is_only_thanks(text)
