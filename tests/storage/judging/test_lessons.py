"""Tickets that people have corrected or resolved are examples, until their text is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.triage.arrivals.revision import Revision
from bot.triage.judging.lesson import PASSED_OVER, RESOLVED, SAID
from bot.triage.redaction import redact
from bot.triage.teamwork.by import By
from bot.triage.teamwork.correction import Correction, CorrectionKind, Field
from bot.triage.ticket import TicketId
from storage.judging.learning import PAUSE, Learning
from storage.judging.lessons import Lessons
from storage.judging.readings import Readings
from tests.builders import CHANNEL, NOON, TEAM, a_message
from tests.storage.store import after

if TYPE_CHECKING:
    from tests.storage.store import Store

MODEL = "words"
SOON = NOON + PAUSE


def edit(field: Field, new: str) -> Correction:
    return Correction(CorrectionKind.EDIT, "U0ANN", NOON, field, "before", new)


def judged(store: Store, number: int = 1, team: str = TEAM) -> TicketId:
    """Open and judge the ticket of that number."""
    ts = f"{number}.0"
    ticket_id = store.open(a_message(team=team, ts=ts, event_id=f"Ev{number}"))
    store.judge()
    return ticket_id


def read(store: Store, ticket_id: TicketId, text: str = "The invoice", **changes: object) -> bool:
    fields: dict[str, object] = {"team": TEAM, "model": MODEL, **changes}
    seen = fields.pop("seen", None)
    team, model = str(fields["team"]), str(fields["model"])
    return Readings(store.database).keep(
        team,
        ticket_id,
        model,
        text=redact(text),
        vector=b"1234",
        seen=Learning(store.database).changes(team) if seen is None else int(str(seen)),
    )


def resolve(store: Store, number: int = 1, team: str = TEAM) -> None:
    store.work_on(lambda work: work.resolved("U0ANN", "", NOON), number=number, team=team)


def withdraw(store: Store, number: int = 1) -> None:
    store.revisions.delete(Revision(TEAM, CHANNEL, f"{number}.0", "Ev99", NOON))


def lessons(store: Store) -> Lessons:
    return Lessons(store.database)


def unread(store: Store, model: str = MODEL) -> list[TicketId]:
    return [each.ticket_id for each in lessons(store).unread(TEAM, model)]


def test_a_corrected_ticket_is_an_example_with_what_people_set(store: Store) -> None:
    ticket_id = judged(store)
    store.work_on(lambda work: work, edit(Field.CATEGORY, "Login"))
    read(store, ticket_id, "Can't get in")

    (lesson,) = lessons(store).of_team(TEAM, MODEL)

    assert (lesson.ticket_id, lesson.text, lesson.vector) == (ticket_id, "Can't get in", b"1234")
    assert (lesson.outcome.category, lesson.outcome.severity) == ("Login", "Medium")
    assert lesson.trust(Field.CATEGORY) == SAID


def test_a_resolved_ticket_is_one_too_and_those_before_it_were_passed_over(store: Store) -> None:
    for number in (1, 2, 3):
        judged(store, number)
    resolve(store, 2)
    for ticket_id in (1, 2, 3):
        read(store, TicketId(ticket_id))

    first, second, third = lessons(store).of_team(TEAM, MODEL)

    assert first.trust(Field.SEVERITY) == PASSED_OVER
    assert second.trust(Field.SEVERITY) == RESOLVED
    assert not any(third.outcome.trust.values())


def test_what_is_to_be_read_is_named_until_it_was_read(store: Store) -> None:
    first, second = judged(store, 1), judged(store, 2)
    resolve(store, 2)
    assert unread(store) == [first, second]

    read(store, second)
    assert unread(store) == [first]
    assert unread(store, "another model") == [first, second]
    assert lessons(store).of_team(TEAM, "another model") == ()


def test_nothing_is_read_where_nobody_has_said_anything(store: Store) -> None:
    judged(store)

    assert unread(store) == []
    assert Learning(store.database).due(after(hours=1)) == ()


def test_workspaces_do_not_learn_from_each_other(store: Store) -> None:
    mine, theirs = judged(store, 1), judged(store, 1, "T0OTHER")
    resolve(store)
    resolve(store, team="T0OTHER")
    read(store, mine)
    read(store, theirs, team="T0OTHER")

    assert [each.ticket_id for each in lessons(store).of_team(TEAM, MODEL)] == [mine]
    assert [each.ticket_id for each in lessons(store).of_team("T0OTHER", MODEL)] == [theirs]


def test_what_is_no_ticket_is_no_example(store: Store) -> None:
    ticket_id = judged(store)
    read(store, ticket_id)
    store.work_on(
        lambda work: work.dismissed("U0ANN", NOON),
        Correction(CorrectionKind.NOT_A_TICKET, "U0ANN", NOON),
    )

    assert lessons(store).of_team(TEAM, MODEL) == ()
    assert unread(store) == []


def test_a_withdrawn_ticket_leaves_with_its_text(store: Store) -> None:
    ticket_id = judged(store)
    resolve(store)
    read(store, ticket_id)

    withdraw(store)

    assert lessons(store).of_team(TEAM, MODEL) == ()
    assert store.count("ticket_readings") == 0


@pytest.mark.parametrize("change", ["edit", "delete a reply", "judge again"])
def test_a_ticket_that_reads_differently_is_read_again(store: Store, change: str) -> None:
    ticket_id = judged(store)
    store.tickets.record(a_message(ts="1.5", thread_ts="1.0", event_id="Ev5"), opens_ticket=False)
    store.work_on(lambda work: work, edit(Field.CATEGORY, "Bug"))
    read(store, ticket_id)

    if change == "edit":
        store.revisions.edit(Revision(TEAM, CHANNEL, "1.0", "Ev9", NOON, text="Another"))
    elif change == "delete a reply":
        store.revisions.delete(Revision(TEAM, CHANNEL, "1.5", "Ev9", NOON))
    else:
        store.work.judge_again(TEAM, 1, by=By("U0ANN", NOON))
        store.judge(summary="Something else")

    assert unread(store) == [ticket_id]


def test_a_text_that_was_taken_back_while_it_was_read_is_not_kept(store: Store) -> None:
    ticket_id = judged(store)
    resolve(store)
    seen = Learning(store.database).changes(TEAM)

    withdraw(store)

    assert not read(store, ticket_id, seen=seen)
    assert store.count("ticket_readings") == 0


def test_learning_is_due_once_for_all_that_is_said_within_a_pause(store: Store) -> None:
    learning = Learning(store.database)
    judged(store)
    store.work_on(lambda work: work, edit(Field.CATEGORY, "Login"))
    store.work_on(lambda work: work, edit(Field.CATEGORY, "Bug"), now=after(seconds=20))

    assert learning.due(after(seconds=59)) == ()
    assert learning.due(SOON) == (TEAM,)
    assert learning.teams() == {TEAM: 2}


def test_what_was_said_while_it_was_learned_is_learned_after_another_pause(store: Store) -> None:
    learning = Learning(store.database)
    judged(store)
    resolve(store)
    seen = learning.changes(TEAM)
    store.work_on(lambda work: work, edit(Field.CATEGORY, "Bug"))

    learning.learned(TEAM, seen, SOON)
    assert learning.due(SOON) == ()
    assert learning.due(SOON + PAUSE) == (TEAM,)

    learning.learned(TEAM, seen + 1, SOON)
    assert learning.due(after(days=1)) == ()


def test_a_reopened_ticket_is_learned_from_anew(store: Store) -> None:
    judged(store)
    resolve(store)
    seen = Learning(store.database).changes(TEAM)

    reply = a_message("It is back", ts="1767614460.0", thread_ts="1.0", event_id="Ev7")
    store.tickets.record(reply, opens_ticket=False)

    assert Learning(store.database).changes(TEAM) == seen + 1
