"""What may have landed is looked for, and never posted once more on a guess."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.triage.delivery.posting import Operation
from bot.triage.errors import Rejected, Unconfirmed
from tests.slack.posts.thread import Thread

if TYPE_CHECKING:
    from bot.workspace import WorkspaceServer


def test_a_post_that_landed_in_spite_of_the_error_is_found_again(thread: Thread) -> None:
    thread.faults.drop("chat.postMessage", after_effect=True)
    with pytest.raises(Unconfirmed):
        thread.messenger.deliver(thread.posting())

    ts = thread.messenger.deliver(thread.posting(unconfirmed=True))

    [card] = thread.replies()
    assert card.ts == ts


def test_a_post_that_did_not_land_is_made_once_more(thread: Thread) -> None:
    thread.faults.drop("chat.postMessage")
    with pytest.raises(Unconfirmed):
        thread.messenger.deliver(thread.posting())

    thread.messenger.deliver(thread.posting(unconfirmed=True))

    assert len(thread.replies()) == 1


def test_a_root_is_looked_for_in_the_channel(thread: Thread) -> None:
    ts = thread.messenger.deliver(thread.root_posting())

    assert thread.messenger.deliver(thread.root_posting(unconfirmed=True)) == ts


def test_a_key_is_found_on_a_later_page(thread: Thread) -> None:
    for _ in range(201):
        thread.slack.reply_as_user(thread.ann, thread.root, "still broken")
    ts = thread.messenger.deliver(thread.posting())

    assert thread.messenger.deliver(thread.posting(unconfirmed=True)) == ts


def test_as_long_as_slack_can_not_be_read_nothing_is_posted(thread: Thread) -> None:
    thread.faults.rate_limit("conversations.replies", "7")

    with pytest.raises(Unconfirmed) as doubt:
        thread.messenger.deliver(thread.posting(unconfirmed=True))

    assert doubt.value.retry_after_seconds == 7
    assert not thread.replies()


@pytest.mark.parametrize("code", ["not_in_channel", "missing_scope", "ratelimited"])
def test_where_reading_is_refused_nothing_is_posted_on_a_guess(thread: Thread, code: str) -> None:
    thread.faults.refuse("conversations.replies", code)

    with pytest.raises(Unconfirmed):
        thread.messenger.deliver(thread.posting(unconfirmed=True))

    assert not thread.replies()


def test_a_thread_that_is_gone_needs_no_second_look(thread: Thread) -> None:
    thread.faults.refuse("conversations.replies", "thread_not_found")

    with pytest.raises(Rejected):
        thread.messenger.deliver(thread.posting(unconfirmed=True))


def test_an_endless_thread_is_not_posted_to_on_a_guess(thread: Thread) -> None:
    page = {"ok": True, "messages": [], "response_metadata": {"next_cursor": "again"}}
    fault = thread.faults.refuse("conversations.replies", "", times=20)
    fault.body = page

    with pytest.raises(Unconfirmed):
        thread.messenger.deliver(thread.posting(unconfirmed=True))

    assert not thread.replies()


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_server_error_leaves_it_open_whether_the_post_landed(thread: Thread, status: int) -> None:
    thread.faults.fail("chat.postMessage", status)

    with pytest.raises(Unconfirmed):
        thread.messenger.deliver(thread.posting())


@pytest.mark.parametrize("body", ["<html>busy</html>", "[]", "null", '"ok"', "{", '{"ok": true}'])
def test_an_answer_that_makes_no_sense_leaves_it_open(thread: Thread, body: str) -> None:
    thread.faults.garble("chat.postMessage", body)

    with pytest.raises(Unconfirmed):
        thread.messenger.deliver(thread.posting())


@pytest.mark.parametrize("code", ["internal_error", "fatal_error", "service_unavailable"])
def test_an_error_inside_slack_leaves_it_open(thread: Thread, code: str) -> None:
    thread.faults.refuse("chat.postMessage", code)

    with pytest.raises(Unconfirmed):
        thread.messenger.deliver(thread.posting())


def test_a_call_without_an_answer_in_time_leaves_it_open(server: WorkspaceServer) -> None:
    thread = Thread(server, timeout_seconds=1)
    thread.faults.delay("chat.postMessage", 1.5)

    with pytest.raises(Unconfirmed):
        thread.messenger.deliver(thread.posting())


def test_a_redraw_whose_answer_is_lost_may_still_land(thread: Thread) -> None:
    ts = thread.messenger.deliver(thread.posting())
    thread.faults.drop("chat.update", after_effect=True)

    with pytest.raises(Unconfirmed):
        thread.messenger.deliver(thread.posting(operation=Operation.REDRAW, ts=ts))
