from __future__ import annotations

from datetime import timedelta

import pytest

from bot.slack.home.bars import bars, levels, span


def test_bars_are_as_long_as_their_counts() -> None:
    assert bars({"Billing": 8, "A category with a long name": 3, "Bug": 0}) == [
        "Billing            ████████████████████ 8",
        "A category with a… ███████▌ 3",
        "Bug                 0",
    ]


def test_twelve_bars_are_shown_at_most() -> None:
    assert len(bars({str(number): number for number in range(20)})) == 12
    assert bars({}) == []
    assert bars({"None": 0}) == ["None                0"]


def test_each_day_has_a_character_also_one_without_tickets() -> None:
    assert levels([0, 0, 1, 0, 7]) == "▁▁▂▁█"
    assert levels([0, 0]) == "▁▁"
    assert levels([]) == ""


@pytest.mark.parametrize(
    ("length", "told"),
    [
        (None, "-"),
        (timedelta(minutes=7), "7 min"),
        (timedelta(hours=2, minutes=5), "2 h 5 min"),
        (timedelta(hours=72), "3 days"),
    ],
)
def test_spans_are_told_as_people_do(length: timedelta | None, told: str) -> None:
    assert span(length) == told
