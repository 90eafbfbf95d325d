from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from structlog.testing import capture_logs

from bot.slack.transport.endpoint import Endpoint
from bot.triage.ticket import Message
from bot.workspace.transport.signing import signed_headers
from tests.hostile import by_id
from tests.slack.transport.test_guard import NOW, SECRET, headers_of
from tests.slack.unreachable import Unreachable

if TYPE_CHECKING:
    from tests.slack.desk import Desk

ROWS = by_id("transport")
TOLD = 15
JSON_TYPE = {"Content-Type": "application/json"}


def post(desk: Desk, payload: object) -> tuple[int, str]:
    body = json.dumps(payload).encode()
    secret = desk.workspace.app_of(desk.bot).signing_secret
    headers = signed_headers(secret, body, desk.clock.seconds())
    answer = desk.endpoint.deliver(body, {**headers, **JSON_TYPE})
    return answer.status, answer.body


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_no_hostile_request_breaks_the_app(
    desk: Desk, row: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    endpoint = Endpoint(desk.app, SECRET, clock=lambda: float(NOW))
    body = row["body"] if isinstance(row["body"], bytes) else row["body"].encode()

    answer = endpoint.deliver(body, headers_of(row, body))

    assert answer.status in {row["expected"], *row.get("also", [])}
    assert not quoted(body, "".join(capsys.readouterr()))


def quoted(body: bytes, logged: str) -> set[str]:
    """Return what of a body stands in the log, but for a few letters that may be there anyway."""
    sent = body[:20_000].decode(errors="replace")
    return {logged[at : at + TOLD] for at in range(len(logged)) if _stands(logged, at, sent)}


def _stands(logged: str, at: int, sent: str) -> bool:
    return at + TOLD <= len(logged) and logged[at : at + TOLD] in sent


def test_the_address_is_verified_as_slack_asks(desk: Desk) -> None:
    status, body = post(desk, {"type": "url_verification", "challenge": "abc", "token": "x"})

    assert (status, json.loads(body)) == (200, {"challenge": "abc"})


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "event_callback", "event": {"type": "reaction_added"}},
        {"type": "event_callback", "event": None},
        {"type": "event_callback", "event": "message"},
        {"type": "event_callback", "event": {"type": "message", "channel": 7, "ts": []}},
        {"type": "event_callback", "event": {"type": "message"}, "authorizations": "x"},
        {"type": "event_callback", "event": {"type": "message"}, "team": 7},
        {"type": "view_closed", "view": {"callback_id": "triage_form"}, "user": None},
        {"type": "block_actions", "actions": []},
        {"type": "block_actions", "actions": "x"},
        {"type": "shortcut"},
        {},
    ],
)
def test_odd_payloads_are_answered(desk: Desk, payload: dict[str, Any]) -> None:
    assert post(desk, payload)[0] in {200, 400}


def test_a_failure_is_logged_without_the_text_of_the_ticket(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    class Broken(Unreachable):
        def _busy(self, *about: object) -> Exception:  # type: ignore[override]
            message = next(one for one in about if isinstance(one, Message))
            return ValueError(message.text)

    desk.open(tickets=Broken())
    desk.workspace.post_as_user(desk.ann, desk.support, "top secret")

    desk.deliver()

    logged = "".join(capsys.readouterr())
    assert "top secret" not in logged
    assert "ValueError" in logged
    assert "listener_failed" in logged


def test_a_start_warns_of_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1-secret")

    desk.open()
    post(desk, {"type": "event_callback", "event": {"type": "reaction_added", "user": "U0ANN"}})

    assert not caplog.records


def test_of_forged_requests_one_a_minute_is_logged_with_where_it_came_from(desk: Desk) -> None:
    now = float(NOW)
    endpoint = Endpoint(desk.app, SECRET, clock=lambda: now)
    with capture_logs() as logs:
        for _ in range(5):
            assert endpoint.deliver(b"{}", {}, "203.0.113.7").status == 401
        now += 60
        endpoint.deliver(b"{}", {}, "203.0.113.8")

    told = [(log["remote"], log["others"]) for log in logs if log["event"] == "request_refused"]
    assert told == [("203.0.113.7", 0), ("203.0.113.8", 4)]
