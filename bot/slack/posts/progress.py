"""Shows in Slack that somebody is on a ticket, as well as that can be done."""

from __future__ import annotations

from datetime import timedelta
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple, assert_never

from bot.slack.web_api.methods import Method
from bot.triage.errors import Rejected, Unavailable
from bot.triage.judging.progress import Asked, Decided, Finished, Found, Node, Started

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.slack.blocks import Json
    from bot.slack.web_api.best_effort import BestEffort
    from bot.slack.web_api.calls import WebApi
    from bot.slack.web_api.tiers import Tiers
    from bot.triage.judging.progress import Progress
    from bot.triage.ticket import Ticket

REACTION = "eyes"
JOINED = "link"
QUIET = timedelta(seconds=30)
NOTHING = ""
RECEIVED = "is on it…"
STEPS = {
    Node.SEARCH: "is searching known issues…",
    Node.CLASSIFY: "is judging…",
}

_ABOUT_THE_PLACE = {
    "channel_not_found",
    "is_archived",
    "message_not_found",
    "not_in_channel",
    "thread_not_found",
    "invalid_thread_ts",
}
"""Refusals that say nothing about whether the workspace offers the status line."""


class Place(NamedTuple):
    """The root message of a ticket."""

    team: str
    channel: str
    ts: str


class SlackProgress:
    """The status line of a thread or, where a workspace has none, a reaction on its root."""

    def __init__(
        self,
        api: WebApi,
        best_effort: BestEffort,
        tiers: Tiers,
        *,
        clock: Callable[[], datetime],
        is_busy: Callable[[], bool],
    ) -> None:
        self._api = api
        self._best_effort = best_effort
        self._tiers = tiers
        self._clock = clock
        self._is_busy = is_busy
        self._without_status: set[str] = set()
        self._reacted: set[Place] = set()
        self._quiet_until: dict[str, datetime] = {}
        self._wanted: dict[Place, str] = {}
        """What is queued to be shown: under load, only the latest step costs a call."""
        self._lock = Lock()

    def started(self, team: str, channel: str, ts: str) -> None:
        """Show at once that a message was received."""
        self._want(Place(team, channel, ts), RECEIVED)

    def watch(self, ticket: Ticket) -> Callable[[Progress], None]:
        """Return what shows each step of judging `ticket`; it never blocks nor raises."""

        def report(progress: Progress) -> None:
            match progress:
                case Started(node):
                    self._step(ticket, STEPS[node])
                case Asked() | Decided():
                    self.done(ticket)
                case Found() | Finished():
                    pass
                case _:
                    assert_never(progress)

        return report

    def done(self, ticket: Ticket) -> None:
        """Take away what was shown."""
        place = _place(ticket)
        if place is not None:
            self._want(place, NOTHING)

    def joined(self, ticket: Ticket) -> None:
        """Mark a message that is part of an earlier ticket: no card of its own follows."""
        self.done(ticket)
        place = _place(ticket)
        if place is not None:
            self._best_effort.offer(place, "joined", lambda: self._mark(place), optional=True)

    def _mark(self, place: Place) -> None:
        if not self._is_quiet(place.team) and not self._is_busy():
            self._call(place, Method.REACT, _reaction(place, JOINED))

    def _step(self, ticket: Ticket, status: str) -> None:
        place = _place(ticket)
        if place is not None:
            self._want(place, status)

    def _want(self, place: Place, status: str) -> None:
        """Have `status` shown, in place of one that could not be shown yet."""
        with self._lock:
            is_queued = place in self._wanted
            self._wanted[place] = status
        if is_queued:
            return
        optional = status != NOTHING
        if not self._best_effort.offer(
            place, "progress", lambda: self._catch_up(place), optional=optional
        ):
            self._next(place)

    def _catch_up(self, place: Place) -> None:
        status = self._next(place)
        if status == NOTHING:
            self._clear(place)
        else:
            self._show(place, status)

    def _next(self, place: Place) -> str:
        with self._lock:
            return self._wanted.pop(place)

    def _show(self, place: Place, status: str) -> None:
        if self._is_quiet(place.team) or self._is_busy():
            return
        if place.team not in self._without_status and self._set_status(place, status):
            return
        if place.team in self._without_status and self._may_react(place):
            self._call(place, Method.REACT, _reaction(place))

    def _is_quiet(self, team: str) -> bool:
        until = self._quiet_until.get(team)
        return until is not None and self._clock() < until

    def _may_react(self, place: Place) -> bool:
        """Return True, once, if Slack will let the reaction be removed at any time."""
        with self._lock:
            removable = self._tiers.room(Method.UNREACT) - len(self._reacted)
            if place in self._reacted or removable <= 0:
                return False
            self._reacted.add(place)
            return True

    def _clear(self, place: Place) -> None:
        if place in self._reacted:
            try:
                self._call(place, Method.UNREACT, _reaction(place))
            finally:
                with self._lock:
                    self._reacted.discard(place)
        elif place.team not in self._without_status:
            self._set_status(place, NOTHING)

    def _set_status(self, place: Place, status: str) -> bool:
        """Return False if the workspace has no status line, which is remembered."""
        arguments: Json = {"channel_id": place.channel, "thread_ts": place.ts, "status": status}
        try:
            self._call(place, Method.SET_STATUS, arguments)
        except Rejected as refusal:
            if refusal.code in _ABOUT_THE_PLACE:
                raise
            self._without_status.add(place.team)
            return False
        return True

    def _call(self, place: Place, method: Method, arguments: Json) -> None:
        try:
            self._api.call(method, arguments)
        except Unavailable as failure:
            if failure.retry_after_seconds is not None:
                pause = min(timedelta(seconds=failure.retry_after_seconds), QUIET)
                self._quiet_until[place.team] = self._clock() + pause
            raise


def _place(ticket: Ticket) -> Place | None:
    if ticket.thread_ts is None or ticket.is_silent:
        return None
    return Place(ticket.team, ticket.channel, ticket.thread_ts)


def _reaction(place: Place, name: str = REACTION) -> Json:
    return {"channel": place.channel, "timestamp": place.ts, "name": name}
