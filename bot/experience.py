"""What a workspace has made of similar tickets, at hand for whoever judges the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import structlog

from bot.analysts.memory import Memory
from bot.triage.cleaning import cleaned
from bot.triage.errors import TriageError
from bot.workflow import Recalled

if TYPE_CHECKING:
    from bot.triage.judgement import Hit
    from bot.triage.redaction import Redacted
    from kb.vectors import Embedder
    from storage.catalogue import Catalogue
    from storage.learning import Learning
    from storage.lessons import Lessons

MEASURED = frozenset({"all-MiniLM-L6-v2@60c75843/256"})
"""The embedding models of which somebody has measured how near is near."""

log = structlog.stdlib.get_logger("experience")


class Store(Protocol):
    """Where it is kept what tickets came to."""

    @property
    def lessons(self) -> Lessons:
        """Return what the tickets came to."""

    @property
    def learning(self) -> Learning:
        """Return what there is to learn."""

    @property
    def catalogue(self) -> Catalogue:
        """Return the known issues."""


class Experience:
    """Follows the database with each ticket: a verdict counts from the next one on."""

    def __init__(self, store: Store, embedder: Embedder) -> None:
        """Take `embedder` as one that needs no network."""
        self._store = store
        self._embedder = embedder
        self._memories: dict[str, tuple[object, Memory]] = {}

    def recall(self, team: str, text: Redacted, hits: tuple[Hit, ...], limit: int) -> Recalled:
        """Return `hits` by what people said of tickets like `text`, and the nearest of these.

        A ticket is judged without it rather than not at all.
        """
        try:
            memory = self._memory(team)
            if memory is None:
                return Recalled(hits)
            (vector,) = self._embedder.embed([cleaned(text)])
            found = memory.recalled(
                vector, hits, lambda issue: self._store.catalogue.find(team, issue), limit
            )
            return Recalled(found, memory.precedents(vector))
        except TriageError as error:
            log.warning("nothing_recalled", team=team, reason=str(error))
            return Recalled(hits)

    def _memory(self, team: str) -> Memory | None:
        """Return what is remembered of `team`, read again only if there is something new."""
        state = self._store.learning.state(team)
        if state is None or self._embedder.model not in MEASURED:
            return None
        known = self._memories.get(team)
        if known is None or known[0] != state:
            known = state, Memory(self._store.lessons.of_team(team, self._embedder.model))
            self._memories[team] = known
        return known[1]
