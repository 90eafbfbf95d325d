"""The real Bolt app on the workspace in one thread: no sockets, no waiting."""

import json
from typing import Any
from urllib.parse import parse_qsl

from slack_bolt import App as Bolt
from slack_bolt import BoltRequest
from slack_sdk import WebClient

from bot.workspace import Ack, Delivery
from tests.workspace.builders import Json, Office


class MemoryClient(WebClient):
    """Slack's client whose requests go straight to a workspace."""

    office: Office

    def _perform_urllib_http_request(self, *, url: str, args: dict[str, Any]) -> dict[str, Any]:
        params = {**(args["params"] or {}), **(args["data"] or {}), **(args["json"] or {})}
        token = str(args["headers"]["Authorization"]).removeprefix("Bearer ")
        answer = self.office.slack.answer(url.rpartition("/")[2], token, params)
        body = answer.body if isinstance(answer.body, str) else json.dumps(answer.body)
        return {"status": answer.status, "headers": dict(answer.headers), "body": body}


def test_whole_conversation_runs_in_one_thread() -> None:
    assert conversation() == ["The invoice is wrong", "Card"]
    assert conversation() == conversation()


def conversation() -> list[str]:
    office = Office()
    client = MemoryClient(office.bot.token, base_url="https://slack.test/api/")
    client.office = office
    app = Bolt(client=client, process_before_response=True, request_verification_enabled=False)

    @app.event("message")
    def answer(event: Json) -> None:
        client.chat_postMessage(channel=event["channel"], thread_ts=event["ts"], text="Card")

    def send(delivery: Delivery) -> Ack:
        response = app.dispatch(BoltRequest(mode="socket_mode", body=delivery.payload))
        return Ack(response.status, dict(parse_qsl(response.body or "")))

    office.ticket()
    while office.slack.run_due(send):
        pass
    return [message.text for message in office.support.messages.values()]
