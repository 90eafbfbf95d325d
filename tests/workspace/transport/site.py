"""The real Slack client and the real Bolt on a served workspace, over sockets and over HTTP."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from slack_bolt import App as Bolt
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_bolt.adapter.starlette import SlackRequestHandler
from slack_sdk import WebClient
from slack_sdk.socket_mode.builtin import SocketModeClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

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
        try:
            client.close()
        except AttributeError:  # its own thread closed the socket before it did
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


def over(slack: Workspace, delivery: Delivery) -> Delivery:
    slack.wait_for(lambda: delivery.is_over)
    return delivery


def wait_for_card(site: Site, channel: Channel, root: Message) -> Message:
    return site.slack.wait_for(lambda: site.slack.thread(channel, root.ts).by_bots)[0]
