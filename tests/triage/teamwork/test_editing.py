"""A form that was open while somebody else changed the ticket loses nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.triage.teamwork.editing import KEYS, fingerprints, merge, showed

if TYPE_CHECKING:
    from collections.abc import Mapping

SHOWN = {key: f"{key} as it was" for key in KEYS}
SEEN = fingerprints(SHOWN)


def changed(**changes: str) -> Mapping[str, str]:
    return SHOWN | changes


def test_what_nobody_changed_is_not_set() -> None:
    assert merge(SEEN, SHOWN, SHOWN).to_set == {}


def test_what_the_sender_changed_is_set() -> None:
    made = merge(SEEN, SHOWN, changed(category="Bug"))

    assert (made.to_set, made.in_conflict) == ({"category": "Bug"}, ())


def test_what_somebody_else_changed_stays_theirs() -> None:
    made = merge(SEEN, changed(severity="High"), changed(category="Bug"))

    assert (made.to_set, made.in_conflict) == ({"category": "Bug"}, ())
    assert (made.to_show["severity"], made.to_show["category"]) == ("High", "Bug")


def test_what_both_changed_in_different_ways_is_looked_at_again() -> None:
    made = merge(SEEN, changed(category="Login"), changed(category="Bug"))

    assert made.in_conflict == ("category",)
    assert made.to_show["category"] == "Bug"


def test_what_both_changed_in_the_same_way_needs_no_second_look() -> None:
    made = merge(SEEN, changed(category="Bug"), changed(category="Bug"))

    assert (made.to_set, made.in_conflict) == ({}, ())


def test_of_a_form_from_before_an_upgrade_whatever_differs_is_looked_at_again() -> None:
    older = SEEN.rpartition(".")[0]

    made = merge(older, SHOWN, changed(category="Bug"))

    assert made.in_conflict == ("category",)
    assert made.to_show["category"] == "Bug"
    assert merge(older, SHOWN, SHOWN).to_set == {}
    assert not showed(older, "summary", "summary as it was")


def test_a_form_knows_what_it_showed() -> None:
    assert showed(SEEN, "summary", "summary as it was")
    assert not showed(SEEN, "summary", "another")
