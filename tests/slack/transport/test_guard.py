from __future__ import annotations

import json
from typing import Any

import pytest

from bot.slack.transport.guard import MAX_BODY_BYTES, Passed, Refused, inspect, signature
from tests.hostile import by_id

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
NOW = 1767614400
ROWS = by_id("transport")


def headers_of(row: dict[str, Any], body: bytes) -> dict[str, str]:
    stamp = _stamp(row.get("timestamp"))
    headers = {
        "x-slack-request-timestamp": stamp,
        "content-type": row.get("content_type"),
        "x-slack-signature": _signature(row, stamp or "", body),
    }
    more = {name.lower(): value for name, value in row.get("headers") or []}
    # Of two of a name the first counts, as in what the server gives.
    return more | {name: value for name, value in headers.items() if value is not None}


def _stamp(given: int | str | None) -> str | None:
    return str(NOW + given) if isinstance(given, int) else given


def _signature(row: dict[str, Any], stamp: str, body: bytes) -> str | None:
    if not row["signed"]:
        given: str | None = row.get("signature")
        return given
    spoilt = row.get("sign_as", {})
    secret = spoilt.get("secret", SECRET).encode()
    signed_stamp = _stamp(spoilt.get("timestamp")) or stamp
    made = _made(secret, signed_stamp, spoilt.get("body", body))
    if "version" in spoilt:
        made = made.replace("v0=", f"{spoilt['version']}=" if spoilt["version"] else "")
    kept: int = spoilt.get("truncate", len(made))
    return f"{made[:kept]}{spoilt.get('append', '')}"


def _made(secret: bytes, stamp: str, body: bytes | str) -> str:
    raw = body.encode() if isinstance(body, str) else body
    return signature(secret, stamp.encode("ascii", "ignore").decode(), raw).decode()


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_hostile_requests_get_the_answer_that_fits(row: dict[str, Any]) -> None:
    body = row["body"] if isinstance(row["body"], bytes) else row["body"].encode()

    verdict = inspect(SECRET.encode(), headers_of(row, body), body, NOW)

    status = verdict.status if isinstance(verdict, Refused) else 200
    assert status in {row["expected"], *row.get("also", [])}


def ask(body: bytes, content_type: str = "application/json", *, age: int = 0) -> Passed | Refused:
    stamp = str(NOW - age)
    headers = {
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": signature(SECRET.encode(), stamp, body).decode(),
        "content-type": content_type,
    }
    return inspect(SECRET.encode(), headers, body, NOW)


def test_what_slack_signed_passes_as_it_was_sent() -> None:
    body = json.dumps({"text": "Grüße"}, ensure_ascii=False).encode()

    assert ask(body) == Passed(body.decode())


def test_a_command_passes_without_json() -> None:
    form = "application/x-www-form-urlencoded"

    assert isinstance(ask(b"command=%2Ftriage&text=", form), Passed)
    assert isinstance(ask(b"payload=%7B%22type%22%3A%22block_actions%22%7D", form), Passed)


@pytest.mark.parametrize(
    ("age", "passes"), [(300, True), (301, False), (-300, True), (-301, False)]
)
def test_five_minutes_are_the_limit_both_ways(age: int, *, passes: bool) -> None:
    assert isinstance(ask(b"{}", age=age), Passed) is passes


def test_size_is_looked_at_first() -> None:
    verdict = inspect(SECRET.encode(), {}, b"x" * (MAX_BODY_BYTES + 1), NOW)

    assert verdict == Refused(413, "body too large")
