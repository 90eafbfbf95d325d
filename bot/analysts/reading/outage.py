"""Whether a ticket says that something is out of service, and what."""

from __future__ import annotations

from bot.analysts.reading.cues import ENGLISH, has_cues, is_asked_or_eased, without_outage
from bot.analysts.reading.language import likely_language
from bot.analysts.reading.words import telling_words, words

_SERVICES = frozenset({"app", "page", "site", "system"})
"""Tell little, but what is down."""
_FEW_WORDS, _FEW_CHARACTERS = 10, 60
"""Japanese parts no words."""


def tells_outage(text: str) -> bool:
    """Return True if `text` says that something is down and names it."""
    rest = without_outage(text, _language(text))
    return rest is not None and _names(rest)


def names_nothing_down(text: str) -> bool:
    """Return True if `text` says that something is down, and nothing else: "it's down again"."""
    rest = without_outage(text, _language(text))
    return rest is not None and not _names(rest)


def is_alarm(text: str) -> bool:
    """Return True if `text` says little but that something is down: it asks and eases nothing."""
    is_brief = len(text) <= _FEW_CHARACTERS and len(words(text)) <= _FEW_WORDS
    return is_brief and tells_outage(text) and not is_asked_or_eased(text, _language(text))


def _names(rest: str) -> bool:
    return bool(telling_words(rest)) or not _SERVICES.isdisjoint(words(rest))


def _language(text: str) -> str:
    language = likely_language(text)
    return language if language is not None and has_cues(language) else ENGLISH
