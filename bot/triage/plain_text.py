"""Text that every part of the app can carry: storable, printable, encodable."""

from __future__ import annotations

import unicodedata

KEPT_CONTROLS = "\n\t"


def plain(text: str) -> str:
    """Return `text` in NFC without control characters but newline and tab, and without surrogates.

    Lone surrogates crash Chroma and can't be stored; NUL ends strings early in C libraries.
    """
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (
        character
        for character in unicodedata.normalize("NFC", unified)
        if character in KEPT_CONTROLS or unicodedata.category(character) not in {"Cc", "Cs"}
    )
    return "".join(kept)
