"""The words by which texts are compared letter by letter: codes, names, and their parts."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from bot.triage.judging.grammar import GRAMMAR
from bot.triage.judging.marks import LETTERS

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_READ = 20_000
"""Characters of a text that are looked at: what decides stands before that."""

WORDS_REMEMBERED = 50_000
"""Most of any text consists of words that were taken apart before."""

_WORD = re.compile(rf"{LETTERS}(?:[._'\u2019\-]{LETTERS})*")
_JOINT = re.compile(r"[._'\u2019\-]|(?<=[a-z0-9])(?=[A-Z])")
_NO_SPACES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]{2,}")
"""Scripts that don't part their words."""

_SHORTEST_STEM = 3
_ENDINGS = (("ies", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""))


def terms(text: str) -> list[str]:
    """Return what `text` says, a term each time it is said.

    A compound such as `fs.s3a.endpoint` or `FileNotFoundException` stands for itself and for each
    of its parts; English endings are taken off; grammar is left out.
    """
    words = _WORD.findall(text[:MOST_READ])
    return list(chain.from_iterable(_terms_of(word) for word in words))


@lru_cache(maxsize=WORDS_REMEMBERED)
def _terms_of(word: str) -> tuple[str, ...]:
    return tuple(_stem(term) for term in _with_parts(word) if term not in GRAMMAR)


def _with_parts(word: str) -> Iterator[str]:
    yield word.lower()
    parts = [part for part in _JOINT.split(word) if part]
    if len(parts) > 1:
        yield from (part.lower() for part in parts if len(part) > 1)
    for run in _NO_SPACES.findall(word):
        yield from (run[start : start + 2] for start in range(len(run) - 1))


def _stem(term: str) -> str:
    for ending, instead in _ENDINGS:
        if term.endswith(ending) and len(term) - len(ending) >= _SHORTEST_STEM:
            return term if term.endswith("ss") else term[: -len(ending)] + instead
    return term
