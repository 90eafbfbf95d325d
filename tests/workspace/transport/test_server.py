"""The real Slack client and the real Bolt against the server, over sockets and over HTTP."""

import json
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest
from slack_bolt import App as Bolt
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_bolt.adapter.starlette import SlackRequestHandler
from slack_sdk import WebClient, WebhookClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry import RateLimitErrorRetryHandler
from slack_sdk.socket_mode.builtin import SocketModeClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from bot.workspace import Bot, Channel, Delivery, Message, User, Workspace, WorkspaceServer
from bot.workspace.transport.loopback import Loopback
from tests.workspace.builders import a_form, actions, button

CARD = [actions(button("done"))]


class Site:
    """A served workspace with one person in one channel; each use adds an app of its own."""

    def __init__(self, server: WorkspaceServer) -> None:
        self.server = server
        self.slack: Workspace = server.workspace
        self.ann: User = self.slack.add_user("ann")

    def channel(self, bot: Bot) -> Channel:
        return self.slack.add_channel(f"support-{bot.id.lower()}", self.ann, bot)

    def client(self, bot: Bot) -> WebClient:
        return WebClient(bot.token, base_url=self.server.api_url)

    def bolt(self, bot: Bot) -> Bolt:
        secret = self.slack.app_of(bot).signing_secret
        app = Bolt(client=self.client(bot), signing_secret=secret, process_before_response=True)
        _listen(app)
        return app

    @contextmanager
    def over_sockets(self, bot: Bot) -> Iterator[SocketModeHandler]:
        token = self.slack.app_of(bot).app_token
        web = WebClient(token, base_url=self.server.api_url)
        handler = SocketModeHandler(
            self.bolt(bot), token, web_client=web, ping_interval=0.2, concurrency=2
        )
        handler.client.on_error_listeners.append(lambda _: None)
        handler.connect()  # type: ignore[no-untyped-call]
        self.slack.wait_for(lambda: self.server.sockets.of(bot.app_id))
        try:
            yield handler
        finally:
            self.end(handler.client, bot)

    def end(self, client: SocketModeClient, bot: Bot) -> None:
        """Close without the 4 s that the client waits for its socket and its queue."""
        client.default_auto_reconnect_enabled = client.auto_reconnect_enabled = False
        self.server.sockets.cut(bot.app_id)
        self.slack.wait_for(lambda: not self.server.sockets.of(bot.app_id))
        client.message_processor.event.set()
        client.enqueue_message("{}")
        client.close()

    @contextmanager
    def over_http(self, bot: Bot) -> Iterator[None]:
        handler = SlackRequestHandler(self.bolt(bot))

        async def events(request: Request) -> Response:
            response: Response = await handler.handle(request)
            return response

        loopback = Loopback(Starlette(routes=[Route("/slack/events", events, methods=["POST"])]))
        self.slack.app_of(bot).request_url = f"{loopback.base_url}/slack/events"
        loopback.start()
        try:
            yield
        finally:
            loopback.stop()


def _listen(app: Bolt) -> None:
    @app.event("message")
    def answer(event: dict[str, str], client: WebClient) -> None:
        if event["text"] == "crash":
            raise RuntimeError
        client.chat_postMessage(
            channel=event["channel"], thread_ts=event["ts"], text="Card", blocks=CARD
        )

    @app.action("done")
    def done(ack: Callable[..., None], respond: Callable[..., None]) -> None:
        ack()
        respond("Well done")

    @app.command("/triage")
    def triage(ack: Callable[..., None], command: dict[str, str], client: WebClient) -> None:
        client.views_open(trigger_id=command["trigger_id"], view=a_form())
        ack("Fill in the form")

    @app.view("form")
    def form(ack: Callable[..., None]) -> None:
        ack(response_action="errors", errors={"details": "Too short"})


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    logging.getLogger("slack_bolt").setLevel(logging.CRITICAL)
    logging.getLogger("slack_sdk").setLevel(logging.CRITICAL)
    with WorkspaceServer() as server:
        server.workspace.deliveries.retry_delays = (0.05, 0.05)
        yield Site(server)


def test_real_client_reads_and_writes(site: Site) -> None:
    bot = site.slack.add_app()
    channel, client = site.channel(bot), site.client(bot)
    root = site.slack.post_as_user(site.ann, channel, "Hello & <good> day")

    who = client.auth_test()
    posted = client.chat_postMessage(
        channel=channel.id,
        thread_ts=root.ts,
        text="Card",
        blocks=CARD,
        metadata={"event_type": "card", "event_payload": {"key": "1"}},
        unfurl_links=False,
    )
    client.reactions_add(channel=channel.id, timestamp=root.ts, name="eyes")
    client.assistant_threads_setStatus(channel_id=channel.id, thread_ts=root.ts, status="reading")
    replies = client.conversations_replies(
        channel=channel.id, ts=root.ts, include_all_metadata=True
    )

    assert who.headers["x-oauth-scopes"]
    assert replies["messages"][1]["ts"] == posted["ts"]
    assert replies["messages"][1]["metadata"]["event_payload"] == {"key": "1"}
    assert replies["messages"][0]["text"] == "Hello & <good> day"
    assert site.slack.thread(channel, root.ts).status == "reading"
    assert client.blocks_validate(blocks=CARD)["ok"]


