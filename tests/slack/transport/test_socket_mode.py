"""What comes over a socket is handled and acknowledged, and a socket that is lost comes back."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from bot.slack.transport import socket_mode
from bot.workspace import CallFault, WorkspaceServer
from tests.slack.transport.connected import Connected

if TYPE_CHECKING:
    import pytest


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


def test_an_address_that_is_none_ends_nothing(connected: Connected) -> None:
    fault = CallFault("apps.connections.open", body={"ok": True, "url": "ws://[::1/"})
    connected.slack.faults.plan(fault)
    connected.server.sockets.cut(connected.bot.app_id)
    connected.slack.wait_for(lambda: fault.times == 0)

    connected.wait_for_connection()
