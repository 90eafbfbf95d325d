"""What is tried once more: which tickets and posts, and which are left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.triage.arrivals.revision import Revision
from bot.triage.delivery.posting import Operation
from bot.triage.judgement import Provenance
from bot.triage.judging.ladder import Fall, Reason, Rung
from bot.triage.ticket import Status
from storage.delivery.second_chances import PACE, PutBack, SecondChances
from tests.builders import CHANNEL, NOON, ROOT_TS, TEAM, a_message
from tests.storage.store import LEASE, after

if TYPE_CHECKING:
    from storage.database import Database
    from tests.storage.store import Store

FELL_BACK = Provenance("offline", "offline-1", falls=(Fall(Rung.MODEL, Reason.TOO_SLOW),))
OFFLINE = Provenance("offline", "offline-1")
LATER = after(minutes=30)


@pytest.fixture
def chances(database: Database) -> SecondChances:
    return SecondChances(database)


def open_judged(store: Store, number: int, provenance: Provenance) -> None:
    store.open(a_message(ts=f"{number}.0", event_id=f"E{number}"))
    store.judge(provenance=provenance)


def judge_again(chances: SecondChances, analyst: str | None = None, **changes: str) -> int:
    return chances.judge_again(after(hours=-1), LATER, analyst=analyst, **changes)


def test_what_fell_back_is_judged_again(store: Store, chances: SecondChances) -> None:
    open_judged(store, 1, FELL_BACK)
    open_judged(store, 2, OFFLINE)
    open_judged(store, 3, Provenance("openai", "gpt-4o-mini"))

    assert judge_again(chances) == 1

    again = store.claimed(LATER)
    assert (again.number, again.status, again.judge_again) == (1, Status.JUDGED, True)
    assert store.tickets.claim(LATER, LEASE) is None
    assert store.trail()[-1] == ("rejudged", "operator")


def test_an_analyst_that_is_named_has_all_of_its_tickets_judged_again(
    store: Store, chances: SecondChances
) -> None:
    open_judged(store, 1, FELL_BACK)
    open_judged(store, 2, OFFLINE)
    open_judged(store, 3, Provenance("openai", "gpt-4o-mini"))

    assert judge_again(chances, "offline") == 2
    assert judge_again(chances, "openai") == 1


def test_what_is_to_be_judged_again_already_is_not_counted_twice(
    store: Store, chances: SecondChances
) -> None:
    open_judged(store, 1, FELL_BACK)

    assert [judge_again(chances), judge_again(chances)] == [1, 0]


def test_tickets_come_one_after_the_other_so_that_new_ones_come_in_between(
    store: Store, chances: SecondChances
) -> None:
    for number in (1, 2, 3):
        open_judged(store, number, FELL_BACK)

    judge_again(chances)

    due = [store.ticket(ticket.id).due_at for ticket in store.tickets.latest(TEAM, 3)]
    assert due == [LATER + 2 * PACE, LATER + PACE, LATER]


def test_what_was_judged_before_stays(store: Store, chances: SecondChances) -> None:
    open_judged(store, 1, FELL_BACK)

    assert chances.judge_again(after(minutes=1), LATER) == 0


def test_another_workspace_is_left_alone(store: Store, chances: SecondChances) -> None:
    open_judged(store, 1, FELL_BACK)

    assert judge_again(chances, team="T0OTHER") == 0
    assert judge_again(chances, team=TEAM) == 1


def test_what_a_person_has_acted_on_is_left_alone(store: Store, chances: SecondChances) -> None:
    open_judged(store, 1, FELL_BACK)
    store.work_on(lambda work: work.claimed("U0ANN", NOON))

    assert judge_again(chances) == 0


def test_what_waits_for_an_answer_is_left_alone(store: Store, chances: SecondChances) -> None:
    store.open()
    store.ask()

    assert judge_again(chances, "openai") == 0


def test_what_was_withdrawn_is_left_alone(store: Store, chances: SecondChances) -> None:
    store.open()
    store.judge(provenance=FELL_BACK)
    store.revisions.delete(Revision(TEAM, CHANNEL, ROOT_TS, "E9", NOON, text=None))

    assert judge_again(chances) == 0
    assert chances.retry(TEAM, 1, LATER) is None


def test_a_post_that_was_given_up_is_put_back_and_looked_for_first(
    store: Store, chances: SecondChances
) -> None:
    store.open()
    store.judge()
    store.outbox.bury(store.posting(), "is_archived", NOON)

    assert chances.retry(TEAM, 1, LATER) == PutBack(posts=1, is_judged_again=False)

    posting = store.posting(LATER)
    assert posting.unconfirmed
    assert posting.attempts == 0
    assert (posting.created_at, posting.wanted_since) == (NOON, LATER)
    assert store.reports.dead_letter_count() == 0
    assert store.trail()[-1] == ("put_back", "operator")


def test_a_redraw_that_was_given_up_is_put_back_too(store: Store, chances: SecondChances) -> None:
    store.open()
    store.judge()
    store.redraw(store.post("9.9").ticket)
    store.outbox.bury(store.posting(), "message_not_found", NOON)

    assert chances.retry(TEAM, 1, LATER) == PutBack(posts=1, is_judged_again=False)

    posting = store.posting(LATER)
    assert (posting.post.operation, posting.ts) == (Operation.REDRAW, "9.9")


def test_a_ticket_that_was_handed_over_is_judged_again(
    store: Store, chances: SecondChances
) -> None:
    ticket_id = store.open()
    store.tickets.save(store.claimed().handed_over(), event="handed_over", actor="bot", now=NOON)

    assert chances.retry(TEAM, 1, LATER) == PutBack(posts=0, is_judged_again=True)

    assert store.claimed(LATER).id == ticket_id
    assert store.ticket(ticket_id).judge_again


def test_a_ticket_that_lacks_nothing_stays_as_it_is(store: Store, chances: SecondChances) -> None:
    store.open()
    store.judge()

    assert chances.retry(TEAM, 1, LATER) == PutBack(posts=0, is_judged_again=False)
    assert store.trail()[-1] == ("judged", "bot")


def test_there_is_nothing_to_retry_of_a_ticket_that_there_is_not(chances: SecondChances) -> None:
    assert chances.retry(TEAM, 1, LATER) is None
