from __future__ import annotations

from typing import TYPE_CHECKING

from bot.triage.ticket import Entry
from storage.arrivals.last_seen import LastSeen
from tests.builders import CHANNEL, NOON, ROOT_TS, TEAM, a_message

if TYPE_CHECKING:
    from tests.storage.store import Store

LATER = "1767614499.000100"
NOW = "1767619999.000100"


def test_a_mark_is_the_last_ticket_that_a_message_opened(store: Store) -> None:
    last_seen = LastSeen(store.database)
    store.open()
    store.open(a_message(ts=LATER, event_id="Ev2"))
    store.open(a_message(ts="1767614999.000100", event_id="Ev3", team="T0OTHER"))
    store.open(a_message(ts="1767614999.000100", event_id="Ev4", channel="C0X"), Entry.COMMAND)

    last_seen.mark(TEAM, [], NOW)

    assert last_seen.marks(TEAM) == {CHANNEL: (ROOT_TS, LATER)}


def test_a_mark_stays_until_its_channel_is_caught_up(store: Store) -> None:
    last_seen = LastSeen(store.database)
    store.open()
    last_seen.mark(TEAM, [], NOW)
    store.open(a_message(ts=LATER, event_id="Ev2"))
    last_seen.mark(TEAM, [], NOW)
    assert last_seen.marks(TEAM) == {CHANNEL: (ROOT_TS, ROOT_TS)}

    last_seen.caught_up(TEAM, CHANNEL)

    assert last_seen.marks(TEAM) == {}
    last_seen.mark(TEAM, [], NOW)
    assert last_seen.marks(TEAM) == {CHANNEL: (ROOT_TS, LATER)}


def test_a_channel_without_tickets_is_read_from_when_it_was_first_known(store: Store) -> None:
    last_seen = LastSeen(store.database)
    last_seen.mark(TEAM, ["C0NAMED"], LATER)
    last_seen.joined(TEAM, "C0JOINED", LATER)

    last_seen.mark(TEAM, ["C0NAMED"], NOW)

    expected = {"C0NAMED": (LATER, LATER), "C0JOINED": (LATER, LATER)}
    assert last_seen.marks(TEAM) == expected


def test_who_joins_again_misses_nothing_from_before(store: Store) -> None:
    last_seen = LastSeen(store.database)
    last_seen.joined(TEAM, CHANNEL, ROOT_TS)
    last_seen.mark(TEAM, [], NOW)

    last_seen.joined(TEAM, CHANNEL, LATER)

    assert last_seen.marks(TEAM) == {}


def test_threads_wait_while_their_question_is_open(store: Store) -> None:
    last_seen = LastSeen(store.database)
    store.open()
    assert last_seen.awaited_threads(TEAM, NOON, 9) == []

    store.ask()

    assert last_seen.awaited_threads(TEAM, NOON, 9) == [(CHANNEL, ROOT_TS)]
    assert last_seen.awaited_threads(TEAM, NOON, 0) == []
    assert last_seen.awaited_threads("T0OTHER", NOON, 9) == []


def test_what_is_stored_is_told_from_what_is_not(store: Store) -> None:
    store.open()

    found = LastSeen(store.database).stored(TEAM, CHANNEL, [ROOT_TS, LATER])

    assert found == {ROOT_TS}
    assert not LastSeen(store.database).stored(TEAM, "C0OTHER", [ROOT_TS])
