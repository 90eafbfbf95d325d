"""Which known issues come first, the same for every kind of search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.triage.judgement import Hit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.triage.issue import KnownIssue

DECIMALS = 6
"""Beyond these, float32 arithmetic in another order differs, and ties would break by chance."""

TIES = 8
"""Hits fetched beyond the limit, so that equals at its edge come in the order of their ids."""


def hit(issue: KnownIssue, cosine: float) -> Hit:
    """Return `issue` as found, its cosine cut to [0, 1]."""
    return Hit(issue, round(min(max(float(cosine), 0.0), 1.0), DECIMALS))


def best(hits: Iterable[Hit], limit: int) -> tuple[Hit, ...]:
    """Return the `limit` most similar, best first; equals in the order of their ids."""
    return tuple(sorted(hits, key=lambda found: (-found.similarity, found.issue.id))[:limit])
