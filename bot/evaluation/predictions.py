"""What the app would decide about each of many tickets, without asking anybody anything."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.triage.errors import Unavailable
from bot.triage.issue import EVERY_TEAM
from bot.triage.judgement import IssueType, Turn
from bot.triage.judging.ladder import Reason, in_words
from bot.triage.redaction import redact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bot.triage.judgement import Hit, Judgement
    from bot.triage.judging.progress import Progress
    from bot.triage.redaction import Redacted
    from bot.workflow import Search, Workflow

RANKED = 10
"""How many of the found issues are looked at; people are shown fewer."""

UNUSABLE = frozenset(
    {
        Reason.REFUSED,
        Reason.FILTERED,
        Reason.EMPTY,
        Reason.UNREADABLE,
        Reason.CUT_OFF,
        Reason.BROKE_RULES,
        Reason.UNKNOWN_ISSUE,
        Reason.OTHER_LANGUAGE,
    }
)
"""Failures of a model that are its own: that another judges then is part of what is measured."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """What was decided about one ticket; category and severity also where a question was asked."""

    category: str
    category_confidence: float
    severity: str
    is_known: bool
    known_probability: float
    ranked: tuple[str, ...]
    """Ids of the found issues, best first."""
    is_asked: bool
    ask_probability: float | None
    tokens: tuple[int, int] = (0, 0)
    """What went into the model, and what came out."""
    fell_back: bool = False


class Oracle:
    """Judges texts as the app does, from the search on."""

    def __init__(self, search: Search, workflow: Callable[[Search], Workflow]) -> None:
        self._search = search
        self._workflow = workflow

    def predict(self, text: str) -> Prediction:
        """Return what the app would decide about `text` if it could ask.

        Unavailable if a model should have judged and was not to be had: figures of one analyst
        must not hold what another one did.
        """
        search = _Watched(self._search)
        turns = (Turn("reporter", redact(text)),)
        judgement = self._workflow(search).judge(EVERY_TEAM, turns, _unheard, may_ask=True)
        provenance = judgement.provenance
        if provenance.fell_back and provenance.falls[-1].reason not in UNUSABLE:
            raise Unavailable(in_words(provenance.falls))
        return _prediction(judgement, search.ranked)


class _Watched:
    """A search that remembers what it found, and looks deeper than it is asked to."""

    def __init__(self, search: Search) -> None:
        self._search = search
        self.ranked: tuple[str, ...] = ()

    def search(self, team: str, text: Redacted, limit: int) -> tuple[Hit, ...]:
        hits = self._search.search(team, text, max(limit, RANKED))
        self.ranked = tuple(hit.issue.id for hit in hits[:RANKED])
        return hits[:limit]


def predict_all(oracle: Oracle, texts: Sequence[str], workers: int) -> Iterator[Prediction]:
    """Yield a prediction for each text, in order, `workers` at a time.

    What has not begun when the caller stops, or a prediction fails, is called off.
    """
    pool = ThreadPoolExecutor(workers)
    try:
        yield from pool.map(oracle.predict, texts)
    finally:
        pool.shutdown(cancel_futures=True)


def _prediction(judgement: Judgement, ranked: tuple[str, ...]) -> Prediction:
    provenance = judgement.provenance
    return Prediction(
        category=judgement.category,
        category_confidence=judgement.confidence.category,
        severity=judgement.severity,
        is_known=judgement.issue_type is IssueType.KNOWN,
        known_probability=judgement.known_probability,
        ranked=ranked,
        is_asked=judgement.question is not None,
        ask_probability=judgement.ask_probability,
        tokens=(provenance.input_tokens, provenance.output_tokens),
        fell_back=provenance.fell_back,
    )


def _unheard(_: Progress) -> None:
    """Hear of progress, and tell nobody."""
