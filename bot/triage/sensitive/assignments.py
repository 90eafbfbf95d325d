"""Finds secrets that are known by the word before them: `password: …`, `api_key=…`, `--token …`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.triage.sensitive.finding import HELD, Finding, Kind, holds_any, lowered
from bot.triage.sensitive.vocabulary import one_of, words

if TYPE_CHECKING:
    from collections.abc import Iterator

PASSWORDS = words(
    r"pass_?(?:word|code|phrase|wd|wort)? pwd pswd pw mdp kennwort wachtwoord senha contrase[nñ]a "
    r"clave mots?\sde\spasse parola has[lł]o hás[lł]o heslo jelsz[oó] lösenord losenord "
    "adgangskode passord salasana sifre şifre parol пароль пароля "
    "パスワード 密码 密碼 口令 비밀번호"
)
OWNERS = words(
    "access secret private signing encryption master account auth shared session webhook storage "
    "subscription service deploy"
)
KEYS = (
    *words(
        r"secret api[\s_-]?(?:key|token|secret) sharedaccesskey token credentials? bearer sessid "
        r"jsessionid phpsessid session[\s_-]?id sid sig otp[\s_-]?secret"
    ),
    *(rf"{owner}[\s_-]?(?:access[\s_-]?)?(?:key|token|secret)" for owner in OWNERS),
)
QUOTED = r"\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'|`[^`\n]*+`|“[^”\n]*+”|«[^»\n]*+»"
# `&`, `,` and `;` belong to a value unless what follows is the next name or nothing.
BARE = r"(?:[^\s\"'`<>|,;&]|[,;&](?![\w.-]+[=:])(?!\s|$))++"

IS_PASSWORD = re.compile(one_of(PASSWORDS))
LETTER_OR_DIGIT = r"[^\W_]"
ASSIGNMENT = re.compile(
    rf"(?P<name>{one_of((*PASSWORDS, *KEYS))})(?!{LETTER_OR_DIGIT})(?:[ _-]?\d)?"
    r"[\])*_`\\\"'\u2019”]{0,4}(?:\s\[[^\]\n]{0,20}\])?"
    r"\s{0,2}(?P<sign>:=|=>|->|==?|:|=)\s{0,2}[*_\\]{0,2}"
    rf"(?:(?P<quoted>{QUOTED})|[\"'`“«]?(?P<bare>{BARE}))",
)
SAYABLE = (*PASSWORDS, *words(r"pin token secret api\skey"))
SAID = re.compile(
    rf"(?:{one_of(SAYABLE, not_after=LETTER_OR_DIGIT)})(?!{LETTER_OR_DIGIT})"
    r"\s(?:(?:is|was|ist|war|lautet|es|era|est|était|é|era|jest|er|är|to|was set to|set to)\s)?"
    rf"(?:(?P<quoted>{QUOTED})|(?P<bare>{BARE}))",
)
FLAGS = (
    re.compile(
        rf"-(?<![\w-].)-(?:[a-z]+-){{0,3}}(?:{one_of((*PASSWORDS, *KEYS))})\s"
        rf"(?:(?P<quoted>{QUOTED})|(?P<bare>{BARE}))"
    ),
    re.compile(r"\s(?:-u|--user)[ =]?[\"']?[^\s:\"']{1,100}:(?P<user>[^\s\"'<>]++)"),
    re.compile(r"mysql(?<!\w.{5})\w*\s(?:[^\n]{0,80}\s)?-p(?P<mysql>[^\s\"'<>]++)"),
    re.compile(r"sshpass(?<!\w.{7})\s-p\s?(?P<ssh>[^\s<>]++)"),
    re.compile(rf"identified(?<!\w.{{10}})\sby\s(?P<sql>{QUOTED})"),
)
FLAG_MARKS = ("--", "-u", "mysql", "sshpass", "identified")
PINS = words("pin cvv cvc cvv2 otp puk")
PIN = re.compile(
    rf"(?:{one_of(PINS, not_after=LETTER_OR_DIGIT)})(?:[ -](?:code|nummer))?"
    r"(?:\s?[:=]\s?(\d{3,8})|\s(?:is\s|was\s|ist\s|war\s|es\s)?(\d{4,8}))(?![\w.]|[,:/-]\d)",
)

NOTHING_SECRET = re.compile(
    r"(?:null|none|nil|undefined|true|false|yes|no|n/?a|empty|string|str|text|secret|token|bearer"
    r"|pass(?:word|wort)?|redacted|masked|hidden|encrypted|required|optional|missing|invalid|wrong"
    r"|incorrect|expired|revoked|unknown|ok|failed|accepted|rejected|changeme|example|your.*|my.*"
    r"|falsch|ungültig|incorrecta?|inválid[ao]|[x*•.·…_#?!-]+|\(.*|\[.*|\{.*|%[\w()]+%?s?"
    r"|\$\w*|\$[({].*|[~.]{0,2}/.*|[A-Za-z]:\\.*|https?:.*|(?:process\.|os\.)?(?:env|getenv)\b.*"
    r"|(?:[a-z_]+\.)+[a-z_]+|[A-Z]+(?:_[A-Z]+)+|\w+(?:\.\w+)*\(.*|vault:.*|ref\+.*|op://.*|arn:.*)",
    re.IGNORECASE | re.DOTALL,
)
SHORTEST_KEY = 6
STEMS = words(
    "pass pwd pswd pw mdp kennwort wachtwoord senha contrase clave parol has hás heslo jelsz "
    "lösenord losenord adgangskode salasana sifre şifre парол "
    "パスワード 密码 密碼 口令 비밀번호 secret key "
    "token credential bearer sess sid sig otp webhook pin cvv cvc puk"
)


def find_assignments(text: str) -> Iterator[Finding]:
    """Yield the values that stand after a word for password, key or token."""
    small = lowered(text)
    if holds_any(small, STEMS):
        yield from _assigned(text, small)
        for match in SAID.finditer(small):
            value = _value(text, match)
            if len(value.value) >= SHORTEST_KEY and _is_made_up(value.value):
                yield value
        for match in PIN.finditer(small):
            group = match.lastindex or 0
            yield Finding(*match.span(group), Kind.SECRET, match[group])
    for mark, flag in zip(FLAG_MARKS, FLAGS, strict=True):
        if mark in small:
            yield from filter(
                _may_be_secret, (_value(text, match) for match in flag.finditer(small))
            )


def _assigned(text: str, small: str) -> Iterator[Finding]:
    for match in ASSIGNMENT.finditer(small):
        value = _value(text, match)
        certain = match["quoted"] or match["sign"] == "="
        word = not certain and _is_word(value.value)
        if IS_PASSWORD.fullmatch(match["name"]):
            fits = not word or _ends_line(text, value.end)
        else:
            fits = len(value.value) >= SHORTEST_KEY and not value.value.isdecimal() and not word
        if fits and _may_be_secret(value):
            yield value


def _value(text: str, match: re.Match[str]) -> Finding:
    """Return the value without its quotes, or without the punctuation of the sentence after it."""
    group = match.lastgroup or ""
    start, end = match.span(group)
    if group in {"quoted", "sql"}:
        start, end = start + 1, end - 1
    else:
        end = start + len(text[start:end].rstrip(".,;:)]}\\"))
    return Finding(start, end, Kind.SECRET, text[start:end])


def _may_be_secret(finding: Finding) -> bool:
    bare = finding.value.replace(HELD, "").strip("*_` ")
    return bare != "" and not NOTHING_SECRET.fullmatch(bare)


def _is_word(value: str) -> bool:
    """Return True for what may be part of the sentence, such as `not`, `single-use` or `412`."""
    return re.fullmatch(r"[^\W\d_]+(?:[-'\u2019/][^\W\d_]+)*[!?]*|[\d\W]+", value) is not None


def _is_made_up(value: str) -> bool:
    """Return True for what no sentence has: letters with a symbol or digit among them."""
    if _is_word(value) or NOTHING_SECRET.fullmatch(value) or not any(map(str.isalpha, value)):
        return False
    return re.search(r"[^\w\s.'\u2019/-]\w|\w[!#$%*@]|[^\W\d_]\d|\d[^\W\d_]", value) is not None


def _ends_line(text: str, end: int) -> bool:
    return re.match(r"[*_`\"')]{0,2}[.,;]?(?:\s*$|\s*\n)", text[end : end + 8]) is not None
