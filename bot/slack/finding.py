"""Finds known issues for people who type: those that hold their words, then those that mean it."""

from __future__ import annotations

from queue import Empty, SimpleQueue
from threading import BoundedSemaphore, Thread
from typing import TYPE_CHECKING, Protocol

import structlog

from bot.triage.errors import TriageError, Unavailable
from bot.triage.judging.nearby import near
from bot.triage.redaction import redact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.slack.ports import KnownIssues
    from bot.triage.issue import KnownIssue
    from bot.triage.judgement import Hit
    from bot.triage.redaction import Redacted

MOST_NEAR = 10
"""So many at most are found by their meaning."""
SECONDS = 1.0
"""So long a search may take whose answer Slack awaits: after 3 s it shows none."""
AT_ONCE = 4
"""So many such searches are under way at most: of those that hang, each holds a thread."""

log = structlog.stdlib.get_logger("slack.finding")


class Search(Protocol):
    """Finds known issues by what they mean."""

    def search(self, team: str, text: Redacted, limit: int, /) -> Sequence[Hit]:
        """Return the issues nearest to `text`, best first; TriageError if it can't."""


class IssueFinder:
    """Finds the issues in use that a team knows, its own and those of all."""

    def __init__(self, issues: KnownIssues, search: Search | None) -> None:
        """Take where they are; without `search` they are found by their words alone."""
        self._issues = issues
        self._search = search

    def found(self, team: str, words: str, limit: int) -> list[KnownIssue]:
        """Return those that hold each of `words`, by id, then the nearest, best first.

        Raises a TriageError if they can't be looked up.
        """
        by_words = list(self._issues.matching(team, words, limit))
        if self._search is None or not words.strip() or len(by_words) >= limit:
            return by_words
        known = {issue.id for issue in by_words}
        hits = near(self._search.search(team, redact(words), min(limit, MOST_NEAR)))
        others = (
            self._issues.find(team, hit.issue.id) for hit in hits if hit.issue.id not in known
        )
        # The index can be a moment behind: what was retired since is not found by its id.
        return (by_words + [issue for issue in others if issue is not None])[:limit]


class HurriedSearch:
    """A search for somebody whose answer Slack awaits: what comes too late counts as nothing."""

    def __init__(self, search: Search, seconds: float = SECONDS) -> None:
        self._unhurried = search
        self._seconds = seconds
        self._room = BoundedSemaphore(AT_ONCE)

    def search(self, team: str, text: Redacted, limit: int) -> Sequence[Hit]:
        """Return the issues nearest to `text`, best first; none if that fails, or takes long."""
        if not self._room.acquire(blocking=False):
            return self._nothing("too many searches are under way")
        answer: SimpleQueue[Sequence[Hit] | TriageError] = SimpleQueue()
        about = (answer, team, text, limit)
        Thread(target=self._answer, args=about, name="hurried-search", daemon=True).start()
        try:
            found = answer.get(timeout=self._seconds)
        except Empty:
            return self._nothing("it took too long")
        return self._nothing(str(found)) if isinstance(found, TriageError) else found

    def _answer(
        self,
        answer: SimpleQueue[Sequence[Hit] | TriageError],
        team: str,
        text: Redacted,
        limit: int,
    ) -> None:
        found: Sequence[Hit] | TriageError = Unavailable("an error of ours")
        try:
            found = self._unhurried.search(team, text, limit)
        except TriageError as error:
            found = error
        finally:
            answer.put(found)
            self._room.release()

    def _nothing(self, reason: str) -> tuple[Hit, ...]:
        log.warning("not_found_by_meaning", reason=reason)
        return ()
