"""What to ask when a ticket says too little."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.analysts.reading.outage import tells_outage
from bot.analysts.reading.repetition import was_asked
from bot.analysts.reading.summary import NOTHING_SAID, summarise
from bot.analysts.reading.trimming import cut
from bot.triage.judgement import Question
from bot.triage.judging.facts import Fact, asked_for, untold
from bot.triage.redaction import joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.triage.judgement import Category
    from bot.triage.redaction import Redacted

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
    (r"\berror message\b", ("There is no message", "The same one every time")),
    (r"\bwhich plan\b", ("The free one", "A paid one", "I don't know")),
)


def open_question(ranked: Sequence[Category], asked: Sequence[str]) -> Question | None:
    """Return the question what it is all about, with the likeliest categories to choose from."""
    if was_asked(WHAT_IS_IT_ABOUT, asked):
        return None
    names = [category.name for category in ranked[:MAX_SUGGESTIONS]]
    suggestions = tuple(_IN_PLAIN_WORDS.get(name, name) for name in names)
    return Question(WHAT_IS_IT_ABOUT, suggestions if len(suggestions) > 1 else ())


def missing_fact(
    category: Category, reported: Sequence[Redacted], asked: Sequence[str]
) -> Question | None:
    """Return the first question about what `category` needs that was not asked yet.

    It leaves out what is told already: an answer to that would hold nothing new.
    """
    text = joined(reported)
    wanted = _most_wanted(category.missing, text)
    left = (untold(missing, text) for missing in wanted if not was_asked(missing, asked))
    question = next((each for each in left if each and not was_asked(each, asked)), None)
    return about(reported, question) if question else None


def concerns_many(category: Category) -> bool:
    """Return True if reports of `category` may be about many: it is asked how many people."""
    return any(Fact.PEOPLE in asked_for(missing) for missing in category.missing)


def is_about_sign_in(category: Category) -> bool:
    """Return True if reports of `category` are about signing in: it is asked how."""
    return any(Fact.SIGN_IN in asked_for(missing) for missing in category.missing)


def _most_wanted(questions: Sequence[str], text: str) -> list[str]:
    """Return `questions` in the order to ask them in: how slow what is down is, nobody can say."""
    if not tells_outage(text):
        return list(questions)
    return sorted(questions, key=lambda question: Fact.PEOPLE not in asked_for(question))


def about(reported: Sequence[Redacted], question: str, answers: tuple[str, ...] = ()) -> Question:
    """Return `question` with the topic of what was reported, and answers to choose from."""
    said = summarise(reported)
    topic = "" if said == NOTHING_SAID else f"About “{cut(said, MAX_TOPIC)}”: "
    return Question(f"{topic}{question}", answers or _answers(question))


def _answers(question: str) -> tuple[str, ...]:
    for pattern, answers in _USUAL_ANSWERS:
        if re.search(pattern, question, re.IGNORECASE):
            return answers
    return ()
