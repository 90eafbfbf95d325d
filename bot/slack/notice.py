"""A modal that says one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.blocks import MODAL_WORDS_LIMIT, plain_text, section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.slack.blocks import Json
    from bot.slack.rendering import Mrkdwn


def notice(title: str, sentence: Mrkdwn) -> Json:
    """Return it; nothing can be sent from it."""
    return to_read(title, [section(sentence)])


def to_read(title: str, blocks: Sequence[Json]) -> Json:
    """Return a modal from which nothing can be sent."""
    return {
        "type": "modal",
        "title": plain_text(title, MODAL_WORDS_LIMIT),
        "close": plain_text("Close", MODAL_WORDS_LIMIT),
        "blocks": list(blocks),
    }
