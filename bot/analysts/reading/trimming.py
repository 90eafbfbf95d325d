"""Cuts text to a length without breaking words or characters apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from collections.abc import Sequence

_GRAPHEME = regex.compile(r"\X")
MARK = "…"
MIDDLE_MARK = "\n[… cut …]\n"


def cut(text: str, limit: int) -> str:
    """Return at most `limit` characters of `text`, ending in "…" where something was left off.

    Cuts at a space if one is near the end, else between graphemes, so that neither a word nor an
    emoji with its modifiers is halved.
    """
    if len(text) <= limit:
        return text
    if limit <= 0:
        return ""
    head = _whole_graphemes(text[: limit - len(MARK)], text)
    space = head.rfind(" ")
    return (head[:space] if space > len(head) * 2 // 3 else head).rstrip(" ,;:") + MARK


def cut_middle(text: str, limit: int) -> str:
    """Return at most `limit` characters: the start and the end of `text`, a mark between them.

    Reports say what is wrong at the start and what was answered at the end.
    """
    if len(text) <= limit:
        return text
    kept = limit - len(MIDDLE_MARK)
    head = _whole_graphemes(text[: kept * 2 // 3], text)
    return head + MIDDLE_MARK + text[-(kept - kept * 2 // 3) :]


def fair_length(lengths: Sequence[int], room: int) -> int:
    """Return to what length the longest of some texts are to be cut so that all fit `room`.

    Short texts stay whole, and what they leave goes to the others. `room` itself if all fit.
    """
    left = room
    for longer, length in zip(range(len(lengths), 0, -1), sorted(lengths), strict=True):
        if length * longer > left:
            return left // longer
        left -= length
    return room


def one_line(text: str) -> str:
    """Return `text` with every run of white space as one space."""
    return " ".join(text.split())


def _whole_graphemes(head: str, text: str) -> str:
    """Return `head`, a beginning of `text`, without a last grapheme that goes on behind it."""
    start = max(0, len(head) - 64)
    last = list(_GRAPHEME.finditer(text, start, len(head) + 64))
    whole = [match.end() for match in last if match.end() <= len(head)]
    return text[: whole[-1]] if whole else head
