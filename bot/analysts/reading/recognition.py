"""Whether a ticket is about a known issue, from how the found ones stand."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.triage.judgement import Hit

KNOWN_FROM = 0.5

UNMEASURED = 1.05
"""A threshold above any cosine: with an embedding model whose hits nobody has measured, nothing
is called known until a person sets a threshold."""

_LEAD, _NEARNESS, _START = 0.58, 0.36, -0.55
"""A logistic regression over the train and dev tickets of `tests/data/eval/known_tickets.jsonl`,
on all 60 issues and on parts of them: see `tests/tuning/recognition.py`. It sees only how a hit
stands among what is usual in the knowledge base in use, so it needs no labels of that one.
"""

_LEAST, _LEAST_STEEPNESS = 0.40, 25.0
"""The cosine below which the best of a small collection is the same issue less than every third
time, however far it leads: measured on parts of 6 to 60 issues with either local model. A weight
of the cosine itself would not carry over to collections whose issues are near to each other.
"""

_ANOTHER_CODE = -0.5
"""What the log odds come to at most if the ticket names another code of the issue's family: new,
but not so surely that no person looks, since few such tickets could be measured.
"""

_STEEPNESS = 10.0
"""Of the logistic around a threshold that a person set."""


def known_probability(hits: Sequence[Hit], threshold: float | None = None) -> float:
    """Return how probably the best of `hits`, best first, is what the ticket is about.

    A `threshold` that a person set is compared with the cosine, which people see.
    """
    if not hits:
        return 0.0
    if threshold is not None:
        return _logistic(_STEEPNESS * (hits[0].similarity - threshold) + hits[0].recalled)
    standing = hits[0].standing
    ahead = _LEAD * standing.lead + _NEARNESS * standing.nearness + _START
    measured = min(ahead, _LEAST_STEEPNESS * (hits[0].similarity - _LEAST))
    if standing.is_of_another_code:
        measured = min(measured, _ANOTHER_CODE)
    return _logistic(measured + hits[0].recalled)


def recognised(hits: Sequence[Hit], threshold: float | None = None) -> Hit | None:
    """Return the best of `hits` if it is more probably the same issue than not."""
    return hits[0] if hits and known_probability(hits, threshold) >= KNOWN_FROM else None


def _logistic(margin: float) -> float:
    return 1 / (1 + math.exp(-margin))
