"""An app that is connected to a served workspace by a socket."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from slack_bolt import App, BoltRequest, BoltResponse

from bot.slack.transport.socket_mode import SocketMode
from bot.slack.web_api.calls import SlackCalls
from tests.builders import NOON

if TYPE_CHECKING:
    from bot.workspace import Bot, Channel, Delivery, User, Workspace, WorkspaceServer


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
