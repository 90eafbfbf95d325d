from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from bot.slack.transport import silences
from bot.slack.transport.attention import Attention
from bot.slack.transport.endpoint import Endpoint
from bot.slack.transport.silences import Pause, Silences, watch_silences
from bot.slack.transport.socket_mode import SocketMode
from bot.slack.transport.unread import Unread
from bot.slack.web_api.calls import SlackCalls
from bot.triage.errors import Unavailable
from bot.workspace import CallFault, WorkspaceServer
from storage.arrivals.last_seen import LastSeen
from tests.builders import the_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.clock import Clock
    from tests.slack.desk import Desk


class Forgetful(LastSeen):
    """Knows from where to read on only after it was asked `failures` times."""

    def __init__(self, desk: Desk, failures: int) -> None:
        super().__init__(desk.database)
        self.failures = failures

    def mark(self, team: str, channels: Iterable[str], ts: str) -> None:
        if self.failures > 0:
            self.failures -= 1
            raise Unavailable("the database is busy")
        super().mark(team, channels, ts)


def watched(desk: Desk, *, failures: int = 0) -> Silences:
    return watch_silences(
        desk.app,
        desk.api,
        Forgetful(desk, failures),
        the_rules(),
        desk.bot.team_id,
        clock=desk.clock,
        pause=Pause(),
        unread=Unread(desk.clock.monotonic),
    )


def wait_for_tickets(desk: Desk, count: int) -> list[str]:
    for _ in range(3000):
        found = [ticket.messages[0].text for ticket in desk.all_tickets()]
        if len(found) >= count:
            return found
        threading.Event().wait(0.01)
    raise TimeoutError


def lose(desk: Desk, text: str) -> None:
    """Post what never arrives."""
    desk.clock.pass_by(1)
    desk.workspace.post_as_user(desk.ann, desk.support, text)
    desk.workspace.deliveries.take()


class Served:
    """A desk over a real socket."""

    def __init__(self, desk: Desk, server: WorkspaceServer) -> None:
        self.desk, self.slack, self.server = desk, desk.workspace, server
        self.silences = watched(desk)
        self.silences.start()
        token = self.slack.app_of(desk.bot).app_token
        calls = SlackCalls(token, clock=desk.clock, base_url=server.api_url)
        self.socket = SocketMode(desk.app, calls, self.silences)
        self.socket.start()

    def post(self, text: str) -> None:
        self.slack.post_as_user(self.desk.ann, self.desk.support, text)

    def close(self) -> None:
        self.silences.stop()
        self.socket.stop()


@pytest.fixture
def server(desk: Desk) -> Iterator[WorkspaceServer]:
    desk.workspace.deliveries.retry_delays = ()
    with WorkspaceServer(desk.workspace) as server:
        yield server


@pytest.fixture
def served(desk: Desk, server: WorkspaceServer) -> Iterator[Served]:
    served = Served(desk, server)
    yield served
    served.close()


def test_what_was_posted_while_the_socket_was_down_is_caught_up(
    served: Served, clock: Clock
) -> None:
    served.post("before")
    wait_for_tickets(served.desk, 1)
    clock.pass_by(1)

    with served.slack.faults.always(CallFault("apps.connections.open", is_dropped=True)):
        served.server.sockets.cut()
        served.slack.wait_for(lambda: not served.server.sockets.open)
        served.post("meanwhile")
        served.slack.wait_for(lambda: served.slack.deliveries.log[-1].state == "failed")

    assert wait_for_tickets(served.desk, 2) == ["before", "meanwhile"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_it_is_noticed_when_nobody_heeds_the_end_of_a_silence_any_more(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    watching = watched(desk)
    monkeypatch.setattr(watching, "run_due", lambda: 1 / 0)
    watching.start()
    assert watching.is_heeded

    watching.ended()
    for _ in range(3000):
        if not watching.is_heeded:
            break
        threading.Event().wait(0.01)

    assert not watching.is_heeded
    watching.stop()


def test_intake_goes_on_while_reading_has_to_wait(served: Served, clock: Clock) -> None:
    served.slack.rates.history_per_minute = 1
    served.post("before")
    wait_for_tickets(served.desk, 1)
    served.slack.call("conversations.history", served.desk.bot.token, _place(served))
    clock.pass_by(1)
    served.silences.ended()
    served.slack.wait_for(lambda: len(served.slack.calls_to("conversations.history")) > 1)

    served.post("live")

    assert wait_for_tickets(served.desk, 2) == ["before", "live"]


def test_over_http_a_delivery_after_a_long_quiet_has_what_was_lost_looked_up(desk: Desk) -> None:
    here = watched(desk)
    app = Attention(desk.app, here, clock=desk.clock, is_called=True)
    secret = desk.workspace.app_of(desk.bot).signing_secret
    desk.endpoint = Endpoint(app, secret, clock=desk.clock.seconds)
    desk.workspace.post_as_user(desk.ann, desk.support, "before")
    desk.deliver()
    lose(desk, "meanwhile")
    desk.clock.pass_by(7200)
    desk.workspace.post_as_user(desk.ann, desk.support, "after")
    desk.deliver()

    assert here.run_due()

    found = [ticket.messages[0].text for ticket in desk.all_tickets()]
    assert found == ["before", "after", "meanwhile"]


def test_a_database_that_can_not_answer_is_asked_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(silences, "AGAIN_SECONDS", 0.01)
    desk.workspace.post_as_user(desk.ann, desk.support, "before")
    desk.deliver()
    lose(desk, "meanwhile")
    here = watched(desk, failures=3)

    here.began()
    here.start()
    here.ended()

    assert wait_for_tickets(desk, 2) == ["before", "meanwhile"]
    here.stop()


def test_stopping_does_not_wait_for_slack(desk: Desk) -> None:
    desk.workspace.post_as_user(desk.ann, desk.support, "before")
    desk.deliver()
    lose(desk, "meanwhile")
    here = watched(desk)
    with desk.workspace.faults.always(CallFault("conversations.history", is_dropped=True)):
        here.start()
        here.ended()
        desk.workspace.wait_for(lambda: desk.workspace.calls_to("conversations.history"))

        here.stop()
        here.stop()

    assert len(desk.all_tickets()) == 1


def _place(served: Served) -> dict[str, str]:
    return {"channel": served.desk.support.id}
