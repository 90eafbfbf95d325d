"""What differs between two texts, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_WORDS = re.compile(r"\s?\S+|\s+")


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
    """Return all of both texts in order: what was removed stands before what was added for it.

    Words that a long text says again and again are no anchors: to weigh each against each took
    seconds.
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    pieces: list[Piece] = []
    for kind, start, end, new_start, new_end in SequenceMatcher(None, old, new).get_opcodes():
        removed, added = "".join(old[start:end]), "".join(new[new_start:new_end])
        if kind == "equal":
            pieces.append(Piece(removed, Fate.KEPT))
            continue
        pieces += [Piece(removed, Fate.REMOVED)] if removed else []
        pieces += [Piece(added, Fate.ADDED)] if added else []
    return tuple(pieces)
