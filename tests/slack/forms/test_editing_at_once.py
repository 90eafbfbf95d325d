"""Several people correct a ticket at a time, and nothing that anybody did is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.slack.buttons import sentences
from tests.builders import a_judgement
from tests.slack.forms.correcting import decided, initial
from tests.slack.working import words

if TYPE_CHECKING:
    from bot.workspace import Message
    from tests.slack.working import Shift


def test_people_who_change_different_things_at_once_both_have_their_way(
    shift: Shift, card: Message
) -> None:
    shift.click(shift.ben, card, "edit")
    shift.click(shift.ann, card, "edit")

    shift.send(shift.ben, {"category": "Bug"})
    shift.send(shift.ann, {"severity": "High", "assignee": shift.ann.id})

    assert decided(shift)[:2] == ("Bug", "High")
    assert shift.ticket().work.assignee == shift.ann.id


def test_who_changes_the_same_later_is_told_and_loses_nothing(shift: Shift, card: Message) -> None:
    shift.click(shift.ben, card, "edit")
    shift.click(shift.ann, card, "edit")
    shift.send(shift.ben, {"category": "Bug"})

    form = shift.send(
        shift.ann, {"category": "Login", "severity": "High", "summary": "Ann's words"}
    )

    assert f"Meanwhile <@{shift.ben.id}> set the category to: Bug" in words(form)
    assert "*Nothing is saved yet.*" in words(form)
    assert decided(shift)[:2] == ("Bug", "Medium")
    assert initial(form, "category")["value"] == "Login"
    assert initial(form, "summary") == "Ann's words"

    shift.send(shift.ann, {})

    assert decided(shift)[:2] == ("Login", "High")


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ({"summary": "Ben's"}, {"summary": "Ann's"}, "set the summary to: Ben's"),
        ({"assignee": "ben"}, {"assignee": "ann"}, "Meanwhile it was given to <@"),
    ],
)
def test_each_conflict_is_named(
    shift: Shift, card: Message, first: dict[str, str], second: dict[str, str], told: str
) -> None:
    people = {"ben": shift.ben.id, "ann": shift.ann.id}
    shift.click(shift.ben, card, "edit")
    shift.click(shift.ann, card, "edit")

    shift.send(shift.ben, {key: people.get(value, value) for key, value in first.items()})
    form = shift.send(shift.ann, {key: people.get(value, value) for key, value in second.items()})

    assert told in words(form)


def test_who_had_it_meanwhile_is_nobody(shift: Shift, card: Message) -> None:
    shift.edit(shift.ben, card, assignee=shift.ben.id)
    shift.click(shift.ann, card, "edit")
    shift.edit(shift.ben, card, assignee=None)

    form = shift.send(shift.ann, {"assignee": shift.ann.id})

    assert "Meanwhile it was given to nobody." in words(form)


def test_judging_again_in_between_is_a_change_too(shift: Shift, card: Message) -> None:
    shift.click(shift.ann, card, "edit")
    shift.bench.analyst.script.append(a_judgement(category="Login"))
    shift.more(shift.ben, card, "judge_again")

    form = shift.send(shift.ann, {"category": "Bug"})

    assert "Meanwhile the analyst set the category to: Login" in words(form)


def test_a_ticket_that_was_closed_meanwhile_is_given_to_nobody(shift: Shift, card: Message) -> None:
    shift.click(shift.ann, card, "edit")
    shift.more(shift.ben, card, "not_a_ticket")

    form = shift.send(shift.ann, {"assignee": shift.ann.id})
    assert form.errors == {"assignee": str(sentences.CLOSED_MEANWHILE)}

    shift.send(shift.ann, {"category": "Bug"})
    assert decided(shift)[0] == "Bug"


def test_who_had_it_when_it_was_closed_is_asked_for_no_more(shift: Shift, card: Message) -> None:
    shift.click(shift.ben, card, "claim")
    shift.click(shift.ann, card, "edit")
    shift.more(shift.ben, card, "not_a_ticket")

    form = shift.send(shift.ann, {"assignee": shift.ann.id})

    assert f"<@{shift.ben.id}> closed it meanwhile." in words(form)
    assert not any(block["block_id"] == "assignee" for block in form.blocks)
