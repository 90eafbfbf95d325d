"""The team's categories and severities, how sure is sure, and the words that set a severity."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, model_validator

from bot.configuration.strict import Name, Probability, Sentence, Strict
from bot.triage.judgement import Category, Severity, Taxonomy
from bot.triage.judging.floors import Floor
from bot.triage.rules import ConfidenceTiers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.configuration.facts import RequiredFacts


class CategoryEntry(Strict):
    """One kind of ticket, below its name."""

    meaning: Sentence
    next_action: Sentence = "Look into it with what the thread says, then answer there."
    missing: tuple[Sentence, ...] = ()


class SeverityEntry(Strict):
    """One level of urgency, below its name."""

    meaning: Sentence
    mark: Annotated[str, Field(max_length=8)] = ""


class ConfidenceSection(Strict):
    """From which probability a field counts as certain or likely, an issue as known or new."""

    certain: Probability = 0.8
    likely: Probability = 0.55
    known: Probability = 0.8
    new: Probability = 0.65

    @model_validator(mode="after")
    def _ordered(self) -> ConfidenceSection:
        if self.likely > self.certain:
            raise ValueError("`likely` must not be above `certain`")
        return self

    def tiers(self) -> ConfidenceTiers:
        """Return it as the rest of the app sees it."""
        return ConfidenceTiers(self.certain, self.likely, self.known, self.new)


class FloorEntry(Strict):
    """Words with the severity that they call for."""

    severity: Name
    words: Annotated[tuple[Sentence, ...], Field(min_length=1, max_length=50)]

    def floor(self) -> Floor:
        """Return it as the rest of the app sees it."""
        return Floor(self.severity, self.words)


Categories = Annotated[dict[Name, CategoryEntry], Field(min_length=2, max_length=20)]
Severities = Annotated[dict[Name, SeverityEntry], Field(min_length=2, max_length=6)]


MAX_NAMES = 300
"""Characters; a model is told each name twice, with each ticket."""


def check_names(names: Iterable[str]) -> None:
    """Raise ValueError if a model can't be told all `names`; what JSON escapes counts as such."""
    length = sum(len(json.dumps(name, ensure_ascii=False)) - len('""') for name in names)
    if length > MAX_NAMES:
        raise ValueError(
            f"the names of categories and severities have {length} characters together: "
            f"at most {MAX_NAMES} fit what a model is told, so shorten some"
        )


def taxonomy(categories: Categories, severities: Severities, required: RequiredFacts) -> Taxonomy:
    """Return the vocabulary of both sections, and what reports of each category must tell."""
    return Taxonomy(
        tuple(
            Category(
                name,
                entry.meaning,
                entry.next_action,
                entry.missing,
                tuple(fact.fact() for fact in required.get(name, ())),
            )
            for name, entry in categories.items()
        ),
        tuple(Severity(name, entry.meaning, entry.mark) for name, entry in severities.items()),
    )
