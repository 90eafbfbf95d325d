"""The inputs of a form, each below its label, with what the app says is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.pictures import elements
from tests.pictures.page import UnknownPartError
from tests.pictures.palette import Ink
from tests.pictures.paragraph import HINT, LABEL, Type, widest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.pictures.page import Json, Page
    from tests.pictures.svg import Room

TYPED = Type(15, 22)
ASKED = Type(15, 22, Ink.SOFT)
WRONG = Type(13, 18, Ink.RED)
FEWEST_LINES = 3
TICK = "M5 9l3 3 5-6"


def draw(page: Page, block: Json, room: Room) -> float:
    """Draw one input; return how high it is."""
    label = dict(block["label"])
    height = page.text(label, room, LABEL)
    if block.get("optional"):
        beside = room.inside(_width(page, label) + 6)
        page.words("(optional)", beside, Type(15, 22, Ink.SOFT))
    height += 4
    height += _drawing(block["element"])(page, block["element"], room.below(height))
    for text, kind in ((page.errors.get(block.get("block_id", "")), WRONG), (_hint(block), HINT)):
        if text:
            height += 4
            height += page.words(text, room.below(height), kind)
    return height + 6


def _width(page: Page, label: Json) -> float:
    return widest(page.read(label), LABEL)


def _hint(block: Json) -> str:
    return str(block.get("hint", {}).get("text", ""))


def _drawing(element: Json) -> Callable[[Page, Json, Room], float]:
    if element["type"] not in KINDS:
        raise UnknownPartError(f"no picture of an input of type {element['type']}")
    return KINDS[element["type"]]


def _written(page: Page, element: Json, room: Room) -> float:
    text = element.get("initial_value", "")
    kind = TYPED if text else ASKED
    text = text or element.get("placeholder", {}).get("text", "")
    lines = FEWEST_LINES if element.get("multiline") else 1
    inside = room.below(8).inside(12, 12)
    mark = len(page.sheet.parts)
    needed = page.words(text, inside, kind) if text else 0
    height = max(needed, lines * kind.leading) + 16
    page.sheet.box(
        room.x, room.y, room.width, height, fill=Ink.PAPER, line=Ink.EDGE, radius=8, at=mark
    )
    return height


def _menu(page: Page, element: Json, room: Room) -> float:
    elements.draw_closed_menu(page, element, room)
    return elements.TALL


def _radios(page: Page, element: Json, room: Room) -> float:
    chosen = element.get("initial_option", {}).get("value")

    def mark(option: Json, spot: Room) -> None:
        is_chosen = option["value"] == chosen
        page.sheet.circle(spot.x + 9, spot.y + 11, 9, Ink.GREEN if is_chosen else Ink.EDGE)
        page.sheet.circle(spot.x + 9, spot.y + 11, 8 if not is_chosen else 4, Ink.PAPER)

    return _options(page, element, room, mark)


def _boxes(page: Page, element: Json, room: Room) -> float:
    chosen = {option["value"] for option in element.get("initial_options", ())}

    def mark(option: Json, spot: Room) -> None:
        if option["value"] in chosen:
            page.sheet.box(spot.x, spot.y + 2, 18, 18, fill=Ink.GREEN, radius=4)
            page.sheet.path(TICK, spot.x, spot.y + 2, line=Ink.WHITE, width=2)
        else:
            page.sheet.box(spot.x, spot.y + 2, 18, 18, fill=Ink.PAPER, line=Ink.EDGE, radius=4)

    return _options(page, element, room, mark)


def _options(page: Page, element: Json, room: Room, mark: Callable[[Json, Room], None]) -> float:
    height = 0.0
    for option in element["options"]:
        spot = room.below(height)
        mark(option, spot)
        height += page.text(option["text"], spot.inside(28), TYPED)
        if description := option.get("description"):
            height += page.text(description, room.below(height).inside(28), HINT)
        height += 4
    return height


KINDS: dict[str, Callable[[Page, Json, Room], float]] = {
    "plain_text_input": _written,
    "static_select": _menu,
    "external_select": _menu,
    "users_select": _menu,
    "conversations_select": _menu,
    "channels_select": _menu,
    "radio_buttons": _radios,
    "checkboxes": _boxes,
}
