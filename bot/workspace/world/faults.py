"""A plan of what goes wrong: with the next calls of an app, and with what is sent to it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from bot.workspace.records.messages import Json

if TYPE_CHECKING:
    from bot.workspace.world.deliveries import Delivery

ANY = "*"


@dataclass
class CallFault:
    """How a Web API call goes wrong; `lands` says what becomes of its effect."""

    method: str = ANY
    times: int = 1
    lands: Literal["never", "now", "late"] = "never"
    status: int = 200
    body: Json | str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    is_dropped: bool = False
    delay_seconds: float = 0.0
    late_seconds: float = 0.0
    when: Callable[[Json], bool] | None = None

    def fits(self, method: str, params: Json) -> bool:
        """Whether it strikes this call."""
        return (
            self.times > 0
            and self.method in {ANY, method}
            and (self.when is None or self.when(params))
        )


@dataclass
class DeliveryFault:
    """How the delivery of an event, command or interaction goes wrong."""

    times: int = 0
    copies: int = 0
    delay_seconds: float = 0.0
    loses_ack: bool = False
    when: Callable[["Delivery"], bool] | None = None


class Faults:
    """Faults in order of planning; each strikes as often as it was told."""

    def __init__(self) -> None:
        """Start with nothing going wrong."""
        self._calls: list[CallFault] = []
        self._deliveries: list[DeliveryFault] = []
        self.struck = 0

    def clear(self) -> None:
        """Forget what has not struck yet."""
        self._calls.clear()
        self._deliveries.clear()

    def plan(self, fault: CallFault) -> CallFault:
        """Add a fault in full detail; the methods below cover the usual ones."""
        self._calls.append(fault)
        return fault

    def refuse(self, method: str, error: str, times: int = 1) -> CallFault:
        """Answer 200 with `ok: false`, without effect."""
        return self.plan(CallFault(method, times, body={"ok": False, "error": error}))

    def fail(
        self, method: str, status: int = 500, times: int = 1, *, after_effect: bool = False
    ) -> CallFault:
        """Answer with an HTTP error, before or after the effect."""
        lands: Literal["now", "never"] = "now" if after_effect else "never"
        return self.plan(CallFault(method, times, lands, status=status, body="server error"))

    def rate_limit(self, method: str, retry_after: str | None = "1", times: int = 1) -> CallFault:
        """Answer 429 with `retry_after` spelt as given; None leaves the header out."""
        headers = {} if retry_after is None else {"Retry-After": retry_after}
        body: Json = {"ok": False, "error": "ratelimited"}
        return self.plan(CallFault(method, times, status=429, body=body, headers=headers))

    def drop(self, method: str, times: int = 1, *, after_effect: bool = False) -> CallFault:
        """Cut the connection without an answer, before or after the effect."""
        lands: Literal["now", "never"] = "now" if after_effect else "never"
        return self.plan(CallFault(method, times, lands, is_dropped=True))

    def delay(self, method: str, seconds: float, times: int = 1) -> CallFault:
        """Do as asked at once but answer `seconds` later."""
        return self.plan(CallFault(method, times, "now", delay_seconds=seconds))

    def land_late(
        self, method: str, seconds: float, times: int = 1, *, dropped_after: float = 0.0
    ) -> CallFault:
        """Cut the connection and let the effect appear `seconds` after the call."""
        return self.plan(
            CallFault(
                method,
                times,
                "late",
                is_dropped=True,
                late_seconds=seconds,
                delay_seconds=dropped_after,
            )
        )

    def garble(self, method: str, body: str, status: int = 200, times: int = 1) -> CallFault:
        """Answer with a body that is no JSON, such as a proxy's HTML page."""
        return self.plan(CallFault(method, times, status=status, body=body))

    def duplicate(
        self,
        times: int = 1,
        *,
        copies: int = 1,
        when: Callable[["Delivery"], bool] | None = None,
    ) -> DeliveryFault:
        """Deliver the same thing `copies` more times at once."""
        return self._plan_delivery(DeliveryFault(times, copies=copies, when=when))

    def hold(
        self, seconds: float, times: int = 1, *, when: Callable[["Delivery"], bool] | None = None
    ) -> DeliveryFault:
        """Deliver `seconds` late, overtaken by what comes after."""
        return self._plan_delivery(DeliveryFault(times, delay_seconds=seconds, when=when))

    def lose_ack(
        self, times: int = 1, *, when: Callable[["Delivery"], bool] | None = None
    ) -> DeliveryFault:
        """Lose the app's first acknowledgement, so that Slack delivers again."""
        return self._plan_delivery(DeliveryFault(times, loses_ack=True, when=when))

    @contextmanager
    def always(self, fault: CallFault) -> Iterator[CallFault]:
        """Let `fault` strike every call that it fits while the block runs."""
        fault.times = 1_000_000_000
        self.plan(fault)
        try:
            yield fault
        finally:
            self._calls.remove(fault)

    def for_call(self, method: str, params: Json) -> CallFault | None:
        """Use up and return the fault that strikes this call."""
        for fault in self._calls:
            if fault.fits(method, params):
                fault.times -= 1
                self.struck += 1
                return fault
        return None

    def for_delivery(self, delivery: "Delivery") -> DeliveryFault:
        """Use up and return the fault that strikes this delivery, or a harmless one."""
        for fault in self._deliveries:
            if fault.times > 0 and (fault.when is None or fault.when(delivery)):
                fault.times -= 1
                self.struck += 1
                return fault
        return DeliveryFault()

    def _plan_delivery(self, fault: DeliveryFault) -> DeliveryFault:
        self._deliveries.append(fault)
        return fault
