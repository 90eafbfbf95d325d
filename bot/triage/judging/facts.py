"""The facts that reports lack most often: whether a text tells, or a question asks for them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.triage.judging import facts_abroad


class Fact(StrEnum):
    """What can be told of nearly every trouble."""

    PAGE = "page"
    ERROR = "error"
    SINCE = "since"
    PEOPLE = "people"
    PLAN = "plan"
    NUMBER = "number"
    SIGN_IN = "sign_in"
    DURATION = "duration"
    EXPECTED = "expected"


def _pattern(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE | re.VERBOSE)


_WEEKDAYS = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_MONTHS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_COUNT = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_MANY = rf"(?:{_COUNT}|several|many|some|all|both|dozens|hundreds|thousands)"
_GROUPS = r"""(?:people|persons?|users?|(?:co-?)?workers?|colleagues?|team-?mates?|customers?
    |clients?|staff|teams?|members|offices|stores|students|employees|developers|drivers|agents|accounts|us)"""
_PLACES = r"""(?:page|screen|tab|view|form|menu|report|dialog|wizard|panel|section|window|dashboard
    |board|list)"""
_DONE = r"(?:open|click|press|tap|choose|pick|select|drag|change|rename|delete|create|enter|type)"
_PLANS = r"""(?:free|basic|starter|team|pro|plus|premium|business|enterprise|standard|annual|yearly
    |monthly|family|school|trial)"""

_TOLD = {
    Fact.PAGE: _pattern(
        rf"""https?://\S+ | (?<!\w)/\w[\w/.\-]+ | \b[\w\-]+(?:\.[\w\-]+)+/\w
        | \b(?:in|on|at|under|from)\s+(?:(?:the|our|my)\s+)?(?:[\w\-]+\s+){{1,2}}{_PLACES}\b
        | \b(?:the|our|my)\s+(?!same|blank|white|empty)[\w\-]+\s+(?:page|screen|tab|dialog|wizard)\b
        | \b(?:in|on|at|under)\s+(?:(?:the|our|my)\s+)?(?:checkout|settings|profile|basket|cart
          |inbox|dashboard|calendar|sign-?in|log-?in|billing)\b
        | ["'\u201c][^"'\u201d\n]{{3,40}}["'\u201d]\s+(?:page|tab|screen)
        | \b(?:home|start|login|sign-in|settings|checkout|search|profile)[\s\-]?(?:page|screen)\b
        | \bto\s+reproduce\b | \b1[.)]\s.*\b2[.)]\s
        | \b{_DONE}\b[^.\n]*[,;]\s+(?:then\s+)?(?:i\s+)?{_DONE}\b
        | \w\s*[>\u2192\u00bb]\s*\w | \bstep\s+\d | (?-i:[A-Z])\w+\s/\s(?-i:[A-Z])\w+"""
    ),
    Fact.ERROR: _pattern(
        r"""\berror[\s:]+\S*\d | \b[a-z]{1,6}-?\d{2,6}\b | \b[45]\d\d\b | \b0x[0-9a-f]{3,}\b
        | \b\w+(?:Error|Exception)\b | \b(?-i:[A-Z]{2,}(?:_[A-Z0-9]+)+)\b | \btraceback\b
        | \b(?:says?|messages?|reads?|shows?|errors?|tells\s+(?:me|us)|with|get|see|returns?)[\s:,]+
          (?:\w+\s+)?["'\u2018\u201c\u00ab`].{4,}?["'\u2019\u201d\u00bb`]
        | \b(?:says|reads|message|error)\s*:\s*\w+
        | \b(?:no|without(?:\s+an?y?)?)\s+(?:error\s+)?(?:message|error)\b"""
    ),
    Fact.SINCE: _pattern(
        rf"""\bsince\b(?!\s+when) | \b(?:today|yesterday|tonight)\b | \b{_WEEKDAYS}\b | \bago\b
        | \b(?:this|last)\s+(?:morning|noon|night|week|month)\b | \b\d{{1,2}}[:.]\d\d\b
        | \b\d{{1,2}}\s?[ap]\.?m\b | \bas\s+of\b | \ball\s+(?:morning|day|week)\b
        | \bfor\s+(?:the\s+(?:last|past)\s+)?\w+\s+(?:minutes?|hours?|days?|weeks?|months?)\b
        | \b(?:after|with|since)\s+the\s+(?:\w+\s+)?(?:update|upgrade|release|move)\b
        | \b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTHS}\b | \b{_MONTHS}\s+\d{{1,2}}\b
        | \b\d{{4}}-\d\d-\d\d\b"""
    ),
    Fact.PEOPLE: _pattern(
        rf"""\b(?:only|just)\s+(?:me|i|us|one|my|mine|for\s+me)\b
        | \b(?:every(?:body|one)|nobody|no\s+one)\b
        | \b(?:all\s+of\s+us|for\s+all|the\s+others)\b
        | \b(?:my|our|the)\s+(?:whole|entire)\s+\w+\b
        | \b{_MANY}\s+(?:of\s+)?(?:(?:our|my|the)\s+)?{_GROUPS}\b | \bcolleagues?\b"""
    ),
    Fact.PLAN: _pattern(
        rf"""\b{_PLANS}\s+(?:plan|tier|subscription|licen[cs]e|account|version|contract|package
        |edition|customers?)\b | \b(?:on|in)\s+(?:(?:a|the|our|my)\s+)?(?:free\s+)?trial\b"""
    ),
    Fact.NUMBER: _pattern(r"\d"),
    Fact.SIGN_IN: _pattern(
        r"""\b(?:password|passphrase|sso|single\s+sign-?on|saml|okta|entra|google|microsoft|2fa|mfa
        |two-factor|authenticator|passkey|fingerprint|(?:face|touch)\s?id|pin|magic\s+link
        |(?:digit|sms|login|sign-in|one-time|verification|recovery)\s+codes?)\b
        """
    ),
    Fact.DURATION: _pattern(
        rf"""\b(?:{_COUNT}|an?|half|several|some|few)\s+(?:an?\s+)?(?:seconds?|minutes?|hours?)\b
        | \b\d+\s?(?:ms|s|secs?|mins?|h)\b | \bfor\s?ever\b | \bages\b | \bendless\w*
        | \bnever\s+(?:ends?|loads?|finish\w*|opens?|comes?|stops?) | \btime[sd]?\s?-?outs?\b"""
    ),
    Fact.EXPECTED: _pattern(r"\b(?:instead\s+of|should|shouldn't|expect\w*|supposed\s+to)\b"),
}

_TOLD_ABROAD = {
    Fact.PAGE: facts_abroad.PAGE,
    Fact.ERROR: facts_abroad.ERROR,
    Fact.SINCE: facts_abroad.SINCE,
    Fact.PEOPLE: facts_abroad.PEOPLE,
    Fact.PLAN: facts_abroad.PLAN,
    Fact.SIGN_IN: facts_abroad.SIGN_IN,
    Fact.DURATION: facts_abroad.DURATION,
    Fact.EXPECTED: facts_abroad.EXPECTED,
}

_ASKED = {
    Fact.PAGE: _pattern(r"\bwhich\s+(?:page|screen|tab)|\bon\s+which\s+page|\bwhere\s+are\s+you\b"),
    Fact.ERROR: _pattern(
        r"\berror\s+(?:message|text|code)|\bmessage\s+say|\bwhat\s+do\s+you\s+see"
    ),
    Fact.SINCE: _pattern(r"\bsince\s+when\b|\bwhen\s+did\b"),
    Fact.PEOPLE: _pattern(r"\bhow\s+many\s+people\b|\bonly\s+you\b|\bwho\s+else\b"),
    Fact.PLAN: _pattern(r"\bwhich\s+(?:plan|subscription)\b"),
    Fact.NUMBER: _pattern(r"\bnumber\b"),
    Fact.SIGN_IN: _pattern(r"\bhow\s+do\s+you\s+(?:sign|log)\s+in\b"),
    Fact.DURATION: _pattern(r"\bhow\s+long\b"),
    Fact.EXPECTED: _pattern(r"\bdid\s+you\s+expect\b"),
}

_CLAUSES = re.compile(r",\s+and\s+(?![^(]*\))")
"""Between the questions that are one sentence: "Since when, and for how many people?"."""


def is_told(fact: Fact, text: str) -> bool:
    """Return True if `text` says it, in any of seven languages."""
    abroad = _TOLD_ABROAD.get(fact)
    return bool(_TOLD[fact].search(text) or (abroad and abroad.search(text)))


def asked_for(question: str) -> frozenset[Fact]:
    """Return the facts that `question` asks for; empty where it asks for something else."""
    return frozenset(fact for fact, pattern in _ASKED.items() if pattern.search(question))


def untold(question: str, text: str) -> str | None:
    """Return what is left of `question` without the facts that `text` tells; None if nothing is."""
    clauses = _CLAUSES.split(question.rstrip("? "))
    left = [clause for clause in clauses if not _is_answered(clause, text)]
    if len(left) == len(clauses):
        return question
    rest = ", and ".join(left)
    return f"{rest[0].upper()}{rest[1:]}?" if rest else None


def _is_answered(clause: str, text: str) -> bool:
    facts = asked_for(clause)
    return bool(facts) and all(is_told(fact, text) for fact in facts)


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
