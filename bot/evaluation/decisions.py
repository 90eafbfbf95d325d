"""What was true and what was decided about many tickets, as numbers to count with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.evaluation.metrics import by_label, confusion

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from bot.evaluation.labelled import LabelledTicket
    from bot.evaluation.predictions import Prediction

NO_YES = ("no", "yes")


@dataclass(frozen=True, slots=True)
class Scored:
    """A labelled ticket and what was predicted about it."""

    ticket: LabelledTicket
    prediction: Prediction


@dataclass(frozen=True, slots=True)
class Decisions:
    """One decision about each of some tickets; a label is a position in `names`."""

    names: tuple[str, ...]
    truth: NDArray[np.intp]
    decided: NDArray[np.intp]
    scores: NDArray[np.float64]
    """How probable the decided label is, or for a decision of no or yes the yes; or NaN."""

    @property
    def right(self) -> NDArray[np.bool_]:
        """Return which decisions were right."""
        return np.asarray(self.truth == self.decided)

    @property
    def occurring(self) -> list[int]:
        """Return the labels that are true of any ticket: others have no recall to speak of."""
        return [int(label) for label in np.unique(self.truth)]

    def counts(self, rows: NDArray[np.intp] | None = None) -> NDArray[np.intp]:
        """Return the confusion of all decisions, or of those in `rows`."""
        truth = self.truth if rows is None else self.truth[rows]
        decided = self.decided if rows is None else self.decided[rows]
        return confusion(truth, decided, len(self.names))

    def per_class(self) -> dict[str, dict[str, float]]:
        """Return precision, recall, F1 and support of each label that occurs."""
        of = by_label(self.counts())
        return {
            self.names[label]: {
                "precision": float(np.nan_to_num(of.precision[label])),
                "recall": float(of.recall[label]),
                "f1": float(of.f1[label]),
                "support": int(of.support[label]),
            }
            for label in self.occurring
        }

    def confusion(self) -> dict[str, dict[str, int]]:
        """Return the counts by name: first what is true, then what was decided."""
        return {
            name: dict(zip(self.names, row, strict=True))
            for name, row in zip(self.names, self.counts().tolist(), strict=True)
        }


def on_category(scored: Iterable[Scored], names: tuple[str, ...]) -> Decisions | None:
    """Return the decisions on category; None if no ticket is labelled."""
    rows = [
        (each.ticket.category, each.prediction.category, each.prediction.category_confidence)
        for each in scored
        if each.ticket.category is not None
    ]
    return _decisions(names, rows)


def on_severity(scored: Iterable[Scored], names: tuple[str, ...]) -> Decisions | None:
    """Return the decisions on severity; None if no ticket is labelled."""
    rows = [
        (each.ticket.severity, each.prediction.severity, np.nan)
        for each in scored
        if each.ticket.severity is not None
    ]
    return _decisions(names, rows)


def on_known(scored: Iterable[Scored], threshold: float | None = None) -> Decisions | None:
    """Return the decisions on known or new, by the app's own rule or from a `threshold` on."""
    rows = [
        (
            NO_YES[bool(each.ticket.gold)],
            NO_YES[_is_known(each.prediction, threshold)],
            each.prediction.known_probability,
        )
        for each in scored
        if each.ticket.gold is not None
    ]
    return _decisions(NO_YES, rows)


def on_asking(scored: Iterable[Scored]) -> Decisions | None:
    """Return the decisions on asking; None if no ticket is labelled."""
    rows = [
        (
            NO_YES[each.ticket.needs_info],
            NO_YES[each.prediction.is_asked],
            each.prediction.ask_probability,
        )
        for each in scored
        if each.ticket.needs_info is not None
    ]
    return _decisions(NO_YES, rows)


def _is_known(prediction: Prediction, threshold: float | None) -> bool:
    if threshold is None:
        return prediction.is_known
    return prediction.known_probability >= threshold


def _decisions(
    names: tuple[str, ...], rows: Sequence[tuple[str, str, float | None]]
) -> Decisions | None:
    if not rows:
        return None
    truth, decided, scores = zip(*rows, strict=True)
    return Decisions(
        names,
        np.array([names.index(name) for name in truth]),
        np.array([names.index(name) for name in decided]),
        np.array(scores, dtype=np.float64),
    )
