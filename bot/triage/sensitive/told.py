"""Finds secrets that people tell in a sentence: `hunter2! is my password`, `the PIN is 4821`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.triage.sensitive.finding import Finding, Kind, holds_any, lowered
from bot.triage.sensitive.secret_values import (
    BARE,
    JOINED,
    KEYS,
    PASSWORDS,
    QUOTED,
    SHORTEST,
    SYMBOL,
    is_made_up,
    is_strong,
    looks_random,
    says_nothing,
    value_of,
)
from bot.triage.sensitive.vocabulary import one_of, words

if TYPE_CHECKING:
    from collections.abc import Iterator

ALONE = r"[^\W_]"
IS = (
    r"(?:is|was|ist|war|lautet|es|era|est|était|é|jest|er|är|to|will\sbe"
    r"|(?:(?:is|was|got)\s)?(?:set|changed|reset|updated|switched)\sto|gets|now|reads)"
)
# What may part a name from what it names: `for the shop`, `(staging)`.
QUALIFIED = (
    r"(?:\s(?:for|of|to|on|in|from|für|vom|pour|para|de|del|do)(?:\s[\w.@/-]{1,24}){1,4}?"
    r"|\s?\([^()\n]{1,24}\)|\svalue)?"
)
LINK = rf"(?:\s?:\s?|\s{IS}\s?:?\s|\s|\s?\()"
VALUE = rf"(?:(?P<quoted>{QUOTED})|\(?(?P<bare>{BARE}))"
SAYABLE = (*PASSWORDS, *JOINED, *words(r"pin token secret api\skey wi-?fi\skey network\skey"))
NAME = re.compile(rf"(?:{one_of(SAYABLE, not_after=ALONE)})(?!{ALONE})")
AFTER_A_NAME = (
    re.compile(rf"[`*_\"]{{0,2}}\s(?:{IS}\s)?{VALUE}"),
    re.compile(rf"{QUALIFIED}(?:\s?:|\s{IS}\s?:?)\s{VALUE}"),
    re.compile(rf"\s[-\u2013\u2014]\s(?P<bare>[^\s]{{{SHORTEST},64}})$", re.MULTILINE),
)
"""Each is looked for where a name ends; the names are looked for once."""
IS_PASSWORD = re.compile(one_of(PASSWORDS))
SAYS_IT = re.compile(r"(?:\s(?:is|was|ist|war|lautet|es|era|est|é|to|now)|:)\s\(?$")
CAPITAL = re.compile(r"[A-ZÄÖÜ][a-zäöüß]{3,}|[A-Za-z]*[a-z][A-Z][A-Za-z]*")
SHORTEST_QUOTED, LONGEST_NUMBER = 4, 16
KEY_SAID = re.compile(
    rf"(?:{one_of(KEYS, not_after=ALONE)})(?!{ALONE}){QUALIFIED}{LINK}"
    r"[\"'`(]?(?P<bare>[\w.~+/=-]{10,})"
)
AFTER_IT = re.compile(
    r"\s(?:as|als|(?:is|was|as|ist|war|als)\s(?:my|the|our|your|their|his|her|a|mein|das|unser))\s"
    rf"(?:[^\W\d_]{{2,12}}\s)?(?:{one_of(PASSWORDS)})(?!{ALONE})"
)
QUOTES = r"\"'`\u2018-\u201f«»<>|()\[\]{}"
LAST_WORD = re.compile(rf"[^\s{QUOTES}]{{{SHORTEST},64}}(?=[{QUOTES}]?$)")
NEAR, REACH = 30, 66
ACCOUNTS = words("login creds credentials zugangsdaten identifiants credenciales credenciais")
NAMED = re.compile(
    rf"(?:{one_of(PASSWORDS, not_after=ALONE)})(?!{ALONE})|log(?:ged|ging)?\s?(?:in|on)\swith\s"
    rf"|(?:{one_of(ACCOUNTS, not_after=ALONE)})(?!{ALONE})"
)
TOKEN = re.compile(rf"(?<![^\s{QUOTES}])[^\s{QUOTES}]{{{SHORTEST},64}}(?![^\s{QUOTES}])")
PINS = words("pin cvv cvc cvv2 otp puk")
PIN = re.compile(
    rf"(?:{one_of(PINS, not_after=ALONE)})(?:[ -](?:code|nummer))?"
    r"(?:\s?[:=]\s?(\d{3,8})|\s(?:is\s|was\s|ist\s|war\s|es\s)?(\d{4,8}))(?![\w.]|[,:/-]\d)",
)
STEMS = words(
    "pass pwd pswd pw mdp kennwort wachtwoord senha contrase clave parol has hás heslo jelsz "
    "lösenord losenord adgangskode salasana sifre şifre парол パスワード 密码 密碼 口令 비밀번호 "
    "secret key token cred pin cvv cvc otp puk log zugang identif wpa geslo lozinka slapta "
    "lykilor paroo κωδικ sandi khẩu كلمة סיסמ รหัส पासवर्ड"
)


def find_told(text: str) -> Iterator[Finding]:
    """Yield what a sentence calls a password, a key or a PIN."""
    small = lowered(text)
    if holds_any(small, STEMS):
        yield from _after_its_name(text, small)
        yield from _before_its_name(text, small)
        yield from _beside_its_name(text, small)
        for match in PIN.finditer(small) if holds_any(small, PINS) else ():
            start, end = match.span(match.lastindex or 0)
            yield Finding(start, end, Kind.SECRET, text[start:end])


def _after_its_name(text: str, small: str) -> Iterator[Finding]:
    verdicts: dict[tuple[str, str], bool] = {}
    for name in NAME.finditer(small):
        end, judged = name.end(), -1
        for pattern in AFTER_A_NAME:
            match = pattern.match(small, end)
            if match is None or (start := match.start(match.lastindex or 0)) == judged:
                continue
            judged, value = start, value_of(text, match)
            said = name[0], text[end : match.end()]
            if said not in verdicts:
                verdicts[said] = _is_told(value.value, name[0], match)
            if verdicts[said]:
                yield value
    for match in KEY_SAID.finditer(small):
        value = value_of(text, match)
        if looks_random(value.value) and any(map(str.isdecimal, value.value)):
            yield value


def _is_told(value: str, name: str, match: re.Match[str]) -> bool:
    """Return True if `value`, after `name`, is what the sentence names."""
    if len(value) >= SHORTEST and is_made_up(value):
        return True
    if len(value) < SHORTEST_QUOTED or not IS_PASSWORD.fullmatch(name):
        return False
    is_quoted = match.lastgroup == "quoted" and re.search(r"\s", value) is None
    says_it = SAYS_IT.search(match[0][: match.start(match.lastgroup or 0) - match.start()])
    if value.isdecimal():
        return bool(is_quoted or (says_it and SHORTEST <= len(value) <= LONGEST_NUMBER))
    is_word = value.isalpha()
    is_one = (is_quoted and (says_it or not is_word)) or (says_it and CAPITAL.fullmatch(value))
    return bool(is_one and not says_nothing(value))


def _before_its_name(text: str, small: str) -> Iterator[Finding]:
    for after in AFTER_IT.finditer(small):
        word = LAST_WORD.search(text, max(0, after.start() - REACH), after.start())
        if word and is_made_up(word[0]):
            yield Finding(*word.span(), Kind.SECRET, word[0])


def _beside_its_name(text: str, small: str) -> Iterator[Finding]:
    """Yield what can only be a password in the line that speaks of one."""
    done = 0
    for name in NAMED.finditer(small) if SYMBOL.search(text) else ():
        begin = max(done, name.start() - NEAR, text.rfind("\n", done, name.start()) + 1)
        done = max(begin, name.end() + NEAR)
        line = text.find("\n", name.end(), done)
        end = done if line < 0 else line
        for token in TOKEN.finditer(text, begin, end) if SYMBOL.search(text, begin, end) else ():
            value = token[0].rstrip(".,;:")
            if is_strong(value):
                yield Finding(token.start(), token.start() + len(value), Kind.SECRET, value)
