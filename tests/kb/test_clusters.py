from __future__ import annotations

import numpy as np
import pytest

from kb.clusters import THRESHOLDS, clusters
from kb.vectors import STORED

MODEL = next(iter(THRESHOLDS))


def towards(*degrees: float) -> list[bytes]:
    """Return unit vectors in a plane, as they are stored."""
    return [
        np.array([np.cos(np.radians(each)), np.sin(np.radians(each))], STORED).tobytes()
        for each in degrees
    ]


def test_what_is_alike_stands_together_around_what_has_most_neighbours() -> None:
    assert clusters(towards(0, 40, 80, 180), MODEL) == [[1, 0, 2], [3]]


def test_each_place_is_in_one_group() -> None:
    groups = clusters(towards(*range(0, 360, 7)), MODEL)

    places = [place for group in groups for place in group]
    assert sorted(places) == list(range(len(places)))


@pytest.mark.parametrize("vectors", [[], [*towards(0), b"\0" * 12]])
def test_nothing_is_grouped_where_nothing_can_be_compared(vectors: list[bytes]) -> None:
    assert clusters(vectors, MODEL) == []


def test_nothing_is_grouped_by_a_model_that_nobody_measured() -> None:
    assert clusters(towards(0, 0), "words") == []
