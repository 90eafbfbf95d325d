"""Learns how a workspace judges in its own way, and tries it on tickets that it did not see."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from bot.analysts.learning.habits import Decisions, learn_habit
from bot.analysts.learning.learned import Learned, blended, features, meant
from bot.analysts.learning.vocabulary import Vocabulary
from bot.analysts.reading.severity import median
from bot.triage.judging.learned import Figures
from bot.triage.judging.lesson import RESOLVED
from bot.triage.teamwork.correction import Field

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from numpy.typing import NDArray

    from bot.analysts.learning.general import General, Shares
    from bot.triage.judging.lesson import Lesson

    Matrix = NDArray[np.float64]
    Rows = NDArray[np.intp]

FOLDS, FOLDS_OF_MANY = 5, 3
MANY = 500
"""With more lessons, three folds tell as much in half of the time."""
STORED = np.dtype("<f4")


@dataclass(frozen=True, slots=True)
class Judged:
    """What each of some tickets is judged to be."""

    categories: Sequence[str]
    severities: Sequence[str]


class Course:
    """The lessons of one workspace as numbers, to be learned from whole or in part."""

    def __init__(self, general: General, lessons: Sequence[Lesson]) -> None:
        """Take lessons whose category and severity `general` knows."""
        self._general = general
        self._texts = [lesson.text for lesson in lessons]
        self._vectors = np.stack([np.frombuffer(each.vector, STORED) for each in lessons])
        self._vocabulary = Vocabulary.of(self._texts, general.texts)
        self._features = features(self._vocabulary, self._texts, self._vectors)
        self._elsewhere = _without_words(general.vectors, self._vocabulary)
        self._ids = np.array([lesson.ticket_id for lesson in lessons])
        self._shares = list(map(general.shares, self._texts, self._vectors))
        self._usual = _likeliest(self._shares)
        self._category = Decisions(
            [lesson.outcome.category for lesson in lessons],
            self._usual.categories,
            np.array([lesson.trust(Field.CATEGORY) for lesson in lessons]),
        )
        self._severity = Decisions(
            [lesson.outcome.severity for lesson in lessons],
            self._usual.severities,
            np.array([lesson.trust(Field.SEVERITY) for lesson in lessons]),
        )

    @property
    def tickets(self) -> tuple[int, ...]:
        """Return the ids of the tickets that are learned from."""
        return tuple(self._ids.tolist())

    def learned(self) -> Learned:
        """Return what all lessons together teach."""
        return self._learned(np.arange(len(self._ids)))

    def figures(
        self, before: Collection[int], learned: Learned, in_use: Learned | None = None
    ) -> Figures:
        """Return how `learned`, from all lessons, compares with what ships and what was `before`.

        `before` are the tickets that the version in use has learned from. Each ticket is judged
        by what was learned from others (cross-validation). What is `in_use` may have learned what
        people have taken back since: it is no better than it judges these tickets now.
        """
        had = np.isin(self._ids, list(before))
        as_before = self._right(self._held_out(had))
        if in_use is not None:
            as_before = min(as_before, self._right(self._judged_by(in_use)))
        return Figures(
            shipped=self._right(self._usual),
            before=as_before,
            after=self._right(self._held_out(np.ones(len(self._ids), dtype=bool))),
            elsewhere_before=self._right_elsewhere(None),
            elsewhere=self._right_elsewhere(learned),
        )

    def _learned(self, rows: Rows) -> Learned:
        taught = self._features[rows]
        return Learned(
            self._vocabulary,
            learn_habit(taught, self._category.of(rows), self._elsewhere),
            learn_habit(taught, self._severity.of(rows), self._elsewhere),
        )

    def _held_out(self, allowed: NDArray[np.bool_]) -> Judged:
        """Return what every ticket is judged to be by what the others teach that are allowed."""
        folds = FOLDS if len(self._ids) <= MANY else FOLDS_OF_MANY
        fold = self._ids % folds
        categories, severities = list(self._usual.categories), list(self._usual.severities)
        for each in range(folds):
            held_out = np.flatnonzero(fold == each)
            learned = self._learned(np.flatnonzero((fold != each) & allowed))
            judged = self._judged(learned, held_out)
            for place, row in enumerate(held_out):
                categories[row] = judged.categories[place]
                severities[row] = judged.severities[place]
        return Judged(categories, severities)

    def _judged(self, learned: Learned, rows: Rows) -> Judged:
        return _likeliest(blended(learned, self._features[row], self._shares[row]) for row in rows)

    def _judged_by(self, learned: Learned) -> Judged:
        """Return what every ticket is judged to be by what was `learned` from other lessons."""
        rows = features(learned.vocabulary, self._texts, self._vectors)
        return _likeliest(map(partial(blended, learned), rows, self._shares))

    def _right(self, found: Judged) -> float:
        """Return the share that is as people left it, of what they are known to have left so."""
        both = ((self._category, found.categories), (self._severity, found.severities))
        settled = [
            label == said
            for decided, told in both
            for label, said, trust in zip(decided.labels, told, decided.weights, strict=True)
            if trust >= RESOLVED
        ]
        return float(np.mean(settled)) if settled else 0.0

    def _right_elsewhere(self, learned: Learned | None) -> float:
        general = self._general
        found = _likeliest(_with(learned, general.texts, general.vectors, general.own_shares))
        labels = (*general.category_labels, *general.severity_labels)
        told = (*found.categories, *found.severities)
        return float(
            np.mean([label == said for label, said in zip(labels, told, strict=True) if label])
        )


def judged(
    general: General,
    learned: Learned | None,
    texts: Sequence[str],
    vectors: NDArray[np.float32],
) -> Judged:
    """Return what tickets are judged to be by what ships, and by what was `learned` beside it."""
    return _likeliest(_with(learned, texts, vectors, list(map(general.shares, texts, vectors))))


def _with(
    learned: Learned | None,
    texts: Sequence[str],
    vectors: NDArray[np.float32],
    usual: Sequence[Shares],
) -> Iterable[Shares]:
    if learned is None:
        return usual
    rows = features(learned.vocabulary, texts, vectors)
    return map(partial(blended, learned), rows, usual)


def _likeliest(found: Iterable[Shares]) -> Judged:
    both = [(next(iter(categories)), median(severities)) for categories, severities in found]
    return Judged([category for category, _ in both], [severity for _, severity in both])


def _without_words(vectors: NDArray[np.float32], vocabulary: Vocabulary) -> Matrix:
    """Return the features of examples that ship, whose words say nothing of the workspace's."""
    return np.hstack([meant(vectors), np.zeros((len(vectors), len(vocabulary.words)))])
