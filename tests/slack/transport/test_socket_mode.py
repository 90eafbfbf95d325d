from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager
from queue import Queue
from typing import TYPE_CHECKING

import pytest
from slack_bolt import App, BoltRequest, BoltResponse
from websockets.sync.server import ServerConnection, serve

from bot.slack.transport import reconnecting, socket_mode
from bot.slack.transport.socket_mode import SocketMode
from bot.slack.web_api.calls import SlackCalls
from bot.triage.errors import Rejected, Unavailable
from bot.workspace import CallFault, WorkspaceServer
from tests.builders import NOON

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.workspace import Bot, Channel, Delivery, User, Workspace


def calls(server: WorkspaceServer, token: str) -> SlackCalls:
    return SlackCalls(token, clock=lambda: NOON, base_url=server.api_url)


class Bolt(App):
    """The real App, whose dispatch the test can hold or fail."""

    def __init__(self) -> None:
        super().__init__(token="xoxb-1", signing_secret="s", token_verification_enabled=False)
        self.seen: list[BoltRequest] = []
        self.status = 200
        self.body: dict[str, object] | str = ""
        self.go_on = threading.Event()
        self.go_on.set()

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        self.seen.append(req)
        self.go_on.wait(60)
        return BoltResponse(status=self.status, body=self.body)


@pytest.fixture(scope="module")
def server() -> Iterator[WorkspaceServer]:
    with WorkspaceServer() as server:
        server.workspace.deliveries.retry_delays = (0.05, 0.05, 0.05)
        yield server


class Connected:
    """An app that is connected to a served workspace."""

    def __init__(self, server: WorkspaceServer) -> None:
        self.server = server
        self.slack: Workspace = server.workspace
        self.bot: Bot = self.slack.add_app()
        self.ann: User = self.slack.add_user("ann")
        self.support: Channel = self.slack.add_channel("support", self.ann, self.bot)
        self.app = Bolt()
        self.socket = SocketMode(self.app, calls(server, self.slack.app_of(self.bot).app_token))
        self.socket.start()
        self.wait_for_connection()

    def wait_for_connection(self) -> None:
        self.slack.wait_for(lambda: self.server.sockets.of(self.bot.app_id))

    @property
    def last(self) -> Delivery:
        """The latest delivery to this app."""
        return [d for d in self.slack.deliveries.log if d.app_id == self.bot.app_id][-1]

    def post(self) -> None:
        self.slack.post_as_user(self.ann, self.support, "It broke")

    def wait_until_seen(self) -> None:
        while not self.app.seen:
            threading.Event().wait(0.01)


@pytest.fixture
def connected(server: WorkspaceServer) -> Iterator[Connected]:
    connected = Connected(server)
    yield connected
    connected.slack.faults.clear()
    connected.app.go_on.set()
    connected.socket.stop()


def test_what_was_handled_is_acknowledged(connected: Connected) -> None:
    connected.post()

    connected.slack.wait_for(lambda: connected.last.state == "acknowledged")
    assert connected.app.seen[0].body["event"]["text"] == "It broke"
    assert connected.socket.connected


def test_what_was_not_handled_is_delivered_again(connected: Connected) -> None:
    connected.app.status = 500
    connected.slack.deliveries.ack_seconds = 0.1
    connected.post()
    connected.slack.wait_for(lambda: len(connected.app.seen) > 1)

    connected.app.status = 200
    connected.slack.wait_for(lambda: connected.last.state == "acknowledged")
    connected.slack.deliveries.ack_seconds = 3.0


def test_stopping_finishes_what_is_in_hand_and_takes_nothing_new(connected: Connected) -> None:
    connected.app.go_on.clear()
    connected.post()
    connected.wait_until_seen()
    stopping = threading.Thread(target=connected.socket.stop)
    stopping.start()
    while connected.socket.connected:
        threading.Event().wait(0.01)
    connected.post()
    threading.Event().wait(0.1)
    connected.app.go_on.set()
    stopping.join()

    assert len(connected.app.seen) == 1
    assert connected.slack.deliveries.log[-2].state == "acknowledged"


def test_a_socket_that_was_cut_comes_back(connected: Connected) -> None:
    connected.server.sockets.cut(connected.bot.app_id)
    connected.slack.wait_for(lambda: not connected.server.sockets.of(connected.bot.app_id))

    connected.wait_for_connection()
    connected.post()

    connected.slack.wait_for(lambda: connected.last.state == "acknowledged")


def test_a_socket_that_fell_silent_is_replaced(
    server: WorkspaceServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket_mode, "PING_SECONDS", 0.1)
    connected = Connected(server)
    before = server.sockets.opened
    server.sockets.go_half_open(connected.bot.app_id)

    connected.slack.wait_for(lambda: server.sockets.opened > before)

    connected.socket.stop()


def test_slack_may_be_away_for_a_while(connected: Connected) -> None:
    connected.slack.faults.fail("apps.connections.open", times=2)
    connected.server.sockets.cut(connected.bot.app_id)
    while connected.socket.connected:
        threading.Event().wait(0.01)

    connected.wait_for_connection()


def test_an_answer_that_finds_no_socket_is_let_go(
    connected: Connected, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket_mode, "FINISH_SECONDS", 0.05)
    connected.app.go_on.clear()
    connected.post()
    connected.wait_until_seen()
    with connected.slack.faults.always(CallFault("apps.connections.open", status=500)):
        connected.server.sockets.cut(connected.bot.app_id)
        connected.slack.wait_for(lambda: not connected.server.sockets.of(connected.bot.app_id))
        connected.app.go_on.set()
        connected.socket.stop()

    assert connected.last.state != "acknowledged"


