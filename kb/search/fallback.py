"""Search that goes on another way where the index or the embedding model can't be reached."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import structlog

from bot.triage.errors import TriageError
from kb.search.refusals import MOST_IN_A_ROW, is_about_a_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.triage.judgement import Hit
    from bot.triage.redaction import Redacted

LEFT_ALONE_SECONDS = 30.0
"""For so long the first search is not tried after it failed: waiting for it costs more."""

log = structlog.stdlib.get_logger("kb.fallback")


class Finder(Protocol):
    """Finds known issues."""

    def search(self, team: str, text: Redacted, limit: int) -> tuple[Hit, ...]:
        """Return the issues nearest to `text`, best first; TriageError if it can't."""


@dataclass(slots=True)
class Fallback:
    """Asks `first`, and where that fails `second`; safe to share.

    Their similarities may come from different models, so hits of the two are never mixed. A text
    that `first` refuses costs no other text its search, unless it refuses many in a row.
    """

    first: Finder
    second: Finder
    monotonic: Callable[[], float]
    _left_alone_until: float = field(default=0.0, init=False)
    _refused_in_a_row: int = field(default=0, init=False)

    def search(self, team: str, text: Redacted, limit: int) -> tuple[Hit, ...]:
        """Return the issues nearest to `text`, best first."""
        if self.monotonic() < self._left_alone_until:
            return self.second.search(team, text, limit)
        try:
            hits = self.first.search(team, text, limit)
        except TriageError as error:
            log.warning("search_fell_back", reason=str(error))
            self._weigh(error)
            return self.second.search(team, text, limit)
        self._refused_in_a_row = 0
        return hits

    def _weigh(self, error: TriageError) -> None:
        """Leave the first alone, unless its `error` is about this one text."""
        is_about_it = is_about_a_text(error)
        self._refused_in_a_row += is_about_it
        if not is_about_it or self._refused_in_a_row >= MOST_IN_A_ROW:
            self._left_alone_until = self.monotonic() + LEFT_ALONE_SECONDS
