"""Finds secrets that are known by their name before them: `password: …`, `api_key=…`, `?sig=…`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.triage.sensitive.anchored import Anchored, matches_at, starts_of
from bot.triage.sensitive.finding import holds_any, lowered
from bot.triage.sensitive.marks import AnyOf
from bot.triage.sensitive.secrets.secret_values import (
    BARE,
    DRAWN,
    KEYS,
    NAME_STEMS,
    PASSWORDS,
    QUOTED,
    SHORTEST,
    is_dense,
    is_made_up,
    is_word,
    looks_random,
    may_be_secret,
    value_of,
)
from bot.triage.sensitive.vocabulary import one_of, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.triage.sensitive.finding import Finding

NAMES = f"(?P<name>{one_of((*PASSWORDS, *KEYS))})"
NAME = Anchored(NAMES, starts_of((*PASSWORDS, *KEYS)))
# What may follow a name in a setting's: SECRET_KEY_BASE, password_prod, token 2.
ENDING = r"(?:[ _-]?\d|[_-](?:base|value|prod|dev|staging|live|test|old|new))?"
IS_PASSWORD = re.compile(one_of(PASSWORDS))
ASSIGNMENT = re.compile(
    rf"{NAMES}{ENDING}(?![^\W_])"
    r"(?:&quot;)?[\])*_`\\\"'\u2019”]{0,4}(?:\s\[[^\]\n]{0,20}\])?"
    r"\s{0,2}(?P<sign>:=|=>|->|>>|→|==?|:|=|\||%3[ad]|\\u003[ad]|,?\(\s?(?=[\"']))\s{0,6}(?:&quot;)?"
    r"[*_\\|>]{0,2}\s{0,8}"
    rf"(?:(?P<quoted>{QUOTED})|[\"'`“«]?(?P<bare>{BARE}))",
)
ELEMENT = re.compile(rf"{NAMES}[\"']?>\s{{0,2}}(?P<bare>[^\s<>]++)\s{{0,2}}</")
ATTRIBUTE = re.compile(rf"{NAMES}[\"']\s{{1,3}}value\s?=\s?(?P<quoted>{QUOTED})")
ARGUMENT = re.compile(rf"{NAMES}[\"']\s?,\s?(?P<quoted>{QUOTED})\s?\)")
PAIR = Anchored(
    rf"\bname[\"']?\s?:\s?[\"']?[\w.-]{{0,40}}?{NAMES}[\"']?,?\s{{1,12}}[\"']?value[\"']?\s?:\s?"
    rf"(?:(?P<quoted>{QUOTED})|(?P<bare>{BARE}))",
    ("name",),
)
CALL = Anchored(
    r"\b(?:auth=|auth|login|(?:mysqli_)?connect|pdo|mysqli|getconnection|signin|authenticate|basicauth|networkcredential)\(\s?"
    rf"(?:(?:{QUOTED})\s?,\s?){{1,3}}(?P<quoted>{QUOTED})\s?\)",
    words("auth login mysqli connect pdo getconnection signin basicauth networkcredential"),
)
QUERY = Anchored(
    r"(?:[?&]|\b(?=session|auth|jwt|remember|xsrf|csrf))"
    r"(?:code|key|auth|otp|hash|ticket|signature|credential|session|jwt|[cx]srf\w*|remember\w*"
    r"|x-amz-signature"
    r"|x-amz-credential|x-goog-signature|x-goog-credential)=(?P<bare>[^\s&#\"'<>|]{10,})",
    words("? & session auth jwt remember xsrf csrf"),
)
NAMED_FULLY = re.compile(r"[\s_-](?:token|key|secret)$")
SHORTEST_NUMBER, SHORTEST_KEY = 8, 10
DOTTED = re.compile(
    r"(?!(?:settings|config|conf|env|os|process|self|this|app|vars)\b)[a-z]+\.[a-z]+"
)
"""What is no setting of a program where the name is an environment variable's."""
LAST = re.compile(r"[*_`\"')]{0,2}[.,;]?(?:\s*$|\s*\n|\s+\w{2,12}\s?[:=])")
KEY = Anchored(
    r"x(?<!\w.)-[a-z-]{2,30}(?:key|token|secret)\s?[:=]\s?(?P<header>[^\s\"'<>]{8,})"
    r"|key(?<!public.key)[\"']?\s?[:=]\s?[\"']?(?P<bare>[\w+/-]{10,}={0,2})"
    r"|key(?<!\w...)(?<!primary key)(?<!public key)(?<!foreign key)(?<!cache key)"
    r"(?<!gpg key)(?<!pgp key)(?:\sis)?\s"
    r"(?P<said>[\w+/-]{16,}={0,2}(?:-\w{8,})?)",
    ("x-", "key"),
)
STEMS = AnyOf(
    (
        *NAME_STEMS,
        *words(
            "credential bearer sid sig clé cle chave chiave klucz ключ токен jeton schlüssel "
            "nyckel sleutel キー 키 密钥 トークン 令牌 토큰 auth"
        ),
    )
)


def find_assignments(text: str) -> Iterator[Finding]:
    """Yield the values that stand after the name of a password, key or token."""
    small = lowered(text)
    if STEMS.is_in(small):
        named = NAME.everywhere(small)
        yield from _assigned(text, small, named)
        for found in (
            matches_at(named, ELEMENT, small) if "</" in small else (),
            matches_at(named, ATTRIBUTE, small) if "value" in small else (),
            PAIR.finditer(small) if "value" in small else (),
        ):
            yield from filter(may_be_secret, (value_of(text, match) for match in found))
        for match in matches_at(named, ARGUMENT, small) if ")" in small else ():
            value = value_of(text, match)
            if is_made_up(value.value):
                yield value
    for match in CALL.finditer(small) if "(" in small else ():
        yield value_of(text, match)
    for match in QUERY.finditer(small) if "=" in small else ():
        value = value_of(text, match)
        if looks_random(value.value):
            yield value
    for match in KEY.finditer(small) if holds_any(small, ("key", "x-")) else ():
        value = value_of(text, match)
        if is_dense(value.value, shortest=SHORTEST_KEY) or (
            match["header"] and looks_random(value.value)
        ):
            yield value


def _assigned(text: str, small: str, named: Sequence[int]) -> Iterator[Finding]:
    for match in matches_at(named, ASSIGNMENT, small):
        value = value_of(text, match)
        name = text[slice(*match.span("name"))]
        if _fits(text, value, match) and (
            may_be_secret(value) or (name.isupper() and DOTTED.fullmatch(value.value))
        ):
            yield value


def _fits(text: str, value: Finding, match: re.Match[str]) -> bool:
    """Return True if what follows the name is a value, and not part of the sentence."""
    if match["sign"] in {"|", ">>"}:
        return len(value.value) >= SHORTEST and is_made_up(value.value)
    certain = match["quoted"] or match["sign"] in {"=", "%3d", "\\u003d"}
    word = not certain and is_word(value.value) and not DRAWN.search(value.value.lower())
    if IS_PASSWORD.fullmatch(match["name"]):
        return not word or _ends_line(text, value.end)
    if value.value.isdecimal():
        return len(value.value) >= SHORTEST_NUMBER and NAMED_FULLY.search(match["name"]) is not None
    return len(value.value) >= SHORTEST and not word


def _ends_line(text: str, end: int) -> bool:
    """Return True if nothing follows on its line, or another label does."""
    return LAST.match(text, end, end + 24) is not None
