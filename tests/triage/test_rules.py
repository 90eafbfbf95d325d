from __future__ import annotations

import pytest

from bot.triage.judgement import Confidence
from bot.triage.rules import ConfidenceTiers
from tests.builders import a_judgement, a_related

TIERS = ConfidenceTiers(known=0.8, new=0.65)


@pytest.mark.parametrize(
    ("matched", "sure", "words"),
    [
        ("KB-101", 0.9, "Known issue KB-101"),
        ("KB-101", 0.8, "Known issue KB-101"),
        ("KB-101", 0.7, "Possibly KB-101: please check"),
        (None, 0.6, "Possibly KB-101: please check"),
        (None, 0.7, "New issue"),
    ],
)
def test_an_issue_is_known_or_possibly_known_or_new(
    matched: str | None, sure: float, words: str
) -> None:
    judgement = a_judgement(
        matched_issue_id=matched, related=(a_related(),), confidence=Confidence(0.9, 0.9, sure)
    )

    assert TIERS.issue_in_words(judgement) == words


def test_where_nothing_was_found_it_is_new_however_unsure() -> None:
    assert TIERS.issue_in_words(a_judgement(confidence=Confidence(0.9, 0.9, 0.5))) == "New issue"
