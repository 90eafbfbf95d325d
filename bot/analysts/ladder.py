"""A second analyst for when the first one cannot judge."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

import structlog

from bot.triage.errors import TriageError, Unavailable

if TYPE_CHECKING:
    from bot.triage.judgement import Case, Judgement

_log = structlog.get_logger(__name__)

UNREACHED = "Manual review required: the model gave no answer in time, so this was judged offline."
UNUSABLE = "Manual review required: the model gave no usable answer, so this was judged offline."


class Judges(Protocol):
    """Judges a case, or raises a TriageError."""

    def judge(self, case: Case) -> Judgement:
        """Return the whole judgement of `case`."""


class Ladder:
    """Asks the first analyst, and the second one where the first fails."""

    def __init__(self, first: Judges, then: Judges) -> None:
        self._first = first
        self._then = then

    def judge(self, case: Case) -> Judgement:
        """Return the first judgement to be had, marked for review if it is the second's."""
        try:
            return self._first.judge(case)
        except TriageError as error:
            _log.warning("analyst_fell_back", error=type(error).__name__, reason=str(error))
            return _marked(self._then.judge(case), error)


def _marked(judgement: Judgement, error: TriageError) -> Judgement:
    fell_back = replace(judgement.provenance, fell_back=True)
    note = UNREACHED if isinstance(error, Unavailable) else UNUSABLE
    return replace(judgement, provenance=fell_back).noting(note)
