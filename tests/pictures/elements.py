"""What can be pressed or chosen from beside each other: buttons, menus, thumbs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.pictures import paragraph
from tests.pictures.page import UnknownPartError
from tests.pictures.palette import Ink
from tests.pictures.paragraph import Type
from tests.pictures.typefaces import Face

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.pictures.page import Json, Page
    from tests.pictures.svg import Room

    Kind = tuple[Callable[[Page, Json], float], Callable[[Page, Json, Room], None]]
    """How wide an element is, and what draws it."""

TALL = 32.0
GAP = 8.0
ROW = 36.0
MENU_WIDTH = 190.0
LETTERS = {
    "": Type(13, 20, face=Face.BOLD),
    "primary": Type(13, 20, Ink.WHITE, Face.BOLD),
    "danger": Type(13, 20, Ink.RED, Face.BOLD),
}
CHOSEN = Type(13, 20)
WAITING = Type(13, 20, Ink.SOFT)
ARROW = "M1 1l4 4 4-4"
THUMB = (
    "M6.5 9L10 2.8c1.4 0 2.1 1 1.8 2.4L11.2 8h4.3c1 0 1.7.9 1.5 1.9l-1.1 5.4"
    "c-.2.7-.8 1.2-1.5 1.2H6.5zM6.5 9H3.5v7.5h3"
)
UPSIDE_DOWN = (
    "M13.5 11L10 17.2c-1.4 0-2.1-1-1.8-2.4L8.8 12H4.5c-1 0-1.7-.9-1.5-1.9l1.1-5.4"
    "c.2-.7.8-1.2 1.5-1.2h7.9zM13.5 11h3V3.5h-3"
)


def width(page: Page, element: Json) -> float:
    """Return how wide an element is."""
    return _kind(element)[0](page, element)


def draw(page: Page, element: Json, room: Room) -> None:
    """Draw an element, 32 high."""
    _kind(element)[1](page, element, room)


def draw_row(page: Page, elements: Sequence[Json], room: Room) -> float:
    """Draw elements beside each other, in as many rows as they need; return how high that is."""
    x, y, below = room.x, room.y, 0.0
    for element in elements:
        wide = width(page, element)
        if x > room.x and x + wide > room.x + room.width:
            x, y = room.x, y + TALL + GAP
        place = _at(room, x, y, wide)
        draw(page, element, place)
        if is_open(page, element):
            below = max(below, draw_menu(page, element, place.below(TALL + 4)))
        x += wide + GAP
    return y + TALL - room.y + below


def is_open(page: Page, element: Json) -> bool:
    """Return True if the menu of an element is to be shown open."""
    return bool(element["type"] == "overflow" and element["action_id"] == page.opened)


def draw_menu(page: Page, element: Json, room: Room) -> float:
    """Draw the choices of an open menu below `room`; return how much room they take."""
    choices = element["options"]
    height = ROW * len(choices) + 16
    page.sheet.box(room.x, room.y, MENU_WIDTH, height, fill=Ink.PAPER, line=Ink.EDGE, radius=8)
    for number, choice in enumerate(choices):
        place = type(room)(room.x + 16, room.y + 15 + number * ROW, MENU_WIDTH - 24)
        page.text(choice["text"], place)
    return height + 4


def _at(room: Room, x: float, y: float, wide: float) -> Room:
    return type(room)(x, y, wide)


def _button_width(page: Page, element: Json) -> float:
    return _text_width(page, element["text"], LETTERS[""]) + 26


def _draw_button(page: Page, element: Json, room: Room) -> None:
    style = element.get("style", "")
    if style == "primary":
        page.sheet.box(room.x, room.y, room.width, TALL, fill=Ink.GREEN, radius=8)
    else:
        edge = Ink.RED if style == "danger" else Ink.EDGE
        page.sheet.box(room.x, room.y, room.width, TALL, fill=Ink.PAPER, line=edge, radius=8)
    page.text(element["text"], room.below(6).inside(13, -9), LETTERS[style])


def _overflow_width(_page: Page, _element: Json) -> float:
    return TALL


def _draw_overflow(page: Page, element: Json, room: Room) -> None:
    fill = Ink.SHADE if is_open(page, element) else Ink.PAPER
    page.sheet.box(room.x, room.y, TALL, TALL, fill=fill, line=Ink.EDGE, radius=8)
    for step in (-5, 0, 5):
        page.sheet.circle(room.x + TALL / 2, room.y + TALL / 2 + step, 1.6, Ink.TEXT)


def _thumbs_width(_page: Page, _element: Json) -> float:
    return 2 * TALL + GAP / 2


def _draw_thumbs(page: Page, _element: Json, room: Room) -> None:
    for number, shape in enumerate((THUMB, UPSIDE_DOWN)):
        x = room.x + number * (TALL + GAP / 2)
        page.sheet.box(x, room.y, TALL, TALL, line=Ink.LINE, radius=8)
        page.sheet.path(shape, x + 6, room.y + 6, line=Ink.SOFT, width=1.4)


def shown_choice(page: Page, element: Json) -> tuple[Json, Type]:
    """Return what stands in a closed menu, and how: what was chosen, or what it asks for."""
    if option := element.get("initial_option"):
        return option["text"], CHOSEN
    if user := element.get("initial_user"):
        return {"type": "plain_text", "text": page.names[user]}, CHOSEN
    for kind in ("conversation", "channel"):
        if place := element.get(f"initial_{kind}"):
            return {"type": "plain_text", "text": f"# {page.names[place]}"}, CHOSEN
    usual = {"type": "plain_text", "text": "Select an item"}
    return element.get("placeholder", usual), WAITING


def _menu_width(page: Page, element: Json) -> float:
    text, kind = shown_choice(page, element)
    return max(120.0, _text_width(page, text, kind) + 46)


def draw_closed_menu(page: Page, element: Json, room: Room) -> None:
    """Draw a menu over the whole width, with what is chosen in it."""
    text, kind = shown_choice(page, element)
    page.sheet.box(room.x, room.y, room.width, TALL, fill=Ink.PAPER, line=Ink.EDGE, radius=8)
    page.text(text, room.below(6).inside(12, 30), kind)
    page.sheet.path(ARROW, room.x + room.width - 22, room.y + 13, line=Ink.SOFT)


def _text_width(page: Page, text: Json, kind: Type) -> float:
    return paragraph.widest(page.read(text), kind)


KINDS: dict[str, Kind] = {
    "button": (_button_width, _draw_button),
    "overflow": (_overflow_width, _draw_overflow),
    "feedback_buttons": (_thumbs_width, _draw_thumbs),
    **dict.fromkeys(
        (
            "static_select",
            "external_select",
            "users_select",
            "conversations_select",
            "channels_select",
        ),
        (_menu_width, draw_closed_menu),
    ),
}


def _kind(element: Json) -> Kind:
    if element["type"] not in KINDS:
        raise UnknownPartError(f"no picture of an element of type {element['type']}")
    return KINDS[element["type"]]
