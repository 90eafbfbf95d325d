from __future__ import annotations

import socket
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.slack.posts.messenger import WITHDRAWN, Messenger
from bot.slack.web_api.calls import SlackCalls
from bot.triage.delivery.posting import Kind, Operation, Posting
from bot.triage.errors import Rejected, Unavailable, Unconfirmed
from bot.triage.teamwork.work import Work
from bot.triage.ticket import Entry, Status
from bot.workspace import WorkspaceServer
from tests.builders import a_judged_ticket, a_posting, a_ticket, a_waiting_ticket, the_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.triage.ticket import Ticket
    from bot.workspace import Channel, Faults, Message, Workspace

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)


class Thread:
    """A thread in a served workspace, and the messenger that posts to it."""

    def __init__(self, server: WorkspaceServer, timeout_seconds: int = 30) -> None:
        self.slack: Workspace = server.workspace
        self.faults: Faults = self.slack.faults
        self.bot = self.slack.add_app()
        self.ann = self.slack.add_user("ann")
        self.support: Channel = self.slack.add_channel("support", self.ann, self.bot)
        self.root = self.slack.post_as_user(self.ann, self.support, "The invoice is wrong")
        self.api = SlackCalls(
            self.bot.token,
            clock=lambda: NOW,
            base_url=server.api_url,
            timeout_seconds=timeout_seconds,
        )
        self.messenger = Messenger(self.api, the_rules())

    def posting(
        self,
        kind: Kind = Kind.CARD,
        ticket: Ticket | None = None,
        *,
        round: int = 0,  # noqa: A002 - its name there
        operation: Operation = Operation.POST,
        ts: str | None = None,
        unconfirmed: bool = False,
    ) -> Posting:
        placed = replace(
            ticket or a_judged_ticket(), channel=self.support.id, thread_ts=self.root.ts
        )
        return a_posting(
            kind,
            placed,
            round=round,
            operation=operation,
            ts=ts,
            unconfirmed=unconfirmed,
            created_at=datetime.now(UTC),
        )

    def root_posting(self, *, unconfirmed: bool = False) -> Posting:
        ticket = a_ticket(channel=self.support.id, thread_ts=None, entry=Entry.COMMAND)
        created_at = datetime.now(UTC)
        return a_posting(Kind.ROOT, ticket, unconfirmed=unconfirmed, created_at=created_at)

    def replies(self) -> tuple[Message, ...]:
        return self.slack.thread(self.support, self.root.ts).replies


@pytest.fixture(scope="module")
def server() -> Iterator[WorkspaceServer]:
    with WorkspaceServer() as server:
        yield server


@pytest.fixture
def thread(server: WorkspaceServer) -> Iterator[Thread]:
    yield Thread(server)
    server.workspace.faults.clear()


def test_a_card_stands_in_the_thread_with_its_key(thread: Thread) -> None:
    ts = thread.messenger.deliver(thread.posting())

    [card] = thread.replies()
    assert card.ts == ts
    assert card.metadata == {
        "event_type": "ticket_triage",
        "event_payload": {"key": "k1:card:0:thread"},
    }


def test_nothing_is_unfurled_or_linked(thread: Thread) -> None:
    thread.messenger.deliver(thread.posting())

    [card] = thread.replies()
    settings = ("unfurl_links", "unfurl_media", "link_names", "parse")
    assert [card.posted_with[name] for name in settings] == [False, False, False, "none"]


def test_a_question_stands_in_the_thread(thread: Thread) -> None:
    thread.messenger.deliver(thread.posting(Kind.QUESTION, a_waiting_ticket("In May"), round=1))

    [question] = thread.replies()
    assert "Which invoice is it?" in question.text


def test_a_root_opens_a_thread_of_its_own(thread: Thread) -> None:
    ts = thread.messenger.deliver(thread.root_posting())

    root = thread.support.messages[ts]
    assert root.thread_ts is None
    assert root.text == "<@U0REPORTER> opened T-12: The invoice of May is wrong"


def test_a_redraw_changes_the_message_in_place_and_keeps_its_key(thread: Thread) -> None:
    ts = thread.messenger.deliver(thread.posting())
    again = thread.posting(
        ticket=a_judged_ticket(severity="Critical"), operation=Operation.REDRAW, ts=ts
    )

    assert thread.messenger.deliver(again) == ts

    [card] = thread.replies()
    assert card.text.startswith("T-12: Critical")
    assert card.metadata is not None


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


def test_without_a_root_there_is_no_thread_to_post_to(thread: Thread) -> None:
    posting = thread.posting()
    rootless = replace(posting, ticket=replace(posting.ticket, thread_ts=None))

    with pytest.raises(Unavailable):
        thread.messenger.deliver(rootless)


def test_what_does_not_stand_can_not_be_redrawn(thread: Thread) -> None:
    with pytest.raises(Unavailable):
        thread.messenger.deliver(thread.posting(operation=Operation.REDRAW))


def test_what_stands_of_a_withdrawn_ticket_is_drawn_without_its_text(thread: Thread) -> None:
    ts = thread.messenger.deliver(thread.posting())
    gone = replace(a_judged_ticket(), status=Status.WITHDRAWN)

    thread.messenger.deliver(thread.posting(ticket=gone, operation=Operation.REDRAW, ts=ts))

    [card] = thread.replies()
    assert card.text == "T-12 was withdrawn: its message was deleted."
    assert "invoice" not in str(card.payload())


def test_nothing_new_is_posted_for_a_withdrawn_ticket(thread: Thread) -> None:
    gone = replace(a_judged_ticket(), status=Status.WITHDRAWN)

    with pytest.raises(Rejected) as refusal:
        thread.messenger.deliver(thread.posting(ticket=gone, unconfirmed=True))

    assert refusal.value.code == WITHDRAWN
    assert not thread.replies()


@pytest.mark.parametrize("kind", [Kind.TOLD, Kind.REMINDER])
def test_nobody_is_urged_about_what_was_closed_while_it_was_in_doubt_whether_they_were(
    thread: Thread, kind: Kind
) -> None:
    closed = replace(a_judged_ticket(), work=Work().resolved("U0ANN", "", NOW))

    with pytest.raises(Rejected) as refusal:
        thread.messenger.deliver(thread.posting(kind, ticket=closed, unconfirmed=True))

    assert refusal.value.code == WITHDRAWN
    assert not thread.replies()


def test_a_redraw_whose_answer_is_lost_may_still_land(thread: Thread) -> None:
    ts = thread.messenger.deliver(thread.posting())
    thread.faults.drop("chat.update", after_effect=True)

    with pytest.raises(Unconfirmed):
        thread.messenger.deliver(thread.posting(operation=Operation.REDRAW, ts=ts))


def test_a_refused_connection_sent_nothing() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    api = SlackCalls("xoxb-1", clock=lambda: NOW, base_url=f"http://127.0.0.1:{port}/api")
    messenger = Messenger(api, the_rules())

    with pytest.raises(Unavailable) as failure:
        messenger.deliver(a_posting())

    assert not isinstance(failure.value, Unconfirmed)
