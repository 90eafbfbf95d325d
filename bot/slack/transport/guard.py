"""Decides on raw bytes whether an HTTP request comes from Slack, before anything parses it."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from bot.slack.transport.well_formed import is_well_formed

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_BODY_BYTES = 1_000_000
MAX_AGE_SECONDS = 300

_TEN_DIGITS = re.compile(r"[0-9]{10}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Passed:
    """The request is Slack's; `text` is what it says, as JSON that is shaped as Slack's is."""

    text: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The request is not to be read any further."""

    status: int
    reason: str
    """Our own words, safe to log: nothing of the request is in it."""


Verdict = Passed | Refused


def inspect(secret: bytes, headers: Mapping[str, str], body: bytes, now: float) -> Verdict:
    """Return whether the request may be parsed; `headers` have lower-case names.

    The signature is checked over bytes and in constant time, and before the body is decoded:
    https://docs.slack.dev/authentication/verifying-requests-from-slack
    """
    if len(body) > MAX_BODY_BYTES:
        return Refused(413, "body too large")
    stamp = headers.get("x-slack-request-timestamp", "")
    if not _TEN_DIGITS.fullmatch(stamp):
        return Refused(401, "no timestamp")
    if abs(now - int(stamp)) > MAX_AGE_SECONDS:
        return Refused(401, "timestamp too far from now")
    given = headers.get("x-slack-signature", "").encode("utf-8", "surrogatepass")
    if not hmac.compare_digest(given, signature(secret, stamp, body)):
        return Refused(401, "wrong signature")
    return _decoded(headers.get("content-type", ""), body)


def signature(secret: bytes, stamp: str, body: bytes) -> bytes:
    """Return what Slack signs a request with."""
    base = b"v0:" + stamp.encode("ascii") + b":" + body
    return b"v0=" + hmac.new(secret, base, hashlib.sha256).hexdigest().encode("ascii")


def _decoded(content_type: str, body: bytes) -> Verdict:
    try:
        text = body.decode("utf-8")
        is_json = "json" in content_type or text[:1] in {"{", "["}
        payload = text.strip() if is_json else _in_form(text)
        readable = is_well_formed(json.loads(payload))
    except (ValueError, RecursionError):
        return Refused(400, "body is not what Slack sends")
    return Passed(payload) if readable else Refused(400, "body is not shaped as Slack's are")


def _in_form(text: str) -> str:
    """Return the JSON within a form, or the fields as JSON if it has none, as a slash command.

    Bolt would take a command with the word "payload" in its text for a form that has lost its own.
    """
    fields = dict(parse_qsl(text, keep_blank_values=True, strict_parsing=True, max_num_fields=100))
    return fields["payload"].strip() if "payload" in fields else json.dumps(fields)