def test_refusals_and_rate_limits_reach_the_real_client(site: Site) -> None:
    bot = site.slack.add_app()
    channel, client = site.channel(bot), site.client(bot)
    site.slack.faults.rate_limit("chat.postMessage", "7")

    with pytest.raises(SlackApiError) as limited:
        client.chat_postMessage(channel=channel.id, text="t")
    with pytest.warns(UserWarning, match="text"), pytest.raises(SlackApiError, match="no_text"):
        client.chat_postMessage(channel=channel.id, blocks=CARD, text="")

    assert limited.value.response.status_code == 429
    assert limited.value.response.headers["Retry-After"] == "7"


def test_real_client_retries_when_told_how(site: Site) -> None:
    bot = site.slack.add_app()
    client = site.client(bot)
    client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=1))
    site.slack.faults.rate_limit("auth.test", "0")

    assert client.auth_test()["ok"]


def test_cut_connection_and_rubbish_break_the_real_client(site: Site) -> None:
    bot = site.slack.add_app()
    channel, client = site.channel(bot), site.client(bot)
    client.retry_handlers.clear()
    site.slack.faults.drop("chat.postMessage", after_effect=True)

    with pytest.raises(ConnectionError):
        client.chat_postMessage(channel=channel.id, text="t")
    site.slack.faults.garble("chat.postMessage", "<html>")
    with pytest.raises(SlackApiError):
        client.chat_postMessage(channel=channel.id, text="t")
    assert len(channel.messages) == 1


def test_json_bodies_slashes_and_queries_are_understood(site: Site) -> None:
    bot = site.slack.add_app()
    headers = {"Authorization": f"Bearer {bot.token}"}
    address = f"{site.server.api_url}auth.test"

    answers = [
        httpx.post(address, json={}, headers=headers),
        httpx.post(f"{address}/", headers=headers),
        httpx.get(address, params={"token": bot.token}),
        httpx.post(address, json={"token": bot.token}),
    ]
    json_type = {"Content-Type": "application/json"}
    bad = httpx.post(address, content=b"{", headers=headers | json_type)

    assert all(answer.json()["ok"] for answer in answers)
    assert bad.json()["error"] == "invalid_json"


@pytest.mark.parametrize("transport", ["over_sockets", "over_http"])
def test_real_bolt_app_plays_every_part(site: Site, transport: str) -> None:
    slack = site.slack
    bot = slack.add_app()
    channel = site.channel(bot)
    with getattr(site, transport)(bot):
        root = slack.post_as_user(site.ann, channel, "The invoice is wrong")
        card = wait_for_card(site, channel, root)
        slack.click(site.ann, card, "done")
        shown = slack.wait_for(lambda: slack.thread(channel, root.ts).ephemerals)
        command = over(slack, slack.slash_command(site.ann, channel, "/triage"))
        (view,) = [view for view in slack.views.values() if view.app_id == bot.app_id]
        over(slack, slack.submit_view(site.ann, view, {"details": "?"}))

    assert shown[0].text == "Well done"
    assert command.state == "acknowledged"
    assert slack.ephemerals[-1].text == "Fill in the form"
    assert view.errors == {"details": "Too short"}
    assert slack.complaints == []


@pytest.mark.parametrize("transport", ["over_sockets", "over_http"])
def test_failed_listener_gets_its_event_again(site: Site, transport: str) -> None:
    bot = site.slack.add_app()
    channel = site.channel(bot)
    site.slack.deliveries.ack_seconds = 0.1
    with getattr(site, transport)(bot):
        site.slack.post_as_user(site.ann, channel, "crash")
        delivery = over(site.slack, site.slack.deliveries.log[-1])
    site.slack.deliveries.ack_seconds = 3.0

    reason = "http_timeout" if transport == "over_sockets" else "http_error"
    assert [attempt.outcome for attempt in delivery.attempts] == [reason] * 3


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


def test_response_url_answers_real_webhooks(site: Site) -> None:
    bot = site.slack.add_app()
    channel = site.channel(bot)
    url = site.slack.slash_command(site.ann, channel, "/triage").payload["response_url"]
    webhook = WebhookClient(url)

    assert webhook.send(text="One").body == "ok"
    assert webhook.send(text="").status_code == 400
    assert httpx.post(url, content=b"{").text == "invalid_payload"
    last = [webhook.send(text="More") for _ in range(5)][-1]
    assert (last.status_code, last.body) == (404, "used_url")


def test_delayed_answer_arrives_late(site: Site) -> None:
    bot = site.slack.add_app()
    site.slack.faults.delay("auth.test", 0.2)
    started = time.monotonic()

    site.client(bot).auth_test()

    assert time.monotonic() - started >= 0.2


def test_retry_headers_come_with_the_redelivery(site: Site) -> None:
    seen: list[tuple[str | None, str | None]] = []

    async def refuse(request: Request) -> Response:
        json.loads(await request.body())
        headers = request.headers
        seen.append((headers.get("x-slack-retry-num"), headers.get("x-slack-retry-reason")))
        return Response(status_code=500)

    loopback = Loopback(Starlette(routes=[Route("/", refuse, methods=["POST"])]))
    loopback.start()
    bot = site.slack.add_app(request_url=loopback.base_url)
    site.slack.post_as_user(site.ann, site.channel(bot), "Hello?")
    over(site.slack, site.slack.deliveries.log[-1])
    loopback.stop()

    assert seen == [(None, None), ("1", "http_error"), ("2", "http_error")]


def over(slack: Workspace, delivery: Delivery) -> Delivery:
    slack.wait_for(lambda: delivery.is_over)
    return delivery


def wait_for_card(site: Site, channel: Channel, root: Message) -> Message:
    return site.slack.wait_for(lambda: site.slack.thread(channel, root.ts).by_bots)[0]
