"""Where blocks stand in Slack: a thread, a form, what only one person sees, the app's home."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import fsum
from typing import TYPE_CHECKING
from zlib import crc32

from tests.pictures import blocks, elements
from tests.pictures.mrkdwn import clock_time
from tests.pictures.palette import Ink
from tests.pictures.paragraph import HEADING, SMALL, Type, widest, words
from tests.pictures.svg import Room
from tests.pictures.typefaces import Face

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.pictures.page import Json, Page

MESSAGE_WIDTH = 720.0
FORM_WIDTH = 520.0
HOME_WIDTH = 860.0
AVATAR = 36.0
GAP, WHISPER_GAP = 16.0, 22.0
EDGE = 20.0
NAME = Type(15, 22, face=Face.BLACK)
TIME = Type(12, 22, Ink.SOFT)
BADGE = Type(10, 14, Ink.SOFT, Face.BOLD)
INITIAL = Type(17, 22, Ink.WHITE, Face.BOLD)
ONLY_YOU = "Only visible to you"
APP = "Ticket Triage"
TICKET = "M5 11h26v5a3.5 3.5 0 0 0 0 7v5H5v-5a3.5 3.5 0 0 0 0-7z"
CROSS = "M1 1l11 11M12 1L1 12"


@dataclass(frozen=True)
class Said:
    """One message of a conversation."""

    by: str
    at: float
    blocks: Sequence[Json]
    is_app: bool = False
    is_for_one: bool = False
    reactions: Mapping[str, int] = field(default_factory=dict)


def thread(page: Page, messages: Sequence[Said], title: str) -> str:
    """Return the picture of messages below each other."""
    room = Room(EDGE, EDGE, MESSAGE_WIDTH - 2 * EDGE)
    height = 0.0
    for number, message in enumerate(messages):
        gap = WHISPER_GAP if message.is_for_one else GAP
        height += gap if number else 0
        height += _message(page, message, room.below(height))
    return _framed(page, MESSAGE_WIDTH, height + 2 * EDGE, title)


def form(page: Page, view: Json, title: str) -> str:
    """Return the picture of a modal."""
    room = Room(EDGE + 4, 16, FORM_WIDTH - 2 * EDGE - 8)
    page.text(view["title"], room, HEADING)
    page.sheet.path(CROSS, room.x + room.width - 13, 22, line=Ink.SOFT)
    page.sheet.box(0, 56, FORM_WIDTH, 1, fill=Ink.LINE)
    height = 74 + blocks.draw(page, view["blocks"], room.below(58)) + 14
    page.sheet.box(0, height, FORM_WIDTH, 1, fill=Ink.LINE)
    buttons = [_footer(view["close"])] if "close" in view else []
    if "submit" in view:
        buttons.append(_footer(view["submit"], style="primary"))
    wide = fsum(elements.width(page, each) + elements.GAP for each in buttons)
    place = Room(room.x + room.width - wide + elements.GAP, height + 16, wide)
    elements.draw_row(page, buttons, place)
    return _framed(page, FORM_WIDTH, height + 64, title)


def home(page: Page, view: Json, title: str) -> str:
    """Return the picture of the app's home tab."""
    room = Room(EDGE + 4, 14, HOME_WIDTH - 2 * EDGE - 8)
    _app_avatar(page, room.x, room.y, 28)
    page.words(APP, room.below(2).inside(38), HEADING)
    tabs = room.below(42)
    page.words("Home", tabs, Type(13, 20, face=Face.BOLD))
    page.words("Messages", tabs.inside(60), Type(13, 20, Ink.SOFT))
    page.words("About", tabs.inside(140), Type(13, 20, Ink.SOFT))
    page.sheet.box(tabs.x, tabs.y + 26, 36, 2, fill=Ink.TEXT)
    page.sheet.box(0, tabs.y + 28, HOME_WIDTH, 1, fill=Ink.LINE)
    height = tabs.y + 48
    height += blocks.draw(page, view["blocks"], Room(room.x, height, room.width))
    return _framed(page, HOME_WIDTH, height + EDGE, title)


def _framed(page: Page, width: float, height: float, title: str) -> str:
    page.sheet.box(0, 0, width, height, fill=Ink.PAPER, line=Ink.LINE, radius=12, at=0)
    return page.sheet.document(width, height, title)


def _footer(text: Json, style: str = "") -> Json:
    return {"type": "button", "text": text, **({"style": style} if style else {})}


def _message(page: Page, message: Said, room: Room) -> float:
    mark = len(page.sheet.parts)
    inside = room.inside(AVATAR + 12)
    height = 0.0
    if message.is_for_one:
        height += page.words(ONLY_YOU, inside, SMALL)
    _avatar(page, message, room.below(height + 2))
    height += _byline(page, message, inside.below(height))
    height += blocks.draw(page, message.blocks, inside.below(height + 2)) + 2
    if message.is_for_one:
        page.sheet.box(
            room.x - 10,
            room.y - 8,
            room.width + 20,
            height + 16,
            fill=Ink.SHADE,
            radius=8,
            at=mark,
        )
    return max(height, AVATAR + 2)


def _byline(page: Page, message: Said, room: Room) -> float:
    height = page.words(message.by, room, NAME)
    x = widest(words(message.by), NAME) + 6
    if message.is_app:
        page.sheet.box(room.x + x, room.y + 4, 30, 15, fill=Ink.LINE, radius=3)
        page.words("APP", room.inside(x + 5).below(4.5), BADGE)
        x += 36
    at = clock_time(datetime.fromtimestamp(message.at, UTC))
    page.words(at, room.inside(x).below(1), TIME)
    return height


def _avatar(page: Page, message: Said, room: Room) -> None:
    if message.is_app:
        _app_avatar(page, room.x, room.y, AVATAR)
        return
    inks = (Ink.SKY, Ink.ROSE, Ink.MOSS)
    ink = inks[crc32(message.by.encode()) % len(inks)]
    page.sheet.box(room.x, room.y, AVATAR, AVATAR, fill=ink, radius=8)
    wide = widest(words(message.by[0]), INITIAL)
    page.words(message.by[0], room.inside((AVATAR - wide) / 2).below(7), INITIAL)


def _app_avatar(page: Page, x: float, y: float, size: float) -> None:
    page.sheet.box(x, y, size, size, fill=Ink.PURPLE, radius=size * 0.22)
    page.sheet.path(TICKET, x, y - size * 0.04, fill=Ink.WHITE, scale=size / 36)
