"""A socket opens at the start, or it is said why not; what is no Slack is not called for ever."""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager
from queue import Queue
from typing import TYPE_CHECKING

import pytest
from websockets.sync.server import ServerConnection, serve

from bot.slack.transport import reconnecting, socket_mode
from bot.slack.transport.socket_mode import SocketMode
from bot.triage.errors import Rejected, Unavailable
from bot.workspace import WorkspaceServer
from tests.slack.transport.connected import Bolt, calls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


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
