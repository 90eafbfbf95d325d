"""What Slack surely did not take: put off, sent as text, or given up."""

from __future__ import annotations

import socket

import pytest

from bot.slack.posts.messenger import Messenger
from bot.slack.web_api.calls import SlackCalls
from bot.triage.errors import Rejected, Unavailable, Unconfirmed
from tests.builders import a_posting, the_rules
from tests.slack.posts.thread import NOW, Thread


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("30", 30),
        ("1.5", 1.5),
        (None, 5),
        ("x", 5),
        ("inf", 5),
        ("nan", 5),
        ("0", 1),
        ("-3", 1),
        ("86400", 600),
        ("1e300", 600),
        ("Mon, 05 Jan 2026 11:00:00 GMT", 1),
        ("Fri, 05 Jan 2035 12:00:00 GMT", 600),
        ("Mon, 05 Jan 2026 12:00:20 GMT", 20),
    ],
)
def test_a_rate_limit_says_how_long_to_wait(
    thread: Thread, header: str | None, seconds: float
) -> None:
    thread.faults.rate_limit("chat.postMessage", header)

    with pytest.raises(Unavailable) as limit:
        thread.messenger.deliver(thread.posting())

    assert not isinstance(limit.value, Unconfirmed)
    assert limit.value.retry_after_seconds == seconds


@pytest.mark.parametrize(
    "code",
    ["channel_not_found", "is_archived", "not_in_channel", "thread_not_found", "account_inactive"],
)
def test_a_refusal_is_not_repeated(thread: Thread, code: str) -> None:
    thread.faults.refuse("chat.postMessage", code)

    with pytest.raises(Rejected) as refusal:
        thread.messenger.deliver(thread.posting())

    assert refusal.value.code == code
    assert not thread.replies()


@pytest.mark.parametrize("code", ["msg_blocks_too_long", "invalid_blocks"])
def test_blocks_that_slack_refuses_are_sent_as_text(thread: Thread, code: str) -> None:
    thread.faults.refuse("chat.postMessage", code)

    thread.messenger.deliver(thread.posting())

    [card] = thread.replies()
    assert card.blocks == []
    assert card.text.startswith("T-12: Medium")


def test_text_that_slack_refuses_too_is_given_up(thread: Thread) -> None:
    thread.faults.refuse("chat.postMessage", "invalid_blocks", times=2)

    with pytest.raises(Rejected):
        thread.messenger.deliver(thread.posting())


def test_a_refused_connection_sent_nothing() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    api = SlackCalls("xoxb-1", clock=lambda: NOW, base_url=f"http://127.0.0.1:{port}/api")
    messenger = Messenger(api, the_rules())

    with pytest.raises(Unavailable) as failure:
        messenger.deliver(a_posting())

    assert not isinstance(failure.value, Unconfirmed)
