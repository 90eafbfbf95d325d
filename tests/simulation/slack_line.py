"""The way to Slack: the SDK's real client on a workspace in memory, without any socket."""

from __future__ import annotations

import json
from http.client import RemoteDisconnected
from typing import IO, TYPE_CHECKING, Any
from urllib.error import URLError
from urllib.parse import parse_qsl, urlencode

from slack_sdk import WebClient

from bot.slack.web_api.calls import SlackCalls
from bot.triage.errors import Rejected, Unavailable
from bot.workspace.web_api.files import take_upload

if TYPE_CHECKING:
    import random

    from bot.slack.blocks import Json
    from bot.workspace import Workspace
    from bot.workspace.records.calls import Answer
    from tests.simulation.clock import Clock
    from tests.simulation.trace import Trace
    from tests.simulation.wall import Wall

QUICK_SECONDS = (0.02, 0.3)
HTTP_OK = 200
TOLD = ("channel", "ts", "thread_ts", "status")


class SlackLine:
    """Carries calls to a workspace; the effect comes first, then the time that it took."""

    def __init__(
        self, slack: Workspace, clock: Clock, wall: Wall, chance: random.Random, trace: Trace
    ) -> None:
        self._slack = slack
        self._clock = clock
        self._wall = wall
        self._chance = chance
        self._trace = trace

    def calls(self, token: str, timeout_seconds: float) -> SlackCalls:
        """Return the bot's own way to Slack, over this line."""

        def client(**options: Any) -> WebClient:  # noqa: ANN401 - the SDK's own
            return _InMemory(self, **options)

        return SlackCalls(
            token,
            clock=self._wall,
            base_url="https://slack.test/api/",
            timeout_seconds=timeout_seconds,
            client=client,
        )

    def respond(self, url: str, body: Json) -> None:
        """Post to a `response_url`."""
        status = self._slack.respond(url.partition("/actions/")[2], body)
        self._trace.note("respond", status)
        self._clock.wait(self._chance.uniform(*QUICK_SECONDS))
        if status != HTTP_OK:
            raise Rejected(f"response_url: status {status}")

    def upload(self, url: str, file: IO[bytes], size: int) -> None:
        """Send a file to an address that Slack gave."""
        status = take_upload(self._slack, url.rpartition("/")[2], file.read(size))
        self._trace.note("upload", size, status)
        self._clock.wait(self._chance.uniform(*QUICK_SECONDS))
        if status != HTTP_OK:
            raise Unavailable(f"upload: status {status}")

    def request(self, method: str, token: str, params: Json, timeout: float) -> dict[str, Any]:
        """Return what comes back; raise what the SDK's transport raises."""
        self._slack.run_effects()  # what is to have landed by now is there before we look
        answer = self._slack.answer(method, token, params)
        self._trace.note("call", method, _about(params), "->", _outcome(answer))
        if answer.is_dropped and answer.status == 0:
            raise URLError(ConnectionRefusedError(111, "refused"))
        began = self._clock.monotonic()
        took = self._chance.uniform(*QUICK_SECONDS) + answer.delay_seconds
        self._clock.wait(min(took, timeout))
        if self._clock.monotonic() - began >= timeout:
            raise URLError(TimeoutError("timed out"))
        if answer.is_dropped:
            raise RemoteDisconnected("cut")
        body = answer.body if isinstance(answer.body, str) else json.dumps(answer.body)
        return {"status": answer.status, "headers": dict(answer.headers), "body": body}


class _InMemory(WebClient):
    """Slack's client on a line of ours."""

    def __init__(self, line: SlackLine, **options: Any) -> None:  # noqa: ANN401 - the SDK's own
        super().__init__(**options)
        self._line = line

    def _perform_urllib_http_request(self, *, url: str, args: dict[str, Any]) -> dict[str, Any]:
        """Send what would go over the wire, as a server would read it."""
        params = (
            json.loads(json.dumps(args["json"]))
            if args["json"]
            else dict(parse_qsl(urlencode(args["params"] or {}), keep_blank_values=True))
        )
        token = str(args["headers"]["Authorization"]).removeprefix("Bearer ")
        return self._line.request(url.rpartition("/")[2], token, params, self.timeout)


def _about(params: Json) -> str:
    """Return the ids of a call; what it says is compared with the ticket in the end."""
    told = {name: params[name] for name in TOLD if name in params}
    metadata = params.get("metadata")
    key = metadata["event_payload"]["key"] if isinstance(metadata, dict) else None
    return json.dumps(told | ({"key": key} if key else {}), sort_keys=True)


def _outcome(answer: Answer) -> str:
    if answer.is_dropped:
        return "dropped"
    if isinstance(answer.body, str):
        return f"{answer.status} {answer.body[:20]!r}"
    word = answer.body.get("ts", "ok") if answer.body.get("ok") else answer.body.get("error")
    late = f" after {answer.delay_seconds} s" if answer.delay_seconds else ""
    return f"{answer.status} {word}{late}"
