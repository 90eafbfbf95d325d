"""What people do with tickets is stored once, by whoever was first, and every card follows."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from bot.triage.arrivals.revision import Revision
from bot.triage.delivery.posting import Kind, Operation
from bot.triage.teamwork.by import By
from bot.triage.teamwork.change import Change
from bot.triage.teamwork.correction import Correction, CorrectionKind, Field
from bot.triage.teamwork.work import MoveRefused, WorkState
from bot.triage.ticket import Status
from tests.builders import CHANNEL, NOON, ROOT_TS, TEAM, a_judgement, a_message
from tests.storage.store import after

if TYPE_CHECKING:
    from datetime import datetime

    from bot.triage.ticket import Ticket
    from tests.storage.store import Store

ANN, BEN = "U0ANN", "U0BEN"
TO_BUG = Correction(CorrectionKind.EDIT, ANN, NOON, Field.CATEGORY, "Billing", "Bug")
TO_HIGH = Correction(CorrectionKind.EDIT, BEN, NOON, Field.SEVERITY, "Medium", "High")


@pytest.fixture
def ticket(store: Store) -> Ticket:
    """Give a ticket whose card stands in Slack."""
    store.open()
    judged = store.judge()
    store.post("2.2")
    return judged


def claim(store: Store, who: str = ANN) -> Ticket | None:
    return store.work_on(lambda work: work.claimed(who, NOON), actor=who)


def correct(store: Store, now: datetime = NOON) -> Ticket | None:
    return store.work_on(lambda work: work, TO_BUG, actor=ANN, now=now)


def test_a_claim_is_kept_noted_and_shown(store: Store, ticket: Ticket) -> None:
    assert claim(store) == store.ticket(ticket.id)

    work = store.ticket(ticket.id).work
    assert (work.state, work.assignee, work.at) == (WorkState.IN_PROGRESS, ANN, NOON)
    assert store.trail()[-1] == ("worked", ANN)
    redraw = store.posting()
    assert (redraw.post.kind, redraw.post.operation, redraw.ts) == (
        Kind.CARD,
        Operation.REDRAW,
        "2.2",
    )


@pytest.mark.usefixtures("ticket")
def test_of_two_claims_at_once_one_wins(store: Store) -> None:
    def attempt(who: str) -> str:
        try:
            claim(store, who)
        except MoveRefused as refused:
            return f"taken by {refused.work.assignee}"
        return f"taken by {who}"

    with ThreadPoolExecutor(2) as both:
        heard = set(both.map(attempt, [ANN, BEN]))

    assert len(heard) == 1
    assert [event for event, _ in store.trail()].count("worked") == 1


@pytest.mark.usefixtures("ticket")
def test_a_refused_move_changes_nothing(store: Store) -> None:
    claim(store)
    trail = store.trail()

    with pytest.raises(MoveRefused):
        claim(store, BEN)
    assert store.trail() == trail


def test_a_correction_counts_instead_of_what_the_analyst_said(store: Store, ticket: Ticket) -> None:
    correct(store)

    found = store.ticket(ticket.id)
    assert found.corrections == (TO_BUG,)
    assert found.judgement is not None
    assert found.decided is not None
    assert (found.judgement.category, found.decided.category) == ("Billing", "Bug")
    assert not found.work.is_untouched
    assert store.posting().post.operation is Operation.REDRAW


def test_saying_something_of_a_ticket_is_no_move_of_it(store: Store, ticket: Ticket) -> None:
    store.work_on(lambda work: work.resolved(BEN, "A refund", NOON), actor=BEN)

    correct(store, after(minutes=5))

    work = store.ticket(ticket.id).work
    assert (work.by, work.at) == (BEN, NOON)


def test_the_trail_names_the_fields_and_who_was_given_it(store: Store, ticket: Ticket) -> None:
    del ticket
    store.work_on(lambda work: work.assigned(BEN, ANN, NOON), TO_BUG)

    with store.database.read() as connection:
        query = sa.text("SELECT detail FROM audit WHERE event = 'worked'")
        assert json.loads(connection.execute(query).scalar_one()) == {
            "fields": "category",
            "category_before": "Billing",
            "category": "Bug",
            "work_before": "open",
            "work": "in_progress",
            "assignee_before": "",
            "assignee": BEN,
        }


def test_what_was_said_is_kept_with_the_move(store: Store, ticket: Ticket) -> None:
    said = Correction(CorrectionKind.NOT_A_TICKET, ANN, NOON, reason="chatter")
    store.work_on(lambda work: work.dismissed(ANN, NOON), said)

    found = store.ticket(ticket.id)
    assert (found.work.state, found.corrections) == (WorkState.NOT_A_TICKET, (said,))


def test_a_ticket_without_a_card_can_be_claimed_too(store: Store) -> None:
    ticket_id = store.open()
    claim(store)

    assert store.ticket(ticket_id).work.assignee == ANN
    assert store.next_posting() is None


def test_a_judgement_of_people_is_not_lost_to_a_worker_that_holds_the_ticket(store: Store) -> None:
    ticket_id = store.open()
    handed_over = store.claimed().handed_over()
    store.tickets.save(handed_over, event="handed_over", actor="bot", now=NOON)
    store.work.judge_again(TEAM, 1, by=By(ANN, NOON))
    held = store.claimed()

    store.work.change(
        TEAM,
        1,
        lambda ticket: Change(ticket.work, (), a_judgement(category="Login")),
        event="corrected",
        by=By(ANN, NOON),
    )

    gives_up = held.handed_over()
    assert not store.tickets.save(gives_up, event="handed_over", actor="bot", now=NOON)
    judgement = store.ticket(ticket_id).judgement
    assert judgement is not None
    assert judgement.category == "Login"
    assert store.claimed().judgement == judgement


def test_a_card_on_its_way_is_drawn_again_once_it_stands(store: Store) -> None:
    store.open()
    store.judge()
    claim(store)

    assert store.post("2.2").post.operation is Operation.POST
    assert store.posting().post.operation is Operation.REDRAW


@pytest.mark.usefixtures("ticket")
def test_judging_again_makes_it_due(store: Store) -> None:
    assert store.work.judge_again(TEAM, 1, by=By(ANN, NOON))

    assert store.claimed().judge_again
    assert store.trail()[-1] == ("judge_again", ANN)


def test_an_undecided_ticket_is_not_judged_again(store: Store) -> None:
    store.open()

    assert not store.work.judge_again(TEAM, 1, by=By(ANN, NOON))


def test_other_teams_and_numbers_are_nobodys(store: Store, ticket: Ticket) -> None:
    del ticket

    assert store.work_on(lambda work: work.claimed(ANN, NOON), team="T0OTHER") is None
    assert store.work_on(lambda work: work, TO_BUG, number=2) is None
    assert not store.work.judge_again("T0OTHER", 1, by=By(ANN, NOON))


def test_a_withdrawn_ticket_takes_no_move_and_keeps_no_words(store: Store, ticket: Ticket) -> None:
    correct(store)
    store.revisions.delete(Revision(TEAM, CHANNEL, ROOT_TS, "Ev0009", after(minutes=1)))

    assert claim(store) is None
    found = store.ticket(ticket.id)
    assert found.status is Status.WITHDRAWN
    assert [(each.before, each.after) for each in found.corrections] == [("", "")]


def test_an_edit_after_a_person_acted_is_noted_only(store: Store, ticket: Ticket) -> None:
    claim(store)
    edited = Revision.to(a_message("It is the invoice of June", event_id="Ev0010"))

    assert not store.revisions.edit(edited)
    assert store.ticket(ticket.id).messages[0].text == "It is the invoice of June"
    assert store.trail()[-1][0] == "edited"


@pytest.mark.parametrize("change", ["field = 'telepathy'", "kind = 'hunch'", "at = 'yesterday'"])
def test_a_correction_that_can_not_be_read_costs_only_itself(
    store: Store, ticket: Ticket, change: str
) -> None:
    correct(store)
    store.work_on(lambda work: work, TO_HIGH, actor=BEN)
    with store.database.write() as connection:
        connection.execute(sa.text(f"UPDATE corrections SET {change} WHERE id = 1"))  # noqa: S608

    assert store.ticket(ticket.id).corrections == (TO_HIGH,)
    assert store.reports.unreadable_corrections() == ((ticket.team, ticket.number),)


def test_of_sound_corrections_none_is_called_unreadable(store: Store, ticket: Ticket) -> None:
    correct(store)

    assert store.ticket(ticket.id).corrections
    assert store.reports.unreadable_corrections() == ()
