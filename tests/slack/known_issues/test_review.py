"""Drafts of known issues wait to be reviewed by somebody who sees what they change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.triage.judgement import Confidence
from bot.triage.known_issues.draft import DraftId
from storage.known_issues.write_ups import WriteUps
from tests.builders import an_article, an_issue
from tests.slack.home.test_drawing import judged
from tests.slack.shelving import FILLED, at, decide, edit, known, look
from tests.slack.working import words

if TYPE_CHECKING:
    import pytest

    from bot.workspace import User
    from tests.slack.working import Shift


def test_a_change_is_shown_word_by_word_to_who_approves_it(shift: Shift, eve: User) -> None:
    shift.keep_issues(an_issue())

    edit(shift, eve, "KB-101", recommended_action="Cancel the invoice and send a new one.")
    home = at(shift, shift.ben, "review")
    form = home.ask(look(home))

    shown = words(form)
    assert "*KB-101* is shared by all workspaces: this one would have a copy of its own" in shown
    (texts,) = (block for block in form.blocks if block["type"] == "rich_text")
    pieces = [(each["text"], each.get("style")) for each in texts["elements"][0]["elements"]]
    assert pieces == [
        ("Cancel the invoice and send", None),
        (" ", None),
        ("the corrected", {"strike": True}),
        (" a new", {"bold": True}),
        (" one.", None),
    ]
    assert "Not changed: title, category, symptoms" in shown


def test_a_draft_that_has_moved_on_is_shown_again_instead_of_approved(
    shift: Shift, eve: User
) -> None:
    shift.keep_issues(an_issue())
    edit(shift, eve, "KB-101", title="First")
    home = at(shift, shift.ben, "review")
    form = home.ask(look(home))
    edit(shift, eve, "KB-101", title="Second")

    again = home.send(form, {"decision": "approve"})

    assert "It has been changed since you opened it" in words(again)
    assert "Second" in words(again)
    home.send(again, {"decision": "approve"})
    assert [issue.title for issue in known(shift)] == ["Second"]


def test_of_two_who_decide_at_once_the_second_is_told(shift: Shift, eve: User) -> None:
    shift.keep_issues(an_issue())
    edit(shift, eve, "KB-101", title="First")
    home = at(shift, shift.ben, "review")
    action = look(home)
    form = home.ask(action)
    decide(shift, eve, "discard")

    decided = "Somebody has decided about that draft already. Your home shows it."
    assert words(home.send(form, {"decision": "approve"})) == decided
    assert words(home.ask(action)) == decided


def test_drafts_that_have_no_room_are_told_of(
    shift: Shift, eve: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.home.review.MOST_DRAFTS", 1)
    for title in ("First", "Second"):
        home = at(shift, eve)
        home.send(home.ask("kb_add"), {**FILLED, "title": title})

    shown = at(shift, shift.ben, "review").words

    assert ("First" in shown) != ("Second" in shown)
    assert "There are more drafts." in shown
    decide(shift, shift.ben, "approve")
    assert "There are more drafts." not in at(shift, shift.ben, "review").words


def test_while_a_draft_is_being_written_nobody_can_touch_it(shift: Shift, eve: User) -> None:
    card = shift.post()
    shift.more(shift.ann, card, "write_up")

    home = at(shift, eve, "review")

    assert "being written · by" in home.words
    assert not any("kb_look" in each["action_id"] for each in home.elements())


def test_tickets_that_the_analyst_was_not_sure_of_wait_to_be_checked(shift: Shift) -> None:
    judged(shift, summary="Quite clear", confidence=Confidence(0.9, 0.9, 0.9))
    judged(shift, summary="Not clear", confidence=Confidence(0.9, 0.2, 0.9))

    home = at(shift, shift.ben, "review")

    assert "Not clear" in home.words
    assert "Quite clear" not in home.words


def test_a_draft_that_says_what_is_in_use_by_now_differs_in_nothing(
    shift: Shift, eve: User
) -> None:
    shift.keep_issues(an_issue())
    edit(shift, eve, "KB-101", title="Doubled")
    shift.keep_issues(an_issue(title="Doubled"))

    home = at(shift, shift.ben, "review")

    assert "Both say the same." in words(home.ask(look(home)))


def test_who_approves_sees_that_both_changed_the_same(shift: Shift, eve: User) -> None:
    shift.keep_issues(an_issue())
    edit(shift, eve, "KB-101", title="Mine")
    shift.keep_issues(an_issue(title="Theirs"))

    home = at(shift, shift.ben, "review")

    assert "in the title too: the draft's words would take its place" in words(home.ask(look(home)))


def test_a_draft_tells_who_changed_it_and_where_it_is_from(shift: Shift, eve: User) -> None:
    card = shift.post()
    shift.more(shift.ann, card, "write_up")
    writing = at(shift, eve, "review")
    WriteUps(shift.desk.database).keep(
        shift.desk.bot.team_id, DraftId(1), an_article(), shift.desk.clock.now
    )
    writing.open()
    change = writing.send(writing.ask(look(writing)), {"decision": "change"})
    writing.send(change, {"title": "Better"})

    told = words(writing.open().ask(look(writing)))

    assert f"by <@{shift.ann.id}> · changed by <@{eve.id}> · from T-1" in told


def test_what_is_being_written_is_neither_looked_at_nor_changed(shift: Shift, eve: User) -> None:
    shift.keep_issues(an_issue())
    home = at(shift, eve)
    home.send(home.ask("kb_add"), FILLED)
    card = shift.post()
    shift.more(shift.ann, card, "write_up")

    written = "That draft is being written just now. Please look again in a moment."
    assert words(at(shift, eve).forge("kb:KB-101", "kb_edit:OUR-2")) == written
    review = at(shift, eve, "review")
    assert words(review.forge(look(review), "2")) == written
    decided = "Somebody has decided about that draft already. Your home shows it."
    assert words(review.forge(look(review), "99")) == decided


def test_a_long_difference_is_cut_to_what_slack_shows(shift: Shift, eve: User) -> None:
    shift.keep_issues(an_issue(recommended_action="one " * 450))
    edit(shift, eve, "KB-101", recommended_action="two " * 450)

    home = at(shift, shift.ben, "review")
    form = home.ask(look(home))

    (texts,) = (block for block in form.blocks if block["type"] == "rich_text")
    assert sum(len(each["text"]) for each in texts["elements"][0]["elements"]) <= 3001
