"""Asks one analyst after the other until one judges, and says on the judgement who could not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

import structlog

from bot.triage.errors import Rejected, TriageError
from bot.triage.judging.ladder import Fall, Rung, in_words, why
from bot.unforeseen import guarded

if TYPE_CHECKING:
    from bot.triage.judgement import Case, Judgement

log = structlog.stdlib.get_logger("analysts.ladder")


class Judges(Protocol):
    """Judges a case, or raises a TriageError; any other error is a fall like these."""

    def judge(self, case: Case) -> Judgement:
        """Return the whole judgement of `case`."""


class Ladder:
    """An analyst made of several; the first is asked first."""

    def __init__(self, *rungs: tuple[Rung, Judges]) -> None:
        self._rungs = rungs

    def judge(self, case: Case) -> Judgement:
        """Return the first judgement to be had, marked for review if an earlier rung failed.

        The error of the last rung is raised if all fail; it tells of every fall.
        """
        falls: tuple[Fall, ...] = ()
        failure: TriageError = Rejected("there is nobody to ask")
        for rung, analyst in self._rungs:
            try:
                with guarded("analyst_broke", rung=rung.value):
                    return _marked(analyst.judge(case), falls)
            except TriageError as error:
                log.warning("analyst_fell", rung=rung.value, reason=str(error))
                falls += error.falls or (Fall(rung, why(error)),)
                failure = error
        failure.falls = falls
        raise failure


def _marked(judgement: Judgement, falls: tuple[Fall, ...]) -> Judgement:
    if not falls:
        return judgement
    provenance = replace(judgement.provenance, falls=falls)
    note = f"Manual review required: {in_words(falls)}, so this was judged offline."
    return replace(judgement, provenance=provenance).noting(note)
