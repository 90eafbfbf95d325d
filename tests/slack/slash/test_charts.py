"""Slack's own charts: what is in them always fits, and adds up to all tickets."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.slash.charts import bar_chart, chart_of_days
from bot.workspace.block_kit.limits import check_blocks
from bot.workspace.records.errors import Refused
from tests.characters import CHARACTERS

if TYPE_CHECKING:
    from bot.slack.blocks import Json

TODAY = date(2026, 3, 2)
DAYS = st.dictionaries(st.integers(0, 998), st.integers(1, 999))


def bars(chart: Json) -> list[tuple[str, int]]:
    inside: Any = chart["chart"]
    return [(point["label"], point["value"]) for point in inside["series"][0]["data"]]


@given(st.dictionaries(st.text(CHARACTERS), st.integers(0), min_size=1, max_size=30))
def test_whatever_the_categories_are_called_slack_takes_the_chart(counts: dict[str, int]) -> None:
    check_blocks(cast("Any", [bar_chart("Tickets by category", counts)]))


@given(DAYS, st.integers(1, 999))
def test_every_ticket_of_the_period_is_in_one_bar(back: dict[int, int], number: int) -> None:
    by_day = {TODAY - timedelta(days=days): count for days, count in back.items()}

    chart = chart_of_days(by_day, TODAY, number)

    check_blocks(cast("Any", [chart]))
    assert sum(count for _, count in bars(chart)) == sum(
        count for days, count in back.items() if days < number
    )


@pytest.mark.parametrize(
    ("number", "title", "labels"),
    [
        (2, "Tickets a day", ["01 Mar", "02 Mar"]),
        (30, "Tickets per 2 days", ["01 Feb", "03 Feb", "05 Feb"]),
        (400, "Tickets per 20 days", ["27 Jan 2025", "16 Feb 2025"]),
    ],
)
def test_longer_periods_have_more_days_in_a_bar(number: int, title: str, labels: list[str]) -> None:
    chart = chart_of_days({}, TODAY, number)

    assert chart["title"] == title
    assert [label for label, _ in bars(chart)][: len(labels)] == labels


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"axis_config": {"categories": ["May"]}}, "must match the categories"),
        ({"series": [{"name": "a", "data": [{"label": "May", "value": float("nan")}]}]}, "number"),
        ({"series": []}, "no less than 1"),
    ],
)
def test_the_workspace_refuses_charts_as_slack_does(change: Json, problem: str) -> None:
    chart: Any = bar_chart("Tickets", {"June": 1})
    chart["chart"] |= change

    with pytest.raises(Refused) as refusal:
        check_blocks([chart])
    assert problem in str(refusal.value.extra)


def test_the_workspace_refuses_a_third_chart() -> None:
    with pytest.raises(Refused):
        check_blocks(cast("Any", [bar_chart("Tickets", {"June": 1})] * 3))
