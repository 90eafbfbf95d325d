"""What `triage eval --json` calls its figures: other programs read them by these names."""

from __future__ import annotations

FIGURES = {
    "category.macro_f1",
    "severity.macro_f1",
    "severity.kappa",
    "retrieval.recall_at_1",
    "retrieval.recall_at_3",
    "retrieval.mrr_at_10",
    "known.precision",
    "known.recall",
    "known.macro_f1",
    "known.auroc",
    "ask.precision",
    "ask.recall",
    "ask.auroc",
    "ask.rate",
    "calibration.ece",
    "n",
    "seconds",
    "tokens",
    "cost",
}

PLAIN = {"category.per_class", "category.confusion"}
"""What has no interval."""
