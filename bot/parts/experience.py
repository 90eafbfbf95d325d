"""What a workspace has made of similar tickets, at hand for whoever judges the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import structlog

from bot.analysts.learning.memory import Memory, Nearness
from bot.duties import reading
from bot.duties.reading import Reader
from bot.triage.errors import TriageError
from bot.triage.judging.cleaning import cleaned
from bot.unforeseen import guarded
from bot.workflow import Recalled
from kb.search.likeness import BRIDGED, ENGLISH, MULTILINGUAL

if TYPE_CHECKING:
    from bot.triage.judgement import Hit
    from bot.triage.redaction import Redacted
    from kb.search.vectors import Embedder
    from storage.known_issues.catalogue import Catalogue

_BY_MANY_LANGUAGES = Nearness(tells=0.5, shows=0.5)
"""What is farther away spoils as much of what was right as it gains, by `tests/data/replay`."""
MEASURED = {
    ENGLISH: Nearness(),
    MULTILINGUAL: _BY_MANY_LANGUAGES,
    BRIDGED: _BY_MANY_LANGUAGES,
}
"""How near is near, by the embedding models of which somebody has measured it."""

log = structlog.stdlib.get_logger("experience")


class Store(reading.Store, Protocol):
    """Where it is kept what tickets came to."""

    @property
    def catalogue(self) -> Catalogue:
        """Return the known issues."""


class Experience:
    """Follows the database with each ticket: a verdict counts from the next one on."""

    def __init__(self, store: Store, embedder: Embedder) -> None:
        """Take `embedder` as one that needs no network."""
        self._store = store
        self._embedder = embedder
        self._reader = Reader(store, embedder)
        self._memories: dict[str, tuple[object, Memory]] = {}

    def recall(self, team: str, text: Redacted, hits: tuple[Hit, ...], limit: int) -> Recalled:
        """Return `hits` by what people said of tickets like `text`, and the nearest of these.

        A ticket is judged without it rather than not at all.
        """
        try:
            with guarded("recall_broke", team=team):
                return self._recalled(team, text, hits, limit)
        except TriageError as error:
            log.warning("nothing_recalled", team=team, reason=str(error))
            return Recalled(hits)

    def _recalled(self, team: str, text: Redacted, hits: tuple[Hit, ...], limit: int) -> Recalled:
        memory = self._memory(team)
        if memory is None:
            return Recalled(hits)
        (vector,) = self._embedder.embed([cleaned(text)])
        found = memory.recalled(
            vector, hits, lambda issue: self._store.catalogue.find(team, issue), limit
        )
        return Recalled(found, memory.precedents(vector))

    def _memory(self, team: str) -> Memory | None:
        """Return what is remembered of `team`, read again only if there is something new.

        That is not left to those who learn in the background: the next ticket may be here first.
        """
        state = self._store.learning.state(team)
        model = self._embedder.model
        if state is None or model not in MEASURED:
            return None
        known = self._memories.get(team)
        if known is None or known[0] != state:
            self._reader.read(team)
            state = self._store.learning.state(team)
            lessons = self._store.lessons.of_team(team, model)
            known = state, Memory(lessons, MEASURED[model])
            self._memories[team] = known
        return known[1]
