"""The emoji that the app uses, as drawn shapes: there is no colour font to read them from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from tests.pictures.palette import Ink

if TYPE_CHECKING:
    from tests.pictures.svg import Sheet

EMOJI = regex.compile(r"\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F")
CIRCLES = {
    "⚪": Ink.SIGNAL_GRAY,
    "🟡": Ink.SIGNAL_YELLOW,
    "🟠": Ink.SIGNAL_ORANGE,
    "🔴": Ink.SIGNAL_RED,
    "🟢": Ink.SIGNAL_GREEN,
    "🔵": Ink.SIGNAL_BLUE,
    "🟣": Ink.SIGNAL_PURPLE,
    "🟤": Ink.SIGNAL_BROWN,
    "⚫": Ink.SOFT,
}
SQUARES = {
    "⬜": Ink.SIGNAL_GRAY,
    "🟨": Ink.SIGNAL_YELLOW,
    "🟧": Ink.SIGNAL_ORANGE,
    "🟥": Ink.SIGNAL_RED,
    "🟩": Ink.SIGNAL_GREEN,
    "🟦": Ink.SIGNAL_BLUE,
    "🟪": Ink.SIGNAL_PURPLE,
    "🟫": Ink.SIGNAL_BROWN,
    "⬛": Ink.SOFT,
}
NAMES = {
    "white_circle": "⚪",
    "large_yellow_circle": "🟡",
    "large_orange_circle": "🟠",
    "red_circle": "🔴",
    "large_green_circle": "🟢",
    "large_blue_circle": "🔵",
    "ticket": "🎫",
    "eyes": "👀",
    "white_check_mark": "✅",
    "warning": "⚠",
}
TICKET = "M3 6h14v3a2 2 0 0 0 0 4v3H3v-3a2 2 0 0 0 0-4z"
TICK = "M5.5 10.5l3 3 6-7"
ALERT = "M10 2.5L18.5 17.5H1.5z"


class UnknownEmojiError(LookupError):
    """An emoji is used that has no drawing here."""


def draw(sheet: Sheet, emoji: str, x: float, y: float, size: float) -> None:
    """Draw `emoji` in a square of `size`, its upper left corner at `x`, `y`."""
    emoji = emoji.removesuffix("\N{VARIATION SELECTOR-16}")
    middle, scale = size / 2, size / 20
    if emoji in CIRCLES:
        sheet.circle(x + middle, y + middle, size * 0.45, CIRCLES[emoji])
    elif emoji in SQUARES:
        edge = size * 0.86
        sheet.box(x + size * 0.07, y + size * 0.07, edge, edge, fill=SQUARES[emoji], radius=3)
    elif emoji == "▫":
        edge = size * 0.4
        sheet.box(x + size * 0.3, y + size * 0.3, edge, edge, line=Ink.EDGE, radius=2)
    elif emoji == "🎫":
        sheet.path(TICKET, x, y, fill=Ink.SIGNAL_ORANGE, scale=scale)
    elif emoji == "👀":
        for left in (0.28, 0.72):
            sheet.circle(x + size * left, y + middle, size * 0.22, Ink.SIGNAL_GRAY)
            sheet.circle(x + size * (left - 0.06), y + middle, size * 0.11, Ink.SIGNAL_BROWN)
    elif emoji == "✅":
        sheet.box(x, y, size, size, fill=Ink.SIGNAL_GREEN, radius=3)
        sheet.path(TICK, x, y, line=Ink.WHITE, scale=scale, width=2.5)
    elif emoji == "⚠":
        sheet.path(ALERT, x, y, fill=Ink.SIGNAL_YELLOW, scale=scale)
        sheet.path("M10 8v4.5M10 15v.1", x, y, line=Ink.SIGNAL_BROWN, scale=scale, width=2)
    else:
        raise UnknownEmojiError(f"no picture of the emoji {emoji!r}: draw it in {__name__}")


def named(name: str) -> str:
    """Return the emoji that Slack knows by `name`."""
    if name not in NAMES:
        raise UnknownEmojiError(f"no picture of the emoji :{name}: draw it in {__name__}")
    return NAMES[name]
