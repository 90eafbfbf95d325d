"""What is found and exported is of one workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.triage.delivery.errand import Chore, Errand
from storage.delivery.errands import Errands
from storage.overview.exports import Exports
from storage.overview.finding import Finds
from tests.builders import CHANNEL, NOON, TEAM, a_message
from tests.storage.store import after

if TYPE_CHECKING:
    from tests.storage.store import Store


def test_tickets_of_other_workspaces_are_not_found(store: Store) -> None:
    store.open()
    store.open(a_message(team="T-other"))

    found = Finds(store.database).tickets("T-other", "invoice", 10, reporter=None)

    assert [brief.number for brief in found] == [1]
    assert len(found) == 1


def test_signs_of_a_pattern_are_no_pattern(store: Store) -> None:
    store.open(a_message("100% of the invoices are wrong"))

    finds = Finds(store.database)

    assert len(finds.tickets(TEAM, "100%", 10, reporter=None)) == 1
    assert finds.tickets(TEAM, "inv_ices", 10, reporter=None) == ()


def test_marks_around_words_are_not_looked_for(store: Store) -> None:
    store.open(a_message("The invoice of May is wrong"))

    finds = Finds(store.database)

    assert len(finds.tickets(TEAM, "“invoice of May”, wrong?", 10, reporter=None)) == 1


def test_tickets_of_other_workspaces_are_not_exported(store: Store) -> None:
    store.open()
    store.open(a_message(team="T-other"))

    exported = Exports(store.database).tickets(TEAM, NOON, after(days=1), reporter=None)

    assert len(list(exported)) == 1


def test_an_errand_waits_until_it_is_ended(store: Store) -> None:
    errands = Errands(store.database)
    errand = Errand(TEAM, Chore.OPEN_TICKET, CHANNEL, "1.1", "U0ANN", NOON)
    other = Errand("T-other", Chore.OPEN_TICKET, CHANNEL, "1.1", "U0ANN", NOON)

    assert errands.add(errand)
    assert not errands.add(errand)
    assert errands.add(other)
    errands.begin(errand, after(minutes=2))
    errands.put_off(errand, after(minutes=1))
    assert errands.due([Chore.OPEN_TICKET], NOON) == other
    errands.end(other)
    assert errands.due([Chore.OPEN_TICKET], NOON) is None
    late = errands.due([Chore.OPEN_TICKET], after(minutes=1))
    assert late is not None
    assert late.attempts == 0
