"""A modal that says one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.blocks import MODAL_WORDS_LIMIT, plain_text, section

if TYPE_CHECKING:
    from bot.slack.blocks import Json
    from bot.slack.rendering import Mrkdwn


def notice(title: str, sentence: Mrkdwn) -> Json:
    """Return it; nothing can be sent from it."""
    return {
        "type": "modal",
        "title": plain_text(title, MODAL_WORDS_LIMIT),
        "close": plain_text("Close", MODAL_WORDS_LIMIT),
        "blocks": [section(sentence)],
    }
