"""Pictures of how right the app is: where it errs, how sure it is, what it takes for known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure as Picture
from sklearn.metrics import precision_recall_curve

from bot.evaluation.metrics import bins
from bot.evaluation.scoring import YES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from matplotlib.axes import Axes

    from bot.evaluation.decisions import Decisions
    from bot.evaluation.scoring import Result

_INK = "#1f4e79"
_ACCENT = "#c0392b"
_FAINT = "#999999"
_DARK_FROM = 0.6
"""From this share of its row on a cell is too dark for black digits."""


def draw(result: Result, folder: Path) -> list[Path]:
    """Write a PNG into `folder` for everything that was scored; return the files."""
    written = []
    for name, picture in _pictures(result):
        written.append(folder / f"{name}.png")
        picture.savefig(written[-1], dpi=150)
    return written


def _pictures(result: Result) -> Iterator[tuple[str, Picture]]:
    if result.category is not None:
        yield "category_confusion", _confusion("Category", result.category)
        yield "category_reliability", _reliability(result)
    if result.severity is not None:
        yield "severity_confusion", _confusion("Severity", result.severity)
    if result.known is not None and YES in result.known.truth:
        yield "known_precision_recall", _precision_recall(result)


def _axes(title: str) -> tuple[Picture, Axes]:
    picture = Picture(figsize=(6.4, 5.6), layout="constrained")
    axes = picture.add_subplot()
    axes.set_title(title, loc="left", fontsize=11)
    return picture, axes


def _confusion(what: str, decisions: Decisions) -> Picture:
    """Return the counts, each cell shaded by its share of the tickets that are truly of its row."""
    counts = decisions.counts()
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    picture, axes = _axes(f"{what}: {counts.trace()} of {counts.sum()} tickets right")
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    for (row, column), count in np.ndenumerate(counts):
        colour = "white" if shares[row, column] > _DARK_FROM else "black"
        axes.text(column, row, str(count), ha="center", va="center", color=colour)
    places = range(len(decisions.names))
    axes.set_xticks(places, decisions.names, rotation=30, ha="right")
    axes.set_yticks(places, decisions.names)
    axes.set_xlabel("decided")
    axes.set_ylabel("true")
    return picture


def _reliability(result: Result) -> Picture:
    """Return how often each bin of equally many tickets was right, beside how sure the app was."""
    category = result.category
    assert category is not None
    of_bins = bins(category.scores)
    sure = [float(category.scores[rows].mean()) for rows in of_bins]
    right = [float(category.right[rows].mean()) for rows in of_bins]
    error = result.figures["calibration.ece"]
    picture, axes = _axes(
        f"Category, how sure and how right: calibration error {error.value:.3f} "
        f"({error.low:.3f} to {error.high:.3f})"
    )
    axes.plot([0, 1], [0, 1], color=_FAINT, linestyle="--", label="as sure as right")
    axes.vlines(sure, sure, right, color=_ACCENT, linewidth=2, label="gap")
    axes.plot(sure, right, color=_INK, marker="o", label=f"{len(of_bins)} bins of equal mass")
    axes.set_xlabel("mean confidence")
    axes.set_ylabel("share that was right")
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1.02)
    axes.legend(loc="upper left")
    return picture


def _precision_recall(result: Result) -> Picture:
    """Return what each threshold between known and new would give, and where the app stands."""
    known = result.known
    assert known is not None
    truth = known.truth == YES
    precision, recall, _ = precision_recall_curve(truth, known.scores)
    chosen = result.figures["known.precision"].value, result.figures["known.recall"].value
    rule = "the app's rule" if result.threshold is None else f"threshold {result.threshold:.2f}"
    picture, axes = _axes(f"Known or new: {truth.sum()} of {truth.size} tickets are known")
    axes.axhline(truth.mean(), color=_FAINT, linestyle="--", label="all called known")
    axes.step(recall, precision, where="post", color=_INK, label="by threshold")
    axes.plot(
        chosen[1],
        chosen[0],
        marker="o",
        color=_ACCENT,
        linestyle="",
        label=f"{rule}: precision {chosen[0]:.2f}, recall {chosen[1]:.2f}",
    )
    axes.set_xlabel("recall of known")
    axes.set_ylabel("precision of known")
    axes.set_xlim(0, 1.02)
    axes.set_ylim(0, 1.02)
    axes.legend(loc="lower left")
    return picture
