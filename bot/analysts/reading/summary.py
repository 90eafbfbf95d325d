"""One or two lines of a ticket, in its own words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.analysts.reading.trimming import cut, one_line
from bot.analysts.reading.words import telling_words
from bot.triage.judging.cleaning import bare, said_lines
from bot.triage.plain_text import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MAX_SUMMARY = 200
NOTHING_SAID = "The ticket holds no text."

_ENOUGH_WORDS = 3
_LOG = re.compile(r"^\s*(?:at [\w.$]+\(|\d{4}-\d\d-\d\d[T ]\d\d:|[{}<|]|```)")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=\S)|\n+")


def summarise(texts: Iterable[str]) -> str:
    """Return what `texts` are about in at most 200 characters.

    Takes the first sentence that says something, and the next if there is room; greetings,
    signatures, quoted mail and log lines are left out unless there is nothing else.
    """
    given = tuple(texts)
    said = sentences(given) or _as_written(given)
    if not said:
        return NOTHING_SAID
    start = next(
        (at for at, each in enumerate(said) if len(telling_words(each)) >= _ENOUGH_WORDS), 0
    )
    both = _one_after_the_other(said[start : start + 2])
    return both if len(both) <= MAX_SUMMARY else cut(said[start], MAX_SUMMARY)


def _one_after_the_other(said: Sequence[str]) -> str:
    """Return `said` on one line, parted where one ended without a full stop."""
    *before, last = said
    return "".join(f"{one}; " if one[-1:].isalnum() else f"{one} " for one in before) + last


def sentences(texts: Iterable[str]) -> list[str]:
    """Return the sentences of `texts` that are neither greetings, signatures nor log lines."""
    return [sentence for text in texts for sentence in _sentences(text)]


def _as_written(texts: Iterable[str]) -> list[str]:
    """Return the lines that hold a word: markup and quotes may be all that there is."""
    lines = (one_line(bare(line)) for text in texts for line in plain(text).splitlines())
    return [line for line in lines if telling_words(line)]


def _sentences(text: str) -> Iterator[str]:
    for line in said_lines(plain(text)):
        if not _LOG.match(line):
            said = _begun_anew(line, bare(line))
            yield from (one_line(part) for part in _SENTENCE_END.split(said) if part.strip())


def _begun_anew(line: str, said: str) -> str:
    """Return what is left of `line` with a capital where a greeting before it was left out."""
    first, _, rest = said.partition(" ")
    if not first.islower() or not first.isalpha() or line.lstrip().startswith(first):
        return said
    return f"{first.capitalize()} {rest}"
