from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.slack.bars import bars, days, span


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
    last = date(2026, 1, 5)

    assert days({last: 7, date(2026, 1, 3): 1, date(2025, 1, 1): 99}, last, 5) == "▁▁▂▁█"
    assert days({}, last, 3) == "▁▁▁"


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
