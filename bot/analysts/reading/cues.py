"""The words that people go by when they say how urgent a ticket is."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import regex

MAX_READ = 2_000
"""A log below the report must not outvote the report."""

MAX_COUNTED = 3

_OUTAGE = 6
"""Which of the kinds in `cue_words/` says that something is out of service."""
_EASING = (9, 12, 13)
"""Which say that there is a way around, that it is a small thing, or ask."""

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


def has_cues(language: str) -> bool:
    """Return True if the cues of `language` are written down."""
    return language in _BOUNDS


def cue_counts(text: str, language: str = ENGLISH) -> list[int]:
    """Return how often each kind of cue stands in the first part of `text`, at most 3 each."""
    head = text[:MAX_READ]
    return [min(sum(1 for _ in cue.finditer(head)), MAX_COUNTED) for cue in _cues(language)]


def without_outage(text: str, language: str = ENGLISH) -> str | None:
    """Return the first part of `text` without words for an outage; None if none stands there."""
    rest, found = _cues(language)[_OUTAGE].subn(" ", text[:MAX_READ])
    return rest if found else None


def is_asked_or_eased(text: str, language: str = ENGLISH) -> bool:
    """Return True if `text` asks, speaks of a small thing, or of a way around."""
    counts = cue_counts(text, language)
    return any(counts[kind] for kind in _EASING)


@cache
def _cues(language: str) -> tuple[regex.Pattern[str], ...]:
    """Return a pattern for each kind; one starts where a line is not indented.

    The last kind is how a question begins or ends, which is no word.
    """
    written = files("bot.analysts").joinpath("cue_words", f"{language}.txt").read_text("utf-8")
    lines = re.sub(r"\n\s+", " ", written).strip().splitlines()
    *kinds, asks = (line.split(": ", 1)[1].replace(", ", "|") for line in lines)
    bounded = (_BOUNDS[language].format(kind) for kind in kinds)
    flags = regex.IGNORECASE | regex.MULTILINE
    return (*(regex.compile(each, flags) for each in (*bounded, asks)), _SHOUTS)


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
