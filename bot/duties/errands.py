"""Does the errands that are due, one after the other, and tries again what could not be done."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

import structlog

from bot.triage.delivery.errand import Chore
from bot.triage.errors import Rejected, TriageError, Unavailable, Unforeseen
from bot.unforeseen import guarded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from bot.triage.delivery.errand import Errand
    from storage.delivery.errands import Errands

MOST_ATTEMPTS = 8
"""So often an errand may break what does it, or the process."""
FIRST_BACKOFF = timedelta(seconds=1)
LONGEST_BACKOFF = timedelta(minutes=1)
LONGEST_WAIT = timedelta(minutes=5)
GIVE_UP_AFTER = timedelta(hours=24)
"""As long as a post waits for a Slack that is down: nobody asks for the same a second time."""
SOONER = {Chore.EXPORT: timedelta(minutes=15)}
"""Somebody sits there and waits for it."""

log = structlog.stdlib.get_logger("errands")


class Deed(Protocol):
    """Does one kind of errand."""

    def do(self, errand: Errand) -> None:
        """Do it; raises Unavailable if it is to be tried again."""

    def give_up(self, errand: Errand) -> None:
        """Tell who asked that it can't be done."""


class ErrandRunner:
    """Does the errands of a few chores in the calling thread."""

    def __init__(
        self, errands: Errands, deeds: Mapping[Chore, Deed], clock: Callable[[], datetime]
    ) -> None:
        self._errands = errands
        self._deeds = deeds
        self._clock = clock

    def run_due(self) -> int:
        """Do all that is due; return how many errands that was. Raises no error of one errand."""
        done = 0
        while (errand := self._errands.due(tuple(self._deeds), self._clock())) is not None:
            self._run(errand)
            done += 1
        return done

    def act(self) -> None:
        """Do all that is due."""
        self.run_due()

    def _run(self, errand: Errand) -> None:
        """Do one; no error of its own leaves here, so that one errand can't end the others."""
        deed = self._deeds[errand.chore]
        if errand.attempts >= MOST_ATTEMPTS:
            self._give_up(errand, deed, Rejected("it broke the process each time"))
            return
        pause = min(FIRST_BACKOFF * 2.0**errand.attempts, LONGEST_BACKOFF)
        self._errands.begin(errand, self._clock() + pause)
        try:
            with guarded("errand_broke", chore=str(errand.chore)):
                deed.do(errand)
        except Unforeseen as failure:
            if errand.attempts + 1 >= MOST_ATTEMPTS:
                self._give_up(errand, deed, failure)
        except Unavailable as failure:
            self._try_later(errand, deed, failure)
        except TriageError as failure:
            self._give_up(errand, deed, failure)
        else:
            self._errands.end(errand)

    def _try_later(self, errand: Errand, deed: Deed, failure: Unavailable) -> None:
        now = self._clock()
        waited = now - errand.asked_at
        if waited > SOONER.get(errand.chore, GIVE_UP_AFTER):
            self._give_up(errand, deed, failure)
            return
        pause = min(max(waited, FIRST_BACKOFF), LONGEST_WAIT)
        if failure.retry_after_seconds is not None:
            pause = timedelta(seconds=failure.retry_after_seconds)
        log.warning("errand_delayed", chore=str(errand.chore), reason=str(failure))
        self._errands.put_off(errand, now + pause)

    def _give_up(self, errand: Errand, deed: Deed, failure: TriageError) -> None:
        log.error("errand_given_up", chore=str(errand.chore), reason=str(failure))
        self._errands.end(errand)
        try:
            with guarded("errand_broke", chore=str(errand.chore)):
                deed.give_up(errand)
        except TriageError as error:
            log.warning("giving_up_not_told", chore=str(errand.chore), reason=str(error))
