"""What Slack could make of a text in a call that says something: a link, a name, a preview."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.workspace.records.calls import RESPONSE_URL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.workspace import Workspace
    from bot.workspace.records.messages import Json

UNPARSED = {"link_names": False, "parse": "none"}
NEVER_UNFURLED = {"unfurl_links": False, "unfurl_media": False}
SAYING = {
    "chat.postMessage": UNPARSED | NEVER_UNFURLED,
    "chat.update": UNPARSED,
    "chat.postEphemeral": UNPARSED,
    RESPONSE_URL: UNPARSED | NEVER_UNFURLED,
}
ANSWER = "the answer to a command"


def adorned(slack: Workspace) -> list[str]:
    """Return the calls and acknowledgements that leave to Slack what it makes of their text."""
    return [
        f"{what}: {name} is {said.get(name)!r}"
        for what, said, wanted in _said(slack)
        for name, value in wanted.items()
        if said.get(name) != value
    ]


def _said(slack: Workspace) -> Iterator[tuple[str, Json, Json]]:
    for call in list(slack.calls):
        if call.method in SAYING:
            yield call.method, call.params, SAYING[call.method]
    for delivery in list(slack.deliveries.log):
        body = None if delivery.ack is None else delivery.ack.body
        if isinstance(body, dict) and "text" in body:
            yield ANSWER, body, SAYING[RESPONSE_URL]
