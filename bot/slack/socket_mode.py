"""Receives Slack's deliveries over Socket Mode, and acknowledges only what was stored."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

from slack_bolt import BoltRequest
from slack_bolt.adapter.socket_mode.internals import build_headers, send_response
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.socket_mode import SocketModeClient

from bot.slack.calls import POST_TIMEOUT_SECONDS, SLACK_API_URL, web_client
from bot.triage.errors import Rejected, Unavailable

if TYPE_CHECKING:
    from slack_bolt import App
    from slack_sdk.socket_mode.client import BaseSocketModeClient
    from slack_sdk.socket_mode.request import SocketModeRequest

LISTENERS = 32
PING_SECONDS = 5.0
FINISH_SECONDS = 3.0


class SocketMode:
    """One socket to Slack, reconnected by the SDK when it closes or falls silent."""

    def __init__(
        self,
        app: App,
        app_token: str,
        *,
        base_url: str = SLACK_API_URL,
    ) -> None:
        self._app = app
        self._client = SocketModeClient(
            app_token=app_token,
            web_client=web_client(app_token, base_url, POST_TIMEOUT_SECONDS),
            logger=logging.getLogger("slack_sdk.socket_mode"),
            ping_interval=PING_SECONDS,
            concurrency=LISTENERS,
        )
        self._client.socket_mode_request_listeners.append(self._take)
        self._in_hand = 0
        self._is_stopping = False
        self._changed = threading.Condition()

    @property
    def connected(self) -> bool:
        """Return True if deliveries can arrive now."""
        return not self._is_stopping and self._client.is_connected()

    def start(self) -> None:
        """Connect; Rejected if the token is not valid, Unavailable if Slack can't be reached."""
        try:
            self._client.connect()
        except SlackApiError as error:
            code = str(error.response.get("error", ""))
            raise Rejected(f"apps.connections.open: {code}", code=code) from error
        except (OSError, SlackClientError) as error:
            raise Unavailable("can't connect to Slack") from error

    def stop(self) -> None:
        """Take nothing new, finish and acknowledge what is in hand, then disconnect.

        What arrives meanwhile stays unacknowledged, so that Slack delivers it again.
        """
        with self._changed:
            self._is_stopping = True
            self._changed.wait_for(lambda: self._in_hand == 0, FINISH_SECONDS)
        self._client.close()

    def _take(self, client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        with self._changed:
            if self._is_stopping:
                return
            self._in_hand += 1
        try:
            delivery = BoltRequest(
                mode="socket_mode", body=request.payload, headers=build_headers(request)
            )
            send_response(client, request, self._app.dispatch(delivery), time.time())
        finally:
            with self._changed:
                self._in_hand -= 1
                self._changed.notify_all()
