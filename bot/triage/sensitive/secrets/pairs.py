"""Finds passwords beside the user that they belong to, and those that are several words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.triage.sensitive.anchored import Anchored, Pattern, starts_of
from bot.triage.sensitive.finding import Finding, Kind, lowered
from bot.triage.sensitive.marks import Marked
from bot.triage.sensitive.secrets.secret_values import (
    BARE,
    SHORTEST,
    is_drawn,
    is_made_up,
    is_strong,
    value_of,
)
from bot.triage.sensitive.signed import Signed
from bot.triage.sensitive.vocabulary import one_of, words

if TYPE_CHECKING:
    from collections.abc import Iterator

ALONE = r"[^\W_]"
USER = r"[\w.@+-]{2,60}"
ACCOUNTS = words("login logins creds credentials account zugangsdaten identifiants wi-?fi wlan")
PAIRED = Anchored(
    rf"(?:{one_of(ACCOUNTS, not_after=ALONE)})(?!{ALONE})"
    rf"(?:(?:\s?:|\s(?:is|are|sind|sont))\s{USER}\s?[/:|,]\s?|\s{USER}[/:])(?P<bare>{BARE})",
    starts_of(ACCOUNTS),
)
NAMED_USER = Anchored(
    rf"(?<![\w/.@-])(?:user(?:name)?\s?[:=]\s?{USER}|admin(?:istrator)?|root)\s?/\s(?P<bare>{BARE})"
    rf"|(?:log(?:ged|ging)?\s?in|anmelden|angemeldet|sign(?:ed)?\sin)\s(?:with|as|mit|als)\s{USER}"
    rf"\s(?:and|und|/)\s(?P<told>{BARE})",
    words("user admin root log anmelden angemeldet sign"),
)
"""A user that is called one, and a password beside it."""
NAME_OF_A_THING = re.compile(r"[a-z]*-?\d{1,4}(?:\.\d+)*|[a-z]+=[a-z]+\d{0,2}", re.IGNORECASE)
"""As `Firefox128`: what somebody logs in with besides."""
SLASHED = re.compile(
    r"[uli](?<!\w.)(?:(?<=u)(?:ser(?:name)?)?|(?<=l)ogin|(?<=i)d)\s?/\s?(?:password|passwort|pass|pwd|pw|p)\s?[:=]?\s?"
    rf"{USER}\s?/\s?(?P<bare>{BARE})"
)
LABEL = r"\((?:username|user|login|id|u)\s?[/:|]\s?(?:password|passwort|pass|pwd|pw|p)\)"
LABELLED = re.compile(rf"(?<![\w/]){USER}\s?[/:|]\s?(?P<bare>{BARE})\s{LABEL}")
LABELS = Anchored(LABEL, words("(user (login (id (u"))
"""A user and a password, and behind them which is which; that is looked for first."""
OF_A_DOMAIN = Signed(
    r"(?<![\w\\:.])[a-z][\w.-]{1,20}\\[\w.-]{2,30}(?:\s?[/:,;|])?\s"
    r"(?P<bare>(?=[^\s]{0,40}[!#$%^*?&])(?=[^\s]{0,40}\d)[^\s\"'<>|\\]{6,64})",
    r"\\",
    before=21,
    start=re.compile(r"[a-z](?<![\w\\:.].)"),
)
"""A user of a Windows domain and a password, as in `corp\\ann Zx81!Spectrum`."""
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
LINK_FIRST = re.compile(r"<mailto:[^<>\s]{3,320}>\s?[/:|,]?\s(?P<bare>[^\s;|,]++)")
NETWORK = re.compile(
    r"ssid(?<!\w....)\s?[:=]?\s?[^\n,;/]{1,32}[,;/]\s?(?:key|pw|pass\w{0,6}|psk)\s?[:=]?\s"
    r"(?P<bare>[^\s,;]++)"
)
NETWORK_KEY = re.compile(
    r"ssid(?<!\w....)\s?[:=]?\s?[^\n,;/]{1,32}[,;/]\s?(?:key|pw|pass\w{0,6}|psk)\s?[:=]?\s"
    r"(?P<bare>(?=[^\s,;]{8})[^\s,;-]{2,}(?:-[^\s,;-]{2,})+)(?=[,;.]|\s*$)"
)
SURE = {LABELLED, NETWORK_KEY}
"""Where only a password can stand, words joined by hyphens too."""
AFTER_A_USER = re.compile(
    r"[:/](?<=[\w.-].)(?P<bare>[^\s\"'<>|,;:/=]{8,64})(?=[\s)]|$)",
)
USER_BEFORE = re.compile(r"(?<![\w:/.@-])[a-z][\w.-]{1,30}$")
LONGEST_USER, LONGEST_DRAWN = 32, 24
"""A sum of a file is longer."""
MARKED = re.compile("[!$^*]|[A-Z]")
HASHED = re.compile(r"(?=\w*[A-Za-z])\w{3,20}#[0-9]{1,6}[A-Za-z]+")
"""A user, and what is hardly anything but a password, as in `ann:Kestrel*126Q`."""
PAIRS: dict[str, Pattern] = {
    "log": PAIRED,
    "cred": PAIRED,
    "account": PAIRED,
    "fi": PAIRED,
    "wlan": PAIRED,
    "identif": PAIRED,
    "zugang": PAIRED,
    "/": SLASHED,
    "/ ": NAMED_USER,
    " and ": NAMED_USER,
    " und ": NAMED_USER,
    "(user": LABELLED,
    "(login": LABELLED,
    "(id": LABELLED,
    "(u": LABELLED,
    "u:": USER_FIRST,
    "user": USER_FIRST,
    "p:": USER_LAST,
    "@": ADDRESS_FIRST,
    "<mailto:": LINK_FIRST,
    "\\": OF_A_DOMAIN,
    "ssid": NETWORK,
    "ssid ": NETWORK_KEY,
}
"""By what must stand in a text for the pattern to be worth a try."""
MARKED_PAIRS = Marked(PAIRS)
SEEDS = words(
    r"seed\sphrase seed\swords recovery\sphrase mnemonic\sphrase secret\sphrase backup\sphrase "
    r"wallet\swords twelve\swords seed mnemonic bip-?39"
)
SEED_PHRASE = Anchored(
    rf"(?:{one_of(SEEDS)}|12\swords|24\swords)(?:\s(?:is|are)|[.,]\s(?:it|they)\s(?:is|are))?\s?:?\s"
    r"((?:(?!the\b|and\b|not\b|was\b)[a-z]{3,8}\s){11,23}[a-z]{3,8})",
    starts_of((*SEEDS, r"12\swords", r"24\swords")),
)
APP_PASSWORD = re.compile(
    r"app(?<!\w.{3})(?:-specific|lication)?\s?passwor[dt]s?(?:\s(?:is|was))?\s?:?\s[\"'`]?"
    r"([a-z]{4}(?:[ -][a-z]{4}){3})(?![a-z-])"
)
PASSPHRASE = re.compile(
    r"pass[\s-]?phrase(?:\sfor\s(?:\w+\s?){1,4})?(?:\s?[:=]|\sis)\s?[\"'`]?((?:(?!(?:the|and|not|is|was|any|more|for|to|in|on"
    r"|of|that|it|asked|accepted|required|too|never|no|always|only|again)\b)"
    r"[a-zà-öø-ÿ]{2,12}[ -]){3,9}[a-zà-öø-ÿ]{2,12})"
    r"[.\"'`]?\s*$",
    re.MULTILINE,
)
GROUPED = Anchored(
    r"(?:setup|authenticator|secret|2fa|totp|recovery|backup|wi-?fi|wlan|network)[\s-](?:key|code|secret|seed)"
    r"(?:\sis)?\s?:?\s((?:[a-z2-7]{4}[ -]){3,12}[a-z2-7]{4}|\d{4}(?:[ -]\d{4}){1,6})(?![\w-])",
    words("setup authenticator secret 2fa totp recovery backup wi wlan network"),
)
"""A key in groups of four."""
PHRASES: dict[str, Pattern] = {
    "key": GROUPED,
    "code": GROUPED,
    "seed": SEED_PHRASE,
    " seed": GROUPED,
    "phrase ": SEED_PHRASE,
    "phrase:": SEED_PHRASE,
    "phrase.": SEED_PHRASE,
    " words": SEED_PHRASE,
    "mnemonic": SEED_PHRASE,
    "bip": SEED_PHRASE,
    "app": APP_PASSWORD,
    "phrase": PASSPHRASE,
}
MARKED_PHRASES = Marked(PHRASES)


def find_pairs(text: str) -> Iterator[Finding]:
    """Yield passwords that a user's name stands beside, and phrases that are one."""
    small = lowered(text)
    for pattern in MARKED_PAIRS.in_text(small):
        if pattern is LABELLED and not any(LABELS.finditer(small)):
            continue
        for match in pattern.finditer(small):
            value = value_of(text, match)
            if pattern is NAMED_USER and NAME_OF_A_THING.fullmatch(value.value):
                continue
            if len(value.value) >= SHORTEST and (pattern in SURE or is_made_up(value.value)):
                yield value
    yield from _after_a_user(text, small)
    for pattern in MARKED_PHRASES.in_text(small):
        for match in pattern.finditer(small):
            yield Finding(*match.span(1), Kind.SECRET, text[slice(*match.span(1))])


def _after_a_user(text: str, small: str) -> Iterator[Finding]:
    for match in AFTER_A_USER.finditer(small):
        value = value_of(text, match)
        strong = is_strong(value.value) and MARKED.search(value.value)
        drawn = is_drawn(value.value) and len(value.value) <= LONGEST_DRAWN
        if (strong or drawn or HASHED.fullmatch(value.value)) and USER_BEFORE.search(
            small, max(0, match.start() - LONGEST_USER), match.start()
        ):
            yield value
