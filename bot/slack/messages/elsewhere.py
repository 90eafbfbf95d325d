"""Leaves alone what comes from another workspace than the token's: there it could not answer.

An app that is installed in several workspaces gets the deliveries of all of them at one address.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import structlog
from slack_bolt import BoltResponse

from bot.slack.payload import string
from bot.slack.whispers import TO_ONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_bolt import BoltContext

    from bot.slack.blocks import Json

NOT_HERE = (
    "Ticket Triage runs for another workspace, so nothing was done here. "
    "Please ask whoever looks after the app."
)
CERTAIN = {"event_callback", "message_action"}
"""What names the workspace that the app is installed in; a click may name the person's own."""

log = structlog.stdlib.get_logger("slack")


def only_for(team: str) -> Callable[..., BoltResponse]:
    """Return what lets through the deliveries for `team`, and those of which it can't be told."""

    def check(body: Json, context: BoltContext, next_: Callable[[], BoltResponse]) -> BoltResponse:
        is_command = "command" in body
        if context.team_id in {None, team} or not (is_command or string(body, "type") in CERTAIN):
            return next_()
        log.warning("other_workspace", team=context.team_id)
        if not is_command:
            return BoltResponse(status=200, body="")
        said = json.dumps({**TO_ONE, "text": NOT_HERE})
        return BoltResponse(
            status=200, body=said, headers={"content-type": "application/json;charset=utf-8"}
        )

    return check
