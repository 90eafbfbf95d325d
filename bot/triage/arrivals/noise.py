"""Tells greetings, thanks and chatter from tickets; in doubt it is a ticket."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

from bot.triage.arrivals.small_talk import (
    ALL_IS_WELL,
    AROUND_CHATTER,
    AROUND_THANKS,
    AUDIENCE,
    CHATTER,
    FOR_HELP,
    GREETING_BEGINS,
    GREETINGS,
    JAPANESE,
    LAUGHTER,
    PHRASES,
    THANKS,
)
from bot.triage.sensitive.spelling import one_spelling

LONGEST = 120
"""Who writes more has more to say."""


class Noise(StrEnum):
    """Why a message is no ticket."""

    GREETING = "greeting"
    THANKS = "thanks"
    CHATTER = "chatter"
    NO_WORDS = "no_words"
    """Nothing but emoji or punctuation."""
    CLOSED_BEFORE = "closed_before"
    """The same was closed as no ticket by people, more than once."""


_SHORTCODE = re.compile(r":[a-z0-9_+'-]+:")
_CALLED = re.compile(r"(?<!\w)@[\w.-]+")
_EMOTICON = re.compile(r"(?:^|(?<=\s))[:;=8x][-o']?[)(dp3|*]+(?=\s|$)")
_ALARM = re.compile("[\U0001f198\U0001f6a8\U0001f525\U0001f6d1\U0001f4a5⚠⛔❗‼❌]")
_MORE_THAN_WORDS = re.compile(r"https?:|[`{}<>\\|]|\b\w+\.\w{2,}\b|\w@\w")
_ACCENT = re.compile("[\u0300-\u036f\u064b-\u0652]")
_WORD = re.compile(r"[\w\u0900-\u0963\u0966-\u097f]+")
_NAME = re.compile(r"(?:^|\s)([^\W\d_])([^\W\d_]{1,10})(?=[\s,.!]|$)")

_SAID = "\x00"
"""Stands for a phrase that was found, and is no word."""
_FOR_HELP = "\x01"
_GREETS = GREETINGS | AUDIENCE | {_SAID}
_THANKS = THANKS | ALL_IS_WELL | AROUND_THANKS | _GREETS | {_FOR_HELP}
_CHATS = CHATTER | AROUND_CHATTER | ALL_IS_WELL | THANKS | _GREETS
_WISHES = {"birthday", "congrats", "congratulations", "welcome", "anniversary"}


def noise(text: str) -> Noise | None:
    """Return why `text` is no ticket; None if it is one, or might be.

    Each word must be known to say nothing: a single other one makes it a ticket.
    """
    if len(text) > LONGEST or may_alarm(text):
        return None
    spelt = _CALLED.sub(" ", text)
    folded = _EMOTICON.sub(" ", _SHORTCODE.sub(" ", _folded(spelt)))
    compact = "".join(_WORD.findall(folded))
    if not compact:
        return Noise.NO_WORDS if text.strip() and "?" not in text else None
    if JAPANESE.fullmatch(compact) and "?" not in folded:
        return (
            Noise.GREETING if compact.startswith(("お", "こ", "は", "皆", "み")) else Noise.THANKS
        )
    return _of_words(folded, spelt)


def may_alarm(text: str) -> bool:
    """Return True if there is more in it than words, or a sign of alarm."""
    return bool(_ALARM.search(text) or _MORE_THAN_WORDS.search(text))


def words_of(text: str) -> frozenset[str]:
    """Return the words, in one spelling and without emoji and the names of who is called."""
    folded = _folded(_CALLED.sub(" ", text))
    return frozenset(_WORD.findall(_EMOTICON.sub(" ", _SHORTCODE.sub(" ", folded))))


def _of_words(folded: str, spelt: str) -> Noise | None:
    words = " ".join(_WORD.findall(folded))
    if words in {"1", "yes", "no"}:
        return Noise.CHATTER if "?" not in folded else None
    shortened = FOR_HELP.sub(_FOR_HELP, words)
    for phrase in PHRASES:
        shortened = phrase.sub(_SAID, shortened)
    if "?" in folded and _SAID not in shortened:
        return None
    said = shortened.split()
    laughs = any(LAUGHTER.fullmatch(word) for word in said)
    spoken = [word for word in said if not LAUGHTER.fullmatch(word)]
    kind = _kind(set(spoken), laughs=laughs)
    if kind is None and not GREETING_BEGINS.match(words):
        kind = _kind(set(_without_name(spoken, spelt)), laughs=laughs)
    return kind


def _kind(words: set[str], *, laughs: bool) -> Noise | None:
    if words <= _GREETS and words & (GREETINGS | {_SAID}):
        return Noise.GREETING
    if _FOR_HELP in words and not words & THANKS:
        return None
    if words <= _THANKS and words & (THANKS | ALL_IS_WELL):
        return Noise.THANKS
    if words <= _CHATS and (laughs or words & (CHATTER | ALL_IS_WELL | {_SAID})):
        return Noise.CHATTER
    return None


def _without_name(words: list[str], spelt: str) -> list[str]:
    """Return `words` without the one name that thanks or wishes may be for."""
    if not set(words) & (THANKS | _WISHES) and _SAID not in words:
        return words
    names = {
        _folded(first + rest)
        for first, rest in _NAME.findall(spelt)
        if first.isupper() and rest.islower()
    }
    known = _THANKS | _CHATS
    unknown = [word for word in words if word not in known]
    if len(unknown) != 1 or unknown[0] not in names or words[0] in unknown:
        return words
    return [word for word in words if word not in unknown]


def _folded(text: str) -> str:
    """Return `text` in one spelling, in lower case and without accents."""
    parted = unicodedata.normalize("NFD", one_spelling(text).casefold()).replace("\u0131", "i")
    return unicodedata.normalize("NFC", _ACCENT.sub("", parted))
