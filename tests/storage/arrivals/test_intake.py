"""What people say and press: stored once, whatever order and however often it comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.triage.delivery.posting import Kind
from bot.triage.ticket import Entry, Status
from storage.arrivals.recorded import Outcome, Recorded
from tests.builders import CHANNEL, NOON, REPORTER, ROOT_TS, TEAM, a_message, a_reply
from tests.storage.store import DEADLINE, after

if TYPE_CHECKING:
    from tests.storage.store import Store


def test_a_message_opens_a_ticket_that_is_due_at_once(store: Store) -> None:
    message = a_message(file_names=("error.png",))

    recorded = store.tickets.record(message, opens_ticket=True)

    assert (recorded.outcome, recorded.number) == (Outcome.OPENED, 1)
    ticket = store.claimed()
    assert ticket.id == recorded.ticket_id
    assert ticket.messages == (message,)
    assert (ticket.status, ticket.entry, ticket.reporter) == (
        Status.RECEIVED,
        Entry.MESSAGE,
        REPORTER,
    )
    assert (ticket.thread_ts, ticket.created_at, ticket.due_at) == (ROOT_TS, NOON, NOON)


def test_a_message_elsewhere_is_not_even_stored(store: Store) -> None:
    assert store.tickets.record(a_message(), opens_ticket=False) == Recorded(Outcome.NONE)

    assert store.count("messages") == 0


@pytest.mark.parametrize(
    "again",
    [
        pytest.param({}, id="redelivery"),
        pytest.param({"event_id": "Ev-twin"}, id="mention and message"),
        pytest.param({"ts": "1767614499.000000"}, id="same event id"),
    ],
)
def test_the_same_message_opens_one_ticket(store: Store, again: dict[str, str]) -> None:
    ticket_id = store.open()

    recorded = store.tickets.record(a_message(**again), opens_ticket=True)

    assert recorded == Recorded(Outcome.DUPLICATE, ticket_id, 1)
    assert store.count("tickets") == store.count("messages") == 1


def test_a_refused_number_leaves_no_gap(store: Store) -> None:
    store.open()
    store.tickets.record(a_message(), opens_ticket=True)

    other = store.tickets.record(a_message(ts="2.0", event_id="Ev2"), opens_ticket=True)

    assert other.number == 2


def test_a_reply_joins_and_wakes_its_ticket(store: Store) -> None:
    ticket_id = store.open()
    store.ask()

    recorded = store.tickets.record(a_reply(at=after(minutes=1)), opens_ticket=True)

    assert recorded == Recorded(Outcome.REPLIED, ticket_id, 1)
    ticket = store.claimed(after(minutes=1))
    assert ticket.has_new_reply
    assert [message.text for message in ticket.messages][1] == "It is invoice 4711"


def test_a_redelivered_reply_wakes_nobody(store: Store) -> None:
    ticket_id = store.open()
    store.tickets.record(a_reply(), opens_ticket=True)

    recorded = store.tickets.record(a_reply(event_id="Ev-twin"), opens_ticket=True)

    assert recorded == Recorded(Outcome.DUPLICATE, ticket_id, 1)
    assert store.ticket(ticket_id).claim.wake == 1


def test_a_reply_to_a_judged_ticket_is_stored_and_changes_nothing_else(store: Store) -> None:
    ticket_id = store.open()
    store.judge()

    recorded = store.tickets.record(a_reply(), opens_ticket=True)

    assert recorded.outcome is Outcome.REPLIED
    ticket = store.ticket(ticket_id)
    assert (ticket.status, ticket.due_at, len(ticket.messages)) == (Status.JUDGED, None, 2)


def test_replies_that_come_before_their_root_are_taken_over(store: Store) -> None:
    early = store.tickets.record(a_reply(), opens_ticket=True)
    elsewhere = a_reply("not ours", event_id="Ev3", ts="3.0", thread_ts="2.0")
    store.tickets.record(elsewhere, opens_ticket=True)

    ticket_id = store.open()

    assert early == Recorded(Outcome.NONE)
    assert store.ticket(ticket_id).messages == (a_message(), a_reply())


def test_a_root_that_comes_after_a_ticket_was_asked_for_in_its_thread_is_part_of_that(
    store: Store,
) -> None:
    asked = store.tickets.request(a_reply(), by=REPORTER, reporter=REPORTER, entry=Entry.SHORTCUT)

    late = store.tickets.record(a_message(), opens_ticket=True)
    again = store.tickets.record(a_message(), opens_ticket=True)

    assert late == Recorded(Outcome.REPLIED, asked.ticket_id, 1)
    assert again == Recorded(Outcome.DUPLICATE, asked.ticket_id, 1)
    assert store.claimed().messages == (a_reply(), a_message())


def test_a_redelivered_reply_without_a_ticket_is_a_duplicate_of_none(store: Store) -> None:
    store.tickets.record(a_reply(), opens_ticket=True)

    assert store.tickets.record(a_reply(), opens_ticket=True) == Recorded(Outcome.DUPLICATE)


def test_a_command_opens_a_ticket_and_its_root_post_in_one(store: Store) -> None:
    ticket_id = store.open_command()

    posting = store.posting()

    assert (posting.post.kind, posting.key) == (Kind.ROOT, "key1:root:0:thread")
    assert (posting.ticket.id, posting.ticket.thread_ts) == (ticket_id, None)
    assert posting.ticket.entry is Entry.COMMAND


def test_a_command_can_be_judged_before_its_root_is_posted(store: Store) -> None:
    store.open_command()

    assert store.judge().status is Status.JUDGED


def test_numbers_count_for_each_workspace(store: Store) -> None:
    numbers = [
        store.tickets.record(a_message(team=team, ts=ts, event_id=ts), opens_ticket=True).number
        for team, ts in (("T1", "1.0"), ("T2", "1.0"), ("T1", "2.0"))
    ]

    assert numbers == [1, 1, 2]


def test_workspaces_with_equal_ids_stay_apart(store: Store) -> None:
    ours = store.open(a_message(team="T1"))
    theirs = store.open(a_message(team="T2"))

    store.tickets.record(a_reply(team="T2"), opens_ticket=True)

    assert len(store.ticket(ours).messages) == 1
    assert len(store.ticket(theirs).messages) == 2
    assert store.tickets.find("T3", 1) is None


@pytest.mark.parametrize(
    ("again", "is_first"),
    [
        pytest.param({}, False, id="delivered again"),
        pytest.param({"event_id": "Ev-twin"}, False, id="mention and message"),
        pytest.param({"ts": "2.0"}, False, id="the same event"),
        pytest.param({"team": "T0OTHER"}, True, id="elsewhere"),
        pytest.param({"event_id": "Ev2", "ts": "2.0"}, True, id="another"),
    ],
)
def test_a_message_is_refused_for_the_first_time_once(
    store: Store, again: dict[str, str], *, is_first: bool
) -> None:
    assert store.tickets.refuse(a_message(ts="1.0", event_id="Ev1"))

    assert store.tickets.refuse(a_message(**{"ts": "1.0", "event_id": "Ev1"} | again)) is is_first


def test_a_buttons_answer_to_the_open_question_wakes_the_ticket(store: Store) -> None:
    ticket_id = store.open()
    store.ask()

    assert store.tickets.answer(TEAM, ticket_id, 1, a_reply("A"))

    assert store.claimed().messages[-1].text == "A"
    assert ("answered", REPORTER) in store.trail()


def test_an_answer_counts_once(store: Store) -> None:
    ticket_id = store.open()
    store.ask()

    accepted = [store.tickets.answer(TEAM, ticket_id, 1, a_reply("A")) for _ in range(2)]

    assert accepted == [True, True]
    assert (len(store.ticket(ticket_id).messages), store.ticket(ticket_id).claim.wake) == (2, 1)


@pytest.mark.parametrize(("team", "round_"), [(TEAM, 2), (TEAM, 0), ("T-other", 1)])
def test_an_answer_to_no_open_question_is_not_accepted(
    store: Store, team: str, round_: int
) -> None:
    ticket_id = store.open()
    store.ask()

    assert not store.tickets.answer(team, ticket_id, round_, a_reply("A", team=team))
    assert not store.tickets.judge_now(team, ticket_id, round_, actor="U1", now=NOON)

    assert store.ticket(ticket_id).due_at == DEADLINE
    assert store.count("messages") == 1


def test_nothing_is_accepted_once_the_ticket_is_judged(store: Store) -> None:
    ticket_id = store.open()
    store.ask()
    store.tickets.judge_now(TEAM, ticket_id, 1, actor="U1", now=NOON)
    store.judge()

    assert not store.tickets.answer(TEAM, ticket_id, 1, a_reply("A"))
    assert not store.tickets.judge_now(TEAM, ticket_id, 1, actor="U1", now=NOON)


def test_classify_anyway_makes_the_ticket_due(store: Store) -> None:
    ticket_id = store.open()
    store.ask()

    assert store.tickets.judge_now(TEAM, ticket_id, 1, actor="U0COLLEAGUE", now=NOON)

    assert store.claimed().judge_now
    assert ("judge_now", "U0COLLEAGUE") in store.trail()


def test_a_ticket_is_found_by_number_and_by_thread(store: Store) -> None:
    ticket = store.ticket(store.open())

    assert store.tickets.find(TEAM, 1) == ticket
    assert store.tickets.in_thread(TEAM, CHANNEL, ROOT_TS) == ticket
    assert store.tickets.in_thread(TEAM, "C-other", ROOT_TS) is None
