"""Has what people do stored, and says that something may have come due by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from bot.triage.teamwork.by import By

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.slack.ports import Incidents, Work
    from bot.triage.routing import Routing
    from bot.triage.teamwork.change import Change
    from bot.triage.teamwork.incident import Incident
    from bot.triage.ticket import Ticket

Stored = TypeVar("Stored")


class Doer(Protocol):
    """Whoever pressed a button or sent a form."""

    @property
    def team(self) -> str:
        """Return the workspace."""

    @property
    def user(self) -> str:
        """Return the person."""


class Deeds:
    """Each is one transaction; what refuses it comes out as it was raised.

    Any of them may raise Unavailable within 2 s; None or False = nothing is there to do it to.
    """

    def __init__(
        self,
        work: Work,
        incidents: Incidents,
        *,
        wake: Callable[[], None],
        clock: Callable[[], datetime],
    ) -> None:
        self._work = work
        self._incidents = incidents
        self._wake = wake
        self._clock = clock

    def change(
        self, doer: Doer, number: int, make: Callable[[Ticket, By], Change], event: str
    ) -> Ticket | None:
        """Return the ticket after what `make` makes of it; MoveRefused if that can't be."""
        by = self._by(doer)
        return self._kept(
            self._work.change(
                doer.team, number, lambda ticket: make(ticket, by), event=event, by=by
            )
        )

    def reroute(
        self, doer: Doer, number: int, make: Callable[[Ticket, By], Routing]
    ) -> Ticket | None:
        """Return the ticket routed as `make` says of it; MoveRefused if it is closed."""
        by = self._by(doer)
        return self._kept(
            self._work.reroute(doer.team, number, lambda ticket: make(ticket, by), by=by)
        )

    def judge_again(self, doer: Doer, number: int) -> bool:
        """Have the ticket judged once more; MoveRefused if it is closed, UnderWay if it is."""
        return self._kept(self._work.judge_again(doer.team, number, by=self._by(doer)))

    def move_incident(
        self, doer: Doer, number: int, make: Callable[[Incident], Incident], event: str
    ) -> Incident | None:
        """Return the incident after what `make` makes of it; IncidentMoved if that can't be."""
        by = self._by(doer)
        return self._kept(self._incidents.change(doer.team, number, make, event=event, by=by))

    def open_incident(self, doer: Doer, number: int, channel: str) -> Incident | None:
        """Return a new incident of that ticket; IncidentMoved if it is part of one."""
        by = self._by(doer)
        return self._kept(self._incidents.open_by_hand(doer.team, number, channel, by=by))

    def _by(self, doer: Doer) -> By:
        return By(doer.user, self._clock())

    def _kept(self, stored: Stored) -> Stored:
        if stored is not None and stored is not False:
            self._wake()
        return stored
