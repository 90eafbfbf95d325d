"""What was learned from one workspace's tickets, added to what ships; as bytes it can be kept."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import BadZipFile

import numpy as np

from bot.analysts.learning.habits import Habit
from bot.analysts.learning.vocabulary import Vocabulary
from bot.analysts.reading.classifier import Classifier

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from bot.analysts.learning.general import General, Shares

    Matrix = NDArray[np.float64]


DAMAGED = (OSError, ValueError, LookupError, EOFError, BadZipFile, zlib.error)
"""What reading meets in bytes that are not what was written."""
EDITION = 2
"""Of the features; raise it when they change, since what was learned from others means nothing."""

MEANING_WEIGHT = 1.5
"""How much longer the vector counts than the words; chosen on two of the made-up teams.

From 1.5 to 2 it makes little difference; with the words twice as long, three of four gain less.
"""


@dataclass(frozen=True, slots=True)
class Learned:
    """The habits of a workspace in category and severity; None where it has none."""

    vocabulary: Vocabulary
    category: Habit | None
    severity: Habit | None

    @property
    def is_nothing(self) -> bool:
        """Return True if everything is judged as usual."""
        return self.category is None and self.severity is None


def shares(
    general: General, learned: Learned | None, text: str, vector: NDArray[np.float32]
) -> Shares:
    """Return the probabilities of all categories, likeliest first, and severities, rising."""
    usual = general.shares(text, vector)
    if learned is None:
        return usual
    return blended(learned, features(learned.vocabulary, [text], vector[np.newaxis])[0], usual)


def blended(learned: Learned, row: Matrix, usual: Shares) -> Shares:
    """Return the probabilities `usual`, changed by what was `learned`, of a ticket's features."""
    categories, severities = usual
    if learned.category is not None:
        categories = learned.category.blended(row, categories)
    if learned.severity is not None:
        severities = learned.severity.blended(row, severities)
    return dict(sorted(categories.items(), key=lambda entry: -entry[1])), severities


def features(vocabulary: Vocabulary, texts: Sequence[str], vectors: NDArray[np.floating]) -> Matrix:
    """Return what tickets are told apart by: what they mean, and the words that they say."""
    return np.hstack([meant(vectors), vocabulary.said_in(texts)])


def meant(vectors: NDArray[np.floating]) -> Matrix:
    """Return the part of the features that says what tickets mean."""
    return MEANING_WEIGHT * vectors.astype(np.float64)


def as_bytes(learned: Learned) -> bytes:
    """Return `learned` to be kept; it holds numbers and the names of the labels."""
    arrays: dict[str, NDArray[np.generic]] = {
        "words": learned.vocabulary.words,
        "weights": learned.vocabulary.weights.astype(np.float32),
    }
    for name, habit in (("category", learned.category), ("severity", learned.severity)):
        if habit is not None:
            arrays |= _arrays(f"{name}.departing", habit.departing)
            arrays |= _arrays(f"{name}.deciding", habit.deciding)
    written = BytesIO()
    np.savez_compressed(written, **arrays)  # type: ignore[arg-type]  # the stub knows one keyword
    return written.getvalue()


def from_bytes(kept: bytes) -> Learned:
    """Return what was kept."""
    with np.load(BytesIO(kept), allow_pickle=False) as arrays:
        return Learned(
            Vocabulary(arrays["words"], arrays["weights"].astype(np.float64)),
            _habit("category", arrays),
            _habit("severity", arrays),
        )


def read_back(kept: bytes | None) -> Learned | None:
    """Return what was kept; None if it is gone or damaged, so that what ships judges alone."""
    try:
        return None if kept is None else from_bytes(kept)
    except DAMAGED:
        return None


def _arrays(name: str, model: Classifier) -> dict[str, NDArray[np.generic]]:
    return {
        f"{name}.labels": np.array(model.labels),
        f"{name}.weights": model.weights.astype(np.float32),
        f"{name}.bias": model.bias.astype(np.float32),
    }


def _habit(name: str, arrays: Mapping[str, NDArray[np.generic]]) -> Habit | None:
    if f"{name}.deciding.labels" not in arrays:
        return None
    return Habit(_classifier(f"{name}.departing", arrays), _classifier(f"{name}.deciding", arrays))


def _classifier(name: str, arrays: Mapping[str, NDArray[np.generic]]) -> Classifier:
    return Classifier(
        tuple(str(label) for label in arrays[f"{name}.labels"]),
        arrays[f"{name}.weights"].astype(np.float64),
        arrays[f"{name}.bias"].astype(np.float64),
    )
