"""Which known issues that a search found are near enough to be told to who looked for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.triage.judgement import Hit

LEAST_NEARNESS = -2.1
"""Of the best hit, compared with how near the known issues are to each other.

Of 20 short searches for what is not there (“banana”, “qqq www eee”) the best stood below it in both
the collection that ships with the app and that of its tests; of 20 for what people ask, none did.
"""
SHARE = 0.6
"""Of the best one's similarity: what is farther away than that says nothing beside it."""


def near(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Return those of `hits`, best first, that are near by meaning or by their words."""
    if not hits:
        return ()
    best = hits[0]
    is_near = best.standing.nearness >= LEAST_NEARNESS
    least = SHARE * best.similarity
    return tuple(one for one in hits if one.lift > 0 or (is_near and one.similarity >= least))
