"""Modals and the inputs in them: each input has a block of its own, known by one name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.blocks import MODAL_WORDS_LIMIT, options, plain_text
from bot.slack.rendering import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.slack.blocks import Json

LABEL_LIMIT = 75
HINT_LIMIT = 150
LONGEST_INPUT = 3000


def modal(callback: str, metadata: str, title: str, submit: str, blocks: Sequence[Json]) -> Json:
    """Return a form; `metadata` holds ids only, and is sealed as it is shown."""
    return {
        "type": "modal",
        "callback_id": callback,
        "private_metadata": metadata,
        "title": plain_text(title, MODAL_WORDS_LIMIT),
        "submit": plain_text(submit, MODAL_WORDS_LIMIT),
        "close": plain_text("Cancel", MODAL_WORDS_LIMIT),
        "blocks": list(blocks),
    }


def text_input(
    name: str,
    label: str,
    *,
    initial: str = "",
    hint: str = "",
    most: int = LONGEST_INPUT,
    optional: bool = False,
) -> Json:
    """Return a field for some lines of text."""
    element: Json = {"type": "plain_text_input", "multiline": True, "max_length": most}
    if initial:
        element["initial_value"] = plain(initial, most)
    return labelled(name, label, element, hint=hint, optional=optional)


def checkboxes(
    name: str, label: str, choices: Sequence[tuple[str, str]], *, ticked: Sequence[str] = ()
) -> Json:
    """Return boxes to tick, each a label with its value; none has to be."""
    boxes = options(choices)
    element: Json = {"type": "checkboxes", "options": boxes}
    chosen = [box for box in boxes if box["value"] in ticked]
    if chosen:
        element["initial_options"] = chosen
    return labelled(name, label, element, optional=True)


def labelled(
    name: str, label: str, element: Json, *, hint: str = "", optional: bool = False
) -> Json:
    """Return `element` as an input below its label."""
    block: Json = {
        "type": "input",
        "block_id": name,
        "label": plain_text(label, LABEL_LIMIT),
        "element": {**element, "action_id": name},
        "optional": optional,
    }
    return block | ({"hint": plain_text(hint, HINT_LIMIT)} if hint else {})
