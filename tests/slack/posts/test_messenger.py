"""What is posted and drawn again: where it stands, with what, and what is no longer said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.slack.posts.messenger import WITHDRAWN
from bot.triage.delivery.posting import Kind, Operation
from bot.triage.errors import Rejected, Unavailable
from bot.triage.teamwork.work import Work
from bot.triage.ticket import Status
from tests.builders import a_judged_ticket, a_waiting_ticket
from tests.slack.posts.thread import NOW, Thread


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
