"""Finds secrets that are sent with requests: headers, basic and bearer tokens, cookies."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING

from bot.triage.sensitive.finding import Finding, each_at, lowered
from bot.triage.sensitive.secrets.secret_values import in_group, looks_random

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADER = re.compile(
    r"\bauthorization[\"'*`]{0,3}\s?[:=]\s?[\"'*`]{0,3}(?:[A-Za-z][\w-]{2,20}\s+)?"
    r"(?!\w+=[\"']|negotiate\b)([^\s\"'`<>,;]{8,})",
    re.IGNORECASE,
)
STORED = re.compile(
    r"auth(?:(?<=\bauth)|(?<=\b_auth))\"?\s?[:=]\s?\"?([A-Za-z0-9+/]{8,}={0,2})", re.IGNORECASE
)
COOKIES = re.compile(r"\bcookie[\"']?\s?[:=]\s?[\"']?([^\n\"'<>]{8,4000})", re.IGNORECASE)
COOKIE = re.compile(r"[\w.-]{1,60}=([^\s;,]{8,})")
BEARER = re.compile(r"\bbearer\s{1,3}([\w.~+/=-]{12,})", re.IGNORECASE)
LONGER_THAN_WORDS = 22
ENCODED = re.compile(r"(?<![\w+/=-])[A-Za-z0-9+/]{10,200}={1,2}(?![\w=])")
ITS_END = re.compile(r"=(?<=[A-Za-z0-9+/]{10}.)")
LONGEST, AFTER = 200, 3
"""How far before its end it begins, and how far behind it one has to look."""
ANY_PAIR = re.compile(b".*:.*", re.DOTALL)
USER_AND_PASSWORD = re.compile(rb"[\w.@+-]{2,60}:[!-~]{4,80}")
BASIC = re.compile(r"\bbasic\s{1,3}([A-Za-z0-9+/]{8,}={0,2})", re.IGNORECASE)


def find_in_requests(text: str) -> Iterator[Finding]:
    """Yield what lets a request in."""
    small = lowered(text)
    for match in each_at("authorization", HEADER, text, small):
        yield in_group(match, 1)
    for match in each_at("bearer", BEARER, text, small):
        if looks_random(match[1]) or len(match[1]) >= LONGER_THAN_WORDS:
            yield in_group(match, 1)
    for pattern, mark in ((BASIC, "basic"), (STORED, "auth")):
        for match in each_at(mark, pattern, text, small):
            if _is_user_and_password(match[1]):
                yield in_group(match, 1)
    for match in _encoded(text):
        if _is_user_and_password(match[0], USER_AND_PASSWORD):
            yield in_group(match, 0)
    for cookies in each_at("cookie", COOKIES, text, small):
        yield from _cookies(text, *cookies.span(1))


def _encoded(text: str) -> Iterator[re.Match[str]]:
    done = 0
    for end in ITS_END.finditer(text):
        match = ENCODED.search(text, max(done, end.start() - LONGEST), end.start() + AFTER)
        if match:
            yield match
            done = match.end()


def _cookies(text: str, start: int, end: int) -> Iterator[Finding]:
    for match in COOKIE.finditer(text, start, end):
        if looks_random(match[1]):
            yield in_group(match, 1)


def _is_user_and_password(encoded: str, shape: re.Pattern[bytes] = ANY_PAIR) -> bool:
    try:
        decoded = base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
    except binascii.Error:
        return False
    return shape.fullmatch(decoded) is not None
