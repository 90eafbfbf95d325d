"""A linear classifier whose probabilities mean something."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # has no stubs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

_FOLDS = 5
_TEMPERATURES = np.geomspace(0.2, 5.0, 60)


@dataclass(frozen=True, slots=True)
class Classifier:
    """Multinomial logistic regression, its scores divided by a temperature."""

    labels: tuple[str, ...]
    weights: Matrix
    bias: Matrix
    temperature: float = 1.0

    def margin(self, label: str, features: NDArray[np.floating]) -> float:
        """Return the logarithm of the odds of `label`, of a classifier of two labels."""
        scores = _scores(self, np.asarray(features, dtype=np.float64)[np.newaxis])[0]
        yes = self.labels.index(label)
        return float((scores[yes] - scores[1 - yes]) / self.temperature)

    def shares(self, features: NDArray[np.floating]) -> dict[str, float]:
        """Return the probability of every label for one row of `features`."""
        scores = _scores(self, np.asarray(features, dtype=np.float64)[np.newaxis])
        return dict(zip(self.labels, _softmax(scores / self.temperature)[0].tolist(), strict=True))


def fitted(features: Matrix, labels: Sequence[str], strength: float) -> Classifier:
    """Return a classifier of `labels` with the temperature that cross-validation asks for.

    `strength` is the inverse of the regularisation. Deterministic: folds follow the given order.
    Classes count alike, however many examples each has.
    """
    truth = np.asarray(labels)
    # On small matrices the hand-over between BLAS threads takes 20 times the work itself.
    with threadpool_limits(limits=1):
        model = _fit(features, truth, strength)
        held_out, answers = _cross_validated(features, truth, strength)
    if not len(answers):
        return model
    return Classifier(model.labels, model.weights, model.bias, _temperature(held_out, answers))


def weighted(
    features: Matrix, labels: Sequence[str], strength: float, weights: Matrix
) -> Classifier:
    """Return a classifier of `labels` for which each row counts as much as its weight says."""
    with threadpool_limits(limits=1):
        return _fit(features, np.asarray(labels), strength, weights)


def plainly_fitted(features: Matrix, labels: Sequence[str], strength: float) -> Classifier:
    """Return a classifier of `labels` whose probabilities nobody has compared with the truth."""
    with threadpool_limits(limits=1):
        return _fit(features, np.asarray(labels), strength)


def _fit(
    features: Matrix, truth: NDArray[np.str_], strength: float, weights: Matrix | None = None
) -> Classifier:
    labels = tuple(str(label) for label in np.unique(truth))
    if len(labels) == 1:
        return Classifier(labels, np.zeros((1, features.shape[1])), np.zeros(1))
    # A quarter of a start is this import, and most starts fit nothing: see `bot.analysts.ready`.
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    balance = "balanced" if weights is None else None
    regression = LogisticRegression(C=strength, class_weight=balance, max_iter=1_000)
    regression.fit(features, truth, sample_weight=weights)
    weights, bias = regression.coef_, regression.intercept_
    if len(labels) == 2:  # noqa: PLR2004 - scikit-learn keeps one row for two classes
        weights, bias = np.vstack([-weights, weights]) / 2, np.concatenate([-bias, bias]) / 2
    return Classifier(labels, weights, bias)


def _cross_validated(
    features: Matrix, truth: NDArray[np.str_], strength: float
) -> tuple[Matrix, NDArray[np.intp]]:
    """Return scores of held-out rows, and the position of each one's label; none if too few."""
    labels, answers, counts = np.unique(truth, return_inverse=True, return_counts=True)
    if len(labels) == 1 or np.min(counts) < _FOLDS:
        return np.empty((0, len(labels))), np.empty(0, dtype=np.intp)
    fold = _folds(truth)
    scores = np.empty((len(truth), len(labels)))
    for each in range(_FOLDS):
        model = _fit(features[fold != each], truth[fold != each], strength)
        scores[fold == each] = _scores(model, features[fold == each])
    return scores, answers


def _folds(truth: NDArray[np.str_]) -> NDArray[np.intp]:
    """Return a fold for each row; every label is spread evenly over all folds."""
    seen: dict[str, int] = defaultdict(int)
    folds = np.empty(len(truth), dtype=np.intp)
    for row, label in enumerate(truth):
        folds[row] = seen[label] % _FOLDS
        seen[label] += 1
    return folds


def _temperature(scores: Matrix, answers: NDArray[np.intp]) -> float:
    rows = np.arange(len(answers))
    losses = [
        -np.log(_softmax(scores / temperature)[rows, answers] + 1e-12).mean()
        for temperature in _TEMPERATURES
    ]
    return float(_TEMPERATURES[int(np.argmin(losses))])


def _scores(model: Classifier, features: Matrix) -> Matrix:
    scores: Matrix = features @ model.weights.T + model.bias
    return scores


def _softmax(scores: Matrix) -> Matrix:
    exponentials = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Matrix = exponentials / exponentials.sum(axis=1, keepdims=True)
    return shares
