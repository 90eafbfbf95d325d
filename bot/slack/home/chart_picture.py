"""Charts as a picture, for where Slack shows none of its own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING

import font_lato
from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH = 1520
"""In pixels; twice what Slack shows, for screens that are fine."""
MARGIN, GAP = 40, 56
DAYS_HEIGHT = 260
ROW, BAR = 52, 30
LABEL_WIDTH = 250
MOST_ROWS = 12
TITLE_SIZE, TEXT_SIZE = 32, 26
PAPER, INK, FAINT, LINE = "#ffffff", "#1d1c1d", "#616061", "#dddddd"
BLUE = "#2f83c9"
_HUES = {
    "🟦🔵": BLUE,
    "🟩🟢": "#3d9a50",
    "🟧🟠": "#ef8632",
    "🟪🟣": "#8e63b8",
    "🟨🟡": "#e3b341",
    "🟥🔴": "#d6304a",
    "🟫🟤": "#98694a",
    "⬛⚫": "#3b3a3c",
    "⬜⚪": "#a9adb3",
}
HUES = {mark: hue for marks, hue in _HUES.items() for mark in marks}
"""The colour of each coloured mark, so that picture and words agree."""
_MISSING = "\U0010fffe"


@dataclass(frozen=True, slots=True)
class Row:
    """One bar: its name, how many, and the mark whose colour it has."""

    name: str
    count: int
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A headline with bars below each other."""

    title: str
    rows: Sequence[Row]


def can_write(names: Sequence[str]) -> bool:
    """Return True if the font, Slack's own, has all letters of `names`: Latin ones it has."""
    blank = _shape(_MISSING)
    return all(_shape(letter) != blank for letter in set("".join(names)) if not letter.isspace())


def draw(title: str, days: Sequence[tuple[str, int]], charts: Sequence[Chart]) -> bytes:
    """Return a PNG: a column for each day, and below it the charts, two beside each other."""
    pairs = [charts[at : at + 2] for at in range(0, len(charts), 2)]
    heights = [max(_height(chart) for chart in pair) for pair in pairs]
    height = MARGIN * 2 + _title_height() + DAYS_HEIGHT + sum(GAP + each for each in heights)
    image = Image.new("RGB", (WIDTH, height), PAPER)
    pen = ImageDraw.Draw(image)
    top = _draw_days(pen, title, days)
    half = (WIDTH - 2 * MARGIN - GAP) // 2
    for pair, tall in zip(pairs, heights, strict=True):
        for side, chart in enumerate(pair):
            _draw_chart(pen, chart, MARGIN + side * (half + GAP), top + GAP, half)
        top += GAP + tall
    file = BytesIO()
    image.quantize(64).save(file, "PNG", optimize=True)
    return file.getvalue()


def _draw_days(pen: ImageDraw.ImageDraw, title: str, days: Sequence[tuple[str, int]]) -> int:
    """Draw the columns with the first and the last day below; return where they end."""
    top = MARGIN + _title_height()
    foot = top + DAYS_HEIGHT - ROW
    most = max((count for _, count in days), default=0) or 1
    _write(pen, (MARGIN, MARGIN), title, TITLE_SIZE)
    _write(pen, (WIDTH - MARGIN, MARGIN), f"most: {most:,}", TEXT_SIZE, FAINT, anchor="ra")
    step = (WIDTH - 2 * MARGIN) / max(len(days), 1)
    for number, (_, count) in enumerate(days):
        left, high = MARGIN + step * number, round((foot - top) * count / most)
        if count:
            _bar(pen, (round(left + step * 0.15), foot - high, round(left + step * 0.85), foot))
    pen.line((MARGIN, foot, WIDTH - MARGIN, foot), LINE, 2)
    for at, anchor, day in ((MARGIN, "la", days[:1]), (WIDTH - MARGIN, "ra", days[-1:])):
        for label, _ in day:
            _write(pen, (at, foot + 12), label, TEXT_SIZE, FAINT, anchor=anchor)
    return foot + ROW


def _draw_chart(pen: ImageDraw.ImageDraw, chart: Chart, left: int, top: int, width: int) -> None:
    most = max((row.count for row in chart.rows), default=0) or 1
    room = width - LABEL_WIDTH - 90
    _write(pen, (left, top), chart.title, TITLE_SIZE)
    for number, row in enumerate(chart.rows[:MOST_ROWS]):
        y = top + _title_height() + number * ROW
        start = left + LABEL_WIDTH
        end = start + max(4, round(room * row.count / most))
        _write(pen, (left, y), _cut(row.name), TEXT_SIZE)
        _bar(pen, (start, y, end, y + BAR), HUES.get(row.mark, BLUE))
        _write(pen, (end + 14, y), f"{row.count:,}", TEXT_SIZE, FAINT)


def _bar(pen: ImageDraw.ImageDraw, box: tuple[int, int, int, int], hue: str = BLUE) -> None:
    pen.rounded_rectangle(box, radius=4, fill=hue)


def _write(
    pen: ImageDraw.ImageDraw,
    at: tuple[int, int],
    text: str,
    size: int,
    ink: str = INK,
    *,
    anchor: str = "la",
) -> None:
    pen.text(at, text, ink, _font(size), anchor=anchor)


def _cut(name: str) -> str:
    """Return as much of a name as fits before its bar."""
    font, room = _font(TEXT_SIZE), LABEL_WIDTH - 16
    if font.getlength(name) <= room:
        return name
    while name and font.getlength(f"{name}…") > room:
        name = name[:-1]
    return f"{name.rstrip()}…"


def _height(chart: Chart) -> int:
    return _title_height() + ROW * len(chart.rows[:MOST_ROWS])


def _title_height() -> int:
    return TITLE_SIZE + 28


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    file = BytesIO((files(font_lato) / "files" / "Lato-Regular.ttf").read_bytes())
    return ImageFont.truetype(file, size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _shape(letter: str) -> bytes:
    return bytes(_font(TEXT_SIZE).getmask(letter))
