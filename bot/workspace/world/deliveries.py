"""What is on its way to the apps: due times, acknowledgements and redelivery."""

import heapq
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from bot.workspace.records.messages import Json
from bot.workspace.world.faults import Faults

Kind = Literal["events_api", "slash_commands", "interactive"]
ACK_SECONDS = 3.0
RETRY_DELAYS = (0.0, 60.0, 300.0)
HTTP_OK = 200


@dataclass(frozen=True)
class Ack:
    """What an app answered to a delivery."""

    status: int = HTTP_OK
    body: Any = None
    """Parsed JSON, plain text, or None."""
    no_retry: bool = False


@dataclass(frozen=True)
class Attempt:
    """One try to deliver, and how it ended."""

    sent_at: float
    settled_at: float
    outcome: str
    """`ok`, or Slack's reason for trying again such as `http_timeout`."""


@dataclass(eq=False)
class Delivery:
    """An event, command or interaction for one app; its fields tell how it went."""

    kind: Kind
    app_id: str
    team_id: str
    payload: Json
    number: int = 0
    retry_num: int = 0
    retry_reason: str = ""
    state: Literal["waiting", "sent", "acknowledged", "failed"] = "waiting"
    envelope_id: str = ""
    created_at: float = 0.0
    sent_at: float = 0.0
    ack: Ack | None = None
    loses_ack: bool = False
    attempts: list[Attempt] = field(default_factory=list)
    on_end: Callable[["Delivery"], None] | None = None

    @property
    def is_over(self) -> bool:
        """Whether Slack is done with it."""
        return self.state in {"acknowledged", "failed"}

    @property
    def event_type(self) -> str:
        """The type of the event inside, or of the interaction."""
        inner = self.payload.get("event", self.payload)
        return str(inner.get("type") or self.payload.get("command", ""))


class Deliveries:
    """The queue to the apps; every method may be called from any thread."""

    def __init__(
        self,
        clock: Callable[[], float],
        new_envelope_id: Callable[[], str],
        changed: threading.Condition,
        faults: Faults,
    ) -> None:
        """Start empty, with Slack's own patience and delays."""
        self.ack_seconds = ACK_SECONDS
        self.retry_delays: tuple[float, ...] = RETRY_DELAYS
        self.log: list[Delivery] = []
        self._clock = clock
        self._new_envelope_id = new_envelope_id
        self._changed = changed
        self._faults = faults
        self._due: list[tuple[float, int, Delivery]] = []
        self._awaited: dict[str, tuple[float, Delivery]] = {}
        self._pushed = 0

    def add(self, delivery: Delivery) -> Delivery:
        """Queue `delivery`, as often and as late as the faults say."""
        with self._changed:
            fault = self._faults.for_delivery(delivery)
            delivery.loses_ack = fault.loses_ack
            for copy in (delivery, *(replace(delivery, attempts=[]) for _ in range(fault.copies))):
                copy.number = len(self.log)
                copy.created_at = self._clock()
                self.log.append(copy)
                self._push(copy, fault.delay_seconds)
            return delivery

    def take(self) -> Delivery | None:
        """Return the next delivery that is due and mark it as sent; None if there is none."""
        with self._changed:
            if not self._due or self._due[0][0] > self._clock():
                return None
            _, _, delivery = heapq.heappop(self._due)
            delivery.state = "sent"
            delivery.sent_at = self._clock()
            delivery.envelope_id = self._new_envelope_id()
            self._awaited[delivery.envelope_id] = (delivery.sent_at + self.ack_seconds, delivery)
            return delivery

    def settle(self, envelope_id: str, ack: Ack) -> bool:
        """Take an app's answer; return whether anyone was still waiting for it."""
        with self._changed:
            _, delivery = self._awaited.get(envelope_id, (0.0, None))
            if delivery is None:
                return False
            if delivery.loses_ack:
                delivery.loses_ack = False
                return False
            if ack.status != HTTP_OK:
                self.fail(envelope_id, "http_error", ack)
            else:
                self._end(delivery, "ok", ack)
            return True

    def fail(self, envelope_id: str, reason: str, ack: Ack | None = None) -> None:
        """Note that an attempt went wrong, and try an event again while Slack would."""
        with self._changed:
            _, delivery = self._awaited.get(envelope_id, (0.0, None))
            if delivery is None:
                return
            is_last = delivery.retry_num >= len(self.retry_delays) or (ack and ack.no_retry)
            if delivery.kind != "events_api" or is_last:
                self._end(delivery, reason, ack)
                return
            self._note(delivery, reason)
            delivery.state = "waiting"
            delivery.retry_reason = reason
            self._push(delivery, self.retry_delays[delivery.retry_num])
            delivery.retry_num += 1

    def expire(self) -> None:
        """Fail everything that was not answered in time."""
        with self._changed:
            now = self._clock()
            for envelope_id, (deadline, _) in list(self._awaited.items()):
                if deadline <= now:
                    self.fail(envelope_id, "http_timeout")

    def next_due(self) -> float | None:
        """Return when there is something to do next."""
        with self._changed:
            times = [deadline for deadline, _ in self._awaited.values()]
            return min([*times, *(due for due, _, _ in self._due[:1])], default=None)

    def unfinished(self) -> Iterator[Delivery]:
        """Yield what is queued or unanswered."""
        return (delivery for delivery in list(self.log) if not delivery.is_over)

    def _push(self, delivery: Delivery, delay_seconds: float) -> None:
        self._pushed += 1
        heapq.heappush(self._due, (self._clock() + delay_seconds, self._pushed, delivery))
        self._changed.notify_all()

    def _note(self, delivery: Delivery, outcome: str) -> None:
        del self._awaited[delivery.envelope_id]
        delivery.attempts.append(Attempt(delivery.sent_at, self._clock(), outcome))
        self._changed.notify_all()

    def _end(self, delivery: Delivery, outcome: str, ack: Ack | None) -> None:
        self._note(delivery, outcome)
        delivery.state = "acknowledged" if outcome == "ok" else "failed"
        delivery.ack = ack
        if delivery.on_end:
            delivery.on_end(delivery)
