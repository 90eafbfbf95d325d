"""What is near is measured by how near the issues are to each other."""

from __future__ import annotations

import pytest

from bot.triage.judgement import Standing
from kb.search.usual import ELSEWHERE, SAMPLED, Spread, Usual, sampled
from tests.builders import a_hit, an_issue

NARROW = Spread(0.5, 0.1)


def test_the_middle_of_many_figures_is_their_own() -> None:
    spread = Spread.of([0.2] * 500 + [0.3] * 1000 + [0.4] * 500, NARROW)

    assert spread.middle == pytest.approx(0.3, abs=0.01)
    assert spread.width == pytest.approx(0.1, abs=0.01)


def test_few_figures_are_drawn_to_what_is_usual_elsewhere() -> None:
    assert Spread.of([], NARROW) == NARROW
    assert 0.2 < Spread.of([0.2], NARROW).middle < 0.5


def test_a_distance_counts_in_widths_and_is_bounded() -> None:
    assert NARROW.z(0.5) == 0
    assert NARROW.z(0.6) == pytest.approx(1)
    assert (NARROW.z(-9), NARROW.z(9)) == (-3, 3)
    assert Spread(0.5, 0.0).z(0.52) == pytest.approx(1)


def test_in_a_crowded_collection_the_same_hit_stands_lower() -> None:
    crowded = Usual.among([[a_hit(0.8), a_hit(0.79)]] * 50)
    sparse = Usual.among([[a_hit(0.3), a_hit(0.1)]] * 50)
    hits = [a_hit(0.7), a_hit(0.6)]

    assert crowded.standing(hits).nearness < 0 < sparse.standing(hits).nearness


def test_a_hit_without_others_leads_as_far_as_it_is_near() -> None:
    standing = ELSEWHERE.standing([a_hit(0.6)])

    assert standing == Standing(standing.nearness, standing.nearness)
    assert standing.nearness > 0


def test_without_issues_it_is_as_elsewhere() -> None:
    assert Usual.among([]) == ELSEWHERE
    assert Usual.among([[]]) == ELSEWHERE


def test_always_the_same_issues_are_sampled() -> None:
    issues = [an_issue(f"KB-{number}") for number in range(500)]

    assert len(sampled(issues)) == SAMPLED
    assert sampled(issues) == sampled(issues[::-1])
    assert sampled(issues[:3]) == sampled(issues[2::-1])
