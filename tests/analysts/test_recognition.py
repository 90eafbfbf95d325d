from __future__ import annotations

import pytest

from bot.analysts.recognition import Threshold, certainty, recognised, score
from tests.builders import a_hit

THRESHOLD = Threshold(0.54)


def test_a_hit_that_is_near_and_alone_is_recognised() -> None:
    found = (a_hit(0.7, id="KB-1"), a_hit(0.3), a_hit(0.25))

    assert recognised(found, THRESHOLD) == found[0]


@pytest.mark.parametrize(
    ("similarities", "known"),
    [
        ((0.70, 0.30, 0.30), True),
        ((0.48, 0.30, 0.25), True),
        ((0.60, 0.58, 0.57), False),
        ((0.39, 0.00, 0.00), False),
        ((0.75, 0.70, 0.65), True),
        ((0.53,), False),
        ((0.55,), True),
        ((), False),
    ],
)
def test_nearness_counts_together_with_the_lead(
    similarities: tuple[float, ...], *, known: bool
) -> None:
    found = tuple(a_hit(similarity) for similarity in similarities)

    assert (recognised(found, THRESHOLD) is not None) is known


def test_without_a_threshold_nothing_is_recognised() -> None:
    found = (a_hit(0.99),)

    assert recognised(found, None) is None
    assert certainty(found, None) == 0.5


def test_an_empty_knowledge_base_makes_everything_surely_new() -> None:
    assert certainty((), THRESHOLD) == 1.0
    assert certainty((), None) == 1.0


def test_certainty_grows_with_the_distance_to_the_threshold() -> None:
    far, near, at = ((a_hit(0.10),), (a_hit(0.50),), (a_hit(0.54),))

    assert certainty(far, THRESHOLD) > certainty(near, THRESHOLD) > certainty(at, THRESHOLD) == 0.5
    assert certainty((a_hit(1.0),), THRESHOLD) > 0.85


def test_the_correction_is_bounded() -> None:
    assert score((a_hit(0.5), a_hit(0.0))) == pytest.approx(0.64)
    assert score((a_hit(0.5), a_hit(0.5))) == pytest.approx(0.35)


def test_a_threshold_that_a_person_set_is_compared_with_the_cosine_itself() -> None:
    crowded, alone = (a_hit(0.60), a_hit(0.58)), (a_hit(0.48), a_hit(0.1))

    assert recognised(crowded, Threshold(0.6, is_plain=True)) == crowded[0]
    assert recognised(alone, Threshold(0.5, is_plain=True)) is None
