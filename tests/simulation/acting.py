"""What would act in Slack: mentions, links and hidden signs in what the bot says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bot.workspace.records.calls import RESPONSE_URL
from tests.adornments import adorned
from tests.simulation.promise import Promise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.workspace import Workspace

SAYING = {
    "chat.postMessage",
    "chat.update",
    "chat.postEphemeral",
    "views.open",
    "views.update",
    "views.push",
    "views.publish",
    RESPONSE_URL,
}
LINKS = (
    r"https://kb\.example/[0-9]",
    r"https://acme\.slack\.com/archives/C[A-Z0-9]+/p[0-9]{16}\|[A-Za-z0-9 -]+",
    r"!date\^[0-9]{10}\^\{date_short_pretty\} at \{time\}\|[-0-9: ]+UTC",
)
"""What we make ourselves beside mentions: of known issues, of messages, and times."""
ACTING = re.compile(r"<\s*[@#!]|<\s*https?:")
HIDDEN = re.compile("[\u200b\u202e]")


def acting(slack: Workspace) -> Iterator[tuple[Promise, str]]:
    """Yield what could act in all that the bot has said."""
    for each in adorned(slack):
        yield Promise.NOTHING_ACTS, each
    ours = _own_tokens(slack)
    for call in slack.calls:
        if call.method in SAYING:
            yield from _acting_in(call.method, call.params, ours)
    for delivery in slack.deliveries.log:
        if delivery.ack is not None and isinstance(delivery.ack.body, dict):
            yield from _acting_in("acknowledgement", delivery.ack.body, ours)


def _own_tokens(slack: Workspace) -> re.Pattern[str]:
    """Return what may act: it names who is here, or was made by us."""
    users = (f"@{user}" for user in slack.users)
    channels = (f"#{channel}" for channel in slack.channels)
    return re.compile(f"<({'|'.join((*users, *channels, *LINKS))})>")


def _acting_in(
    where: str,
    part: Any,  # noqa: ANN401 - any JSON
    ours: re.Pattern[str],
) -> Iterator[tuple[Promise, str]]:
    """Yield what could act in the texts of a message or view."""
    for text, is_parsed in _texts(part, is_parsed=True):
        rest = ours.sub("", text) if is_parsed else text
        if ACTING.search(rest) or HIDDEN.search(rest) or (is_parsed and "<" in rest):
            yield Promise.NOTHING_ACTS, f"{where}: {text!r}"


def _texts(part: Any, *, is_parsed: bool) -> Iterator[tuple[str, bool]]:  # noqa: ANN401 - any JSON
    if isinstance(part, dict):
        if part.get("type") in {"plain_text", "mrkdwn"}:
            yield part["text"], part["type"] == "mrkdwn"
            return
        for name, value in part.items():
            if name == "text" and isinstance(value, str):
                yield value, is_parsed
            elif isinstance(value, dict | list):
                yield from _texts(value, is_parsed=is_parsed)
    elif isinstance(part, list):
        for item in part:
            yield from _texts(item, is_parsed=is_parsed)
