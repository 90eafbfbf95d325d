"""Labelled tickets and predictions with defaults."""

from __future__ import annotations

from bot.evaluation.decisions import Scored
from bot.evaluation.labelled import LabelledTicket
from bot.evaluation.predictions import Prediction


def a_scored(labels: dict[str, object] | None = None, **predicted: object) -> Scored:
    """Return a ticket with `labels` and what was predicted about it."""
    fields: dict[str, object] = {
        "category": "Billing",
        "category_confidence": 0.9,
        "severity": "Low",
        "is_known": False,
        "known_probability": 0.2,
        "ranked": (),
        "is_asked": False,
        "ask_probability": 0.1,
    }
    ticket = LabelledTicket("The invoice is wrong", **(labels or {}))  # type: ignore[arg-type]
    return Scored(ticket, Prediction(**{**fields, **predicted}))  # type: ignore[arg-type]
