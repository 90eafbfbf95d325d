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
IS = (
    r"(?:is|was|ist|war|lautet|es|era|est|était|é|jest|er|är|to|will\sbe|was\sset\sto|set\sto"
    r"|gets|now|reads)"
)
# What may part a name from what it names: `for the shop`, `(staging)`.
QUALIFIED = (
    r"(?:\s(?:for|of|to|on|in|from|für|vom|pour|para|de|del|do)(?:\s[\w.@/-]{1,24}){1,4}?"
    r"|\s?\([^()\n]{1,24}\)|\svalue)?"
)
LINK = rf"(?:\s?:\s?|\s{IS}\s?:?\s|\s|\s?\()"
VALUE = rf"(?:(?P<quoted>{QUOTED})|(?P<bare>{BARE}))"
SAYABLE = (*PASSWORDS, *words(r"pin token secret api\skey"))
SAID = re.compile(
    rf"(?:{one_of(SAYABLE, not_after=ALONE)})(?!{ALONE})\s(?:{IS}\s)?{VALUE}",
)
SAID_OF = re.compile(
    rf"(?:{one_of(SAYABLE, not_after=ALONE)})(?!{ALONE}){QUALIFIED}"
    rf"(?:\s?:|\s{IS}\s?:?)\s{VALUE}",
)
AT_LINES_END = re.compile(
    rf"(?:{one_of(PASSWORDS, not_after=ALONE)})\s[-\u2013\u2014]\s"
    rf"(?P<bare>[^\s]{{{SHORTEST},64}})$",
    re.MULTILINE,
)
KEY_SAID = re.compile(
    rf"(?:{one_of(KEYS, not_after=ALONE)})(?!{ALONE}){QUALIFIED}{LINK}"
    r"[\"'`(]?(?P<bare>[\w.~+/=-]{10,})"
)
AFTER_IT = re.compile(
    r"\s(?:is|was|as|ist|war|als)\s(?:my|the|our|your|their|his|her|a|mein|das|unser)\s"
    rf"(?:[^\W\d_]{{2,12}}\s)?(?:{one_of(PASSWORDS)})(?!{ALONE})"
)
QUOTES = r"\"'`\u2018-\u201f«»<>|()\[\]{}"
LAST_WORD = re.compile(rf"[^\s{QUOTES}]{{{SHORTEST},64}}(?=[{QUOTES}]?$)")
NEAR, REACH = 30, 66
ACCOUNTS = words("login creds credentials zugangsdaten identifiants credenciales credenciais")
SEED_PHRASE = re.compile(
    r"(?:seed|recovery|mnemonic|secret)\sphrase(?:\sis)?\s?:?\s((?:[a-z]{3,8}\s){11,23}[a-z]{3,8})"
)
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
CODE = re.compile(
    r"(?:verification|security|one[- ]time|2fa|mfa|otp|sms|sign[- ]in|authenticator|backup"
    r"|recovery|unlock|door|pass)\s?codes?(?:\s(?:is|was|are))?\s?:?\s"
    r"(\d{3}[ -]\d{3}|\d{4,8}|[a-z0-9]{4,8}(?:-[a-z0-9]{4,8}){1,7})(?![\w.]|[,:/-]\d)"
)
STEMS = words(
    "pass pwd pswd pw mdp kennwort wachtwoord senha contrase clave parol has hás heslo jelsz "
    "lösenord losenord adgangskode salasana sifre şifre парол パスワード 密码 密碼 口令 비밀번호 "
    "secret key token cred pin cvv cvc otp puk code log phrase zugang identif"
)


def find_told(text: str) -> Iterator[Finding]:
    """Yield what a sentence calls a password, a key, a PIN or a code."""
    small = lowered(text)
    if holds_any(small, STEMS):
        yield from _after_its_name(text, small)
        yield from _before_its_name(text, small)
        yield from _beside_its_name(text, small)
        for pattern in (PIN, CODE, SEED_PHRASE):
            for match in pattern.finditer(small):
                start, end = match.span(match.lastindex or 0)
                yield Finding(start, end, Kind.SECRET, text[start:end])


def _after_its_name(text: str, small: str) -> Iterator[Finding]:
    for pattern in (SAID, SAID_OF, AT_LINES_END):
        for match in pattern.finditer(small):
            value = value_of(text, match)
            if len(value.value) >= SHORTEST and is_made_up(value.value):
                yield value
    for match in KEY_SAID.finditer(small):
        value = value_of(text, match)
        if looks_random(value.value) and any(map(str.isdecimal, value.value)):
            yield value


def _before_its_name(text: str, small: str) -> Iterator[Finding]:
    for after in AFTER_IT.finditer(small):
        word = LAST_WORD.search(text, max(0, after.start() - REACH), after.start())
        if word and is_made_up(word[0]):
            yield Finding(*word.span(), Kind.SECRET, word[0])


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
