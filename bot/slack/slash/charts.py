"""Slack's own charts, which messages can show, and homes can't.

The limits: https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.slack.rendering import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from bot.slack.blocks import Json

MOST_CHARTS = 2
"""In one message."""
MOST_BARS = 20
LABEL_LIMIT = 20
TITLE_LIMIT = 50
YEAR = 365


def bar_chart(title: str, counts: Mapping[str, int]) -> Json:
    """Return a bar for each of the first counts that there is room for."""
    fitting: dict[str, int] = {}
    for name, count in counts.items():
        label = one_line(name, LABEL_LIMIT) or "-"
        fitting[label] = fitting.get(label, 0) + count
    data = [{"label": label, "value": count} for label, count in fitting.items()][:MOST_BARS]
    return {
        "type": "data_visualization",
        "title": one_line(title, TITLE_LIMIT),
        "chart": {
            "type": "bar",
            "series": [{"name": "Tickets", "data": data}],
            "axis_config": {"categories": [point["label"] for point in data]},
        },
    }


def chart_of_days(by_day: Mapping[date, int], last: date, number: int) -> Json:
    """Return a bar for each of `number` days up to `last`; of a long period each holds more."""
    step = -(-number // MOST_BARS)
    title = "Tickets a day" if step == 1 else f"Tickets per {step} days"
    return bar_chart(title, _by_period(by_day, last, number, step))


def _by_period(by_day: Mapping[date, int], last: date, number: int, step: int) -> dict[str, int]:
    """Return the counts of each `step` days, by the first of these; the oldest may be fewer."""
    periods: dict[str, int] = {}
    label = "%d %b" if number <= YEAR else "%d %b %Y"
    for start in reversed(range(0, number, step)):
        days = [last - timedelta(days=back) for back in range(start, min(start + step, number))]
        periods[f"{days[-1]:{label}}"] = sum(by_day.get(day, 0) for day in days)
    return periods
