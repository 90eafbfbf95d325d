"""Whether asking pays: how little a ticket says, and whether its answer could change anything."""

from __future__ import annotations

import math
from dataclasses import dataclass

from bot.analysts.reading.vagueness import SAYS_NOTHING

ASK_FROM = 0.5

SETTLED_FROM = 0.9
"""From which probability that category and severity are both right no answer is expected to change
them."""

GRAVE_FROM = 0.7
"""From which probability of the gravest severity a ticket is not kept waiting for an answer: none
of the vague tickets in `tests/data/eval` reaches it."""

SURELY_KNOWN = 0.85
"""From which probability of being about a known issue its article says what is missing."""

_VAGUENESS, _RECOGNITION, _START = 2.02, -0.78, 2.0
"""A logistic regression over the train and dev tickets of `tests/data/eval`, vague and sufficient
alike: how probably a reader would ask back. The start lies between what both kinds ask for as they
are and what they ask for if they count alike: it asks about 3 % of the sufficient ones there."""


@dataclass(frozen=True, slots=True)
class Stakes:
    """What asking could change: how sure each decision is without an answer."""

    category: float
    severity: float
    known: float
    """How probably it is a known issue."""
    is_worded: bool
    """Whether it says more than a single word, or that word is a code."""
    is_grave: bool = False
    """Whether it is surely of the gravest severity."""
    is_alarm: bool = False
    """Whether a few words say what is out of service: how urgent that is needs no answer."""

    @property
    def is_settled(self) -> bool:
        """Return True if no answer is expected to change what is decided, or it can't wait for one.

        A single word settles nothing, however sure it makes: "refund" is near the article on late
        refunds, and may ask for one.
        """
        if self.is_alarm:
            return True
        is_sure = self.is_grave or self.category * self.severity >= SETTLED_FROM
        return self.is_worded and (is_sure or self.known >= SURELY_KNOWN)


def expected_gain(vagueness: float, stakes: Stakes) -> float:
    """Return how probably asking is worth it; `vagueness` is a margin.

    What says nothing at all is always worth a question. Otherwise a ticket that was recognised is
    worth less of one, and a settled one none.
    """
    recognition = max(stakes.known - 0.5, 0.0)
    gain = likelihood(_VAGUENESS * vagueness + _RECOGNITION * recognition + _START)
    if vagueness >= SAYS_NOTHING:
        return 1.0
    return gain * ASK_FROM if stakes.is_settled else gain


def likelihood(margin: float) -> float:
    """Return the probability of which `margin` is the logarithm of the odds."""
    return 1 / (1 + math.exp(-margin))
