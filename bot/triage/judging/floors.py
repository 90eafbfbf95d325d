"""Words that set a minimum severity, whatever an analyst says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.triage.judging.phrases import first_said

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Floor:
    """A ticket that says one of `words` is at least as severe as `severity`."""

    severity: str
    words: tuple[str, ...]

    def said_in(self, text: str) -> str | None:
        """Return the first of the words that stands in `text`, in whatever spelling."""
        return first_said(self.words, text)


def highest(floors: Sequence[Floor], text: str, severities: Sequence[str]) -> Floor | None:
    """Return the floor with the most urgent severity that `text` calls for.

    `severities` are in order, least urgent first.
    """
    called = [floor for floor in floors if floor.said_in(text) is not None]
    return max(called, key=lambda floor: severities.index(floor.severity), default=None)
