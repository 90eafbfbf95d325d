"""The words that people go by when they say how urgent a ticket is."""

from __future__ import annotations

import re

MAX_READ = 2_000
"""A log below the report must not outvote the report."""

MAX_COUNTED = 3

_KINDS = r"""
who: all, every, everyone, everybody, nobody, no one, none of, entire, whole, anybody, company,
    organi[sz]ation, globally, across, both
people: users?, customers?, people, colleagues, team, staff, clients?, students, employees, agents,
    members, patients, tenants, guests, drivers, merchants
how many: hundreds?, thousands?, dozens, million, \d\d\d+\s+\w+, \d+(?:[.\x2c]\d\d\d)+
data: lost, loss, losing, gone, delet\w+, wip\w+, corrupt\w*, overwrit\w+, missing, vanish\w*,
    disappear\w*, destroy\w*, erased?
security: leak\w*, breach\w*, expos\w+, unauthori[sz]ed, hack\w*, attack\w*, security, vulnerab\w+,
    strangers?, some(?:body|one) else, cve, fraud\w*, stolen, phish\w*, ransom\w*
money: [$€£]\s?\d+, \d+\s?(?:usd|eur|euros?|dollars?|pounds?|k), payroll, salar\w+, payouts?,
    revenue, charged, refund
outage: down, outage, unavailable, unreachable, offline, dead, halt\w*, 50[0234], nothing works,
    stopped, standstill
crash: crash\w*, exception, npe, oom, out of memory, deadlock\w*, hang\w*, hung, freez\w+, frozen,
    race condition, segfault, stack ?trace, panic, infinite
blocked: can'?t, cannot, can not, unable, could ?n[o']t, stuck, block\w*, locked out, fail\w*,
    refus\w+, reject\w*, impossible, no way, won'?t, doesn'?t, does not, never
way around: workaround, work around, can still, still works?, works? fine, instead, helps,
    after a (?:reload|refresh|restart|retry), second try, by hand, manually, for now, sometimes,
    occasional\w*, now and then, once in a while, intermittent\w*, flaky
in use: production, prod, live, cluster, data ?cent(?:er|re), server, database, checkout, launch,
    release
soon: today, tonight, tomorrow, asap, urgent\w*, deadline, immediately, right now, in an hour,
    by (?:(?:mon|tues|wednes|thurs|fri)day|noon), within, emergency, due, at once, waiting
small: typo\w*, cosmetic, colou?r, align\w*, pixel, label, wording, spelling, icon, font, small,
    minor, trivial, no (?:rush|hurry), not urgent, nice to have, would be (?:nice|great|good),
    wish, suggest\w*, curious, wondering, clean ?up, rename, docs?, documentation, unused,
    refactor\w*, deprecat\w*, comment, improve\w*, add
"""

_ASKS = re.compile(
    r"^(?:how|can|could|is|are|do|does|what|may|should|will)\b|\?", re.IGNORECASE | re.MULTILINE
)
"""Without those words that begin a sentence of a report as well: "When I press Save ..."."""
_SHOUTS = re.compile(r"!|\b[A-Z]{4,}\b")

_IDENTIFIER = re.compile(
    r"\b(?:[a-z]+[A-Z]\w+|[A-Z][a-z]+[A-Z]\w+|\w+(?:\.\w+){2,}|\w+_\w+|\w+\(\))"
)
_PERSON = re.compile(r"\b(?:i|my|me|we|our|us|you|your|please|hi|hello|thanks)\b", re.IGNORECASE)
_PERSONAL = 1 / 8
"""From which share of persons among its words a text is as personal as can be."""


def _patterns(kinds: str) -> list[re.Pattern[str]]:
    """Return a pattern for each kind; one starts where a line is not indented."""
    lines = re.sub(r"\n\s+", " ", kinds).strip().splitlines()
    choices = [line.split(": ", 1)[1].replace(", ", "|") for line in lines]
    return [re.compile(rf"(?<!\w)(?:{each})(?!\w)", re.IGNORECASE) for each in choices]


_CUES = (*_patterns(_KINDS), _ASKS, _SHOUTS)


def cue_counts(text: str) -> list[int]:
    """Return how often each kind of cue stands in the first part of `text`, at most 3 each."""
    head = text[:MAX_READ]
    return [min(sum(1 for _ in cue.finditer(head)), MAX_COUNTED) for cue in _CUES]


def register(text: str) -> tuple[float, float]:
    """Return how much `text` reads like a developer's note, and how much like a person's mail.

    Each is 0 to 1. The same word weighs otherwise in the two: "add" is a wish in a tracker.
    """
    head = text[:MAX_READ]
    identifiers = min(sum(1 for _ in _IDENTIFIER.finditer(head)), MAX_COUNTED)
    persons = sum(1 for _ in _PERSON.finditer(head))
    share = persons / max(len(head.split()), 1)
    return identifiers / MAX_COUNTED, min(share / _PERSONAL, 1.0)
