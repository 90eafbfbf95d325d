"""What was looked up of people is kept for as long as the asker finds it fresh."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.triage.teamwork.rights import Member
from storage.audit import Trail
from tests.builders import NOON, TEAM
from tests.storage.store import after

if TYPE_CHECKING:
    from tests.storage.store import Store

ANN = Member("U0ANN", is_guest=False, is_stranger=False, is_admin=True)


def test_a_person_is_known_as_long_as_the_look_up_is_fresh(store: Store) -> None:
    store.people.keep_member(TEAM, ANN, NOON)

    assert store.people.member(TEAM, "U0ANN", NOON) == ANN
    assert store.people.member(TEAM, "U0ANN", after(seconds=1)) is None


def test_the_last_look_up_counts(store: Store) -> None:
    store.people.keep_member(TEAM, ANN, NOON)
    guest = Member("U0ANN", is_guest=True, is_stranger=False)
    store.people.keep_member(TEAM, guest, after(minutes=1))

    assert store.people.member(TEAM, "U0ANN", NOON) == guest


def test_workspaces_know_their_own_people(store: Store) -> None:
    store.people.keep_member(TEAM, ANN, NOON)
    store.people.keep_group(TEAM, "S0DESK", {"U0ANN"}, NOON)

    assert store.people.member("T0OTHER", "U0ANN", NOON) is None
    assert store.people.group("T0OTHER", "S0DESK", NOON) is None


def test_a_group_is_known_as_long_as_the_look_up_is_fresh(store: Store) -> None:
    store.people.keep_group(TEAM, "S0DESK", {"U0ANN", "U0BEN"}, NOON)
    store.people.keep_group(TEAM, "S0DESK", {"U0BEN"}, after(minutes=1))

    assert store.people.group(TEAM, "S0DESK", NOON) == frozenset({"U0BEN"})
    assert store.people.group(TEAM, "S0DESK", after(minutes=2)) is None


def test_what_was_denied_is_in_the_trail(store: Store) -> None:
    Trail(store.database).denied(TEAM, "U0GUS", "work", "T-12", NOON)

    assert store.trail() == [("denied", "U0GUS")]
