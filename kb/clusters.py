"""Groups tickets that read alike, so that what nobody has written about yet can be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kb.vectors import STORED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.vectors import Vectors

THRESHOLDS = {"all-MiniLM-L6-v2@60c75843/256": 0.6}
"""From which cosine two tickets count as about one thing, per embedding model.

Of the pairs that this puts together in `tests/data/eval/known_tickets.jsonl`, written to be hard,
two in three are about one known issue; at 0.5 it is one in three. It finds few: people decide.
"""


def clusters(vectors: Sequence[bytes], model: str) -> list[list[int]]:
    """Return the places of those that are alike, largest group first, each place once.

    None with a model whose threshold nobody has measured, nor of vectors that differ in length.
    """
    threshold = THRESHOLDS.get(model)
    rows = [np.frombuffer(vector, STORED) for vector in vectors]
    if threshold is None or len({row.size for row in rows}) != 1:
        return []
    return _grouped(np.stack(rows), threshold)


def _grouped(rows: Vectors, threshold: float) -> list[list[int]]:
    """Return groups around the row that has most neighbours, then of what is left, and so on."""
    near = rows @ rows.T >= threshold
    free = np.ones(len(rows), dtype=bool)
    groups: list[list[int]] = []
    while free.any():
        counts = (near & free).sum(axis=1) * free
        centre = int(counts.argmax())
        members = np.flatnonzero(near[centre] & free)
        groups.append([centre, *(int(place) for place in members if place != centre)])
        free[members] = False
    return groups
