"""How long a text is as Slack counts, and where it may be cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ELLIPSIS = "…"
_CLUSTER = regex.compile(r"\X")
ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def cut(text: str, limit: int, size: Callable[[str], int]) -> str:
    """Return `text` at most `limit` long by `size`, with an ellipsis where something is missing."""
    if size(text) <= limit:
        return text
    return head_of(text, limit - 1, size).rstrip() + ELLIPSIS


def head_of(text: str, limit: int, size: Callable[[str], int]) -> str:
    """Return the longest beginning of `text` that fits and ends between two graphemes.

    A single grapheme that is longer than `limit` is broken: something must be shown.
    """
    clusters = (cluster[0] for cluster in _CLUSTER.finditer(text))
    return _fitting(clusters, limit, size) or _fitting(text, limit, size)


def _fitting(pieces: Iterable[str], limit: int, size: Callable[[str], int]) -> str:
    used, taken = 0, []
    for piece in pieces:
        used += size(piece)
        if used > limit:
            break
        taken.append(piece)
    return "".join(taken)


def units(text: str) -> int:
    """Return the length of `text` as Slack's JavaScript counts it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def escaped_units(text: str) -> int:
    """Return the length of `text` once its entities are escaped."""
    return units(text.translate(ENTITIES))
