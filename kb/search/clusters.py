"""Groups tickets that read alike, so that what nobody has written about yet can be seen."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from kb.search.likeness import BRIDGED, ENGLISH, MULTILINGUAL
from kb.search.vectors import STORED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kb.search.vectors import Vectors

THRESHOLDS = {ENGLISH: 0.40}
"""From which mean cosine two groups of tickets are one, per embedding model.

The cosines are taken from the middle of what tickets read like, which leaves what sets them apart.
Measured by `python -m tests.tuning.clusters`; see docs/quality.md.
"""
PLAIN_THRESHOLDS = {ENGLISH: 0.50, MULTILINGUAL: 0.45, BRIDGED: 0.45}
"""The same where that middle is not known, as with the multilingual models."""
MIDDLE_WEIGHT = 30
"""How many tickets of a team weigh as much as that middle."""


def clusters(
    vectors: Sequence[bytes], model: str, middle: Vectors | None = None
) -> list[list[int]]:
    """Return the places of those that are alike, largest group first, each place once.

    The first of a group is the one most like the others. `middle` is the mean vector of texts of
    the kind. None with a model whose threshold nobody has measured; what is damaged is in none.
    """
    thresholds = PLAIN_THRESHOLDS if middle is None else THRESHOLDS
    whole = _whole(vectors)
    if model not in thresholds or not whole:
        return []
    rows = np.stack(list(whole.values()))
    placed = rows if middle is None else _apart(rows, middle)
    places = list(whole)
    groups = _grouped(placed @ placed.T, thresholds[model])
    return [[places[place] for place in group] for group in groups]


def _whole(vectors: Sequence[bytes]) -> dict[int, Vectors]:
    """Return those that have the usual length, by their places."""
    lengths = Counter(len(vector) for vector in vectors if len(vector) % STORED.itemsize == 0)
    usual = max(lengths, key=lengths.__getitem__, default=0)
    return {
        place: np.frombuffer(vector, STORED)
        for place, vector in enumerate(vectors)
        if vector and len(vector) == usual
    }


def _apart(rows: Vectors, middle: Vectors) -> Vectors:
    """Return unit vectors from where all the rows, and texts of their kind, have their middle."""
    known = middle * MIDDLE_WEIGHT + rows.sum(axis=0)
    moved = rows - known / (MIDDLE_WEIGHT + len(rows))
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    return np.asarray(moved / np.maximum(lengths, np.finfo(np.float32).eps), np.float32)


def _grouped(similarities: Vectors, threshold: float) -> list[list[int]]:
    groups = _merged(similarities, threshold)
    ordered = [_nearest_first(group, similarities) for group in groups]
    return sorted(ordered, key=len, reverse=True)


def _merged(similarities: Vectors, threshold: float) -> list[NDArray[np.intp]]:
    """Return the places in groups: the two most alike become one while they are alike enough.

    How alike two groups are is the mean over all pairs of theirs.
    """
    alike = similarities.astype(np.float64)
    np.fill_diagonal(alike, -np.inf)
    groups = [[place] for place in range(len(alike))]
    while True:
        one, other = sorted(divmod(int(np.argmax(alike)), len(alike)))
        if alike[one, other] <= threshold:
            return [np.array(group) for group in groups if group]
        sizes = [len(groups[one]), len(groups[other])]
        alike[one] = alike[:, one] = np.average(alike[[one, other]], axis=0, weights=sizes)
        alike[other] = alike[:, other] = -np.inf
        alike[one, one] = -np.inf
        groups[one] = sorted(groups[one] + groups[other])
        groups[other] = []


def _nearest_first(group: NDArray[np.intp], similarities: Vectors) -> list[int]:
    centre = int(group[np.argmax(similarities[np.ix_(group, group)].sum(axis=1))])
    return [centre, *(int(place) for place in group if place != centre)]
