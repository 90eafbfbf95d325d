"""The facts that reports lack most often: whether a text tells, or a question asks for them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Fact(StrEnum):
    """What can be told of nearly every trouble."""

    PAGE = "page"
    ERROR = "error"
    SINCE = "since"
    PEOPLE = "people"
    PLAN = "plan"
    NUMBER = "number"


def _pattern(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE | re.VERBOSE)


_WEEKDAYS = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_MANY = r"(?:\d+|two|three|four|five|ten|several|many|all|hundreds|thousands)"
_GROUPS = r"""(?:people|users?|colleagues|customers?|clients?|staff|teams?|members|offices|stores
    |students|employees)"""

_TOLD = {
    Fact.PAGE: _pattern(
        r"""https?://\S+ | (?<!\w)/\w[\w/.\-]+
        | \b(?:in|on|at|under)\s+(?:the\s+)?\w+\s+(?:page|screen|tab|view|form|menu|report)\b
        | ["'\u201c][^"'\u201d\n]{3,40}["'\u201d]\s+(?:page|tab|screen)
        | \b(?:home|start|login|sign-in|settings|checkout|search|profile)[\s\-]?(?:page|screen)\b"""
    ),
    Fact.ERROR: _pattern(
        r"""\berror[\s:]+\S*\d | \b[a-z]{1,6}-?\d{2,6}\b | \b[45]\d\d\b | \b\w+(?:Error|Exception)\b
        | \b(?:says?|message|reads|shows|error)[\s:,]+["'\u201c\u00ab`].{4,}?["'\u201d\u00bb`]"""
    ),
    Fact.SINCE: _pattern(
        rf"""\bsince\b(?!\s+when) | \b(?:today|yesterday|tonight)\b | \b{_WEEKDAYS}\b | \bago\b
        | \b(?:this|last)\s+(?:morning|noon|night|week|month)\b | \b\d{{1,2}}[:.]\d\d\b
        | \bfor\s+(?:a|some|\w+)\s+(?:minutes?|hours?|days?|weeks?|months?)\b
        | \b(?:after|with)\s+the\s+(?:\w+\s+)?(?:update|upgrade|release|move)\b"""
    ),
    Fact.PEOPLE: _pattern(
        rf"""\b(?:only|just)\s+(?:me|i|us|one)\b | \b(?:every(?:body|one)|nobody|no\s+one)\b
        | \b(?:all\s+of\s+us|for\s+all)\b | \b(?:my|our|the)\s+(?:whole|entire)\s+\w+\b
        | \b{_MANY}\s+(?:of\s+)?(?:(?:our|my|the)\s+)?{_GROUPS}\b | \bcolleagues?\b"""
    ),
    Fact.PLAN: _pattern(
        r"""\b(?:free|basic|starter|team|pro|plus|premium|business|enterprise|standard|annual|yearly
        |monthly|family|school)\s+(?:plan|tier|subscription|licen[cs]e|account)\b"""
    ),
    Fact.NUMBER: _pattern(r"\d"),
}

_ASKED = {
    Fact.PAGE: _pattern(r"\bwhich\s+(?:page|screen|tab)|\bon\s+which\s+page|\bwhere\s+are\s+you\b"),
    Fact.ERROR: _pattern(r"\berror\s+(?:message|text|code)|\bmessage\s+say"),
    Fact.SINCE: _pattern(r"\bsince\s+when\b|\bwhen\s+did\b"),
    Fact.PEOPLE: _pattern(r"\bhow\s+many\s+people\b|\bonly\s+you\b|\bwho\s+else\b"),
    Fact.PLAN: _pattern(r"\bwhich\s+(?:plan|subscription)\b"),
    Fact.NUMBER: _pattern(r"\bnumber\b"),
}


def is_told(fact: Fact, text: str) -> bool:
    """Return True if `text` says it."""
    return _TOLD[fact].search(text) is not None


def asked_for(question: str) -> frozenset[Fact]:
    """Return the facts that `question` asks for; empty where it asks for something else."""
    return frozenset(fact for fact, pattern in _ASKED.items() if pattern.search(question))


@dataclass(frozen=True, slots=True)
class RequiredFact:
    """What a team can't do without in reports of one kind, and how to tell that it is told."""

    question: str
    told_by: frozenset[Fact] = frozenset()
    words: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    """To choose from; none where people must say it themselves."""

    def is_told_in(self, text: str) -> bool:
        """Return True if `text` says one of the words, or the fact itself."""
        lowered = text.casefold()
        return any(word.casefold() in lowered for word in self.words) or any(
            is_told(fact, text) for fact in self.told_by
        )
