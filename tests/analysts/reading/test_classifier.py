from __future__ import annotations

import numpy as np
import pytest

from bot.analysts.reading.classifier import fitted

LEFT, RIGHT, UP = (1.0, 0.0), (-1.0, 0.0), (0.0, 1.0)


def around(*points: tuple[float, float], each: int = 20, spread: float = 0.6) -> np.ndarray:
    random = np.random.default_rng(7)
    return np.vstack([random.normal(point, spread, (each, 2)) for point in points])


def test_shares_are_probabilities_of_every_label() -> None:
    model = fitted(around(LEFT, RIGHT, UP), ["left"] * 20 + ["right"] * 20 + ["up"] * 20, 10)

    shares = model.shares(np.array(LEFT))

    assert set(shares) == {"left", "right", "up"}
    assert sum(shares.values()) == pytest.approx(1)
    assert max(shares, key=lambda label: shares[label]) == "left"


def test_two_labels_are_symmetrical() -> None:
    model = fitted(around(LEFT, RIGHT), ["left"] * 20 + ["right"] * 20, 10)

    assert model.shares(np.array(RIGHT))["right"] > 0.6
    assert model.shares(np.array(LEFT))["left"] > 0.6


def test_one_label_is_certain() -> None:
    assert fitted(around(LEFT), ["left"] * 20, 10).shares(np.array(UP)) == {"left": 1.0}


def test_a_label_with_few_examples_goes_without_calibration() -> None:
    features = np.vstack([around(LEFT, RIGHT), [UP]])

    model = fitted(features, ["left"] * 20 + ["right"] * 20 + ["up"], 10)

    assert model.temperature == 1
    assert model.shares(np.array(UP))["up"] > 0.5


def test_where_held_out_examples_contradict_it_is_less_sure() -> None:
    features = around(LEFT, RIGHT, spread=0.3)
    labels = ["left"] * 20 + ["right"] * 20
    confused = [*labels[5:], *labels[:5]]

    sure = fitted(features, labels, 100).shares(np.array(LEFT))["left"]
    unsure = fitted(features, confused, 100).shares(np.array(LEFT))["left"]

    assert sure > 0.95
    assert unsure < 0.85


def test_the_same_examples_give_the_same_model() -> None:
    features, labels = around(LEFT, RIGHT), ["left"] * 20 + ["right"] * 20

    one, other = fitted(features, labels, 10), fitted(features, labels, 10)

    assert one.shares(np.array(UP)) == other.shares(np.array(UP))
