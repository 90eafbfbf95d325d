"""Whether a question was put before, in these words or in others."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from bot.analysts.reading.words import telling_words
from bot.triage.judging.facts import Fact, asked_for

if TYPE_CHECKING:
    from collections.abc import Iterable

NEARLY = 0.8
"""Share of what a question asks about that an earlier one asked about: more of it is no news."""

_ALIKE = 0.9
"""How alike the letters of two spellings of one question are, in any language."""

_TOPIC = re.compile(r"^About “.*?”: ", re.DOTALL)
"""With which our own questions begin; it names the ticket, and asks nothing."""


def was_asked(question: str, asked: Iterable[str], share: float = NEARLY) -> bool:
    """Return True if the answer to `question` was asked for by one of those `asked`.

    That is so if it asks for no fact but theirs, if they hold `share` of its telling words, or if
    it is spelled nearly alike. There are many numbers, so asking for one again may be no repeat.
    """
    return any(_is_the_same(_bare(question), _bare(earlier), share) for earlier in asked)


def _is_the_same(question: str, earlier: str, share: float) -> bool:
    facts, telling = asked_for(question) - {Fact.NUMBER}, telling_words(question)
    if facts and facts <= asked_for(earlier):
        return True
    if telling and len(telling & telling_words(earlier)) >= share * len(telling):
        return True
    return question in earlier or SequenceMatcher(None, question, earlier).ratio() >= _ALIKE


def _bare(question: str) -> str:
    return _TOPIC.sub("", question).casefold().strip()
