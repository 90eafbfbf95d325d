"""Finds secrets that people tell in a sentence: `hunter2! is my password`, `the PIN is 4821`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.triage.sensitive.finding import Finding, Kind, holds_any, lowered
from bot.triage.sensitive.secret_values import (
    BARE,
    KEYS,
    PASSWORDS,
    QUOTED,
    SHORTEST,
    is_made_up,
    is_strong,
    looks_random,
    value_of,
)
from bot.triage.sensitive.vocabulary import one_of, words

if TYPE_CHECKING:
    from collections.abc import Iterator

ALONE = r"[^\W_]"
IS = r"(?:is|was|ist|war|lautet|es|era|est|était|é|jest|er|är|to|was set to|set to)"
VALUE = rf"(?:(?P<quoted>{QUOTED})|(?P<bare>{BARE}))"
SAYABLE = (*PASSWORDS, *words(r"pin token secret api\skey"))
SAID = re.compile(
    rf"(?:{one_of(SAYABLE, not_after=ALONE)})(?!{ALONE})\s(?:{IS}\s)?{VALUE}",
)
KEY_SAID = re.compile(
    rf"(?:{one_of(KEYS, not_after=ALONE)})(?!{ALONE})\s(?:{IS}\s)?(?P<bare>[\w.~+/=-]{{12,}})"
)
AFTER_IT = re.compile(
    r"\s(?:is|was|as|ist|war|als)\s(?:my|the|our|your|their|his|her|a|mein|das|unser)\s"
    rf"(?:[^\W\d_]{{2,12}}\s)?(?:{one_of(PASSWORDS)})(?!{ALONE})"
)
QUOTES = r"\"'`\u2018-\u201f«»<>|()\[\]{}"
LAST_WORD = re.compile(rf"[^\s{QUOTES}]{{{SHORTEST},64}}(?=[{QUOTES}]?$)")
NEAR = 30
NAMED = re.compile(
    rf"(?:{one_of(PASSWORDS, not_after=ALONE)})(?!{ALONE})|log(?:ged|ging)?\s?(?:in|on)\swith\s"
)
TOKEN = re.compile(rf"(?<![^\s{QUOTES}])[^\s{QUOTES}]{{{SHORTEST},64}}(?![^\s{QUOTES}])")
PINS = words("pin cvv cvc cvv2 otp puk")
PIN = re.compile(
    rf"(?:{one_of(PINS, not_after=ALONE)})(?:[ -](?:code|nummer))?"
    r"(?:\s?[:=]\s?(\d{3,8})|\s(?:is\s|was\s|ist\s|war\s|es\s)?(\d{4,8}))(?![\w.]|[,:/-]\d)",
)
CODE = re.compile(
    r"(?:verification|security|one[- ]time|2fa|mfa|otp|sms|sign[- ]in|authenticator|backup"
    r"|recovery|unlock|door|pass)\s?codes?(?:\s(?:is|was|are))?\s?:?\s"
    r"(\d{3}[ -]\d{3}|\d{4,8}|[a-z0-9]{4,8}(?:-[a-z0-9]{4,8}){1,7})(?![\w.]|[,:/-]\d)"
)
STEMS = words(
    "pass pwd pswd pw mdp kennwort wachtwoord senha contrase clave parol has hás heslo jelsz "
    "lösenord losenord adgangskode salasana sifre şifre парол パスワード 密码 密碼 口令 비밀번호 "
    "secret key token credential pin cvv cvc otp puk code log"
)


def find_told(text: str) -> Iterator[Finding]:
    """Yield what a sentence calls a password, a key, a PIN or a code."""
    small = lowered(text)
    if not holds_any(small, STEMS):
        return
    for match in SAID.finditer(small):
        value = value_of(text, match)
        if len(value.value) >= SHORTEST and is_made_up(value.value):
            yield value
    for after in AFTER_IT.finditer(small):
        word = LAST_WORD.search(text, max(0, after.start() - 66), after.start())
        if word and is_made_up(word[0]):
            yield Finding(*word.span(), Kind.SECRET, word[0])
    for match in KEY_SAID.finditer(small):
        value = value_of(text, match)
        if looks_random(value.value) and any(map(str.isdecimal, value.value)):
            yield value
    for pattern in (PIN, CODE):
        for match in pattern.finditer(small):
            group = match.lastindex or 0
            yield Finding(*match.span(group), Kind.SECRET, text[slice(*match.span(group))])
    yield from _beside_its_name(text, small)


def _beside_its_name(text: str, small: str) -> Iterator[Finding]:
    """Yield what can only be a password in the line that speaks of one."""
    done = 0
    for name in NAMED.finditer(small):
        begin = max(done, name.start() - NEAR, text.rfind("\n", done, name.start()) + 1)
        done = max(begin, name.end() + NEAR)
        line = text.find("\n", name.end(), done)
        for token in TOKEN.finditer(text, begin, done if line < 0 else line):
            value = token[0].rstrip(".,;:")
            if is_strong(value):
                yield Finding(token.start(), token.start() + len(value), Kind.SECRET, value)
