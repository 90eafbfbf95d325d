from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from bot.evaluation.decisions import on_known
from bot.evaluation.intervals import Figure, exactly, with_intervals
from bot.evaluation.report import as_json, in_words, interval
from bot.evaluation.scoring import score
from bot.evaluation.threshold import best_threshold
from tests.builders import a_taxonomy
from tests.evaluation.builders import a_scored

if TYPE_CHECKING:
    from numpy.typing import NDArray

FEW = 50
"""Resamples where the width of the interval is not the point."""


def test_what_is_not_labelled_is_not_scored() -> None:
    record = as_json(score([a_scored(), a_scored(is_asked=True)], a_taxonomy(), resamples=FEW))

    assert record.keys() == {"ask.rate"}
    assert record["ask.rate"]["value"] == 0.5


@pytest.fixture
def record() -> dict[str, Any]:
    """The figures of three tickets, of which one was taken for another category."""
    labels: dict[str, object] = {"category": "Billing", "severity": "Low", "needs_info": False}
    known = {**labels, "gold": frozenset({"b"})}
    new = {"category": "Bug", "severity": "High", "gold": frozenset(), "needs_info": True}
    scored = [
        a_scored(known, is_known=True, known_probability=0.9, ranked=("a", "b")),
        a_scored(known, ranked=("b",)),
        a_scored(new, is_asked=True, ask_probability=0.8, known_probability=0.1),
    ]
    return as_json(score(scored, a_taxonomy(), resamples=FEW))


def test_every_label_has_its_figures(record: dict[str, Any]) -> None:
    values = {name: figure["value"] for name, figure in record.items() if "value" in figure}
    assert values == {
        "category.macro_f1": pytest.approx((4 / 5 + 0) / 2),
        "calibration.ece": pytest.approx((0.1 + 0.1 + 0.9) / 3, abs=1e-4),
        "severity.macro_f1": pytest.approx((4 / 5 + 0) / 2),
        "severity.kappa": 0,
        "retrieval.recall_at_1": 0.5,
        "retrieval.recall_at_3": 1,
        "retrieval.mrr_at_10": 0.75,
        "known.precision": 1,
        "known.recall": 0.5,
        "known.macro_f1": pytest.approx(2 / 3, abs=1e-4),
        "known.auroc": 1,
        "ask.precision": 1,
        "ask.recall": 1,
        "ask.auroc": 1,
        "ask.rate": pytest.approx(1 / 3, abs=1e-4),
    }


def test_every_figure_lies_in_its_interval(record: dict[str, Any]) -> None:
    assert all(f["low"] <= f["value"] <= f["high"] for f in record.values() if "value" in f)


def test_what_was_taken_for_what_is_told_label_by_label(record: dict[str, Any]) -> None:
    assert record["category.confusion"]["Bug"]["Billing"] == 1
    assert record["category.per_class"].keys() == {"Billing", "Bug"}
    assert record["category.per_class"]["Billing"] == {
        "precision": pytest.approx(2 / 3, abs=1e-4),
        "recall": 1,
        "f1": 0.8,
        "support": 2,
    }


def test_where_all_are_new_nothing_is_said_about_finding_the_known() -> None:
    record = as_json(score([a_scored({"gold": frozenset()})] * 2, a_taxonomy(), resamples=FEW))

    assert record.keys() == {"known.macro_f1", "ask.rate"}


def test_an_analyst_that_calls_nothing_known_has_no_precision() -> None:
    record = as_json(score([a_scored({"gold": frozenset({"a"})})], a_taxonomy(), resamples=FEW))

    assert (record["known.precision"]["value"], record["known.recall"]["value"]) == (0, 0)


def test_a_threshold_takes_the_place_of_the_apps_own_rule() -> None:
    tuning = [
        a_scored({"gold": gold}, known_probability=probability)
        for gold, probability in (
            (frozenset(), 0.1),
            (frozenset(), 0.3),
            (frozenset("a"), 0.4),
            (frozenset("a"), 0.9),
        )
    ]
    known = on_known(tuning)
    assert known is not None

    threshold = best_threshold(known)
    result = score(tuning, a_taxonomy(), threshold, resamples=FEW)

    assert threshold == pytest.approx(0.35)
    assert result.figures["known.macro_f1"].value == 1
    assert any("Known from a probability of 0.3500 on" in line for line in in_words(result))


@pytest.mark.parametrize(("gold", "extreme"), [(frozenset(), "new"), (frozenset("a"), "known")])
def test_a_threshold_can_call_everything_the_same(gold: frozenset[str], extreme: str) -> None:
    known = on_known([a_scored({"gold": gold}, known_probability=p) for p in (0.0, 1.0)])
    assert known is not None

    threshold = best_threshold(known)

    assert (threshold <= 0) if extreme == "known" else (threshold > 1)


def test_the_interval_covers_what_a_coin_would_give() -> None:
    # 400 tosses of a fair coin: the standard error is 0.025.
    figures = with_intervals(lambda rows: {"heads": float((rows % 2).mean())}, 400)

    assert figures["heads"].value == 0.5
    assert figures["heads"].low == pytest.approx(0.451, abs=0.006)
    assert figures["heads"].high == pytest.approx(0.549, abs=0.006)


def test_the_interval_holds_the_value_even_where_every_draw_exceeds_it() -> None:
    def repeats(rows: NDArray[np.intp]) -> dict[str, float]:
        return {"repeats": float(len(rows) - len(set(rows.tolist())))}

    (figure,) = with_intervals(repeats, 100, FEW).values()

    assert figure.low == figure.value == 0
    assert figure.high > 30


def test_a_draw_that_tells_nothing_is_passed_over() -> None:
    def share(rows: NDArray[np.intp]) -> dict[str, float]:
        return {"share": 1.0 if 1 in rows else np.nan, "never": np.nan}

    assert with_intervals(share, 2, FEW) == {"share": Figure(1.0, 1.0, 1.0)}


def test_the_table_shows_figures_with_their_intervals_and_the_categories() -> None:
    scored = [a_scored({"category": "Billing"}), a_scored({"category": "Bug"})]
    result = score(scored, a_taxonomy(), resamples=FEW)
    result.figures["n"] = exactly(1234)

    table = "\n".join(in_words(result))

    assert "category.macro_f1            0.333   " in table
    assert "\nn                            1,234\n" in table
    assert "Billing              0.500   1.000  0.667" in table


def test_an_interval_of_no_width_is_shown_but_none_of_what_is_exact() -> None:
    assert interval(Figure(1.0, 1.0, 1.0)) == "1.000 to 1.000"
    assert interval(exactly(40)) == ""
