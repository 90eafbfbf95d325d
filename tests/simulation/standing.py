"""What stands in Slack, and what would stand there now: compared but for what may differ."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot.slack.web_api.methods import Method
from bot.triage.delivery.posting import Kind
from bot.triage.ticket import Status

if TYPE_CHECKING:
    from bot.slack.blocks import Json
    from bot.slack.payload import Payload
    from bot.triage.ticket import Ticket
    from bot.workspace import Message


class Drawing:
    """Takes what would be said, and says it nowhere."""

    def __init__(self) -> None:
        self.arguments: Json = {}

    def call(self, method: Method, arguments: Json) -> Payload:
        if method is Method.OPEN_DIRECT:
            return {"channel": {"id": "D0"}}
        self.arguments = arguments
        return {"ts": arguments["ts"]}


def is_redrawn(ticket: Ticket, kind: str) -> bool:
    """Return True if a message of that kind follows its ticket; others stay as they were said."""
    if kind == Kind.ROOT:
        return False
    return kind in {Kind.CARD, Kind.QUESTION, Kind.INCIDENT} or ticket.status is Status.WITHDRAWN


def is_card(message: Message) -> bool:
    return bool(message.blocks) and message.blocks[0]["type"] == "header"


def told(text: str, blocks: Any) -> list[str]:  # noqa: ANN401 - blocks of either side
    """Return what a message tells, a line a block.

    Which links are known depends on what was said when it was drawn: no later word redraws it.
    """
    lines = [text, *(json.dumps(block, sort_keys=True) for block in _bare(blocks))]
    return [line.replace("hxxps[:]//", "https://").replace("[.]", ".") for line in lines]


def _bare(blocks: Any) -> list[Json]:  # noqa: ANN401 - blocks of either side
    """Return blocks without the ids that Slack gives them, and without how a question ended.

    What is said after a question was closed changes its ending the next time that it is drawn.
    """
    ends = [{"type": "context"} if _is_ending(block) else block for block in blocks]
    return [{name: block[name] for name in block if name != "block_id"} for block in ends]


def _is_ending(block: Json) -> bool:
    return '"text": "Answered, ' in json.dumps(block) or '"text": "Closed: ' in json.dumps(block)
