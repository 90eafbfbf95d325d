"""From labels and predictions to figures; what nobody labelled is not scored."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from bot.evaluation.decisions import NO_YES, on_asking, on_category, on_known, on_severity
from bot.evaluation.intervals import RESAMPLES, with_intervals
from bot.evaluation.metrics import (
    auroc,
    by_label,
    calibration_error,
    macro_f1,
    mean_reciprocal_rank,
    quadratic_kappa,
    rank,
    recall_at,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from bot.evaluation.decisions import Decisions, Scored
    from bot.evaluation.intervals import Figure, Measure
    from bot.triage.judgement import Taxonomy

    Rows = NDArray[np.intp]

YES = NO_YES.index("yes")


@dataclass(frozen=True, slots=True)
class Result:
    """The figures, and the decisions that they sum up; None where nothing was labelled."""

    figures: dict[str, Figure]
    category: Decisions | None
    severity: Decisions | None
    known: Decisions | None
    threshold: float | None = None
    """From which probability a ticket counts as known; None = by the app's own rule."""
    notes: tuple[str, ...] = ()
    """What one must know to read the figures."""


def score(
    scored: Sequence[Scored],
    taxonomy: Taxonomy,
    threshold: float | None = None,
    resamples: int = RESAMPLES,
) -> Result:
    """Return how right the predictions about some tickets are."""
    category = on_category(scored, taxonomy.category_names)
    severity = on_severity(scored, taxonomy.severity_names)
    known = on_known(scored, threshold)
    measures = (
        *_measured(_category_figures, category),
        *_measured(_severity_figures, severity),
        *_retrieval(scored),
        *_measured(_known_figures, known),
        *_measured(_asking_figures, on_asking(scored)),
        *_asked(scored),
    )
    figures: dict[str, Figure] = {}
    for measure, count in measures:
        figures |= with_intervals(measure, count, resamples)
    return Result(figures, category, severity, known, threshold)


def _measured(
    figures: Callable[[Decisions, Rows], dict[str, float]], decisions: Decisions | None
) -> Iterator[tuple[Measure, int]]:
    """Yield the measure of what was decided, and how many rows it has."""
    if decisions is not None:
        yield partial(figures, decisions), len(decisions.truth)


def _category_figures(category: Decisions, rows: Rows) -> dict[str, float]:
    return {
        "category.macro_f1": macro_f1(category.counts(rows), category.occurring),
        "calibration.ece": calibration_error(category.scores[rows], category.right[rows]),
    }


def _severity_figures(severity: Decisions, rows: Rows) -> dict[str, float]:
    counts = severity.counts(rows)
    return {
        "severity.macro_f1": macro_f1(counts, severity.occurring),
        "severity.kappa": quadratic_kappa(counts),
    }


def _retrieval(scored: Sequence[Scored]) -> Iterator[tuple[Measure, int]]:
    """Yield the measure of the search, over the tickets that are about known issues."""
    ranks = np.array(
        [rank(each.prediction.ranked, each.ticket.gold) for each in scored if each.ticket.gold]
    )
    if len(ranks):
        yield (lambda rows: _retrieval_figures(ranks[rows])), len(ranks)


def _retrieval_figures(ranks: NDArray[np.float64]) -> dict[str, float]:
    return {
        "retrieval.recall_at_1": recall_at(1, ranks),
        "retrieval.recall_at_3": recall_at(3, ranks),
        "retrieval.mrr_at_10": mean_reciprocal_rank(ranks),
    }


def _known_figures(known: Decisions, rows: Rows) -> dict[str, float]:
    counts = known.counts(rows)
    return {
        **_yes_figures("known", counts),
        "known.macro_f1": macro_f1(counts, known.occurring),
        "known.auroc": auroc(known.truth[rows] == YES, known.scores[rows]),
    }


def _asking_figures(asking: Decisions, rows: Rows) -> dict[str, float]:
    return {
        **_yes_figures("ask", asking.counts(rows)),
        "ask.auroc": auroc(asking.truth[rows] == YES, asking.scores[rows]),
    }


def _yes_figures(name: str, counts: NDArray[np.intp]) -> dict[str, float]:
    """Return precision and recall of the yes; a precision of 0 where it was never said."""
    figures = by_label(counts)
    recall = float(figures.recall[YES])
    precision = np.nan if np.isnan(recall) else float(np.nan_to_num(figures.precision[YES]))
    return {f"{name}.precision": precision, f"{name}.recall": recall}


def _asked(scored: Sequence[Scored]) -> Iterator[tuple[Measure, int]]:
    """Yield the measure of how often is asked: it needs no label."""
    asked = np.array([each.prediction.is_asked for each in scored])
    yield (lambda rows: {"ask.rate": float(asked[rows].mean())}), len(asked)
