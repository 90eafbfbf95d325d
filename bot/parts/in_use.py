"""What was learned of each workspace and is in use, at hand for whoever judges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.analysts.learning.learned import read_back
from bot.triage.errors import TriageError

if TYPE_CHECKING:
    from bot.analysts.learning.learned import Learned
    from storage.judging.learned_versions import LearnedVersions


@dataclass(frozen=True, slots=True)
class VersionInUse:
    """What was learned, under the number of its version."""

    number: int
    model: Learned


class VersionsInUse:
    """Follows the database with each ticket, so that a rollback counts from the next one on."""

    def __init__(self, versions: LearnedVersions, basis: str) -> None:
        self._versions = versions
        self._basis = basis
        self._known: dict[str, VersionInUse | None] = {}

    def of(self, team: str) -> VersionInUse | None:
        """Return what judges for `team` beside what ships; None if nothing does.

        While the database can't be asked, that is what it was before.
        """
        known = self._known.get(team)
        try:
            number = self._versions.number_in_use(team, self._basis)
            if number is None:
                known = None
            elif known is None or known.number != number:
                known = self._loaded(team, number)
        except TriageError:
            return known
        self._known[team] = known
        return known

    def _loaded(self, team: str, number: int) -> VersionInUse | None:
        model = read_back(self._versions.parameters(team, number))
        return None if model is None else VersionInUse(number, model)
