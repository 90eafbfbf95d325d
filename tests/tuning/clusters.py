"""Measures `kb/search/clusters.py` over thresholds: `python -m tests.tuning.clusters`.

The tickets of `tests/data/eval/known_tickets.jsonl`: three about each of 60 issues in different
words, and as many about none. The thresholds were chosen by the train and dev domains.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from bot.configuration.rules import load_rules
from bot.evaluation.rows import read_tickets
from bot.parts.storeroom import PREPARED
from bot.triage.judging.cleaning import cleaned
from bot.triage.redaction import redact
from kb.models.local_model import LocalEmbedder
from kb.models.multilingual import MultilingualEmbedder
from kb.models.prepared import middle
from kb.search import clusters as tuned
from kb.search.vectors import STORED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.evaluation.labelled import LabelledTicket
    from kb.search.vectors import Embedder

SET = Path(__file__).parents[1] / "data" / "eval" / "known_tickets.jsonl"
TRIED = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6)


def told(tickets: Sequence[LabelledTicket], groups: Sequence[Sequence[int]]) -> str:
    """Return how many groups there are, how pure, and how many issues have two tickets in one."""
    several = [group for group in groups if len(group) > 1]
    pure, found = 0, set()
    for group in several:
        golds = Counter(gold for place in group for gold in tickets[place].gold or ())
        pure += max(golds.values(), default=0)
        found |= {gold for gold, count in golds.items() if count > 1}
    share = pure / max(sum(map(len, several)), 1)
    issues = {gold for ticket in tickets for gold in ticket.gold or ()}
    return f"{len(several):3} groups, purity {share:.2f}, {len(found)} of {len(issues)} issues"


def main() -> None:
    tickets = read_tickets(SET, load_rules(None).taxonomy)
    for embedder in (LocalEmbedder(), MultilingualEmbedder()):
        sys.stdout.write(f"{embedder.model}\n")
        measure(embedder, tickets)


def measure(embedder: Embedder, tickets: Sequence[LabelledTicket]) -> None:
    """Write what comes of each threshold with one model."""
    vectors = embedder.embed([cleaned(redact(ticket.text)) for ticket in tickets])
    parts = {
        "train and dev": [at for at, one in enumerate(tickets) if one.tags["split"] != "test"],
        "test": [at for at, one in enumerate(tickets) if one.tags["split"] == "test"],
    }
    known = middle(PREPARED, embedder.model)
    for table, centre in ((tuned.THRESHOLDS, known), (tuned.PLAIN_THRESHOLDS, None)):
        if table is tuned.THRESHOLDS and known is None:
            continue
        sys.stdout.write("plain\n" if centre is None else "from the middle\n")
        chosen = table.get(embedder.model, 1.0)
        for threshold in TRIED:
            table[embedder.model] = threshold
            for name, places in parts.items():
                rows = [vectors[place].astype(STORED).tobytes() for place in places]
                groups = tuned.clusters(rows, embedder.model, centre)
                line = told([tickets[place] for place in places], groups)
                sys.stdout.write(f"  {threshold:.2f} {name:14} {line}\n")
        table[embedder.model] = chosen


if __name__ == "__main__":
    main()
