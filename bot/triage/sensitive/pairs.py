"""Finds passwords beside the user that they belong to, and those that are several words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.triage.sensitive.finding import Finding, Kind, lowered
from bot.triage.sensitive.secret_values import BARE, SHORTEST, is_made_up, value_of
from bot.triage.sensitive.vocabulary import one_of, words

if TYPE_CHECKING:
    from collections.abc import Iterator

ALONE = r"[^\W_]"
USER = r"[\w.@+-]{2,60}"
ACCOUNTS = words("login logins creds credentials account zugangsdaten identifiants wi-?fi wlan")
PAIRED = re.compile(
    rf"(?:{one_of(ACCOUNTS, not_after=ALONE)})(?!{ALONE})"
    rf"(?:(?:\s?:|\s(?:is|are|sind|sont))\s{USER}\s?[/:|,]\s?|\s{USER}[/:])(?P<bare>{BARE})"
)
SLASHED = re.compile(
    r"(?<!\w)(?:username|user|login|id|u)\s?/\s?(?:password|passwort|pass|pwd|pw|p)\s?[:=]?\s?"
    rf"{USER}\s?/\s?(?P<bare>{BARE})"
)
USER_FIRST = re.compile(
    rf"u(?<!\w.)(?:ser)?\s?[:=]\s?{USER}[\s,;]{{1,3}}p(?:w|ass)?\s?[:=]\s?(?P<bare>{BARE})"
)
USER_LAST = re.compile(
    rf"p(?<!\w.)(?:w|ass)?\s?[:=]\s?(?P<bare>{BARE})[\s,;]{{1,3}}u(?:ser)?\s?[:=]\s?{USER}"
)
ADDRESS_FIRST = re.compile(
    r"@(?<=[\w.+-]@)(?:[\w-]{1,40}\.){1,4}[a-z]{2,12}(?::|\s[/:|]\s)(?P<bare>[^\s;|,]++)"
)
"""An address and its password, as they stand in lists."""
PAIRS = {
    "log": PAIRED,
    "cred": PAIRED,
    "account": PAIRED,
    "fi": PAIRED,
    "wlan": PAIRED,
    "identif": PAIRED,
    "zugang": PAIRED,
    "/": SLASHED,
    "u:": USER_FIRST,
    "user": USER_FIRST,
    "p:": USER_LAST,
    "@": ADDRESS_FIRST,
}
"""By what must stand in a text for the pattern to be worth a try."""
SEEDS = words(
    r"seed\sphrase seed\swords recovery\sphrase mnemonic\sphrase secret\sphrase backup\sphrase "
    r"wallet\swords twelve\swords seed mnemonic bip-?39"
)
SEED_PHRASE = re.compile(
    rf"(?:{one_of(SEEDS)}|12\swords|24\swords)(?:\s(?:is|are))?\s?:?\s"
    r"((?:(?!the\b|and\b|not\b|was\b)[a-z]{3,8}\s){11,23}[a-z]{3,8})"
)
APP_PASSWORD = re.compile(
    r"app(?<!\w.{3})(?:-specific|lication)?\s?passwor[dt]s?(?:\s(?:is|was))?\s?:?\s[\"'`]?"
    r"([a-z]{4}(?:[ -][a-z]{4}){3})(?![a-z-])"
)
PASSPHRASE = re.compile(
    r"pass[\s-]?phrase\s?[:=]\s?((?:[a-z]{2,12}[ -]){3,9}[a-z]{2,12})[.\"'`]?\s*$", re.MULTILINE
)
PHRASES = {
    "seed": SEED_PHRASE,
    "phrase ": SEED_PHRASE,
    "phrase:": SEED_PHRASE,
    " words": SEED_PHRASE,
    "mnemonic": SEED_PHRASE,
    "bip": SEED_PHRASE,
    "app": APP_PASSWORD,
    "phrase": PASSPHRASE,
}


def find_pairs(text: str) -> Iterator[Finding]:
    """Yield passwords that a user's name stands beside, and phrases that are one."""
    small = lowered(text)
    for pattern in dict.fromkeys(one for mark, one in PAIRS.items() if mark in small):
        for match in pattern.finditer(small):
            value = value_of(text, match)
            if len(value.value) >= SHORTEST and is_made_up(value.value):
                yield value
    for pattern in dict.fromkeys(one for mark, one in PHRASES.items() if mark in small):
        for match in pattern.finditer(small):
            yield Finding(*match.span(1), Kind.SECRET, text[slice(*match.span(1))])
