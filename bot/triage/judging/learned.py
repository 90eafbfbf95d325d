"""What was learned from one workspace's tickets, and whether it judges better than what ships."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class VersionState(StrEnum):
    """What became of a version."""

    IN_USE = "in use"
    REPLACED = "replaced"
    """A later one took its place."""
    NOT_USED = "not used"
    """It would have judged worse than what was in use, or than what ships."""
    ROLLED_BACK = "rolled back"
    """It judged worse in the end, or a person took it back."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares of tickets judged right, in category and severity: each counts as one.

    All are about the same tickets of the workspace, none of which was learned from for the figure
    (cross-validation).
    """

    shipped: float
    """By what ships alone."""
    before: float
    """By the version in use until then."""
    after: float
    """By this version."""
    elsewhere_before: float
    """On the examples that ship, by what ships alone."""
    elsewhere: float
    """On the examples that ship, with this version."""


@dataclass(frozen=True, slots=True)
class LearnedVersion:
    """One fit; numbers count per workspace."""

    team: str
    number: int
    at: datetime
    state: VersionState
    basis: str
    """What it was added to: the shipped models, the taxonomy, the embedding model."""
    tickets: tuple[int, ...]
    """The ids of those that it learned from."""
    figures: Figures


MOST_LOST_ELSEWHERE = 0.1
"""How much worse the examples that ship may be judged: where a team goes its own way, they are
wrong there. Four made-up teams with two habits each lose 0.02 to 0.07, none of it for others."""


def is_no_worse(figures: Figures) -> bool:
    """Return True if what was learned may be used."""
    is_forgetful = figures.elsewhere < figures.elsewhere_before - MOST_LOST_ELSEWHERE
    return figures.after >= max(figures.before, figures.shipped) and not is_forgetful
