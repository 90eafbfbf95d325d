from __future__ import annotations

import pytest

from bot.triage.errors import Rejected, Unavailable
from bot.triage.judging.ladder import Fall, Reason, Rung, in_words, why


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_ends_a_sentence_about_who_was_asked(reason: Reason) -> None:
    said = in_words([Fall(Rung.MODEL, reason)])

    assert said.startswith("the model ")
    assert not said.endswith(".")


def test_falls_are_told_in_order() -> None:
    falls = [
        Fall(Rung.MODEL, Reason.EMPTY),
        Fall(Rung.REPAIR, Reason.REFUSED),
        Fall(Rung.OFFLINE, Reason.FAILED),
    ]

    assert in_words(falls) == (
        "the model gave an empty answer and, asked again, refused to answer; "
        "the offline analyst failed"
    )


def test_an_error_names_its_reason_by_its_code() -> None:
    assert why(Unavailable("slow", code=Reason.TOO_SLOW)) is Reason.TOO_SLOW
    assert why(Rejected("refused", code="refused")) is Reason.REFUSED


@pytest.mark.parametrize("error", [Unavailable("why?"), Rejected("why?"), Rejected("no", code="?")])
def test_an_error_without_a_known_code_is_a_failure(error: Unavailable | Rejected) -> None:
    assert why(error) is Reason.FAILED
