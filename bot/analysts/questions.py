"""What to ask when a ticket says too little."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.analysts.trimming import cut
from bot.triage.judgement import Question

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.triage.judgement import Category

MAX_TOPIC = 60
MAX_SUGGESTIONS = 4

WHAT_IS_IT_ABOUT = "What is it about, and what happens exactly?"

_IN_PLAIN_WORDS = {
    "Billing": "A charge or an invoice",
    "Login": "I can't sign in",
    "Performance": "Something is slow",
    "Bug": "Something doesn't work right",
    "Question/How-To": "I'd like to know how something works",
}

_USUAL_ANSWERS = (
    (r"\bonly you\b|\bhow many people\b", ("Only me", "My team", "Everybody here")),
    (r"\bhow do you sign in\b", ("With a password", "Single sign-on", "With a code")),
    (r"\bsince when\b", ("Since today", "For some days", "For longer")),
    (r"\bhow long does it take\b", ("A few seconds", "Minutes", "It never ends")),
)


def open_question(ranked: Sequence[Category], asked: Sequence[str]) -> Question | None:
    """Return the question what it is all about, with the likeliest categories to choose from."""
    if _was_asked(WHAT_IS_IT_ABOUT, asked):
        return None
    names = [category.name for category in ranked[:MAX_SUGGESTIONS]]
    suggestions = tuple(_IN_PLAIN_WORDS.get(name, name) for name in names)
    return Question(WHAT_IS_IT_ABOUT, suggestions if len(suggestions) > 1 else ())


def missing_fact(category: Category, topic: str, asked: Sequence[str]) -> Question | None:
    """Return the first question about what `category` needs that was not asked yet."""
    for missing in category.missing:
        if not _was_asked(missing, asked):
            return Question(f"About “{cut(topic, MAX_TOPIC)}”: {missing}", _answers(missing))
    return None


def _was_asked(question: str, asked: Sequence[str]) -> bool:
    return any(question.casefold() in earlier.casefold() for earlier in asked)


def _answers(question: str) -> tuple[str, ...]:
    for pattern, answers in _USUAL_ANSWERS:
        if re.search(pattern, question, re.IGNORECASE):
            return answers
    return ()
