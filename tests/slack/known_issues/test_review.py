"""Drafts of known issues wait for a second person, who sees what they change and decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.triage.judgement import Confidence
from bot.triage.known_issues.draft import DraftId
from bot.triage.teamwork.rights import Grant
from storage.known_issues.write_ups import WriteUps
from tests.builders import an_article, an_issue
from tests.slack.home.test_drawing import judged
from tests.slack.shelving import FILLED, at, decide, edit, known, look
from tests.slack.working import words

if TYPE_CHECKING:
    from bot.workspace import User
    from tests.slack.working import Shift


def test_nobody_approves_their_own_draft(shift: Shift, eve: User) -> None:
    home = at(shift, eve)
    home.send(home.ask("kb_add"), FILLED)

    form = decide(shift, eve, "approve")

    assert form.errors == {
        "decision": "You changed it last, so somebody else who looks after the known issues must "
        "approve it."
    }
    assert known(shift) == []


def test_a_sole_editor_may_and_the_trail_says_so(shift: Shift, eve: User) -> None:
    shift.desk.grant(editor=Grant(users=frozenset({eve.id})))
    home = at(shift, eve)
    home.send(home.ask("kb_add"), FILLED)

    decide(shift, eve, "approve")

    assert [issue.id for issue in known(shift)] == ["OUR-1"]
    with shift.desk.database.read() as connection:
        query = "SELECT detail FROM audit WHERE event = 'draft_approved'"
        assert "approved own draft" in connection.exec_driver_sql(query).scalar_one()


def test_the_others_of_a_group_can_approve_in_ones_stead(shift: Shift) -> None:
    group = shift.slack.add_usergroup("keepers", shift.ann, shift.ben)
    shift.desk.grant(editor=Grant(groups=frozenset({group})))
    home = at(shift, shift.ann)
    home.send(home.ask("kb_add"), FILLED)

    assert "somebody else" in decide(shift, shift.ann, "approve").errors["decision"]


def test_who_else_is_an_admin_counts_where_admins_are_editors(shift: Shift) -> None:
    one = shift.slack.add_user("one", is_admin=True)
    home = at(shift, one)
    home.send(home.ask("kb_add"), FILLED)
    shift.slack.faults.refuse("users.list", "fatal_error")
    assert "I can't find out just now" in decide(shift, one, "approve").errors["decision"]
    two = shift.slack.add_user("two", is_admin=True)
    assert "somebody else" in decide(shift, one, "approve").errors["decision"]

    two.is_admin = False
    decide(shift, one, "approve")

    assert [issue.id for issue in known(shift)] == ["OUR-1"]


def test_a_workspace_too_large_to_be_read_leaves_it_in_doubt(
    shift: Shift, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = shift.slack.add_user("one", is_admin=True)
    home = at(shift, one)
    home.send(home.ask("kb_add"), FILLED)
    monkeypatch.setattr("bot.slack.people.directory.PAGE", 1)
    monkeypatch.setattr("bot.slack.people.directory.LOOK_UP_SECONDS", -1)

    assert "I can't find out just now" in decide(shift, one, "approve").errors["decision"]


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
        (" the corrected", {"strike": True}),
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


@pytest.mark.parametrize(
    ("lacks", "named"),
    [({"category": ""}, "category"), ({"symptoms": ()}, "symptoms")],
)
def test_what_was_written_from_a_ticket_and_lacks_something_must_be_changed_first(
    shift: Shift, eve: User, lacks: dict[str, object], named: str
) -> None:
    shift.more(shift.ann, shift.post(), "write_up")
    now = shift.desk.clock.now
    WriteUps(shift.desk.database).keep(shift.desk.bot.team_id, DraftId(1), an_article(**lacks), now)

    form = decide(shift, eve, "approve")

    assert form.errors == {
        "decision": f"Its {named} can't stand like that: choose “Change what it says” first."
    }
    assert known(shift) == []
