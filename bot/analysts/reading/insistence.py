"""What a team can't do without, asked for whoever judged: a model may forget it, code does not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.analysts.reading.asking import ASK_FROM, GRAVE_FROM
from bot.analysts.reading.language import are_plainly_different, is_plainly_foreign
from bot.analysts.reading.questions import about
from bot.analysts.reading.repetition import was_asked
from bot.triage.judging.facts import Fact
from bot.triage.redaction import joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.triage.judgement import Case, Category, Judgement, Question, Taxonomy
    from bot.triage.judging.facts import RequiredFact
    from bot.triage.redaction import Redacted

UNCLEAR_BELOW = 0.5
"""Below this probability of the category nobody knows which facts it takes."""

_SPOKEN_OF = 0.5
"""Share of the telling words of a required question that an earlier one had, however worded."""


def insisting(judgement: Judgement, case: Case, taxonomy: Taxonomy) -> Judgement:
    """Return `judgement` with the question for a required fact, if it lacks one and may ask it.

    Nobody is kept waiting who reports what is surely of the gravest severity.
    """
    if judgement.question is not None or not case.may_ask or is_grave(judgement, taxonomy):
        return judgement
    if judgement.confidence.category < UNCLEAR_BELOW:
        return judgement
    question = required_fact(taxonomy.category(judgement.category), case.reported, case.asked)
    if question is None:
        return judgement
    gain = max(judgement.ask_probability or 0.0, ASK_FROM)
    return replace(judgement, question=question, ask_probability=gain)


def is_grave(judgement: Judgement, taxonomy: Taxonomy) -> bool:
    """Return True if `judgement` is surely of the gravest severity."""
    is_gravest = judgement.severity == taxonomy.severity_names[-1]
    return is_gravest and judgement.confidence.severity >= GRAVE_FROM


def required_fact(
    category: Category, reported: Sequence[Redacted], asked: Sequence[str]
) -> Question | None:
    """Return the question for what the team can't do without and surely nobody has told."""
    text = joined(reported)
    for fact in category.required:
        if _is_missing(fact, text) and not was_asked(fact.question, asked, _SPOKEN_OF):
            return about(reported, fact.question, fact.answers)
    return None


def _is_missing(fact: RequiredFact, text: Redacted) -> bool:
    """Return True if `text` surely lacks it.

    Our patterns are English but for those of numbers, and a question in another language than the
    ticket's would not be understood.
    """
    is_read = fact.told_by <= {Fact.NUMBER} or not is_plainly_foreign(text)
    return is_read and not (fact.is_told_in(text) or are_plainly_different(text, fact.question))
