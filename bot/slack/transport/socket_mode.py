"""Receives Slack's deliveries over Socket Mode, and acknowledges only what was stored.

The SDK's own client notices a cut connection after 25 s and spins until then; this one at once.
"""

from __future__ import annotations

import json
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING

import structlog
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from bot.slack.payload import string
from bot.slack.transport.envelopes import Envelopes, parsed
from bot.slack.transport.reconnecting import Reconnecting
from bot.slack.web_api.methods import Method
from bot.triage.errors import TriageError, Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable

    from websockets.sync.client import ClientConnection

    from bot.slack.payload import Payload
    from bot.slack.transport.attention import Dispatcher
    from bot.slack.transport.silences import Silences
    from bot.slack.web_api.calls import WebApi

LISTENERS = 32
OPEN_SECONDS = 10.0
HELLO_SECONDS = 5.0
LOOK_SECONDS = 0.1
PING_SECONDS = 5.0
CLOSE_SECONDS = 1.0
FINISH_SECONDS = 3.0
LARGEST_ENVELOPE_BYTES = 4_000_000
_BROKEN = (OSError, WebSocketException, ValueError, RuntimeError)
"""Also an address that is none, and a machine out of threads: nothing may end the listening."""

log = structlog.stdlib.get_logger("slack.socket_mode")


class SocketMode:
    """One socket to Slack, opened again whenever it closes or falls silent.

    `api` calls with the app-level token (scope connections:write).
    """

    def __init__(self, app: Dispatcher, api: WebApi, silences: Silences | None = None) -> None:
        self._envelopes = Envelopes(app)
        self._api = api
        self._silences = silences
        self._listeners = ThreadPoolExecutor(LISTENERS, "slack-listener")
        self._opened: Future[None] = Future()
        self._connection: ClientConnection | None = None
        self._in_hand = 0
        self._stopping = threading.Event()
        self._changed = threading.Condition()

    @property
    def connected(self) -> bool:
        """Return True if deliveries can arrive now."""
        return self._connection is not None and not self._stopping.is_set()

    def start(self, is_over: Callable[[], bool] = bool) -> None:
        """Connect, waiting for it until `is_over`.

        Rejected if the token is not valid, Unavailable if Slack can't be reached; after either it
        may be called again.
        """
        self._opened = Future()
        threading.Thread(target=self._run, name="slack-socket", daemon=True).start()
        while not is_over():
            with suppress(TimeoutError):
                return self._opened.result(LOOK_SECONDS)
        return None

    def stop(self) -> None:
        """Take nothing new, finish and acknowledge what is in hand, then disconnect.

        What arrives meanwhile stays unacknowledged, so that Slack delivers it again.
        """
        self._stopping.set()
        with self._changed:
            self._changed.wait_for(lambda: self._in_hand == 0, FINISH_SECONDS)
            connection = self._connection
        if connection is not None:
            connection.close()
        self._listeners.shutdown(wait=False, cancel_futures=True)

    def _run(self) -> None:
        reconnecting = Reconnecting(time.monotonic)
        while not self._stopping.is_set():
            reconnecting.begin()
            try:
                self._stay_connected()
            except TriageError as error:
                if not self._opened.done():
                    self._opened.set_exception(error)
                    return
                log.warning("socket_lost", reason=str(error))
            self._stopping.wait(reconnecting.pause_seconds())

    def _stay_connected(self) -> None:
        """Return when Slack asks for a new connection; raise Unavailable if this one breaks."""
        if self._silences is not None:
            self._silences.began()
        url = string(self._api.call(Method.OPEN_CONNECTION, {}), "url")
        try:
            with connect(
                url,
                open_timeout=OPEN_SECONDS,
                ping_interval=PING_SECONDS,
                ping_timeout=PING_SECONDS,
                close_timeout=CLOSE_SECONDS,
                max_size=LARGEST_ENVELOPE_BYTES,
            ) as connection:
                try:
                    self._read(connection)
                finally:
                    self._use(None)
        except _BROKEN as error:
            raise Unavailable(f"the socket broke: {type(error).__name__}") from error

    def _read(self, connection: ClientConnection) -> None:
        """Take what arrives; Slack greets first, but whatever comes shows that it is there."""
        first = connection.recv(HELLO_SECONDS)
        for text in chain([first], connection):
            envelope = parsed(text)
            if string(envelope, "type") == "disconnect":
                reason = string(envelope, "reason")
                log.info("slack_takes_leave", reason=reason)
                if reason != "warning":
                    return
            else:
                self._greet(connection)
                if string(envelope, "envelope_id"):
                    self._take(envelope)

    def _greet(self, connection: ClientConnection) -> None:
        """Count on `connection` from now on."""
        if self._connection is connection:
            return
        self._use(connection)
        if not self._opened.done():
            self._opened.set_result(None)
        if self._silences is not None:
            self._silences.ended()

    def _use(self, connection: ClientConnection | None) -> None:
        with self._changed:
            self._connection = connection
            self._changed.notify_all()

    def _take(self, envelope: Payload) -> None:
        with self._changed:
            if self._stopping.is_set():
                return
            self._in_hand += 1
        self._listeners.submit(self._answer, envelope)

    def _answer(self, envelope: Payload) -> None:
        try:
            acknowledgement = self._envelopes.answer(envelope)
            if acknowledgement is not None:
                self._acknowledge(acknowledgement)
        finally:
            with self._changed:
                self._in_hand -= 1
                self._changed.notify_all()

    def _acknowledge(self, acknowledgement: Payload) -> None:
        """Answer over whichever connection is open by now; Slack takes it from any."""
        with self._changed:
            self._changed.wait_for(lambda: self._connection is not None, FINISH_SECONDS)
            connection = self._connection
        try:
            if connection is not None:
                connection.send(json.dumps(acknowledgement))
        except (OSError, WebSocketException) as error:
            log.debug("not_acknowledged", reason=type(error).__name__)
