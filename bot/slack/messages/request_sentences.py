"""What the app says to who asks for a ticket on a message."""

from __future__ import annotations

from bot.slack.rendering import Mrkdwn, mrkdwn
from bot.slack.web_api.methods import COMMAND

NOTHING_SAID = Mrkdwn(
    "There is no text in that message that I could triage. "
    f"Write `{COMMAND} what happened` instead."
)
GONE = Mrkdwn("That message is not there any more, so no ticket was opened.")
OURS = Mrkdwn("That message is one of mine, so there is nothing to triage in it.")
UNREADABLE = Mrkdwn(
    "I can't read that message, so no ticket was opened. Choose “Triage this message” in its menu, "
    "or invite me to the channel."
)
SILENTLY = Mrkdwn(
    "That was judged silently already, so no second ticket was opened: its reviewers see it."
)


def asked_for(number: int) -> Mrkdwn:
    """Return that a ticket was opened from the message."""
    reference = f"T-{number}"
    return mrkdwn(
        "{} is open. It shows in that message's thread as soon as I can post there.", reference
    )


def asked_silently(number: int) -> Mrkdwn:
    """Return that a ticket was opened of which nothing shows in its channel."""
    reference = f"T-{number}"
    return mrkdwn("{} is open. I post nothing in this channel: its reviewers see it.", reference)


def already(number: int) -> Mrkdwn:
    """Return that there is a ticket, so that no second one was opened."""
    reference = f"T-{number}"
    return mrkdwn(
        "That is {} already, so no second ticket was opened. {} says how it stands.",
        reference,
        Mrkdwn(f"`{COMMAND} status {reference}`"),
    )
