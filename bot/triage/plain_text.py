"""Text that every part of the app can carry: storable, printable, encodable."""

from __future__ import annotations

import re
import unicodedata

import regex

UNSTORABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters but newline and tab, and lone surrogates."""
_PILED_MARKS = regex.compile(r"([\p{M}--[\uFE0E\uFE0F]]{4})\p{M}+", regex.VERSION1)


def plain(text: str) -> str:
    """Return `text` in NFC without control characters but newline and tab, and without surrogates.

    Lone surrogates crash Chroma and can't be stored; NUL ends strings early in C libraries.
    """
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", UNSTORABLE.sub("", unified))


def unpiled(text: str) -> str:
    """Return `text` with four marks on a letter at most: a tower of them hides the lines above."""
    return text if text.isascii() else _PILED_MARKS.sub(r"\1", text)
