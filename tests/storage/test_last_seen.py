from __future__ import annotations

from typing import TYPE_CHECKING

from bot.triage.ticket import Entry
from storage.last_seen import LastSeen
from tests.builders import CHANNEL, ROOT_TS, TEAM, a_message

if TYPE_CHECKING:
    from tests.storage.store import Store

LATER = "1767614499.000100"


def test_a_channel_spans_its_tickets_that_messages_opened(store: Store) -> None:
    store.open()
    store.open(a_message(ts=LATER, event_id="Ev2"))
    store.open(a_message(ts="1767614999.000100", event_id="Ev3", team="T0OTHER"))
    store.open(a_message(ts="1767614999.000100", event_id="Ev4", channel="C0X"), Entry.COMMAND)

    assert LastSeen(store.database).spans(TEAM) == {CHANNEL: (ROOT_TS, LATER)}


def test_threads_wait_while_their_question_is_open(store: Store) -> None:
    last_seen = LastSeen(store.database)
    store.open()
    assert last_seen.waiting_threads(TEAM, 9) == []

    store.ask()

    assert last_seen.waiting_threads(TEAM, 9) == [(CHANNEL, ROOT_TS)]
    assert last_seen.waiting_threads(TEAM, 0) == []
    assert last_seen.waiting_threads("T0OTHER", 9) == []


def test_what_is_stored_is_told_from_what_is_not(store: Store) -> None:
    store.open()

    found = LastSeen(store.database).stored(TEAM, CHANNEL, [ROOT_TS, LATER])

    assert found == {ROOT_TS}
    assert not LastSeen(store.database).stored(TEAM, "C0OTHER", [ROOT_TS])
