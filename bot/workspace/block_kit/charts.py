"""Slack's limits on charts.

https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
"""

from bot.workspace.block_kit.shapes import (
    Check,
    complain,
    every,
    items,
    number,
    positive,
    record,
    string,
    tagged,
    unique,
)

MOST_CHARTS = 2
MOST_SERIES = 6
MOST_SEGMENTS = 6
MOST_CATEGORIES = 20
LABEL = string(20)
AXIS = string(50)

_POINT = record({"label": LABEL, "value": number})
_SEGMENT = record({"label": LABEL, "value": positive})
_SERIES = record({"name": LABEL, "data": items(_POINT, MOST_CATEGORIES)})
_AXES = record({"categories": items(LABEL, MOST_CATEGORIES)}, {"x_label": AXIS, "y_label": AXIS})


def _has_all_categories(value: object, pointer: str, problems: list[str]) -> None:
    """Check that each series has one point for each category, in the same order."""
    match value:
        case {"series": [*series], "axis_config": {"categories": [*categories]}}:
            for index, one in enumerate(series):
                if not isinstance(one, dict) or _labels(one) != categories:
                    complain(problems, "must match the categories", f"{pointer}/series/{index}")


def _labels(series: dict[str, object]) -> list[object]:
    points = series.get("data")
    listed = points if isinstance(points, list) else []
    return [point.get("label") for point in listed if isinstance(point, dict)]


def _of_series() -> Check:
    named = every(items(_SERIES, MOST_SERIES), unique("name"))
    return every(record({"series": named, "axis_config": _AXES}), _has_all_categories)


CHART = record(
    {
        "title": string(50),
        "chart": tagged(
            {
                "pie": record({"segments": items(_SEGMENT, MOST_SEGMENTS)}),
                **dict.fromkeys(("bar", "area", "line"), _of_series()),
            }
        ),
    },
    {"block_id": string(255)},
)
