"""Charts of block characters, since Slack has none in a home: rows of bars, and a line of days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.rendering import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import timedelta

    from bot.slack.blocks import Json

WIDTH = 20
LABEL_WIDTH = 18
MOST_BARS = 12
HOURS_TOLD = 48
"""From so many hours on, days are told."""
_LEVELS = "▁▂▃▄▅▆▇█"
_EIGHTHS = (" ", *"▏▎▍▌▋▊▉")


def chart(lines: Sequence[str]) -> Json:
    """Return lines in which all characters are equally wide."""
    text = "\n".join(lines) or " "
    inside: Json = {"type": "text", "text": text}
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_preformatted", "elements": [inside]}],
    }


def bars(counts: Mapping[str, int]) -> list[str]:
    """Return a bar for each count, the longest as wide as there is room."""
    most = max(counts.values(), default=0)
    shown = list(counts.items())[:MOST_BARS]
    return [f"{_label(name)} {_bar(count, most)} {count:,}" for name, count in shown]


def levels(counts: Sequence[int]) -> str:
    """Return a character for each count, as high as it is."""
    most = max(counts, default=0)
    return "".join(_level(count, most) for count in counts)


def span(length: timedelta | None) -> str:
    """Return how long something took, as people say it."""
    if length is None:
        return "-"
    minutes = round(length.total_seconds() / 60)
    hours, rest = divmod(minutes, 60)
    if hours >= HOURS_TOLD:
        return f"{round(hours / 24)} days"
    return f"{hours} h {rest} min" if hours else f"{rest} min"


def _label(name: str) -> str:
    return one_line(name, LABEL_WIDTH).ljust(LABEL_WIDTH)


def _bar(count: int, most: int) -> str:
    eighths = round(count / most * WIDTH * 8) if most else 0
    whole, part = divmod(eighths, 8)
    return "█" * whole + (_EIGHTHS[part] if part else "")


def _level(count: int, most: int) -> str:
    return _LEVELS[-(-count * (len(_LEVELS) - 1) // most)] if most else _LEVELS[0]
