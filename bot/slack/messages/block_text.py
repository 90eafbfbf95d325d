"""The text of messages that have none of their own: it stands in their blocks alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.messages.markup import readable
from bot.slack.payload import part, parts, string

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.slack.payload import Payload

IN_ATTACHMENTS = ("pretext", "title", "text")
IN_BLOCKS = {"header", "section", "context"}
RICH_TEXT = "rich_text"


def said_in_blocks(message: Payload) -> str:
    """Return what a reader sees of attachments and blocks, a line each."""
    lines = (*_attached(message), *(line for one in _blocks(message) for line in _of_block(one)))
    return "\n".join(dict.fromkeys(readable(line).strip() for line in lines if line.strip()))


def _attached(message: Payload) -> Iterator[str]:
    for attachment in parts(message, "attachments"):
        shown = [string(attachment, name) for name in IN_ATTACHMENTS]
        yield from filter(None, shown)
        if not any(shown):
            yield string(attachment, "fallback")


def _blocks(message: Payload) -> list[Payload]:
    below = [block for one in parts(message, "attachments") for block in parts(one, "blocks")]
    return [*parts(message, "blocks"), *below]


def _of_block(block: Payload) -> Iterator[str]:
    if string(block, "type") == RICH_TEXT:
        yield "".join(_typed(block))
    if string(block, "type") in IN_BLOCKS:
        texts = [part(block, "text"), *parts(block, "fields"), *parts(block, "elements")]
        yield from (string(text, "text") for text in texts)


def _typed(element: Payload) -> Iterator[str]:
    """Yield the pieces of text below `element`, with a line end behind each paragraph."""
    for one in parts(element, "elements"):
        yield string(one, "text")
        yield from _typed(one)
        yield "\n" if "elements" in one else ""
