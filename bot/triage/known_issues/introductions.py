"""The names that people tell of themselves or others, where it is plain that these are names."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_WORDS = 3
SHORTEST_PART = 3
_WORDS = r"[^\W\d_][\w'\u2019-]*(?:[ \t]+[^\W\d_][\w'\u2019-]*){0,2}"
_HELLO = (
    r"^[\W_]*(?:(?:dear|good|hallo|hello|hey|hi|hola|bonjour|guten)\b[ \t]*(?:[^\W\d_]+[ \t]*){0,2}"
    r"[^\w\n]*\n?[ \t]*)?"
)
_IS_CALLED = rf"\b(?:my\s+name\s+is|mein\s+name\s+ist|ich\s+hei(?:ss|\u00df)e)\s+({_WORDS})"
_BEGINS = (
    rf"{_HELLO}(?:this\s+is|here\s+is|i\s+am|i['\u2019]m|hier\s+ist)\s+({_WORDS})"
    r"(?=\s*(?:[(,.;:!\n]|$|\s(?:from|of|at|with|von|aus)\b))"
)
_HERE = rf"{_HELLO}({_WORDS})\s+(?:here|speaking)\b"
_ENDS = (
    r"\b(?:best|cheers|greetings|gr(?:u|\u00fc)(?:ss|\u00df)e?|regards|sincerely|thanks|wishes|yours)\b"
    rf"[,.!]?[ \t]*\n\s*({_WORDS})[ \t]*$"
)
_TOLD = tuple(
    re.compile(pattern, re.IGNORECASE | re.MULTILINE)
    for pattern in (_IS_CALLED, _BEGINS, _HERE, _ENDS)
)
"""An introduction, or what stands below a farewell."""
_ADDRESS = re.compile(
    rf"\b([^\W\d_]{{{SHORTEST_PART},30}})[._-]([^\W\d_]{{{SHORTEST_PART},30}})@\w"
)


def names_told(texts: Sequence[str]) -> tuple[str, ...]:
    """Return them, as they are written: from introductions, farewells, and addresses beside them.

    A name is two or three words with a capital each, one where it is said to be a name.
    """
    found = (name for text in texts for name in (*_introduced(text), *_addressed(text, texts)))
    return tuple(dict.fromkeys(found))


def _introduced(text: str) -> Iterator[str]:
    is_certain, *others = _TOLD
    for match in is_certain.finditer(text):
        yield from _capitalised(match[1], least=1)
    for pattern in others:
        for match in pattern.finditer(text):
            yield from _capitalised(match[1], least=2)


def _capitalised(words: str, *, least: int) -> Iterator[str]:
    """Yield the first of `words` as one name, if so many of them begin with a capital alone."""
    name = list(takewhile(_is_capitalised, words.split()))[:MOST_WORDS]
    if len(name) >= least:
        yield " ".join(name)


def _is_capitalised(word: str) -> bool:
    return word[0].isupper() and (len(word) == 1 or not word.isupper())


def _addressed(text: str, texts: Sequence[str]) -> Iterator[str]:
    """Yield what an address such as `ada.lovelace@...` spells, where that is written out too."""
    for first, last in _ADDRESS.findall(text):
        written = re.compile(rf"\b{re.escape(first)}\s+{re.escape(last)}\b", re.IGNORECASE)
        if any(written.search(each) for each in texts):
            yield f"{first.title()} {last.title()}"