def test_when_slack_asks_a_new_socket_is_opened(connected: Connected) -> None:
    before = connected.server.sockets.opened
    connected.server.sockets.disconnect(connected.bot.app_id)

    connected.slack.wait_for(lambda: connected.server.sockets.opened > before)
    connected.post()
    connected.slack.wait_for(lambda: connected.last.state == "acknowledged")

    assert connected.app.seen


def test_a_warning_changes_nothing(connected: Connected) -> None:
    before = connected.server.sockets.opened
    connected.server.sockets.disconnect(connected.bot.app_id, reason="warning")
    connected.post()
    connected.slack.wait_for(lambda: connected.last.state == "acknowledged")

    assert connected.server.sockets.opened == before


def test_a_malformed_payload_is_not_delivered_for_ever(connected: Connected) -> None:
    connected.slack.deliver("events_api", connected.bot, {"type": "event_callback", "event": 7})

    connected.slack.wait_for(lambda: connected.last.state == "acknowledged")
    assert not connected.app.seen


def test_a_command_is_answered_over_the_socket(connected: Connected) -> None:
    connected.app.body = {"text": "T-1 is on its way"}
    command = connected.slack.slash_command(connected.ann, connected.support, "/triage", "help")

    connected.slack.wait_for(lambda: connected.last.state == "acknowledged")

    assert command.ack is not None
    assert command.ack.body == {"text": "T-1 is on its way"}


def test_a_wrong_token_is_rejected_at_start(server: WorkspaceServer) -> None:
    runner = SocketMode(Bolt(), calls(server, "xapp-wrong"))

    with pytest.raises(Rejected) as refusal:
        runner.start()

    assert refusal.value.code == "invalid_auth"
    runner.stop()


def test_a_socket_that_does_not_open_is_unavailable(server: WorkspaceServer) -> None:
    bot = server.workspace.add_app()
    fault = server.workspace.faults.refuse("apps.connections.open", "")
    fault.body = {"ok": True, "url": f"ws://127.0.0.1:{server.port}/nowhere"}
    runner = SocketMode(Bolt(), calls(server, server.workspace.app_of(bot).app_token))

    with pytest.raises(Unavailable):
        runner.start()
    runner.stop()


def test_a_start_that_failed_can_be_tried_again(server: WorkspaceServer) -> None:
    bot = server.workspace.add_app()
    token = server.workspace.app_of(bot).app_token
    runner = SocketMode(Bolt(), calls(server, token))
    server.workspace.faults.drop("apps.connections.open")

    with pytest.raises(Unavailable):
        runner.start()
    runner.start()

    assert runner.connected
    runner.stop()


@contextmanager
def _links(say: Callable[[ServerConnection], None]) -> Iterator[SocketMode]:
    """Give a runner whose connections are served by `say`, in a workspace of its own.

    In a shared one another runner, about to connect anew, might be sent there in its place.
    """
    with WorkspaceServer() as server, serve(say, "127.0.0.1", 0) as links:
        threading.Thread(target=links.serve_forever).start()
        token = server.workspace.app_of(server.workspace.add_app()).app_token
        fault = server.workspace.faults.refuse("apps.connections.open", "")
        fault.body = {"ok": True, "url": f"ws://127.0.0.1:{links.socket.getsockname()[1]}"}
        runner = SocketMode(Bolt(), calls(server, token))
        try:
            yield runner
        finally:
            runner.stop()
            links.shutdown()


def _listen(link: ServerConnection) -> None:
    link.recv()


def test_a_socket_without_a_greeting_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket_mode, "HELLO_SECONDS", 0.1)

    with _links(_listen) as runner, pytest.raises(Unavailable):
        runner.start()


def test_slack_may_take_leave_each_time_and_is_not_called_without_a_pause(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reconnecting, "FIRST_PAUSE_SECONDS", 30.0)
    opened = Queue[None]()

    def take_leave(link: ServerConnection) -> None:
        opened.put(None)
        link.send(json.dumps({"type": "hello"}))
        link.send(json.dumps({"type": "disconnect", "reason": "link_disabled"}))

    with _links(take_leave) as runner:
        runner.start()
        time.sleep(0.5)

        assert opened.qsize() == 1


def test_an_address_that_is_none_ends_nothing(connected: Connected) -> None:
    fault = CallFault("apps.connections.open", body={"ok": True, "url": "ws://[::1/"})
    connected.slack.faults.plan(fault)
    connected.server.sockets.cut(connected.bot.app_id)
    connected.slack.wait_for(lambda: fault.times == 0)

    connected.wait_for_connection()


def test_a_start_is_waited_for_only_until_the_app_is_to_end() -> None:
    began = time.monotonic()

    with _links(_listen) as runner:
        runner.start(lambda: time.monotonic() > began + 0.2)
        assert not runner.connected


def test_whatever_comes_first_is_a_greeting() -> None:
    acknowledged = Queue[str]()

    def deliver(link: ServerConnection) -> None:
        link.send(json.dumps({"type": "events_api", "envelope_id": "e1", "payload": {"a": 1}}))
        acknowledged.put(str(link.recv()))

    with _links(deliver) as runner:
        runner.start()
        assert json.loads(acknowledged.get(timeout=30)) == {"envelope_id": "e1"}
