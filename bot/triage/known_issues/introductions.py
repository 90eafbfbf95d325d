"""The names that people tell of themselves or others, where it is plain that these are names."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from bot.triage.known_issues.given_names import spoken_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MOST_WORDS = 3
SHORTEST_PART = 3
_WORDS = r"[^\W\d_][\w'\u2019-]*(?:[ \t]+[^\W\d_][\w'\u2019-]*){0,2}"
_HELLO = (
    r"^[\W_]{0,20}(?:(?:dear|good|hallo|hello|hey|hi|hola|bonjour|bonsoir|salut|guten|moin|servus|buenas|"
    r"buenos|ol\u00e1|oi|bom|boa|ciao)\b[ \t]*(?:[^\W\d_]+[ \t]*){0,2}"
    r"[^\w\n]*\n?[ \t]*)?"
)
_IS_CALLED = (
    r"\b(?:my\s+name\s+is|mein\s+name\s+ist|ich\s+hei(?:ss|\u00df)e|je\s+m['\u2019]appelle|"
    r"mon\s+nom\s+est|me\s+llamo|mi\s+nombre\s+es|meu\s+nome\s+\u00e9|(?:eu\s+)?me\s+chamo|"
    rf"chamo-me|mi\s+chiamo)\s+({_WORDS})"
)
_IN_JAPANESE = re.compile("([\u3040-\u30ff\u4e00-\u9fff]{1,8})\u3068\u7533\u3057\u307e\u3059")
_BEGINS = (
    rf"{_HELLO}(?:this\s+is|here\s+is|i\s+am|i['\u2019]m|hier\s+ist|ici|je\s+suis|"
    rf"soy|aqu[i\u00ed]|sou(?:\s+[oa])?|aqui\s+\u00e9(?:\s+[oa])?|sono)\s+({_WORDS})"
    r"(?=\s*(?:[(,.;:!\n]|$|\s(?:from|of|at|with|von|aus|bei|de|du|des|chez|da|do|del|di|en|em)\b))"
)
_HERE = rf"{_HELLO}({_WORDS})\s+(?:here|speaking|hier|ici|aqu\u00ed|aqui)\b"
_ENDS = (
    r"\b(?:best|cheers|greetings|gr(?:u|\u00fc)(?:ss|\u00df)e?|regards|sincerely|thanks|wishes|yours|"
    r"danke|mfg|cordialement|cdt|merci|bien\s+\u00e0\s+vous|saludos?|atentamente|gracias|"
    r"atenciosamente|abra\u00e7os?|cumprimentos|obrigad[oa]|saluti|grazie)\b"
    rf"[,.!]?[ \t]*\n\s*({_WORDS})[ \t]*$"
)
_TOLD = tuple(
    re.compile(pattern, re.IGNORECASE | re.MULTILINE)
    for pattern in (_IS_CALLED, _BEGINS, _HERE, _ENDS)
)
"""An introduction, or what stands below a farewell."""
_SPACES, _BLANK_LINES = re.compile(r"[^\S\n]+"), re.compile(r" ?\n[ \n]*")
"""Made one before names are looked for: several patterns would share out each run anew."""
_ADDRESS = re.compile(
    rf"\b([^\W\d_]{{{SHORTEST_PART},30}})[._-]([^\W\d_]{{{SHORTEST_PART},30}})@\w"
)


def names_told(texts: Sequence[str]) -> tuple[str, ...]:
    """Return them, as they are written: from introductions, farewells, and addresses beside them.

    A name is two or three words with a capital each, one where it is said to be a name; of people
    who are only spoken of, what stands behind a title or begins with a usual given name.
    """
    told = [_BLANK_LINES.sub("\n", _SPACES.sub(" ", text)) for text in texts]
    found = (
        name
        for text in told
        for name in (*_introduced(text), *spoken_of(text), *_addressed(text, told))
    )
    return _without_parts_of_others(dict.fromkeys(found))


def _without_parts_of_others(names: Iterable[str]) -> tuple[str, ...]:
    """Return `names` without those that only begin another: who is told in full is told."""
    return tuple(name for name in names if not any(other.startswith(f"{name} ") for other in names))


def _introduced(text: str) -> Iterator[str]:
    yield from _IN_JAPANESE.findall(text)
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
    for first, last in dict.fromkeys(_ADDRESS.findall(text)):
        written = re.compile(rf"\b{re.escape(first)}\s+{re.escape(last)}\b", re.IGNORECASE)
        if any(written.search(each) for each in texts):
            yield f"{first.title()} {last.title()}"
