from __future__ import annotations

import pytest

from bot.analysts.reading.recognition import known_probability, recognised
from bot.triage.judgement import Standing
from tests.builders import a_hit


def probability(nearness: float, lead: float) -> float:
    return known_probability([a_hit(standing=Standing(nearness, lead))])


def test_what_is_nearer_and_farther_ahead_than_usual_is_recognised() -> None:
    found = (a_hit(standing=Standing(2.0, 2.0)), a_hit(0.3))

    assert recognised(found) == found[0]


def test_what_is_as_near_as_the_issues_are_to_each_other_is_not() -> None:
    assert recognised([a_hit(0.9, standing=Standing(0.0, 0.0))]) is None


def test_what_leads_but_is_far_off_is_not() -> None:
    assert recognised([a_hit(0.36, standing=Standing(0.0, 3.0))]) is None
    assert recognised([a_hit(0.44, standing=Standing(0.0, 3.0))]) is not None


def test_what_is_about_another_code_is_new_but_not_surely() -> None:
    elsewhere = a_hit(0.9, standing=Standing(3.0, 3.0, is_of_another_code=True))

    assert recognised([elsewhere]) is None
    assert 0.35 < known_probability([elsewhere]) < 0.5


def test_nearness_and_lead_each_make_it_likelier() -> None:
    assert probability(-3, -3) < probability(0, -3) < probability(0, 0) < probability(0, 3)
    assert probability(-3, -3) < 0.1
    assert probability(3, 3) > 0.85


def test_nothing_found_is_surely_new() -> None:
    assert known_probability(()) == 0
    assert recognised(()) is None


@pytest.mark.parametrize(("similarity", "known"), [(0.59, False), (0.6, True), (0.9, True)])
def test_a_threshold_that_a_person_set_is_compared_with_the_cosine(
    similarity: float, *, known: bool
) -> None:
    found = (a_hit(similarity, standing=Standing(3.0, 3.0)), a_hit(0.58))

    assert (recognised(found, 0.6) is not None) is known


def test_the_farther_from_the_threshold_the_surer() -> None:
    chances = [known_probability([a_hit(at)], 0.6) for at in (0.1, 0.5, 0.6, 0.7, 1.0)]

    assert chances == sorted(chances)
    assert chances[2] == pytest.approx(0.5)
    assert chances[-1] > 0.95
