"""Finds the secrets in a table whose head names a column of passwords or tokens."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from bot.triage.sensitive.anchored import Anchored, starts_of
from bot.triage.sensitive.finding import Finding, Kind, lowered
from bot.triage.sensitive.marks import AnyOf
from bot.triage.sensitive.secrets.secret_values import KEYS, PASSWORDS, is_word, says_nothing
from bot.triage.sensitive.vocabulary import one_of, words

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGNS = "|;,\t"
SECRET = Anchored(one_of((*PASSWORDS, *KEYS)), starts_of((*PASSWORDS, *KEYS)))
NAME = re.compile(rf"(?:\w{{2,20}}[ _-])?(?:{SECRET.pattern.pattern})")
STEMS = AnyOf(words("pass pwd pw kennwort senha contrase clave parol secret key token psk"))
LONGEST_HEAD = 200
SHORTEST = 4


def find_in_columns(text: str) -> Iterator[Finding]:
    """Yield what stands below such a head, in tables of Markdown and of spreadsheets."""
    small = lowered(text)
    if "\n" not in text or not STEMS.is_in(small):
        return
    named = SECRET.places(small)
    table: tuple[str, frozenset[int]] | None = None
    start = 0
    for line in small.splitlines(keepends=True):
        end = start + len(line)
        if table is not None and table[0] in line:
            yield from _cells(text, start, line, *table)
        elif bisect_left(named, start) < bisect_left(named, end):
            table = _headed(line)
        else:
            table = None
        start = end


def _headed(line: str) -> tuple[str, frozenset[int]] | None:
    """Return what parts the columns under this head, and which hold secrets."""
    sign = next((one for one in SIGNS if one in line), None)
    if sign is None or len(line) > LONGEST_HEAD:
        return None
    heads = [cell.strip(" *`\"'\n") for cell in line.split(sign)]
    places = frozenset(place for place, head in enumerate(heads) if NAME.fullmatch(head))
    return (sign, places) if places else None


def _cells(
    text: str, start: int, line: str, sign: str, places: frozenset[int]
) -> Iterator[Finding]:
    at = start
    for place, cell in enumerate(line.split(sign)):
        value = cell.strip(" *`\"'\n")
        if place in places and len(value) >= SHORTEST and not _is_empty(value):
            begin = at + cell.index(value)
            yield Finding(begin, begin + len(value), Kind.SECRET, text[begin : begin + len(value)])
        at += len(cell) + len(sign)


def _is_empty(value: str) -> bool:
    return says_nothing(value) or is_word(value)
