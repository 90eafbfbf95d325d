from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from bot.slack.people.identity import Identity, absent_from, identify
from bot.slack.web_api.calls import SlackCalls, SlackResponder
from bot.slack.web_api.methods import Method
from bot.triage.errors import Rejected, Unavailable
from bot.workspace import WorkspaceServer
from tests.builders import NOON

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def server() -> Iterator[WorkspaceServer]:
    with WorkspaceServer() as server:
        yield server


@pytest.fixture
def api(server: WorkspaceServer) -> SlackCalls:
    bot = server.workspace.add_app()
    return SlackCalls(bot.token, clock=lambda: NOON, base_url=server.api_url.rstrip("/"))


def test_a_token_says_who_the_app_is(server: WorkspaceServer) -> None:
    bot = server.workspace.add_app()
    api = SlackCalls(bot.token, clock=lambda: NOON, base_url=server.api_url)

    me = identify(api)

    assert me == Identity(bot.team_id, "Acme", bot.user_id, bot.id, "https://acme.slack.com/")
    assert me.wrote(bot.user_id, "")
    assert me.wrote("", bot.id)
    assert not me.wrote("U0ANN", "B0OTHER")


def test_a_wrong_token_is_rejected(server: WorkspaceServer) -> None:
    api = SlackCalls("xoxb-wrong", clock=lambda: NOON, base_url=server.api_url)

    with pytest.raises(Rejected) as refusal:
        identify(api)

    assert refusal.value.code == "invalid_auth"


def test_a_token_of_a_person_is_not_taken(server: WorkspaceServer, api: SlackCalls) -> None:
    fault = server.workspace.faults.refuse("auth.test", "")
    fault.body = {"ok": True, "team_id": "T1", "user_id": "U1"}

    with pytest.raises(Rejected) as refusal:
        identify(api)

    assert refusal.value.code == "not_a_bot_token"


def test_the_scopes_of_a_token_are_known(api: SlackCalls) -> None:
    assert "chat:write" in api.scopes(Method.AUTH_TEST)


def test_channels_where_the_app_is_absent_are_named(server: WorkspaceServer) -> None:
    slack = server.workspace
    bot = slack.add_app()
    api = SlackCalls(bot.token, clock=lambda: NOON, base_url=server.api_url)
    here, there = slack.add_channel("here", bot), slack.add_channel("there")

    absent = absent_from(api, [here.id, there.id, "C0NOWHERE"])

    assert absent == {there.id: "not_in_channel", "C0NOWHERE": "channel_not_found"}


def test_a_response_url_takes_five_answers(server: WorkspaceServer) -> None:
    slack = server.workspace
    bot, ann = slack.add_app(), slack.add_user("ann")
    channel = slack.add_channel("desk", ann, bot)
    url = slack.new_response_url(bot, channel.id, ann.id)
    respond = SlackResponder()

    for _ in range(5):
        respond(url, {"text": "hello"})
    with pytest.raises(Rejected):
        respond(url, {"text": "hello"})

    assert [one.text for one in slack.ephemerals if one.channel_id == channel.id] == ["hello"] * 5


def test_a_response_url_that_is_gone_is_unavailable() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]

    with pytest.raises(Unavailable):
        SlackResponder()(f"http://127.0.0.1:{port}/actions/x", {"text": "hello"})
