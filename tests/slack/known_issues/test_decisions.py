"""Who wrote a draft is told what was decided: approved, sent back with a remark, or put away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.triage.teamwork.rights import Grant
from tests.slack.shelving import FILLED, at, decide, look
from tests.slack.working import words

if TYPE_CHECKING:
    from bot.workspace import User
    from tests.slack.working import Shift


def test_a_draft_goes_back_with_a_remark(shift: Shift, eve: User) -> None:
    home = at(shift, eve)
    home.send(home.ask("kb_add"), FILLED)
    assert "remark" in decide(shift, shift.ben, "send_back").errors

    decide(shift, shift.ben, "send_back", "Which worker?")

    mine = at(shift, eve, "review")
    assert "sent back: Which worker?" in mine.words
    form = mine.ask(look(mine))
    assert "*Sent back:* Which worker?" in words(form)
    assert "Approve it" not in words(form)
    change = mine.send(form, {"decision": "change"})
    assert "It was sent back: Which worker?" in words(change)
    mine.send(change, {"recommended_action": "Restart the export worker.", "ready": ["ready"]})
    assert "waits for approval" in at(shift, shift.ben, "review").words


def test_who_wrote_it_is_told_that_it_goes_back(shift: Shift, eve: User) -> None:
    home = at(shift, eve)
    home.send(home.ask("kb_add"), FILLED)

    decide(shift, shift.ben, "send_back", "Which worker?")

    shift.desk.whispered()
    said = f"<@{shift.ben.id}> sent your draft of OUR-1 “{FILLED['title']}” back: Which worker?"
    assert shift.written(eve) == [said]


def test_who_sends_their_own_back_is_told_nothing(shift: Shift, eve: User) -> None:
    home = at(shift, eve)
    home.send(home.ask("kb_add"), FILLED)

    decide(shift, eve, "send_back", "Which worker?")

    shift.desk.whispered()
    assert shift.written(eve) == []


def test_who_wrote_it_is_told_that_it_was_approved(shift: Shift, eve: User) -> None:
    home = at(shift, eve)
    home.send(home.ask("kb_add"), FILLED)

    decide(shift, shift.ben, "approve")

    shift.desk.whispered()
    said = (
        f"<@{shift.ben.id}> approved your draft of OUR-1 “{FILLED['title']}”. It is in use as "
        "version 1: the next tickets are compared with it."
    )
    assert shift.written(eve) == [said]
    assert shift.written(shift.ben) == []


def test_who_began_it_and_who_changed_it_are_told_that_it_was_put_away(
    shift: Shift, eve: User
) -> None:
    max_ = shift.slack.add_user("max")
    shift.desk.grant(editor=Grant(users=frozenset({eve.id, max_.id, shift.ben.id})))
    home = at(shift, eve)
    home.send(home.ask("kb_add"), FILLED)
    change = decide(shift, max_, "change")
    at(shift, max_).send(change, {"title": "Export hangs at 80 %"})

    decide(shift, shift.ben, "discard")

    shift.desk.whispered()
    said = (
        f"<@{shift.ben.id}> put your draft of OUR-1 “Export hangs at 80 %” away: it will not be "
        "used. Ask them if you wonder why."
    )
    assert (shift.written(eve), shift.written(max_)) == ([said], [said])


def test_a_draft_can_be_kept_until_it_is_ready_and_put_away(shift: Shift, eve: User) -> None:
    home = at(shift, eve)
    kept = home.send(home.ask("kb_add"), {**FILLED, "ready": []})
    assert "is kept as a draft" in words(kept)
    assert "not ready yet" in at(shift, eve, "review").words

    decide(shift, shift.ben, "discard")

    assert "No draft waits." in at(shift, eve, "review").words
