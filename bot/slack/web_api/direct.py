"""The direct messages between the app and one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.payload import string
from bot.slack.web_api.methods import Method
from bot.triage.errors import Unavailable, Unconfirmed

if TYPE_CHECKING:
    from bot.slack.web_api.calls import WebApi


def direct_channel(api: WebApi, user: str) -> str:
    """Return the channel of the direct messages with `user`, opened unless it is open.

    Raises Unavailable if that was not done, Rejected if Slack refuses it.
    """
    try:
        answer = api.call(Method.OPEN_DIRECT, {"users": user})
    except Unconfirmed as doubt:
        # Opened twice it is the same one.
        raise Unavailable(str(doubt), retry_after_seconds=doubt.retry_after_seconds) from doubt
    channel = string(answer, "channel", "id")
    if not channel:
        raise Unavailable(f"{Method.OPEN_DIRECT}: no channel in the answer")
    return channel
