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
    for removed, added in _changes(old, new):
        if removed == added:
            pieces.append(Piece(removed, Fate.KEPT))
            continue
        pieces += [Piece(removed, Fate.REMOVED)] if removed else []
        pieces += [Piece(added, Fate.ADDED)] if added else []
    return tuple(pieces)


def _changes(old: list[str], new: list[str]) -> list[tuple[str, str]]:
    """Return the texts side by side: what stands alone between two changes is part of them."""
    pairs: list[tuple[str, str]] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for _, start, end, new_start, new_end in matcher.get_opcodes():
        pair = "".join(old[start:end]), "".join(new[new_start:new_end])
        if len(pairs) > 1 and _is_gap(pairs[-1]) and pair[0] != pair[1]:
            (before, gap), pair_before = pairs.pop(), pairs.pop()
            pair = pair_before[0] + before + pair[0], pair_before[1] + gap + pair[1]
        pairs.append(pair)
    return pairs


def _is_gap(pair: tuple[str, str]) -> bool:
    return pair[0] == pair[1] and pair[0] == " "
