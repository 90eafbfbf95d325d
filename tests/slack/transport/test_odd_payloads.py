"""Signed payloads with each part of them gone or odd: answered, never with an error of ours."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from bot.workspace.transport.signing import signed_headers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.slack.transport.endpoint import Answer
    from tests.slack.desk import Desk

ODD: tuple[Any, ...] = (None, 0, "", "\ud800", [], [None], {}, {"id": None})
FORM = "application/x-www-form-urlencoded"
TEAM, USER, CHANNEL, TS = "T0TEAM", "U0ANN", "C0SUPPORT", "1767225600.000100"
PLACE = {"team": {"id": TEAM}, "user": {"id": USER}, "channel": {"id": CHANNEL}}
MESSAGE = {"user": USER, "text": "It broke", "ts": TS}
EVENTS: tuple[dict[str, Any], ...] = (
    {**MESSAGE, "type": "message", "channel": CHANNEL, "files": [{"name": "a.png"}]},
    {"type": "message", "subtype": "message_changed", "channel": CHANNEL, "message": MESSAGE},
    {"type": "reaction_added", "user": USER, "reaction": "ticket", "item": {"channel": CHANNEL}},
)
PAYLOADS: tuple[dict[str, Any], ...] = (
    {**PLACE, "type": "block_actions", "actions": [{"action_id": "answer:0", "value": "1:1:0"}]},
    {
        **PLACE,
        "type": "view_submission",
        "view": {"type": "modal", "callback_id": "triage_form", "state": {"values": {}}},
        "response_urls": [],
    },
    {**PLACE, "type": "message_action", "callback_id": "triage_message", "message": MESSAGE},
)


def deliver(desk: Desk, body: bytes, content_type: str) -> Answer:
    secret = desk.workspace.app_of(desk.bot).signing_secret
    headers = signed_headers(secret, body, desk.clock.seconds())
    return desk.endpoint.deliver(body, {**headers, "Content-Type": content_type})


def variants(whole: Any) -> Iterator[Any]:  # noqa: ANN401 - any JSON
    """Yield `whole` with each part of it gone, or odd in some way."""
    for path in places(whole):
        for odd in (*ODD, "gone"):
            changed = copy.deepcopy(whole)
            part = changed
            for name in path[:-1]:
                part = part[name]
            if odd == "gone":
                del part[path[-1]]
            else:
                part[path[-1]] = odd
            yield changed


def places(part: Any) -> Iterator[tuple[str | int, ...]]:  # noqa: ANN401 - any JSON
    inside = part.items() if isinstance(part, dict) else enumerate(part)
    for name, value in inside:
        yield (name,)
        if isinstance(value, dict | list):
            yield from ((name, *rest) for rest in places(value))


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.get("subtype", event["type"]))
def test_an_odd_event_is_taken_or_refused(desk: Desk, event: dict[str, Any]) -> None:
    whole: dict[str, Any] = {"type": "event_callback", "team_id": TEAM, "event_id": "Ev1"}
    whole |= {"event": event, "authorizations": [{"team_id": TEAM, "user_id": "U0BOT"}]}

    answers = {
        deliver(desk, json.dumps(each).encode(), "application/json").status
        for each in variants(whole)
    }

    assert answers == {200, 400}


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda payload: payload["type"])
def test_an_odd_click_or_form_is_taken_or_refused(desk: Desk, payload: dict[str, Any]) -> None:
    answers = {
        deliver(desk, urlencode({"payload": json.dumps(each)}).encode(), FORM).status
        for each in variants(payload)
    }

    assert answers == {200, 400}


def test_a_command_that_speaks_of_a_payload_opens_its_ticket(desk: Desk) -> None:
    slack = desk.workspace

    slack.slash_command(desk.ann, desk.support, "/triage", "The payload= of the webhook is empty")
    desk.deliver()

    [ticket] = desk.all_tickets()
    assert ticket.messages[0].text == "The payload= of the webhook is empty"
