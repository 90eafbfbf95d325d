"""Figures about the work, straight from the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.builders import NOON, a_message
from tests.storage.store import after

if TYPE_CHECKING:
    from tests.storage.store import Store


def test_an_idle_app_has_nothing_in_its_queue(store: Store) -> None:
    assert store.reports.queue_depth(NOON) == 0
    assert store.reports.dead_letter_count() == 0
    assert store.reports.dead_letters() == ()


def test_the_queue_holds_due_tickets_and_posts(store: Store) -> None:
    store.open()
    store.judge()
    store.open(a_message(ts="2.0", event_id="E2", at=after(seconds=5)))

    assert store.reports.queue_depth(NOON) == 1
    assert store.reports.queue_depth(after(seconds=5)) == 2


def test_dead_letters_are_listed_newest_first(store: Store) -> None:
    for number in (1, 2, 3):
        store.open(a_message(ts=f"{number}.0", event_id=f"E{number}"))
        store.judge()
        store.outbox.bury(store.posting(), "is_archived", after(minutes=number))

    assert [letter.ticket_number for letter in store.reports.dead_letters(limit=2)] == [3, 2]
    assert store.reports.dead_letter_count() == 3
    assert store.reports.dead_letter_count(after(minutes=2)) == 2
