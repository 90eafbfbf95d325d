"""Whether a text says certain words, in whatever spelling."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.triage.judging.marks import LETTERS
from bot.triage.sensitive.spelling import one_spelling

if TYPE_CHECKING:
    from collections.abc import Iterable


def first_said(words: Iterable[str], text: str) -> str | None:
    """Return the first of `words` that stands in `text`, whole words only."""
    heard = _spoken(text)
    return next((each for each in words if f" {_spoken(each)} " in f" {heard} "), None)


def _spoken(text: str) -> str:
    """Return the words of `text` alone, each parted by one space; `_so_` stands slanted."""
    return " ".join(re.findall(LETTERS, one_spelling(text).casefold()))
