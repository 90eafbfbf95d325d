"""Whether a ticket says that something is out of service, and what; or that all is well again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.analysts.reading.cues import CUED, ENGLISH, has_cues, says, without
from bot.analysts.reading.empty_abroad import is_empty
from bot.analysts.reading.language import clear_language
from bot.analysts.reading.subject import CRIES
from bot.analysts.reading.words import telling_words, words

if TYPE_CHECKING:
    from collections.abc import Iterable

_SERVICES = frozenset({"app", "page", "site"})
"""Tell little, but what is down."""
_REMARK = "another awesome called good great lol now perfect said says up yes"
_REMARKS = frozenset(_REMARK.split())
_FEW_WORDS, _FEW_CHARACTERS = 10, 60
"""Japanese parts no words."""
_DOWN = ("outage", "down")
_FAILING = (*_DOWN, "crash", "blocked", "fails")
_EVERYBODY = ("everybody", "groups")
_NAMELESS = ("nobody", "everybody", *_FAILING)
"""Say what happens and to how many, but not what it happens to."""
_HARM = ("data", "security", "money")


def tells_outage(text: str) -> bool:
    """Return True if `text` says that something is down and names it."""
    languages = _languages(text)
    is_down = any(_is_down(text, language) for language in languages)
    return is_down and _names(text, languages)


def names_nothing_down(text: str) -> bool:
    """Return True if `text` says that something is down, and nothing else: "it's down again"."""
    is_down = any(_is_down(text, language) for language in _languages(text))
    return is_down and not tells_outage(text)


def is_alarm(text: str) -> bool:
    """Return True if `text` says little but what is down, or that nobody can use it.

    It asks and eases nothing, and is not of one person.
    """
    languages = _languages(text)
    return (
        _is_brief(text)
        and any(_alarms(text, each) for each in languages)
        and _names(text, languages)
    )


def is_all_clear(text: str) -> bool:
    """Return True if `text` says little but that nobody is held up, or not any more."""
    return _is_brief(text) and any(_clears(text, language) for language in _languages(text))


def speaks_of_sign_in(text: str) -> bool:
    """Return True if a word of `text` is about getting in."""
    return any(says(text, language, "sign-in") for language in _languages(text))


def _is_brief(text: str) -> bool:
    return len(text) <= _FEW_CHARACTERS and len(words(text)) <= _FEW_WORDS


def _alarms(text: str, language: str) -> bool:
    if says(text, language, "asks", "way around", "wish"):
        return False
    return _fails(without(text, language, "all clear"), language)


def _fails(text: str, language: str) -> bool:
    """Return True if something is down, fails for all, or works for nobody."""
    if _is_down(text, language):
        return True
    if says(text, language, "one person"):
        return False
    for_all = says(text, language, *_EVERYBODY) and says(text, language, *_FAILING)
    return for_all or (says(text, language, "nobody") and says(text, language, "works"))


def _is_down(text: str, language: str) -> bool:
    """Return True if something is down in `text`, rather than upside down or scrolled down."""
    return says(without(text, language, "not down"), language, *_DOWN)


def _clears(text: str, language: str) -> bool:
    left = without(text, language, "all clear")
    is_failing = says(left, language, *_FAILING, *_HARM) or _fails(left, language)
    return left != text and not is_failing


def _names(text: str, languages: Iterable[str]) -> bool:
    """Return True if a word is left that says what it is about, whichever language it is in."""
    for language in languages:
        text = without(text, language, *_NAMELESS)
    telling = telling_words(text) - CRIES - _REMARKS
    return not is_empty(telling) or not _SERVICES.isdisjoint(words(text))


def _languages(text: str) -> tuple[str, ...]:
    """Return those that `text` may be in, of those whose words are known."""
    language = clear_language(text)
    if language is None:
        return CUED
    return (language,) if has_cues(language) else (ENGLISH,)
