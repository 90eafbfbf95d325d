"""Slack's colours by what they are for, as they are by day and by night."""

from __future__ import annotations

from enum import StrEnum


class Ink(StrEnum):
    """What a colour is for."""

    PAPER = "paper"
    TEXT = "text"
    SOFT = "soft"
    LINE = "line"
    EDGE = "edge"
    LINK = "link"
    TINT = "tint"
    CODE = "code"
    SHADE = "shade"
    GREEN = "green"
    RED = "red"
    WHITE = "white"
    PURPLE = "purple"
    SKY = "sky"
    ROSE = "rose"
    MOSS = "moss"
    SIGNAL_GRAY = "gray"
    SIGNAL_YELLOW = "yellow"
    SIGNAL_ORANGE = "orange"
    SIGNAL_RED = "signal"
    SIGNAL_GREEN = "leaf"
    SIGNAL_BLUE = "blue"
    SIGNAL_PURPLE = "violet"
    SIGNAL_BROWN = "brown"


COLOURS: dict[Ink, tuple[str, str]] = {
    Ink.PAPER: ("#ffffff", "#1a1d21"),
    Ink.TEXT: ("#1d1c1d", "#d1d2d3"),
    Ink.SOFT: ("#616061", "#ababad"),
    Ink.LINE: ("#e3e3e4", "#35373b"),
    Ink.EDGE: ("#bababb", "#616368"),
    Ink.LINK: ("#1264a3", "#3ba8de"),
    Ink.TINT: ("#e3f0f9", "#143446"),
    Ink.CODE: ("#b8123f", "#e8912d"),
    Ink.SHADE: ("#f7f7f8", "#222529"),
    Ink.GREEN: ("#007a5a", "#007a5a"),
    Ink.RED: ("#c01343", "#e8475f"),
    Ink.WHITE: ("#ffffff", "#ffffff"),
    Ink.PURPLE: ("#5b2a86", "#7c4bb0"),
    Ink.SKY: ("#2f7fb5", "#2f7fb5"),
    Ink.ROSE: ("#b8527e", "#b8527e"),
    Ink.MOSS: ("#4f7d45", "#4f7d45"),
    Ink.SIGNAL_GRAY: ("#d6d9dd", "#d6d9dd"),
    Ink.SIGNAL_YELLOW: ("#f4bf2c", "#f4bf2c"),
    Ink.SIGNAL_ORANGE: ("#f0802b", "#f0802b"),
    Ink.SIGNAL_RED: ("#dd2e44", "#dd2e44"),
    Ink.SIGNAL_GREEN: ("#4fae4b", "#4fae4b"),
    Ink.SIGNAL_BLUE: ("#4a9fe0", "#4a9fe0"),
    Ink.SIGNAL_PURPLE: ("#9b6ed0", "#9b6ed0"),
    Ink.SIGNAL_BROWN: ("#a8673f", "#a8673f"),
}


def style_sheet() -> str:
    """Return the classes of a picture, which follow the reader's own choice of day or night.

    `x` fills with the colour `x`, `x-line` draws lines in it.
    """
    day = "".join(_rules(ink, day) for ink, (day, _) in COLOURS.items())
    night = "".join(_rules(ink, night) for ink, (day, night) in COLOURS.items() if night != day)
    return f"{day}@media(prefers-color-scheme:dark){{{night}}}"


def _rules(ink: Ink, colour: str) -> str:
    return f".{ink}{{fill:{colour}}}.{ink}-line{{stroke:{colour}}}"
