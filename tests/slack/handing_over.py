"""Hands a delivery to the app's HTTP door as Slack does, without a socket."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot.workspace import Ack
from bot.workspace.transport.posting import request

if TYPE_CHECKING:
    from bot.slack.transport.endpoint import Endpoint
    from bot.workspace import App, Delivery


def hand_over(delivery: Delivery, app: App, endpoint: Endpoint, now: float) -> Ack:
    """Return what the app answered; `now` is Slack's clock."""
    answer = endpoint.deliver(*request(delivery, app, now))
    return Ack(answer.status, _read(answer.body))


def _read(body: str) -> Any:  # noqa: ANN401 - whatever the app answered
    try:
        return json.loads(body)
    except ValueError:
        return body
