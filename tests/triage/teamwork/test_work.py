"""The people's side of a ticket: which moves it takes, and from whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.triage.teamwork.work import REOPENS_WITHIN, MoveRefused, Work, WorkState
from tests.builders import NOON

ANN, BEN = "U0ANN", "U0BEN"
LATER = NOON + timedelta(minutes=5)

Move = Callable[[Work], Work]
MOVES: dict[str, Move] = {
    "claim": lambda work: work.claimed(BEN, LATER),
    "assign": lambda work: work.assigned(BEN, BEN, LATER),
    "resolve": lambda work: work.resolved(BEN, "", LATER),
    "dismiss": lambda work: work.dismissed(BEN, LATER),
}


def test_a_new_ticket_is_open_and_nobody_has_touched_it() -> None:
    assert Work().state is WorkState.OPEN
    assert Work().is_untouched
    assert not Work().is_closed


def test_who_claims_it_has_it() -> None:
    work = Work().claimed(ANN, NOON)

    assert (work.state, work.assignee, work.by, work.at) == (
        WorkState.IN_PROGRESS,
        ANN,
        ANN,
        NOON,
    )
    assert not work.is_untouched


@pytest.mark.parametrize("who", [ANN, BEN])
def test_a_second_claim_is_told_who_was_first(who: str) -> None:
    with pytest.raises(MoveRefused) as refused:
        Work().claimed(ANN, NOON).claimed(who, LATER)

    assert refused.value.work.assignee == ANN


def test_it_can_be_given_to_somebody_else_and_to_nobody() -> None:
    work = Work().claimed(ANN, NOON)

    assert work.assigned(BEN, ANN, LATER).assignee == BEN
    assert work.assigned(None, ANN, LATER).state is WorkState.OPEN


def test_resolving_keeps_what_fixed_it_and_who_had_it() -> None:
    work = Work().claimed(ANN, NOON).resolved(BEN, "A new invoice was sent", LATER)

    assert (work.state, work.by, work.assignee) == (WorkState.RESOLVED, BEN, ANN)
    assert work.resolution == "A new invoice was sent"
    assert work.is_closed


@pytest.mark.parametrize("move", MOVES.values(), ids=MOVES)
@pytest.mark.parametrize(
    "closed", [Work().resolved(ANN, "", NOON), Work().dismissed(ANN, NOON)], ids=lambda w: w.state
)
def test_a_closed_ticket_takes_no_move(closed: Work, move: Move) -> None:
    with pytest.raises(MoveRefused) as refused:
        move(closed)

    assert refused.value.work == closed


def test_a_resolved_ticket_reopens_with_whoever_had_it() -> None:
    had = Work().claimed(ANN, NOON).resolved(ANN, "fixed", NOON).reopened(BEN, LATER)
    free = replace(Work().resolved(ANN, "fixed", NOON), by=None).reopened(BEN, LATER)

    assert (had.state, had.assignee, had.resolution) == (WorkState.IN_PROGRESS, ANN, "")
    assert had.was_reopened
    assert free.state is WorkState.OPEN


def test_what_nobody_had_reopens_with_who_resolved_it() -> None:
    again = Work().resolved(ANN, "fixed", NOON).reopened(BEN, LATER)

    assert (again.state, again.assignee, again.by) == (WorkState.IN_PROGRESS, ANN, BEN)


def test_what_was_written_before_it_was_resolved_does_not_reopen_it() -> None:
    done = Work().resolved(ANN, "", NOON)

    assert not done.reopens_at(NOON - timedelta(minutes=1))
    assert done.reopens_at(NOON - timedelta(seconds=1))


def test_it_reopens_for_three_days_only() -> None:
    done = Work().resolved(ANN, "", NOON)

    assert done.reopens_at(NOON + REOPENS_WITHIN)
    with pytest.raises(MoveRefused):
        done.reopened(BEN, NOON + REOPENS_WITHIN + timedelta(seconds=1))


@pytest.mark.parametrize("work", [Work(), Work().claimed(ANN, NOON), Work().dismissed(ANN, NOON)])
def test_nothing_but_a_resolved_ticket_reopens(work: Work) -> None:
    assert not work.reopens_at(LATER)


@pytest.mark.parametrize("closed", [Work().resolved(ANN, "", NOON), Work().dismissed(ANN, NOON)])
def test_a_person_takes_up_again_what_was_closed_at_any_time(closed: Work) -> None:
    work = closed.taken_up_again(BEN, NOON + timedelta(days=30))

    assert (work.state, work.by) == (WorkState.OPEN, BEN)
    assert work.was_reopened


def test_what_is_not_closed_is_not_taken_up_again() -> None:
    with pytest.raises(MoveRefused):
        Work().taken_up_again(BEN, NOON)
