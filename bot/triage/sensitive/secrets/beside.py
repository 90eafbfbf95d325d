"""Finds passwords before or near their name: `hunter2! is my password`, `login: ann hunter2!`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.triage.sensitive.anchored import Anchored, starts_of
from bot.triage.sensitive.finding import Finding, Kind
from bot.triage.sensitive.secrets.secret_values import (
    PASSWORDS,
    SHORTEST,
    SYMBOL,
    is_made_up,
    is_strong,
)
from bot.triage.sensitive.vocabulary import ALONE, one_of, words

if TYPE_CHECKING:
    from collections.abc import Iterator

AFTER_IT = re.compile(
    r"\s(?:as|als|(?:is|was|as|ist|war|als)\s(?:my|the|our|your|their|his|her|a|mein|das|unser))\s"
    rf"(?:[^\W\d_]{{2,12}}\s)?(?:{one_of(PASSWORDS)})(?!{ALONE})"
)
QUOTES = r"\"'`\u2018-\u201f«»<>|()\[\]{}"
LAST_WORD = re.compile(rf"[^\s{QUOTES}]{{{SHORTEST},64}}(?=[{QUOTES}]?$)")
NEAR, REACH = 30, 66
ACCOUNTS = words("login creds credentials zugangsdaten identifiants credenciales credenciais")
NAMED = Anchored(
    rf"(?:{one_of(PASSWORDS, not_after=ALONE)})(?!{ALONE})|log(?:ged|ging)?\s?(?:in|on)\swith\s"
    rf"|(?:{one_of(ACCOUNTS, not_after=ALONE)})(?!{ALONE})",
    starts_of((*PASSWORDS, "log", *ACCOUNTS)),
)
TOKEN = re.compile(rf"(?<![^\s{QUOTES}])[^\s{QUOTES}]{{{SHORTEST},64}}(?![^\s{QUOTES}])")


def before_its_name(text: str, small: str) -> Iterator[Finding]:
    """Yield what is called a password only after it was told."""
    for after in AFTER_IT.finditer(small):
        word = LAST_WORD.search(text, max(0, after.start() - REACH), after.start())
        if word and is_made_up(word[0]):
            yield Finding(*word.span(), Kind.SECRET, word[0])


def beside_its_name(text: str, small: str) -> Iterator[Finding]:
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
