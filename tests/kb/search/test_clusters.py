from __future__ import annotations

import numpy as np
import pytest

from kb.models.local_model import LocalEmbedder
from kb.search import likeness
from kb.search.clusters import PLAIN_THRESHOLDS, THRESHOLDS, clusters
from kb.search.likeness import BRIDGED, MULTILINGUAL
from kb.search.vectors import STORED

MODEL = next(iter(THRESHOLDS))


def towards(*degrees: float) -> list[bytes]:
    """Return unit vectors in a plane, as they are stored."""
    return [
        np.array([np.cos(np.radians(each)), np.sin(np.radians(each))], STORED).tobytes()
        for each in degrees
    ]


def test_what_is_alike_stands_together_nearest_to_all_first_largest_group_first() -> None:
    assert clusters(towards(180, 0, 20, 50), MODEL) == [[2, 1, 3], [0]]


def test_what_is_like_one_of_a_group_but_not_like_the_others_stands_apart() -> None:
    assert clusters(towards(0, 50, 105), MODEL) == [[0, 1], [2]]


def test_what_all_texts_have_in_common_does_not_count() -> None:
    alike = towards(0, 40, 45)

    assert clusters(alike, MODEL) == [[1, 0, 2]]
    assert clusters(alike, MODEL, np.array([0.9, 0.4], STORED)) == [[1, 2], [0]]


def test_each_place_is_in_one_group() -> None:
    groups = clusters(towards(*range(0, 360, 7)), MODEL)

    places = [place for group in groups for place in group]
    assert sorted(places) == list(range(len(places)))


def test_a_single_ticket_is_a_group() -> None:
    assert clusters(towards(0), MODEL) == [[0]]
    assert clusters(towards(0), MODEL, np.array([1, 0], STORED)) == [[0]]


@pytest.mark.parametrize("damaged", [b"", b"\0", b"\0" * 12])
def test_what_is_damaged_is_in_no_group_and_hides_no_other(damaged: bytes) -> None:
    alike = towards(0, 20, 50)

    assert clusters([damaged, *alike], MODEL) == [[2, 1, 3]]


@pytest.mark.parametrize("vectors", [[], [b""], [b"\0"]])
def test_nothing_is_grouped_where_nothing_can_be_compared(vectors: list[bytes]) -> None:
    assert clusters(vectors, MODEL) == []


def test_nothing_is_grouped_by_a_model_that_nobody_measured() -> None:
    assert clusters(towards(0, 0), "words") == []
    assert clusters(towards(0, 0), MULTILINGUAL, np.array([1, 0], STORED)) == []


def test_what_was_measured_is_every_model_that_tickets_are_compared_by() -> None:
    assert set(PLAIN_THRESHOLDS) == set(likeness.THRESHOLDS)
    assert set(THRESHOLDS) == {LocalEmbedder().model}


@pytest.mark.parametrize("model", [MULTILINGUAL, BRIDGED])
def test_what_is_alike_in_other_languages_stands_together(model: str) -> None:
    assert clusters(towards(0, 55, 130), model) == [[0, 1], [2]]
