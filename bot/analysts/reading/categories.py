"""What kind of ticket it is: learned from examples, or from what a category is said to mean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from bot.analysts.reading.classifier import Classifier, fitted
from bot.triage.redaction import redact

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from bot.triage.judgement import Category, Taxonomy
    from bot.triage.redaction import Redacted

_STRENGTH = 10.0
_SEPARATOR = re.compile(r"[,;:.]|\s[-\u2013]\s")


class Embed(Protocol):
    """Turns texts into vectors."""

    def embed(self, texts: Sequence[Redacted]) -> NDArray[np.float32]:
        """Return one row of length 1 per text."""


@dataclass(frozen=True, slots=True)
class Share:
    """A category and its probability."""

    name: str
    probability: float


@dataclass(frozen=True, slots=True)
class CategoryModel:
    """Tells the category of a text from its vector.

    `learned` knows the categories that have examples, `described` knows all of them, but only
    from their descriptions; None where nothing needs it.
    """

    learned: Classifier | None
    described: Classifier | None

    def ranked(self, vector: NDArray[np.float32]) -> tuple[Share, ...]:
        """Return every category with its probability, the likeliest first.

        A category without examples gets the share that its description earns among all
        descriptions; what is left is shared out by what was learned.
        """
        learned = _shares(self.learned, vector)
        described = {
            name: share
            for name, share in _shares(self.described, vector).items()
            if name not in learned
        }
        rest = 1 - sum(described.values())
        shares = described | {name: rest * share for name, share in learned.items()}
        ranked = sorted(shares.items(), key=lambda entry: -entry[1])
        return tuple(Share(name, share) for name, share in ranked)


def learn_categories(
    embed: Embed,
    taxonomy: Taxonomy,
    labels: Sequence[str | None],
    vectors: NDArray[np.float32],
) -> CategoryModel:
    """Return the model of `vectors` that were judged to be of `labels`.

    Labels that `taxonomy` does not have are left out.
    """
    names = set(taxonomy.category_names)
    rows = [row for row, label in enumerate(labels) if label in names]
    found = [str(labels[row]) for row in rows]
    return CategoryModel(
        learned=fitted(vectors[rows].astype(np.float64), found, _STRENGTH) if rows else None,
        described=_described(embed, taxonomy.categories) if names - set(found) else None,
    )


def _described(embed: Embed, categories: Iterable[Category]) -> Classifier:
    phrases = [(category.name, phrase) for category in categories for phrase in _phrases(category)]
    vectors = embed.embed([redact(phrase) for _, phrase in phrases])
    return fitted(vectors.astype(np.float64), [name for name, _ in phrases], _STRENGTH)


def _phrases(category: Category) -> list[str]:
    """Return the ways to say what `category` is: its name, its meaning, each part of that."""
    parts = [part.strip() for part in _SEPARATOR.split(category.meaning) if part.strip()]
    named = [f"{category.name}: {part}" for part in (category.meaning, *parts)]
    return [category.name, *named, *parts]


def _shares(classifier: Classifier | None, vector: NDArray[np.float32]) -> dict[str, float]:
    return {} if classifier is None else classifier.shares(vector)
