"""Finds PINs and one-time codes that people tell in a sentence: `the PIN is 4821`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.triage.sensitive.anchored import Anchored, starts_of
from bot.triage.sensitive.finding import Finding, Kind, lowered
from bot.triage.sensitive.marks import AnyOf
from bot.triage.sensitive.vocabulary import ALONE, one_of, words

if TYPE_CHECKING:
    from collections.abc import Iterator

PINS = words("pin pin[12] cvv cvc cvv2 otp puk puk[12] totp mtan 2fa mfa passcode")
PIN_FIRST = re.compile(
    r"[1-9](?<![\w.,:/#-].)\d{3,7}\s(?:is|was|ist|war|est|es)\s(?:my|the|your|our|mein|der|das|mon|mi|la)\s"
    r"(?:[a-z]{2,10}\s)?(?:pin|otp|tan|passcode|code|password|passwort|kennwort)\b"
)
TOKENS = AnyOf(("rsa token", "securid token", "hardware token", "soft token", "fob token"))
TOKEN_SHOWS = re.compile(
    r"(?:rsa|securid|hardware|soft|fob)\stoken\s(?:code\s)?(?:is\s|shows\s)?(\d{6,8})(?![\w.]|[,:/-]\d)"
)
PIN = Anchored(
    rf"(?:{one_of(PINS, not_after=ALONE)})(?:['\u2019]s)?(?:[ -](?:code|nummer|number))?"
    r"(?:\s(?:for|of|to|on|in)\s(?:the|my|our)(?:\s\w{2,12}){1,3}?)?"
    r"(?:\s?[:=]\s?(\d{3}[ -]\d{3}|\d\d(?:[ -]\d\d){1,3}|\d{3,8})"
    r"|\s(?:(?:is|was|ist|war|es|est|é|è|lautet)\s)?(\d{4,8}|\d{3}[ -]\d{3}|(?<=cv[vc]\s)\d{3}))"
    r"(?!\w|\.\w|[,:/-]\d)",
    starts_of(PINS),
)
PIN_NAMES = AnyOf(words("pin cvv cvc otp puk mtan 2fa mfa passcode"))
PIN_STEMS = AnyOf(words("pin otp tan code passw kennwort"))
"""Without one of these there is no use in looking."""


def find_pins(text: str) -> Iterator[Finding]:
    """Yield what a sentence calls a PIN, a code or what a token shows."""
    small = lowered(text)
    for match in PIN.finditer(small) if PIN_NAMES.is_in(small) else ():
        start, end = match.span(match.lastindex or 0)
        yield Finding(start, end, Kind.SECRET, text[start:end])
    for match in TOKEN_SHOWS.finditer(small) if TOKENS.is_in(small) else ():
        yield Finding(*match.span(1), Kind.SECRET, match[1])
    for match in PIN_FIRST.finditer(small) if PIN_STEMS.is_in(small) else ():
        number = match[0].partition(" ")[0]
        yield Finding(match.start(), match.start() + len(number), Kind.SECRET, number)
