"""The words that people go by when they say how urgent a ticket is."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_READ = 2_000
"""A log below the report must not outvote the report."""

MAX_COUNTED = 3

_URGENCY = (
    *("who", "people", "how many", "data", "security", "money", "outage", "crash", "blocked"),
    *("way around", "in use", "soon", "small", "asks"),
)
"""Which of the kinds in `cue_words/` tell how urgent a ticket is. The others tell of outages alone:
they are too many for too few examples."""
_ASKS = "asks"
"""How a question begins or ends, which is no word."""

ENGLISH = "English"

_WHOLE, _BEGUN, _ANYWHERE = r"(?<!\w)(?:{})(?!\w)", r"(?<!\w)(?:{})", "(?:{})"
_BOUNDS = {
    ENGLISH: _WHOLE,
    "German": _WHOLE,
    "French": _WHOLE,
    "Spanish": _WHOLE,
    "Portuguese": _WHOLE,
    "Hindi": _BEGUN,
    "Japanese": _ANYWHERE,
}
"""The languages whose cues are written down, and where in a word they may stand."""

_SHOUTS = regex.compile(r"[!\uff01]|\b[A-Z]{4,}\b")

_IDENTIFIER = re.compile(
    r"\b(?:[a-z]+[A-Z]\w+|[A-Z][a-z]+[A-Z]\w+|\w+(?:\.\w+){2,}|\w+_\w+|\w+\(\))"
)
_PERSON = re.compile(r"\b(?:i|my|me|we|our|us|you|your|please|hi|hello|thanks)\b", re.IGNORECASE)
_PERSONAL = 1 / 8
"""From which share of persons among its words a text is as personal as can be."""
_USUALLY_PERSONAL = 0.5
"""What tickets come to: in another language than English they are taken as usual."""


CUED = tuple(_BOUNDS)
"""Those languages, English first."""


def has_cues(language: str) -> bool:
    """Return True if the cues of `language` are written down."""
    return language in _BOUNDS


def cue_counts(text: str, language: str = ENGLISH) -> list[int]:
    """Return how often each kind of cue stands in the first part of `text`, at most 3 each."""
    head, cues = text[:MAX_READ], _cues(language)
    urgency = (*(cues[kind] for kind in _URGENCY), _SHOUTS)
    return [min(sum(1 for _ in cue.finditer(head)), MAX_COUNTED) for cue in urgency]


def says(text: str, language: str, *kinds: str) -> bool:
    """Return True if a word of one of `kinds` stands in the first part of `text`."""
    cues = _cues(language)
    return any(kind in cues and cues[kind].search(text[:MAX_READ]) for kind in kinds)


def without(text: str, language: str, *kinds: str) -> str:
    """Return the first part of `text` without the words of `kinds`."""
    cues, rest = _cues(language), text[:MAX_READ]
    for kind in kinds:
        rest = cues[kind].sub(" ", rest) if kind in cues else rest
    return rest


@cache
def _cues(language: str) -> Mapping[str, regex.Pattern[str]]:
    """Return a pattern for each kind; one starts where a line is not indented."""
    written = files("bot.analysts").joinpath("cue_words", f"{language}.txt").read_text("utf-8")
    lines = re.sub(r"\n\s+", " ", written).strip().splitlines()
    kinds = dict(line.split(": ", 1) for line in lines)
    return {kind: _pattern(kind, words, language) for kind, words in kinds.items()}


def _pattern(kind: str, words: str, language: str) -> regex.Pattern[str]:
    said = words.replace(", ", "|")
    bounds = "{}" if kind == _ASKS else _BOUNDS[language]
    return regex.compile(bounds.format(said), regex.IGNORECASE | regex.MULTILINE)


def register(text: str, language: str = ENGLISH) -> tuple[float, float]:
    """Return how much `text` reads like a developer's note, and how much like a person's mail.

    Each is 0 to 1. The same word weighs otherwise in the two: "add" is a wish in a tracker.
    """
    head = text[:MAX_READ]
    identifiers = min(sum(1 for _ in _IDENTIFIER.finditer(head)), MAX_COUNTED)
    if language != ENGLISH:
        return identifiers / MAX_COUNTED, _USUALLY_PERSONAL
    persons = sum(1 for _ in _PERSON.finditer(head))
    share = persons / max(len(head.split()), 1)
    return identifiers / MAX_COUNTED, min(share / _PERSONAL, 1.0)
