"""Finds secrets that are known by the word before them: `password: …`, `api_key=…`, `--token …`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.triage.sensitive.finding import HELD, Finding, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

PASSWORD = (
    r"pass_?(?:word|code|phrase|wd|wort)?|pwd|pswd|pw|mdp|kennwort|wachtwoord|senha|contrase[nñ]a"
    r"|clave|mot de passe|mots? de passe|parola|(?:ha|h[aá])s[lł]o|heslo|jelsz[oó]|l[oö]senord"
    r"|adgangskode|passord|salasana|[sş]ifre|parol|пароль|пароля|パスワード|密码|密碼|口令|비밀번호"
)
KEY = (
    r"secret|api[ _-]?(?:key|token|secret)|(?:access|secret|private|signing|encryption|master"
    r"|account|auth|shared|session|webhook|storage|subscription|service|deploy|license|licence)"
    r"[ _-]?(?:access[ _-]?)?(?:key|token|secret)|sharedaccesskey|token|credentials?|bearer"
    r"|session[ _-]?id|sessid|jsessionid|phpsessid|sig|signature|otp[ _-]?secret|webhook[ _-]?url"
)
QUOTED = r"\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'|`[^`\n]*+`|“[^”\n]*+”|«[^»\n]*+»"
# `&`, `,` and `;` belong to a value unless what follows is the next name or nothing.
BARE = r"(?:[^\s\"'`<>|,;&]|[,;&](?![\w.-]+[=:])(?!\s|$|[A-Z][a-z]+ [A-Z]))++"

ASSIGNMENT = re.compile(
    rf"(?:(?P<password>{PASSWORD})|(?P<key>{KEY}))(?![^\W_])(?:[ _-]?\d)?"
    r"[\])*_`\\\"'’”]{0,4}(?:\s\[[^\]\n]{0,20}\])?"
    r"\s{0,2}(?P<sign>:=|=>|->|==?|:|=)\s{0,2}[*_\\]{0,2}"
    rf"(?:(?P<quoted>{QUOTED})|[\"'`“«]?(?P<bare>{BARE}))",
    re.IGNORECASE,
)
SAID = re.compile(
    rf"(?<![^\W_])(?:{PASSWORD}|pin|token|secret|api key)(?![^\W_])"
    r"\s(?:(?:is|was|ist|war|lautet|es|era|est|était|é|era|jest|er|är|to|was set to|set to)\s)?"
    rf"(?:(?P<quoted>{QUOTED})|(?P<bare>{BARE}))",
    re.IGNORECASE,
)
FLAG = re.compile(
    rf"(?<![\w-])--(?:[a-z]+-){{0,3}}(?:{PASSWORD}|{KEY})\s(?:(?P<quoted>{QUOTED})|(?P<bare>{BARE}))"
    r"|\s(?:-u|--user)[ =]?[\"']?[^\s:\"']{1,100}:(?P<user>[^\s\"'<>]++)"
    r"|\bmysql\w*\s(?:[^\n]{0,80}\s)?-p(?P<mysql>[^\s\"'<>]++)"
    r"|\bsshpass\s-p\s?(?P<ssh>[^\s<>]++)"
    rf"|\bidentified\sby\s(?P<sql>{QUOTED})",
    re.IGNORECASE,
)
PIN = re.compile(
    r"(?<![^\W_])(?:pin|cvv|cvc|cvv2|otp|puk)(?:[ -](?:code|nummer))?\s?[:=]\s?(\d{3,8})(?![\w.])",
    re.IGNORECASE,
)

NOTHING_SECRET = re.compile(
    r"(?:null|none|nil|undefined|true|false|yes|no|n/?a|empty|string|str|text|secret|token|bearer"
    r"|pass(?:word|wort)?|redacted|masked|hidden|encrypted|required|optional|missing|invalid|wrong"
    r"|incorrect|expired|revoked|unknown|ok|failed|accepted|rejected|changeme|example|your.*|my.*"
    r"|falsch|ungültig|incorrecta?|inválid[ao]|[x*•.·…_#?!-]+|\(.*|\[.*|\{.*|%[\w()]+%?s?"
    r"|\$\w*|\$[({].*|[~.]{0,2}/.*|[A-Za-z]:\\.*|https?:.*|(?:process\.|os\.)?(?:env|getenv)\b.*"
    r"|vault:.*|ref\+.*|op://.*|arn:.*)",
    re.IGNORECASE | re.DOTALL,
)
SHORTEST_KEY = 6


def find_assignments(text: str) -> Iterator[Finding]:
    """Yield the values that stand after a word for password, key or token."""
    for match in ASSIGNMENT.finditer(text):
        start, end = _value(text, match)
        value = text[start:end]
        strict = bool(match["key"])
        if match["quoted"] or match["sign"] == "=":
            fits = _may_be_secret(value, shortest=SHORTEST_KEY if strict else 1)
        else:
            fits = _may_be_secret(value, shortest=SHORTEST_KEY if strict else 1) and (
                not _is_word(value) or (not strict and _ends_line(text, end))
            )
        if fits and not (strict and value.isdecimal()):
            yield Finding(start, end, Kind.SECRET, value)
    yield from _said(text)
    for pin in PIN.finditer(text):
        yield Finding(*pin.span(1), Kind.SECRET, pin[1])


def _said(text: str) -> Iterator[Finding]:
    for match in SAID.finditer(text):
        start, end = _value(text, match)
        if _may_be_secret(text[start:end], shortest=SHORTEST_KEY) and _is_made_up(text[start:end]):
            yield Finding(start, end, Kind.SECRET, text[start:end])
    for match in FLAG.finditer(text):
        start, end = _value(text, match)
        if _may_be_secret(text[start:end], shortest=1):
            yield Finding(start, end, Kind.SECRET, text[start:end])


def _value(text: str, match: re.Match[str]) -> tuple[int, int]:
    """Return where the value stands, without quotes and without the sentence's punctuation."""
    group = match.lastgroup or ""
    start, end = match.span(group)
    if group in {"quoted", "sql"}:
        return start + 1, end - 1
    return start, start + len(text[start:end].rstrip(".,;:)]}\\"))


def _may_be_secret(value: str, *, shortest: int) -> bool:
    bare = value.replace(HELD, "").strip("*_` ")
    return len(bare) >= shortest and not NOTHING_SECRET.fullmatch(bare)


def _is_word(value: str) -> bool:
    """Return True for what may be part of the sentence, such as `not`, `single-use` or `412`."""
    return re.fullmatch(r"[^\W\d_]+(?:[-'’/][^\W\d_]+)*[!?]*|\d+", value) is not None


def _is_made_up(value: str) -> bool:
    """Return True for what no sentence has: letters with a symbol or digit among them."""
    if _is_word(value) or not any(map(str.isalpha, value)):
        return False
    return re.search(r"[^\w\s.'’/-]\w|\w[!#$%*@]|[^\W\d_]\d|\d[^\W\d_]", value) is not None


def _ends_line(text: str, end: int) -> bool:
    return re.match(r"[*_`\"')]{0,2}[.,;]?(?:\s*$|\s*\n)", text[end : end + 8]) is not None
