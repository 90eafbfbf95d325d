"""Deliveries over HTTP: signed requests to an app's request URL, and what its answers mean."""

import json
from urllib.parse import urlencode

import httpx

from bot.workspace.records.state import App
from bot.workspace.transport.signing import signed_headers
from bot.workspace.world.deliveries import Ack, Delivery

JSON_TYPE = "application/json"
FORM_TYPE = "application/x-www-form-urlencoded"


def request(delivery: Delivery, app: App, now: float) -> tuple[bytes, dict[str, str]]:
    """Return the body and the headers of a delivery, signed and with its retries told."""
    body, content_type = _encoded(delivery)
    headers = signed_headers(app.signing_secret, body, now)
    headers["Content-Type"] = content_type
    headers["User-Agent"] = "Slackbot 1.0 (+https://api.slack.com/robots)"
    if delivery.retry_num:
        headers["X-Slack-Retry-Num"] = str(delivery.retry_num)
        headers["X-Slack-Retry-Reason"] = delivery.retry_reason
    return body, headers


def _encoded(delivery: Delivery) -> tuple[bytes, str]:
    """Return a delivery's body and content type."""
    if delivery.kind == "events_api":
        return json.dumps(delivery.payload).encode(), JSON_TYPE
    if delivery.kind == "slash_commands":
        return urlencode(delivery.payload).encode(), FORM_TYPE
    return urlencode({"payload": json.dumps(delivery.payload)}).encode(), FORM_TYPE


def post(
    client: httpx.Client, delivery: Delivery, app: App, now: float, timeout: float
) -> Ack | str:
    """Deliver over HTTP; return the app's answer, or why there was none."""
    body, headers = request(delivery, app, now)
    try:
        response = client.post(
            app.request_url or "", content=body, headers=headers, timeout=timeout
        )
    except httpx.TimeoutException:
        return "http_timeout"
    except httpx.HTTPError:
        return "connection_failed"
    no_retry = response.headers.get("X-Slack-No-Retry") == "1"
    return Ack(response.status_code, response.text, no_retry)
