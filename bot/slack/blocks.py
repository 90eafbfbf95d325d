"""The few shapes of Block Kit that the app uses, as plain dicts and within Slack's limits.

Whatever string goes in is rendered here: `str` becomes `plain_text`, only `Mrkdwn` is parsed.
The limits: https://docs.slack.dev/reference/block-kit/blocks
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.slack.rendering import Mrkdwn, one_line, pages, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

Json = dict[str, object]

HEADER_LIMIT = 150
SECTION_LIMIT = 3000
CONTEXT_LIMIT = 500
ALT_TEXT_LIMIT = 2000
BUTTON_LIMIT = 75
OPTION_LIMIT = 75
MODAL_WORDS_LIMIT = 24
"""Of a modal's title and of its two buttons."""
FALLBACK_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class View:
    """What a message shows: its blocks, and the same in words for notifications."""

    text: Mrkdwn
    blocks: list[Json]


def plain_text(text: str, limit: int) -> Json:
    """Return a text object that Slack does not parse; an empty one would be refused."""
    return {"type": "plain_text", "text": plain(text, limit) or "-", "emoji": False}


def _text_object(text: str, limit: int) -> Json:
    """Return `text` as mrkdwn if it is made for that, without links of Slack's own making."""
    if isinstance(text, Mrkdwn):
        return {"type": "mrkdwn", "text": str(text), "verbatim": True}
    return plain_text(text, limit)


def image(file_id: str, alt_text: str) -> Json:
    """Return a picture that Slack keeps, with what it shows in words."""
    told = plain(one_line(alt_text, ALT_TEXT_LIMIT), ALT_TEXT_LIMIT)
    return {"type": "image", "slack_file": {"id": file_id}, "alt_text": told}


def header(text: str) -> Json:
    """Return a headline."""
    return {"type": "header", "text": plain_text(one_line(text, HEADER_LIMIT), HEADER_LIMIT)}


def section(text: str) -> Json:
    """Return a paragraph."""
    return {"type": "section", "text": _text_object(text, SECTION_LIMIT)}


def sections(text: str, most: int) -> list[Json]:
    """Return a long text as up to `most` paragraphs."""
    return [section(page) for page in pages(text, SECTION_LIMIT, most)]


def fields(texts: Sequence[Mrkdwn]) -> Json:
    """Return up to ten short texts in two columns."""
    return {"type": "section", "fields": [_text_object(text, SECTION_LIMIT) for text in texts]}


def context(texts: Sequence[str]) -> Json:
    """Return up to ten remarks in small print."""
    return {"type": "context", "elements": [_text_object(text, CONTEXT_LIMIT) for text in texts]}


def button(label: str, action_id: str, value: str, *, primary: bool = False) -> Json:
    """Return a button; `value` holds ids only, since whoever sees it can read it."""
    text = plain_text(one_line(label, BUTTON_LIMIT), BUTTON_LIMIT)
    pressed: Json = {"type": "button", "text": text, "action_id": action_id, "value": value}
    return pressed | ({"style": "primary"} if primary else {})


def actions(elements: Sequence[Json]) -> Json:
    """Return a row of buttons; Slack names the block, anew each time it is drawn."""
    return {"type": "actions", "elements": list(elements)}


def overflow(action_id: str, choices: Sequence[tuple[str, str]]) -> Json:
    """Return the menu behind three dots: up to five labels, each with its value."""
    return {"type": "overflow", "action_id": action_id, "options": options(choices)}


def options(choices: Sequence[tuple[str, str]]) -> list[Json]:
    """Return labels with their values as the choices of a menu."""
    return [
        {"text": plain_text(one_line(label, OPTION_LIMIT), OPTION_LIMIT), "value": value}
        for label, value in choices
    ]


def link_button(label: str, action_id: str, url: str) -> Json:
    """Return a button that opens `url`, an address of our own making."""
    return {**button(label, action_id, "-"), "url": url}


def select(
    action_id: str, placeholder: str, choices: Sequence[tuple[str, str]], chosen: str = ""
) -> Json:
    """Return a menu that is always seen, with the choice whose value is `chosen` in it."""
    menu: Json = {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain_text(placeholder, BUTTON_LIMIT),
        "options": options(choices),
    }
    initial = [choice for choice in choices if choice[1] == chosen]
    return menu | ({"initial_option": options(initial)[0]} if initial else {})


def feedback_buttons(action_id: str, positive: str, negative: str) -> Json:
    """Return a thumb up and a thumb down with their values; Slack shows which one was pressed."""
    pressed = {
        "positive_button": {"text": plain_text("Helpful", BUTTON_LIMIT), "value": positive},
        "negative_button": {"text": plain_text("Not helpful", BUTTON_LIMIT), "value": negative},
    }
    buttons: Json = {"type": "feedback_buttons", "action_id": action_id, **pressed}
    return {"type": "context_actions", "elements": [buttons]}
