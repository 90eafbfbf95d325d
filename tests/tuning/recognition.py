"""Fits the weights in `bot/analysts/reading/recognition.py`: `python -m tests.tuning.recognition`.

Tickets of the train and dev domains, each searched among all 60 issues and among random parts of
them, so that many a ticket is about an issue that is not there. Known and new count alike.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.configuration.rules import load_rules
from bot.evaluation.rows import read_issues, read_tickets
from bot.triage.issue import EVERY_TEAM
from bot.triage.redaction import redact
from kb.models.local_model import LocalEmbedder
from kb.models.prepared import Collected
from kb.models.recent import RecentTexts
from kb.search.exact import ExactSearch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.evaluation.labelled import LabelledTicket
    from bot.triage.issue import KnownIssue

SETS = Path(__file__).parents[1] / "data" / "eval"
PARTS = 12
SHARES = (0.4, 0.6, 0.8)

Row = tuple[float, float, bool]
"""Lead, nearness, and whether the ticket's issue was there."""


def rows(issues: Sequence[KnownIssue], tickets: Sequence[LabelledTicket]) -> Iterator[Row]:
    """Yield what the fit sees of each ticket, among all issues and among each part of them."""
    embedder, cache = RecentTexts(LocalEmbedder(), size=10_000), Collected()
    draw = random.Random(20261126)
    parts = [draw.sample(issues, int(len(issues) * draw.choice(SHARES))) for _ in range(PARTS)]
    for part in (list(issues), *parts):
        shelf = {EVERY_TEAM: part}
        search = ExactSearch(shelf.__getitem__, embedder, cache)
        there = {issue.id for issue in part}
        for ticket in tickets:
            standing = search.search(EVERY_TEAM, redact(ticket.text), 1)[0].standing
            yield standing.lead, standing.nearness, bool((ticket.gold or set()) & there)


def main() -> None:
    issues = read_issues(SETS / "known_issues.jsonl")
    tickets = read_tickets(SETS / "known_tickets.jsonl", load_rules(None).taxonomy)
    data = np.array(list(rows(issues, [each for each in tickets if each.tags["split"] != "test"])))
    model = LogisticRegression(C=10, class_weight="balanced").fit(data[:, :2], data[:, 2])
    (lead, nearness), (start,) = model.coef_[0], model.intercept_
    sys.stdout.write(f"lead {lead:.2f}, nearness {nearness:.2f}, start {start:.2f}\n")


if __name__ == "__main__":
    main()
