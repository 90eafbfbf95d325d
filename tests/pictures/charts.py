"""Charts: Slack's own, with bars, and the pictures that an app sends."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image

from tests.pictures import paragraph
from tests.pictures.page import UnknownPartError
from tests.pictures.palette import Ink
from tests.pictures.paragraph import HINT, LABEL, widest

if TYPE_CHECKING:
    from tests.pictures.page import Json, Page
    from tests.pictures.svg import Room

TALL, EDGE, FOOT = 120.0, 14.0, 24.0
MOST_WIDE = 44.0


def draw(page: Page, block: Json, room: Room) -> float:
    """Draw a chart of bars of one series, as high as their values."""
    if block["chart"]["type"] != "bar":
        raise UnknownPartError(f"no picture of a chart of type {block['chart']['type']}")
    mark = len(page.sheet.parts)
    inside = room.below(EDGE).inside(EDGE, EDGE)
    top = page.words(block["title"], inside, LABEL) + HINT.leading
    [series] = block["chart"]["series"]
    most = max(point["value"] for point in series["data"]) or 1
    step = inside.width / len(series["data"])
    for number, point in enumerate(series["data"]):
        high = TALL * point["value"] / most
        middle = inside.x + step * (number + 0.5)
        foot = inside.y + top + TALL
        _bar(page, middle, foot - high, min(MOST_WIDE, step * 0.7), high)
        _centred(page, f"{point['value']:,}", middle, foot - high - HINT.leading, room)
        _centred(page, point["label"], middle, foot + 4, room)
    height = EDGE + top + TALL + FOOT + EDGE
    page.sheet.box(room.x, room.y, room.width, height, line=Ink.LINE, radius=8, at=mark)
    return height


def draw_image(page: Page, block: Json, room: Room) -> float:
    """Draw a picture that the app sent, as wide as there is room."""
    content = page.files[block["slack_file"]["id"]]
    wide, high = Image.open(BytesIO(content)).size
    height = room.width * high / wide
    page.sheet.image(b64encode(content).decode(), room, height)
    return height


def _bar(page: Page, middle: float, top: float, width: float, height: float) -> None:
    page.sheet.box(middle - width / 2, top, width, height, fill=Ink.SIGNAL_BLUE, radius=2)


def _centred(page: Page, text: str, middle: float, y: float, room: Room) -> None:
    wide = widest(paragraph.words(text), HINT)
    page.words(text, type(room)(middle - wide / 2, y, wide + 1), HINT)
