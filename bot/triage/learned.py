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
