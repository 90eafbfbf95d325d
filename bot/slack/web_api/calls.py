"""Calls Slack's Web API and turns each way in which that can fail into our error tree."""

from __future__ import annotations

import errno
import re
import socket
import ssl
from http import HTTPStatus
from http.client import HTTPException
from typing import IO, TYPE_CHECKING, Protocol
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.webhook import WebhookClient

from bot.slack.web_api.methods import READS
from bot.triage.delivery.retries import retry_after_seconds
from bot.triage.errors import Rejected, TriageError, Unavailable, Unconfirmed

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from slack_sdk.web import SlackResponse

    from bot.slack.blocks import Json
    from bot.slack.payload import Payload
    from bot.slack.web_api.methods import Method

SLACK_API_URL = "https://slack.com/api/"
POST_TIMEOUT_SECONDS = 10
PROGRESS_TIMEOUT_SECONDS = 1.5
"""Half of the 3 s in which Slack wants its answer: people are looked up and forms opened before."""
RESPOND_TIMEOUT_SECONDS = 2
UPLOAD_TIMEOUT_SECONDS = 60.0

UNSPOKEN_PAUSE_SECONDS = 5.0
"""After a rate limit that does not say how long it lasts."""
SHORTEST_PAUSE_SECONDS = 1.0
"""After any rate limit: one that lasts no time, or ended in the past, would be asked for ever."""
LONGEST_PAUSE_SECONDS = 600.0
"""Slack's limits count per minute: what is longer is a mistake."""

_ERROR_CODE = re.compile(r"[a-z][a-z0-9_]*")
_RATE_LIMITED = {"ratelimited", "rate_limited", "message_limit_exceeded"}
_MAYBE_DONE = {"internal_error", "fatal_error", "request_timeout", "service_unavailable"}
_NEVER_SENT = {errno.ECONNREFUSED, errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL}


class WebApi(Protocol):
    """Calls one method of Slack's Web API."""

    def call(self, method: Method, arguments: Json) -> Payload:
        """Return the answer; Unconfirmed if the call may have landed, Rejected if refused."""


class SlackCalls:
    """The Web API over HTTP with one bot token; safe to use from several threads.

    Nothing is retried here: the SDK's own handlers can post twice.
    """

    def __init__(
        self,
        token: str,
        *,
        clock: Callable[[], datetime],
        base_url: str = SLACK_API_URL,
        timeout_seconds: float = POST_TIMEOUT_SECONDS,
        client: Callable[..., WebClient] = WebClient,
    ) -> None:
        self._client = client(
            token=token, base_url=base_url, timeout=timeout_seconds, retry_handlers=[]
        )
        self._clock = clock

    def call(self, method: Method, arguments: Json) -> Payload:
        """Return the answer of one call."""
        answer = self._send(method, arguments).data
        return answer if isinstance(answer, dict) else {}

    def scopes(self, method: Method) -> frozenset[str]:
        """Return the scopes that the token has, as the answer to `method` names them."""
        header = self._send(method, {}).headers.get("x-oauth-scopes", "")
        return frozenset(scope.strip() for scope in header.split(",") if scope.strip())

    def _send(self, method: Method, arguments: Json) -> SlackResponse:
        try:
            if method in READS:
                return self._client.api_call(method.value, params=arguments)
            return self._client.api_call(method.value, json=arguments)
        except SlackApiError as error:
            raise self._refusal(method, error.response) from error
        except URLError as error:
            raise _broken(method, error.reason) from error
        except (OSError, HTTPException) as error:
            raise _broken(method, error) from error
        except (ValueError, LookupError, AttributeError, SlackClientError) as error:
            raise Unconfirmed(f"{method}: the answer can't be read") from error

    def _refusal(self, method: Method, response: SlackResponse) -> TriageError:
        answer = response.data if isinstance(response.data, dict) else {}
        code = str(answer.get("error", ""))
        if response.status_code == HTTPStatus.TOO_MANY_REQUESTS or code in _RATE_LIMITED:
            header = {name.lower(): value for name, value in response.headers.items()}
            asked = retry_after_seconds(header, self._clock())
            seconds = UNSPOKEN_PAUSE_SECONDS if asked is None else asked
            bounded = min(max(seconds, SHORTEST_PAUSE_SECONDS), LONGEST_PAUSE_SECONDS)
            return Unavailable(f"{method}: rate limited", retry_after_seconds=bounded)
        if (
            response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR
            or code in _MAYBE_DONE
            or not _ERROR_CODE.fullmatch(code)
        ):
            return Unconfirmed(f"{method}: no clear answer, status {response.status_code}")
        return Rejected(f"{method}: {code}", code=code)


def _broken(method: Method, reason: object) -> Unavailable:
    """Return what a broken connection means: that the request was never sent, or maybe was."""
    refused = isinstance(reason, OSError) and reason.errno in _NEVER_SENT
    if refused or isinstance(reason, socket.gaierror | ssl.SSLCertVerificationError):
        return Unavailable(f"{method}: can't connect")
    return Unconfirmed(f"{method}: the connection broke")


class SlackUploads:
    """Sends files to the addresses that Slack gives out for that, a piece at a time."""

    def __init__(self, timeout_seconds: float = UPLOAD_TIMEOUT_SECONDS) -> None:
        self._timeout_seconds = timeout_seconds

    def __call__(self, url: str, file: IO[bytes], size: int) -> None:
        """Send once; raises Unavailable if it did not arrive."""
        headers = {"Content-Type": "application/octet-stream", "Content-Length": str(size)}
        if not url.startswith(("https://", "http://")):
            raise Unavailable("upload: no address")
        request = Request(url, data=file, headers=headers, method="POST")  # noqa: S310 - checked
        try:
            with urlopen(request, timeout=self._timeout_seconds):  # noqa: S310 - checked above
                return
        except (OSError, HTTPException, ValueError) as error:
            if isinstance(error, HTTPError):
                error.close()
            raise Unavailable("upload: not taken") from error


class SlackResponder:
    """Posts to the `response_url` of a command or a click."""

    def __init__(self, timeout_seconds: int = RESPOND_TIMEOUT_SECONDS) -> None:
        self._timeout_seconds = timeout_seconds

    def __call__(self, url: str, body: Json) -> None:
        """Send once; raises Unavailable if it did not arrive, Rejected if Slack refused."""
        client = WebhookClient(url, timeout=self._timeout_seconds, retry_handlers=[])
        try:
            response = client.send_dict(body)
        except (OSError, HTTPException, ValueError, SlackClientError) as error:
            raise Unavailable("response_url: no answer") from error
        if response.status_code != HTTPStatus.OK:
            raise Rejected(f"response_url: status {response.status_code}")
