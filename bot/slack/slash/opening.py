"""The form that `/triage` alone opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.blocks import plain_text

if TYPE_CHECKING:
    from bot.slack.blocks import Json

FORM = "triage_form"
FORM_BLOCK = "description"
FORM_INPUT = "text"
LONGEST_INPUT = 3000


def form_key(view_id: str) -> str:
    """Return what tells one opened form from another: sent twice, it opens one ticket."""
    return f"form:{view_id}"


def form(metadata: str, max_length: int) -> Json:
    """Return the modal in which a ticket is written; `metadata` says for where.

    Slack's inputs take less than a message may have, which other answers name: so does the hint.
    """
    longest = min(max_length, LONGEST_INPUT)
    hint = f"At most {longest:,} characters."
    if longest < max_length:
        hint += f" A message in the channel may have {max_length:,}."
    return {
        "type": "modal",
        "callback_id": FORM,
        "private_metadata": metadata,
        "title": plain_text("Open a ticket", 24),
        "submit": plain_text("Open", 24),
        "close": plain_text("Cancel", 24),
        "blocks": [
            {
                "type": "input",
                "block_id": FORM_BLOCK,
                "label": plain_text("What happened?", 75),
                "hint": plain_text(hint, 150),
                "element": {
                    "type": "plain_text_input",
                    "action_id": FORM_INPUT,
                    "multiline": True,
                    "max_length": longest,
                },
            }
        ],
    }
