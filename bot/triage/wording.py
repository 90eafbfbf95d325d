"""What differs between two texts, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_WORDS = re.compile(r"\s+|[^\s]+")


class Fate(StrEnum):
    """What became of some words."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words in a row, with the white space between them."""

    text: str
    fate: Fate


def differences(before: str, after: str) -> tuple[Piece, ...]:
    """Return all of both texts in order: what was removed stands before what was added for it."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    pieces: list[Piece] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece("".join(old[start:end]), Fate.KEPT))
            continue
        removed, added = "".join(old[start:end]), "".join(new[new_start:new_end])
        pieces += [Piece(removed, Fate.REMOVED)] if removed else []
        pieces += [Piece(added, Fate.ADDED)] if added else []
    return tuple(pieces)
