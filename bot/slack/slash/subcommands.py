"""Tells what is asked by `/triage` from what is a ticket: in doubt it is a ticket."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_DAYS = 366
STATS_DAYS = 7
EXPORT_DAYS = 30
MOST_WORDS = 5
"""Who looks for something names it; who writes more reports something."""


class Topic(StrEnum):
    """What there is to ask."""

    MINE = "mine"
    OPEN = "open"
    SEARCH = "search"
    KB = "kb"
    STATS = "stats"
    EXPORT = "export"
    SETTINGS = "settings"


class Format(StrEnum):
    """How an export is written."""

    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that is asked; `words` and `days` where the topic has them."""

    topic: Topic
    words: str = ""
    days: int = 0
    format: Format | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """It was meant to ask, but says too little."""

    topic: Topic


EVERY_TEAM = "all"
_ALONE = {topic.value: Ask(topic) for topic in (Topic.MINE, Topic.OPEN, Topic.SETTINGS)}
_LOOK = re.compile(r"(search|kb)(?:[ \t]+(.+))?", re.IGNORECASE | re.DOTALL)
_SPAN = r"(?:\s+([0-9]{1,6})\s?(?:d(?:ays?)?)?)?"
_STATS = re.compile(rf"stats{_SPAN}", re.IGNORECASE | re.ASCII)
_EXPORT = re.compile(rf"export(?:\s+(csv|json){_SPAN})?", re.IGNORECASE | re.ASCII)
_OTHER_EXPORT = re.compile(
    r"export\s+(?:(?:xml|xlsx?|excel|pdf|tsv|ya?ml|txt)"
    rf"{_SPAN}|[0-9]+\s?d(?:ays?)?(?:\s+(?:csv|json))?|[0-9]+\s+(?:csv|json))",
    re.IGNORECASE | re.ASCII,
)
"""Asks for what is not offered; who reports something says more."""
_TELLS = re.compile(
    r"(?:is|are|was|isn|aren|wasn|does|doesn|do|don|did|didn|not|no|can|cannot|could|couldn|won|will"
    r"|works?|fails?|failed|failing|broken|broke|down|slow|stuck|hangs?|crash\w*|returns?|shows?|gives?"
    r"|stopped|never|takes?|keeps?|has|have|results?|page|bar|box|button|field|function|feature|engine"
    r"|index|articles?|links?|loads?|times?)\b",
    re.IGNORECASE,
)
"""Goes on after the word search as a report does: "search is broken", "search results missing"."""


def read(text: str, teams: Iterable[str] = ()) -> Ask | Usage | None:
    """Return what `text` asks; None if it is a ticket, such as "open" before no team's name."""
    if (listed := _listed(text, teams)) is not None:
        return listed
    if found := _LOOK.fullmatch(text):
        return _look(Topic(found[1].lower()), (found[2] or "").strip())
    if found := _STATS.fullmatch(text):
        return Ask(Topic.STATS, days=_days(found[1], STATS_DAYS))
    if found := _EXPORT.fullmatch(text):
        if found[1] is None:
            return Usage(Topic.EXPORT)
        days = _days(found[2], EXPORT_DAYS)
        return Ask(Topic.EXPORT, days=days, format=Format(found[1].lower()))
    return Usage(Topic.EXPORT) if _OTHER_EXPORT.fullmatch(text) else None


def _listed(text: str, teams: Iterable[str]) -> Ask | None:
    """Return what a word of ours asks, or "open" with whose tickets: all, or one team's."""
    named = {f"open {name.casefold()}": Ask(Topic.OPEN, name) for name in (EVERY_TEAM, *teams)}
    return (_ALONE | named).get(" ".join(text.casefold().split()))


def _look(topic: Topic, words: str) -> Ask | Usage | None:
    if not words:
        return Usage(topic)
    if len(words.split()) > MOST_WORDS or "\n" in words or _TELLS.match(words):
        return None
    return Ask(topic, words=words.strip("\"“”'"))


def _days(given: str | None, usual: int) -> int:
    return usual if given is None else min(max(int(given), 1), MOST_DAYS)
