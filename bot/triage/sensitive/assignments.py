"""Finds secrets that are known by the word before them: `password: …`, `api_key=…`, `--token …`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.triage.sensitive.finding import HELD, Finding, Kind, holds_any, lowered
from bot.triage.sensitive.vocabulary import words

if TYPE_CHECKING:
    from collections.abc import Iterator

PASSWORDS = (
    r"pass_?(?:word|code|phrase|wd|wort)?|pwd|pswd|pw|mdp|kennwort|wachtwoord|senha|contrase[nñ]a"
    r"|clave|mot de passe|mots? de passe|parola|(?:ha|h[aá])s[lł]o|heslo|jelsz[oó]|l[oö]senord"
    r"|adgangskode|passord|salasana|[sş]ifre|parol|пароль|пароля|パスワード|密码|密碼|口令|비밀번호"
)
KEYS = (
    r"secret|api[ _-]?(?:key|token|secret)|(?:access|secret|private|signing|encryption|master"
    r"|account|auth|shared|session|webhook|storage|subscription|service|deploy)"
    r"[ _-]?(?:access[ _-]?)?(?:key|token|secret)|sharedaccesskey|token|credentials?|bearer"
    r"|sessid|jsessionid|phpsessid|sig|otp[ _-]?secret"
)
QUOTED = r"\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'|`[^`\n]*+`|“[^”\n]*+”|«[^»\n]*+»"
# `&`, `,` and `;` belong to a value unless what follows is the next name or nothing.
BARE = r"(?:[^\s\"'`<>|,;&]|[,;&](?![\w.-]+[=:])(?!\s|$))++"

ASSIGNMENT = re.compile(
    rf"(?:(?P<password>{PASSWORDS})|(?P<key>{KEYS}))(?![^\W_])(?:[ _-]?\d)?"
    r"[\])*_`\\\"'\u2019”]{0,4}(?:\s\[[^\]\n]{0,20}\])?"
    r"\s{0,2}(?P<sign>:=|=>|->|==?|:|=)\s{0,2}[*_\\]{0,2}"
    rf"(?:(?P<quoted>{QUOTED})|[\"'`“«]?(?P<bare>{BARE}))",
)
SAID = re.compile(
    rf"(?<![^\W_])(?:{PASSWORDS}|pin|token|secret|api key)(?![^\W_])"
    r"\s(?:(?:is|was|ist|war|lautet|es|era|est|était|é|era|jest|er|är|to|was set to|set to)\s)?"
    rf"(?:(?P<quoted>{QUOTED})|(?P<bare>{BARE}))",
)
FLAG = re.compile(
    rf"(?<![\w-])--(?:[a-z]+-){{0,3}}(?:{PASSWORDS}|{KEYS})\s(?:(?P<quoted>{QUOTED})|(?P<bare>{BARE}))"
    r"|\s(?:-u|--user)[ =]?[\"']?[^\s:\"']{1,100}:(?P<user>[^\s\"'<>]++)"
    r"|\bmysql\w*\s(?:[^\n]{0,80}\s)?-p(?P<mysql>[^\s\"'<>]++)"
    r"|\bsshpass\s-p\s?(?P<ssh>[^\s<>]++)"
    rf"|\bidentified\sby\s(?P<sql>{QUOTED})",
)
PIN = re.compile(
    r"(?<![^\W_])(?:pin|cvv|cvc|cvv2|otp|puk)(?:[ -](?:code|nummer))?\s?[:=]\s?(\d{3,8})(?![\w.])",
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
    "token credential bearer sess sig otp webhook pin cvv cvc puk"
)
FLAG_MARKS = ("--", " -u", "mysql", "sshpass", "identified")


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
            yield Finding(*match.span(1), Kind.SECRET, match[1])
    if holds_any(small, FLAG_MARKS):
        yield from filter(_may_be_secret, (_value(text, match) for match in FLAG.finditer(small)))


def _assigned(text: str, small: str) -> Iterator[Finding]:
    for match in ASSIGNMENT.finditer(small):
        value = _value(text, match)
        certain = match["quoted"] or match["sign"] == "="
        word = not certain and _is_word(value.value)
        if match["key"]:
            fits = len(value.value) >= SHORTEST_KEY and not value.value.isdecimal() and not word
        else:
            fits = not word or _ends_line(text, value.end)
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
