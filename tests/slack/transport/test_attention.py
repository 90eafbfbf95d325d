from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from slack_bolt import BoltRequest, BoltResponse

from bot.slack.transport.attention import LONG_SILENCE, Attention
from tests.clock import Clock

LONG = LONG_SILENCE.total_seconds() + 1


@dataclass
class App:
    """Answers each delivery with `status`."""

    log: list[str]
    status: int = 200

    def dispatch(self, _: BoltRequest) -> BoltResponse:
        self.log.append(str(self.status))
        return BoltResponse(status=self.status)


@dataclass
class Log:
    """Keeps in which order things are said."""

    said: list[str] = field(default_factory=list)

    def began(self) -> None:
        self.said.append("began")

    def ended(self) -> None:
        self.said.append("ended")


@dataclass
class Ear:
    """Something that listens to Slack."""

    is_called: bool
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.log = Log()
        self.app = App(self.log.said)
        self.attention = Attention(self.app, self.log, clock=self.clock, is_called=self.is_called)

    def hear(self, status: int = 200, *, after: float = 0.0) -> list[str]:
        """Return what was said since the last time, and what the delivery was answered with."""
        self.clock.pass_by(after)
        self.log.said.clear()
        self.app.status = status
        self.attention.dispatch(BoltRequest(mode="socket_mode", body={}))
        return list(self.log.said)


def test_what_is_heard_after_a_long_quiet_may_not_be_the_first_that_was_said() -> None:
    ear = Ear(is_called=True)
    assert ear.hear(after=10) == ["200"]

    assert ear.hear(after=LONG) == ["began", "200", "ended"]
    assert ear.hear(after=10) == ["200"]


def test_a_quiet_socket_misses_nothing() -> None:
    ear = Ear(is_called=False)
    ear.hear()

    assert ear.hear(after=LONG) == ["200"]


@pytest.mark.parametrize("is_called", [True, False])
def test_what_failed_for_longer_than_slack_repeats_it_is_looked_up(*, is_called: bool) -> None:
    ear = Ear(is_called=is_called)
    ear.hear()
    ear.hear(500, after=10)
    assert ear.hear(500, after=LONG) == ["began", "500"]

    assert ear.hear(after=10) == ["began", "200", "ended"]
    assert ear.hear(after=10) == ["200"]


def test_what_failed_for_a_moment_comes_again_by_itself() -> None:
    ear = Ear(is_called=False)
    ear.hear(500)

    assert ear.hear(after=60) == ["200"]
    assert ear.hear(after=LONG) == ["200"]
