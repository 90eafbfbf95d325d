from __future__ import annotations

from dataclasses import replace

from bot.triage.judgement import Standing
from bot.triage.judging.nearby import LEAST_NEARNESS, near
from tests.builders import a_hit

FAR = Standing(nearness=LEAST_NEARNESS - 0.1)


def test_what_is_near_is_told_and_what_is_far_beside_it_is_not() -> None:
    best, second, third = a_hit(0.5, id="KB-1"), a_hit(0.3, id="KB-2"), a_hit(0.2, id="KB-3")

    assert near([best, second, third]) == (best, second)


def test_of_what_is_far_only_what_has_the_words_is_told() -> None:
    best = a_hit(0.2, standing=FAR, id="KB-1")
    named = replace(a_hit(0.1, id="KB-2"), lift=0.1)

    assert near([best, named]) == (named,)
    assert near([best]) == ()


def test_nothing_is_near_where_nothing_was_found() -> None:
    assert near([]) == ()
