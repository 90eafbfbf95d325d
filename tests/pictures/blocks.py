"""Each block of Block Kit as Slack shows it; one that has no drawing here is an error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.pictures import charts, elements, inputs, paragraph, rich_text
from tests.pictures.page import UnknownPartError
from tests.pictures.palette import Ink
from tests.pictures.paragraph import FIXED, HEADING, SMALL, widest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.pictures.mrkdwn import Line
    from tests.pictures.page import Json, Page
    from tests.pictures.svg import Room

GAP = 9.0
COLUMN_GAP = 16.0
CONTEXT_GAP = 14.0


def draw(page: Page, blocks: Sequence[Json], room: Room) -> float:
    """Draw `blocks` below each other; return how high they are."""
    height = 0.0
    for number, block in enumerate(blocks):
        height += GAP if number else 0
        height += _drawing(block)(page, block, room.below(height))
    return height


def _drawing(block: Json) -> Callable[[Page, Json, Room], float]:
    if block["type"] not in KINDS:
        raise UnknownPartError(f"no picture of a block of type {block['type']}")
    return KINDS[block["type"]]


def _header(page: Page, block: Json, room: Room) -> float:
    return page.text(block["text"], room, HEADING)


def _section(page: Page, block: Json, room: Room) -> float:
    accessory = block.get("accessory")
    if accessory is None:
        return _words(page, block, room)
    wide = elements.width(page, accessory)
    beside = type(room)(room.x + room.width - wide, room.y, wide)
    height = _words(page, block, room.inside(0, wide + COLUMN_GAP))
    elements.draw(page, accessory, beside)
    if not elements.is_open(page, accessory):
        return max(height, elements.TALL)
    opened = beside.inside(wide - elements.MENU_WIDTH).below(elements.TALL + 4)
    return max(height, elements.TALL + 4 + elements.draw_menu(page, accessory, opened))


def _words(page: Page, block: Json, room: Room) -> float:
    height = page.text(block["text"], room) if "text" in block else 0.0
    fields = block.get("fields", ())
    half = (room.width - COLUMN_GAP) / 2
    for number in range(0, len(fields), 2):
        height += GAP if height else 0
        height += max(
            page.text(each, type(room)(room.x + side * (half + COLUMN_GAP), room.y + height, half))
            for side, each in enumerate(fields[number : number + 2])
        )
    return height


def _context(page: Page, block: Json, room: Room) -> float:
    """Draw remarks beside each other while there is room, as Slack does."""
    x, y, tall = room.x, room.y, 0.0
    for each in block["elements"]:
        wide = min(_remark_width(page, each), room.width)
        if x > room.x and x + wide > room.x + room.width:
            x, y, tall = room.x, y + tall + 2, 0.0
        tall = max(tall, page.text(each, type(room)(x, y, room.x + room.width - x), SMALL))
        x += wide + CONTEXT_GAP
    return y + tall - room.y


def _remark_width(page: Page, text: Json) -> float:
    return widest(page.read(text), SMALL)


def _actions(page: Page, block: Json, room: Room) -> float:
    return elements.draw_row(page, block["elements"], room)


def _rich_text(page: Page, block: Json, room: Room) -> float:
    height = 0.0
    for part in block["elements"]:
        lines = rich_text.lines(part, page.names)
        if part["type"] == "rich_text_preformatted":
            height += _preformatted(page, lines, room.below(height))
        else:
            height += paragraph.draw(page.sheet, lines, room.below(height))
    return height


def _preformatted(page: Page, lines: Sequence[Line], room: Room) -> float:
    mark = len(page.sheet.parts)
    height = 16 + paragraph.draw(page.sheet, lines, room.below(8).inside(8, 8), FIXED)
    page.sheet.box(
        room.x, room.y, room.width, height, fill=Ink.SHADE, line=Ink.LINE, radius=4, at=mark
    )
    return height


def _divider(page: Page, _block: Json, room: Room) -> float:
    page.sheet.box(room.x, room.y + 7, room.width, 1, fill=Ink.LINE)
    return 15


KINDS: dict[str, Callable[[Page, Json, Room], float]] = {
    "header": _header,
    "section": _section,
    "context": _context,
    "actions": _actions,
    "context_actions": _actions,
    "divider": _divider,
    "rich_text": _rich_text,
    "input": inputs.draw,
    "image": charts.draw_image,
    "data_visualization": charts.draw,
}
