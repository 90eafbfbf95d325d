"""Embeds all but the texts that an embedding server refuses: it refuses a whole request for one."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from secrets import token_hex
from typing import TYPE_CHECKING

from bot.triage.errors import Rejected
from bot.triage.redaction import redact

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.triage.errors import TriageError
    from bot.triage.redaction import Redacted
    from kb.search.vectors import Embedder, Vectors

NO_DIRECTION = "no_direction"
"""The code of the error where a text's vector points nowhere."""

ABOUT_A_TEXT = frozenset({"400", "413", "422", NO_DIRECTION})
"""What may be due to one text; 401, a spent quota, and the like are due to none."""

MOST_IN_A_ROW = 8
"""After so many refused texts and none taken it is asked whether the server takes any text."""


def is_about_a_text(error: TriageError) -> bool:
    """Return True if `error` may be due to one text, so that it says nothing of any other."""
    return isinstance(error, Rejected) and error.code in ABOUT_A_TEXT


@dataclass
class Sieve:
    """Halves what is refused until the refused texts stand alone, and embeds all others."""

    embedder: Embedder
    refused: dict[str, Rejected] = field(default_factory=dict)
    """By the key of the text."""
    _has_taken: bool = field(default=False, init=False)

    def embed(
        self, texts: Mapping[str, Redacted], on_progress: Callable[[int], None] | None = None
    ) -> dict[str, Vectors]:
        """Return the vectors of all `texts` that are not refused, by their keys.

        Raise Rejected where it is not for a text, Unavailable where it can't be told now.
        """
        try:
            rows = self.embedder.embed(list(texts.values()), on_progress)
        except Rejected as refusal:
            if not is_about_a_text(refusal):
                raise
            return self._apart(texts, refusal)
        self._has_taken = True
        return dict(zip(texts, rows, strict=True))

    def _apart(self, texts: Mapping[str, Redacted], refusal: Rejected) -> dict[str, Vectors]:
        if len(texts) == 1:
            self.refused |= dict.fromkeys(texts, refusal)
            if not self._has_taken and len(self.refused) >= MOST_IN_A_ROW:
                self._require_some_text()
            return {}
        middle = len(texts) // 2
        halves = islice(texts.items(), middle), islice(texts.items(), middle, None)
        first, second = (self.embed(dict(half)) for half in halves)
        return first | second

    def _require_some_text(self) -> None:
        """Raise Rejected if a harmless text is refused too; no memory knows the vector of this."""
        self.embedder.embed([redact(f"The page {token_hex(4)} does not load")])
        self._has_taken = True
