"""The real Slack client and the real Bolt against the server: calls, deliveries and webhooks."""

import json
import time

import httpx
import pytest
from slack_sdk import WebhookClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry import RateLimitErrorRetryHandler
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.workspace.transport.loopback import Loopback
from tests.workspace.transport.site import CARD, Site, over, wait_for_card


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
        httpx.get(address, headers=headers),
        httpx.post(address, data={"token": bot.token}),
    ]
    json_type = {"Content-Type": "application/json"}
    bad = httpx.post(address, content=b"{", headers=headers | json_type)

    listed = httpx.post(address, content=b"[]", headers=headers | json_type)

    assert all(answer.json()["ok"] for answer in answers)
    assert bad.json()["error"] == "invalid_json"
    assert listed.json()["error"] == "invalid_json"


def test_a_token_in_a_query_or_in_json_is_none(site: Site) -> None:
    bot = site.slack.add_app()
    address = f"{site.server.api_url}auth.test"

    asked = httpx.get(address, params={"token": bot.token})
    posted = httpx.post(address, json={"token": bot.token})

    assert [one.json()["error"] for one in (asked, posted)] == ["not_authed"] * 2


def test_some_methods_read_no_json(site: Site) -> None:
    bot = site.slack.add_app()
    headers = {"Authorization": f"Bearer {bot.token}"}
    address, params = f"{site.server.api_url}users.info", {"user": site.ann.id}

    assert httpx.post(address, data=params, headers=headers).json()["ok"]
    assert httpx.get(address, params=params, headers=headers).json()["ok"]
    assert httpx.post(address, json=params, headers=headers).json()["error"] == "invalid_arguments"


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


@pytest.mark.parametrize(
    ("transport", "ack_seconds", "outcome"),
    [("over_sockets", 0.1, "http_timeout"), ("over_http", 30.0, "http_error")],
)
def test_failed_listener_gets_its_event_again(
    site: Site, transport: str, ack_seconds: float, outcome: str
) -> None:
    bot = site.slack.add_app()
    channel = site.channel(bot)
    site.slack.deliveries.ack_seconds = ack_seconds
    with getattr(site, transport)(bot):
        site.slack.post_as_user(site.ann, channel, "crash")
        delivery = over(site.slack, site.slack.deliveries.log[-1])
    site.slack.deliveries.ack_seconds = 3.0

    assert [attempt.outcome for attempt in delivery.attempts] == [outcome] * 3


def test_response_url_answers_real_webhooks(site: Site) -> None:
    bot = site.slack.add_app()
    channel = site.channel(bot)
    url = site.slack.slash_command(site.ann, channel, "/triage").payload["response_url"]
    webhook = WebhookClient(url)

    assert webhook.send(text="One").body == "ok"
    assert webhook.send(text="").status_code == 400
    assert httpx.post(url, content=b"{").text == "invalid_payload"
    assert httpx.post(url, content=b"[]").text == "invalid_payload"
    assert webhook.send(text="t", attachments=[{"blocks": [{}]}]).status_code == 400
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
