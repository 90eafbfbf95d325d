"""Decides what goes wrong: by chance, or what was ordered; and counts what struck."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from bot.workspace import CallFault, Faults
from bot.workspace.world.faults import DeliveryFault
from tests.simulation.kinds import DELIVERY, IN_AN_OUTAGE, POSTING, READING, WRITING, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from random import Random

    from bot.workspace import Delivery
    from bot.workspace.records.messages import Json
    from tests.simulation.clock import Clock
    from tests.simulation.trace import Trace

POSTS = frozenset({"chat.postMessage", "chat.update"})
READS = frozenset({"auth.test", "conversations.history", "conversations.replies"})
RETRY_AFTER = ("1", "3", "0.5", "30", "soon", None, "Wed, 21 Oct 2015 07:28:00 GMT", "86400")
BOTH: tuple[Literal["never", "now"], ...] = ("never", "now")
TOO_SLOW = 60.0
"""Seconds that nobody waits for an answer of Slack's."""
PAGE = "<html><body>502 Bad Gateway</body></html>"
LATEST_SECONDS = 14.0
"""A request that left at once has landed by then, or never will: see RECONCILE_AFTER."""


class Weather(Faults):
    """The faults of Slack, and the chance of all others; `share` of what can fail does."""

    def __init__(self, chance: Random, trace: Trace, clock: Clock, share: float) -> None:
        super().__init__()
        self.share = share
        self.struck_by: Counter[Kind] = Counter()
        self._chance = chance
        self._trace = trace
        self._ordered: deque[Kind] = deque()
        self._clock = clock
        self._outage: tuple[Kind, datetime] | None = None
        self.lands_by = clock.now
        """When the latest of what nobody waits for any more has landed."""

    def break_off(self, kind: Kind, until: datetime) -> None:
        """Let every call of Slack's Web API fail until then; what people do goes on."""
        self.count(kind)
        self._outage = kind, until

    def calm_down(self) -> None:
        """Let nothing go wrong any more."""
        self.share, self._outage = 0.0, None

    def order(self, kind: Kind) -> None:
        """Let `kind` strike at the next opportunity."""
        self._ordered.append(kind)

    def strikes(self, kinds: Sequence[Kind], share: float | None = None) -> Kind | None:
        """Return which of `kinds` strikes now, which is then counted; mostly none does."""
        kind = self._next_ordered(kinds)
        if kind is None and self._chance.random() < (self.share if share is None else share):
            kind = self._chance.choice(kinds)
        if kind is not None:
            self.count(kind)
        return kind

    def count(self, kind: Kind) -> None:
        """Note that `kind` has struck."""
        self.struck_by[kind] += 1
        self._trace.note("FAULT", kind)

    def for_call(self, method: str, params: Json) -> CallFault | None:
        """Return what happens to a call of Slack's Web API."""
        planned = super().for_call(method, params)
        if planned is not None:
            return planned
        kind = self._lasting() or self.strikes(_of(method))
        fault = None if kind is None else CALL_FAULTS[kind](self._chance)
        if fault is not None and fault.lands == "late":
            late_by = self._clock.now + timedelta(seconds=fault.late_seconds)
            self.lands_by = max(self.lands_by, late_by)
        return fault

    def for_delivery(self, delivery: Delivery) -> DeliveryFault:
        """Return what happens to a delivery on its way to the bot."""
        planned = super().for_delivery(delivery)
        if planned != DeliveryFault() or delivery.kind != "events_api":
            return planned
        match self.strikes(DELIVERY):
            case Kind.DELIVERED_TWICE:
                return DeliveryFault(copies=self._chance.randint(1, 2))
            case Kind.DELIVERED_LATE:
                return DeliveryFault(delay_seconds=self._chance.choice((0.5, 5.0, 60.0, 400.0)))
            case Kind.ACK_LOST:
                return DeliveryFault(loses_ack=True)
            case _:
                return DeliveryFault()

    def _lasting(self) -> Kind | None:
        """Return how a call fails while all do: one fault, however many calls there are."""
        if self._outage is None or self._clock.now >= self._outage[1]:
            return None
        kind = self._outage[0]
        return self._chance.choice(IN_AN_OUTAGE) if kind is Kind.OUTAGE else kind

    def _next_ordered(self, kinds: Sequence[Kind]) -> Kind | None:
        for kind in self._ordered:
            if kind in kinds:
                self._ordered.remove(kind)
                return kind
        return None


def _rate_limit(chance: Random) -> CallFault:
    spelt = chance.choice(RETRY_AFTER)
    headers = {} if spelt is None else {"Retry-After": spelt}
    return CallFault(status=429, body={"ok": False, "error": "ratelimited"}, headers=headers)


def _error(chance: Random) -> CallFault:
    return CallFault(status=chance.choice((500, 502, 503, 504)), body="server error")


def _late(chance: Random) -> CallFault:
    return CallFault(
        lands="late", late_seconds=chance.uniform(1.0, LATEST_SECONDS), delay_seconds=TOO_SLOW
    )


def _refused(*errors: str) -> Callable[[Random], CallFault]:
    return lambda chance: CallFault(body={"ok": False, "error": chance.choice(errors)})


CALL_FAULTS: dict[Kind, Callable[[Random], CallFault]] = {
    Kind.RATE_LIMITED: _rate_limit,
    Kind.SERVER_ERROR: _error,
    Kind.SERVER_ERROR_AFTER: lambda chance: replace(_error(chance), lands="now"),
    Kind.UNREACHABLE: lambda _: CallFault(is_dropped=True, status=0),
    Kind.CUT_BEFORE: lambda _: CallFault(is_dropped=True),
    Kind.ANSWER_LOST: lambda _: CallFault(lands="now", is_dropped=True),
    Kind.ANSWER_SLOW: lambda _: CallFault(lands="now", delay_seconds=TOO_SLOW),
    Kind.LANDS_LATE: _late,
    Kind.GARBLED: lambda chance: CallFault(lands=chance.choice(BOTH), body=PAGE),
    Kind.BLOCKS_REFUSED: _refused("invalid_blocks", "msg_blocks_too_long"),
    Kind.REFUSED: _refused("channel_not_found", "not_in_channel", "is_archived", "restricted"),
    Kind.REVOKED: _refused("account_inactive", "token_revoked", "invalid_auth"),
}


def _of(method: str) -> Sequence[Kind]:
    if method in POSTS:
        return POSTING
    return READING if method in READS else WRITING
