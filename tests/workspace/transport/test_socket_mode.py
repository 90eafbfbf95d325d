"""Socket Mode as the real clients see it: lost, slow and several connections."""

import json
import time

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from bot.workspace.transport.loopback import Loopback
from tests.workspace.transport.site import Site, over, wait_for_card


def test_app_that_is_not_running_gets_nothing(site: Site) -> None:
    nowhere, absent = site.slack.add_app(), site.slack.add_app(request_url="http://127.0.0.1:9/")
    for bot in (nowhere, absent):
        site.slack.post_as_user(site.ann, site.channel(bot), "Hello?")

        delivery = over(site.slack, site.slack.deliveries.log[-1])

        assert {attempt.outcome for attempt in delivery.attempts} == {"connection_failed"}


def test_slow_app_is_given_up_on(site: Site) -> None:
    def slow(_request: Request) -> Response:
        time.sleep(0.3)
        return Response()

    loopback = Loopback(Starlette(routes=[Route("/", slow, methods=["POST"])]))
    loopback.start()
    bot = site.slack.add_app(request_url=loopback.base_url)
    site.slack.deliveries.ack_seconds = 0.1
    delivery = over(site.slack, site.slack.slash_command(site.ann, site.channel(bot), "/triage"))
    site.slack.deliveries.ack_seconds = 3.0
    loopback.stop()

    assert delivery.attempts[0].outcome == "http_timeout"


@pytest.mark.parametrize("way", ["cut", "disconnect"])
def test_client_comes_back_after_losing_its_socket(site: Site, way: str) -> None:
    bot = site.slack.add_app()
    channel, sockets = site.channel(bot), site.server.sockets
    with site.over_sockets(bot):
        opened = sockets.opened
        getattr(sockets, way)(bot.app_id)
        site.slack.wait_for(lambda: sockets.opened > opened and sockets.of(bot.app_id))
        root = site.slack.post_as_user(site.ann, channel, "Still there?")

        assert wait_for_card(site, channel, root).text == "Card"


def test_half_open_socket_loses_the_event_until_redelivery(site: Site) -> None:
    bot = site.slack.add_app()
    channel, sockets = site.channel(bot), site.server.sockets
    site.slack.deliveries.ack_seconds = 0.1
    with site.over_sockets(bot):
        assert sockets.go_half_open(bot.app_id) == 1
        site.slack.post_as_user(site.ann, channel, "Hello?")
        delivery = over(site.slack, site.slack.deliveries.log[-1])
        sockets.cut(bot.app_id)
    site.slack.deliveries.ack_seconds = 3.0

    assert delivery.state == "failed"


def test_two_connections_take_turns(site: Site) -> None:
    bot = site.slack.add_app()
    channel, sockets = site.channel(bot), site.server.sockets
    with site.over_sockets(bot), site.over_sockets(bot):
        site.slack.wait_for(lambda: len(sockets.of(bot.app_id)) == 2)
        roots = [site.slack.post_as_user(site.ann, channel, str(n)) for n in range(4)]
        for root in roots:
            wait_for_card(site, channel, root)

        assert site.slack.wait_for(
            lambda: [one.acknowledged > 0 for one in sockets.of(bot.app_id)] == [True, True]
        )


def test_warning_leaves_the_socket_open(site: Site) -> None:
    bot = site.slack.add_app()
    sockets = site.server.sockets
    with site.over_sockets(bot):
        sockets.disconnect(bot.app_id, "warning")
        assert len(sockets.of(bot.app_id)) == 1


def test_ticket_opens_one_socket_that_begins_with_hello(site: Site) -> None:
    bot = site.slack.add_app()
    url = site.slack.call("apps.connections.open", site.slack.app_of(bot).app_token, {})["url"]

    with connect(url) as socket:
        hello = json.loads(socket.recv())
        with pytest.raises(InvalidStatus):
            connect(url)

    assert hello["type"] == "hello"
    assert hello["connection_info"]["app_id"] == bot.app_id
    assert hello["debug_info"]["approximate_connection_time"] > 0


def test_envelope_carries_the_retry_and_rubbish_acknowledges_nothing(site: Site) -> None:
    bot = site.slack.add_app()
    url = site.slack.call("apps.connections.open", site.slack.app_of(bot).app_token, {})["url"]
    site.slack.deliveries.ack_seconds = 0.5
    with connect(url) as socket:
        socket.recv()
        site.slack.wait_for(lambda: site.server.sockets.of(bot.app_id))
        site.slack.post_as_user(site.ann, site.channel(bot), "Hello?")
        first = json.loads(socket.recv())
        for rubbish in ("{", "[]", json.dumps({"envelope_id": 7})):
            socket.send(rubbish)
        second = json.loads(socket.recv())
        socket.send(json.dumps({"envelope_id": second["envelope_id"]}))
        delivery = over(site.slack, site.slack.deliveries.log[-1])
    site.slack.deliveries.ack_seconds = 3.0

    assert (first["type"], first["retry_attempt"], first["retry_reason"]) == ("events_api", 0, "")
    assert (second["retry_attempt"], second["retry_reason"]) == (1, "http_timeout")
    assert first["accepts_response_payload"] is False
    assert delivery.state == "acknowledged"
