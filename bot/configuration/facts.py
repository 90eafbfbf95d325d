"""The facts that a team can't do without, per category."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from bot.configuration.strict import Name, Sentence, Strict
from bot.triage.judging.facts import Fact, RequiredFact

Answer = Annotated[str, Field(min_length=1, max_length=75)]


class RequiredEntry(Strict):
    """One fact: how it is asked for, and what shows that a report tells it."""

    question: Annotated[str, Field(min_length=1, max_length=200)]
    told_by: frozenset[Fact] = frozenset()
    words: Annotated[tuple[Sentence, ...], Field(max_length=50)] = ()
    answers: Annotated[tuple[Answer, ...], Field(max_length=4)] = ()

    @model_validator(mode="after")
    def _can_be_told(self) -> RequiredEntry:
        if not (self.told_by or self.words):
            raise ValueError("give `told_by` or `words`: how is it seen that a report tells it?")
        if len(self.answers) == 1:
            raise ValueError("answers: a single one is no choice")
        return self

    def fact(self) -> RequiredFact:
        """Return it as the rest of the app sees it."""
        return RequiredFact(self.question, self.told_by, self.words, self.answers)


RequiredFacts = dict[Name, Annotated[tuple[RequiredEntry, ...], Field(max_length=5)]]
"""By category."""
