"""Hands to the app what comes over a socket, and says how Slack is to be answered."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING

import structlog
from slack_bolt import BoltRequest

from bot.slack.payload import string
from bot.slack.transport.well_formed import is_well_formed

if TYPE_CHECKING:
    from bot.slack.payload import Payload
    from bot.slack.transport.attention import Dispatcher


log = structlog.stdlib.get_logger("slack.envelopes")


class Envelopes:
    """The door to the app in Socket Mode; blocks while a listener stores."""

    def __init__(self, app: Dispatcher) -> None:
        self._app = app

    def answer(self, envelope: Payload) -> Payload | None:
        """Return the acknowledgement; None if there must be none, so that Slack delivers again.

        What Bolt could not even read is acknowledged: it would never be better.
        """
        acknowledgement: dict[str, object] = {"envelope_id": string(envelope, "envelope_id")}
        payload = envelope.get("payload")
        if not isinstance(payload, dict) or not is_well_formed(payload):
            log.warning("malformed_envelope", type=string(envelope, "type"))
            return acknowledgement
        response = self._app.dispatch(BoltRequest(mode="socket_mode", body=payload))
        if response.status != HTTPStatus.OK:
            return None
        if response.body:
            acknowledgement["payload"] = parsed(response.body)
        return acknowledgement


def parsed(text: str | bytes) -> Payload:
    """Return the object that `text` holds; an empty one if it holds none."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
