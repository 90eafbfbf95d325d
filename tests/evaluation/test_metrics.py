"""Against values computed by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from sklearn.metrics import (
    cohen_kappa_score,
    f1_score,
    precision_recall_fscore_support,
    roc_auc_score,
)

from bot.evaluation.metrics import (
    auroc,
    bins,
    by_label,
    calibration_error,
    confusion,
    macro_f1,
    mean_reciprocal_rank,
    quadratic_kappa,
    rank,
    recall_at,
)

COUNTS = confusion(np.array([0, 0, 0, 1, 1, 2]), np.array([0, 0, 1, 1, 2, 2]), 4)


def test_confusion_has_a_row_for_what_is_true() -> None:
    assert COUNTS.tolist() == [[2, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 0], [0, 0, 0, 0]]


def test_figures_of_each_label() -> None:
    figures = by_label(COUNTS)

    assert figures.precision[:3].tolist() == [1, 1 / 2, 1 / 2]
    assert figures.recall[:3].tolist() == [2 / 3, 1 / 2, 1]
    assert figures.f1[:3].tolist() == pytest.approx([4 / 5, 1 / 2, 2 / 3])
    assert figures.support.tolist() == [3, 2, 1, 0]
    assert all(math.isnan(column[3]) for column in figures[:3])


def test_macro_f1_is_the_mean_over_labels() -> None:
    assert macro_f1(COUNTS, [0, 1, 2]) == pytest.approx((4 / 5 + 1 / 2 + 2 / 3) / 3)


def test_a_label_that_stands_nowhere_counts_for_nothing() -> None:
    assert macro_f1(COUNTS, [0, 1, 2, 3]) == macro_f1(COUNTS, [0, 1, 2])
    assert math.isnan(macro_f1(COUNTS, [3]))


def test_kappa_counts_a_miss_by_its_distance_squared() -> None:
    counts = confusion(np.array([0, 1, 2, 2]), np.array([0, 2, 2, 0]), 3)

    # Missed by 1 and by 2. By chance: 1/4 of (true 1, 1, 2) times (decided 2, 0, 2).
    observed = 1 + 4
    expected = (2 * 4 + 2 * 1 + 2 * 1 + 4 * 4) / 4
    assert quadratic_kappa(counts) == pytest.approx(1 - observed / expected)


@pytest.mark.parametrize("counts", [[[5]], [[0, 0], [0, 3]]])
def test_without_a_choice_there_is_no_kappa(counts: list[list[int]]) -> None:
    assert math.isnan(quadratic_kappa(np.array(counts)))


@pytest.mark.parametrize("seed", range(5))
def test_scikit_learn_comes_to_the_same_values(seed: int) -> None:
    random = np.random.default_rng(seed)
    truth = random.integers(0, 4, 60)
    decided = np.where(random.random(60) < 0.6, truth, random.integers(0, 4, 60))
    scores = random.random(60).round(1)
    counts = confusion(truth, decided, 4)

    theirs = precision_recall_fscore_support(truth, decided)
    assert np.array(by_label(counts)) == pytest.approx(np.array(theirs))
    assert macro_f1(counts, range(4)) == pytest.approx(f1_score(truth, decided, average="macro"))
    kappa = cohen_kappa_score(truth, decided, weights="quadratic")
    assert quadratic_kappa(counts) == pytest.approx(kappa)
    assert auroc(truth > 1, scores) == pytest.approx(roc_auc_score(truth > 1, scores))


def test_auroc_is_the_share_of_pairs_in_order() -> None:
    truth = np.array([True, True, False, False])

    assert auroc(truth, np.array([0.9, 0.4, 0.4, 0.1])) == pytest.approx(3.5 / 4)


@pytest.mark.parametrize(
    ("truth", "scores"),
    [([True, True], [0.1, 0.2]), ([False, False], [0.1, 0.2]), ([True, False], [0.1, math.nan])],
)
def test_without_pairs_or_scores_there_is_no_auroc(truth: list[bool], scores: list[float]) -> None:
    assert math.isnan(auroc(np.array(truth), np.array(scores)))


def test_any_of_several_right_issues_is_a_hit() -> None:
    ranks = np.array(
        [
            rank(("a", "b", "c"), {"c", "b"}),
            rank(("a", "b"), {"a"}),
            rank(("a", "b", "c", "d"), {"d"}),
            rank(("a",), {"x"}),
        ]
    )

    assert ranks.tolist() == [2, 1, 4, math.inf]
    assert recall_at(1, ranks) == 1 / 4
    assert recall_at(3, ranks) == 2 / 4
    assert mean_reciprocal_rank(ranks) == (1 / 2 + 1 + 1 / 4) / 4


def test_bins_have_equal_mass() -> None:
    assert [len(rows) for rows in bins(np.linspace(1, 0, 25))] == [3, 3, 3, 3, 3, 2, 2, 2, 2, 2]
    assert [rows.tolist() for rows in bins(np.array([0.9, 0.1]))] == [[1], [0]]


def test_calibration_error_is_the_mean_gap_of_the_bins() -> None:
    confidence = np.repeat([0.6, 0.8], 10)
    right = np.array([True] * 5 + [False] * 5 + [True] * 10)
    # Ten bins of two: the first five have gaps of 0.4 (twice), 0.1 and 0.6 (twice), the others 0.2.
    expected = (2 * 0.4 + 0.1 + 2 * 0.6 + 5 * 0.2) / 10

    assert calibration_error(confidence, right) == pytest.approx(expected)
