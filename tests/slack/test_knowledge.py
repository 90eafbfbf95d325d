"""Editors look after the known issues in the home: write, approve, compare, roll back, retire."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from bot.triage.draft import DraftId
from bot.triage.issue import EVERY_TEAM
from bot.triage.judgement import Confidence
from bot.triage.rights import Grant
from storage.drafts import Drafts
from storage.issues import Issues
from storage.write_ups import WriteUps
from tests.builders import a_hit, an_article, an_issue
from tests.slack.test_home import judged
from tests.slack.visiting import Visit
from tests.slack.working import words

if TYPE_CHECKING:
    from bot.triage.issue import KnownIssue
    from bot.workspace import User, View
    from tests.slack.working import Shift

FILLED = {
    "title": "Export hangs",
    "issue_category": "Bug",
    "symptoms": "stops at 80 %\nnever ends",
    "recommended_action": "Restart the worker.",
}


@pytest.fixture
def eve(shift: Shift) -> User:
    """Give Eve and Ben the knowledge, Ann the tickets."""
    eve = shift.slack.add_user("eve")
    editors, agents = frozenset({eve.id, shift.ben.id}), frozenset({shift.ann.id})
    shift.desk.grant(editor=Grant(users=editors), agent=Grant(users=agents))
    return eve


def at(shift: Shift, user: User, tab: str = "knowledge") -> Visit:
    return Visit(shift, user).open().click(f"home_tab:{tab}")


def known(shift: Shift) -> list[KnownIssue]:
    """Return what a search for the team covers."""
    return list(Issues(shift.desk.database).for_search(shift.desk.bot.team_id))


def edit(shift: Shift, user: User, issue_id: str, **values: object) -> View:
    home = at(shift, user)
    form = home.ask(f"kb:{issue_id}", f"kb_edit:{issue_id}")
    return home.send(form, values)


def decide(shift: Shift, user: User, decision: str, remark: str = "") -> View:
    """Look at the first draft and decide about it."""
    home = at(shift, user, "review")
    form = home.ask(look(home))
    return home.send(form, {"decision": decision, "remark": remark})


def look(home: Visit) -> str:
    """Return the action of the first draft's button."""
    names = (str(each["action_id"]) for each in home.elements())
    return next(name for name in names if name.startswith("kb_look:"))


def test_a_new_issue_is_written_by_one_and_approved_by_another(shift: Shift, eve: User) -> None:
    home = at(shift, eve)
    assert "There is no known issue yet." in home.words
    form = home.send(home.ask("kb_add"), FILLED)
    assert "*To review*. Until then no ticket matches" in words(form)
    assert known(shift) == []

    done = decide(shift, shift.ben, "approve")

    assert words(done) == "OUR-1 is in use as version 1: the next tickets are compared with it."
    (issue,) = known(shift)
    assert (issue.id, issue.title, issue.symptoms) == (
        "OUR-1",
        "Export hangs",
        ("stops at 80 %", "never ends"),
    )
    assert "🟪 *OUR-1* Export hangs\nBug · version 1 · never matched" in at(shift, eve).words


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
    monkeypatch.setattr("bot.slack.directory.PAGE", 1)
    monkeypatch.setattr("bot.slack.directory.LOOK_UP_SECONDS", -1)

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
        ("Cancel the invoice and send ", None),
        ("the corrected", {"strike": True}),
        (" ", None),
        ("a new", {"bold": True}),
        (" one.", None),
    ]
    assert "Not changed: title, category, symptoms" in shown


def test_an_edit_of_a_shared_issue_changes_it_here_only(shift: Shift, eve: User) -> None:
    shift.keep_issues(an_issue())

    edit(shift, eve, "KB-101", title="Invoices doubled")
    decide(shift, shift.ben, "approve")

    assert [(issue.team, issue.title) for issue in known(shift)] == [
        (shift.desk.bot.team_id, "Invoices doubled")
    ]
    others = Issues(shift.desk.database).for_search("T0OTHER")
    assert [issue.title for issue in others] == ["Invoices of May counted twice"]
    assert "yours in place of the shared one" in at(shift, eve).words


def test_what_two_change_at_once_is_merged_or_shown_again(shift: Shift, eve: User) -> None:
    shift.keep_issues(an_issue())
    mine, theirs = at(shift, eve), at(shift, shift.ben)
    my_form = mine.ask("kb:KB-101", "kb_edit:KB-101")
    their_form = theirs.ask("kb:KB-101", "kb_edit:KB-101")
    theirs.send(their_form, {"title": "By Ben", "recommended_action": "By Ben."})

    again = mine.send(my_form, {"title": "By Eve", "symptoms": "one\ntwo"})

    assert f"Meanwhile <@{shift.ben.id}> changed the title too." in words(again)
    mine.send(again, {})
    (draft,) = Drafts(shift.desk.database).open(shift.desk.bot.team_id, 5)
    article = draft.article
    assert (article.title, article.symptoms, article.recommended_action) == (
        "By Eve",
        ("one", "two"),
        "By Ben.",
    )


def test_what_is_in_use_may_have_changed_while_a_form_was_open(shift: Shift, eve: User) -> None:
    shift.keep_issues(an_issue())
    home = at(shift, eve)
    form = home.ask("kb:KB-101", "kb_edit:KB-101")
    shift.keep_issues(an_issue(title="Corrected for all"))

    again = home.send(form, {"title": "Mine"})

    assert "Meanwhile the title in use changed too." in words(again)


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
    monkeypatch.setattr("bot.slack.home_review.MOST_DRAFTS", 1)
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


def test_a_draft_can_be_kept_until_it_is_ready_and_put_away(shift: Shift, eve: User) -> None:
    home = at(shift, eve)
    kept = home.send(home.ask("kb_add"), {**FILLED, "ready": []})
    assert "is kept as a draft" in words(kept)
    assert "not ready yet" in at(shift, eve, "review").words

    decide(shift, shift.ben, "discard")

    assert "No draft waits." in at(shift, eve, "review").words


@pytest.mark.parametrize(
    ("change", "block", "sentence"),
    [
        ({"url": "javascript:alert(1)"}, "url", "Write an address such as"),
        ({"symptoms": "x\n" * 21}, "symptoms", "There can be 20 symptoms at most"),
    ],
)
def test_what_can_not_be_stored_is_said_beside_its_field(
    shift: Shift, eve: User, change: dict[str, str], block: str, sentence: str
) -> None:
    home = at(shift, eve)

    form = home.send(home.ask("kb_add"), FILLED | change)

    assert sentence in form.errors[block]


def test_saving_what_is_there_already_changes_nothing(shift: Shift, eve: User) -> None:
    shift.keep_issues(an_issue(title="Say <!channel> & `code`"))

    form = edit(shift, eve, "KB-101")

    assert form.errors == {"title": "It says so already: nothing was changed."}


def test_a_category_that_the_team_has_no_more_must_be_chosen_anew(shift: Shift, eve: User) -> None:
    shift.keep_issues(an_issue(category="Old"))

    home = at(shift, eve)
    assert "▫️ *KB-101*" in home.words
    form = home.ask("kb:KB-101", "kb_edit:KB-101")
    sent = home.send(form, {"issue_category": "Login"})

    assert not sent.errors


def test_versions_are_compared_and_rolled_back(shift: Shift, eve: User) -> None:
    shift.keep_issues(an_issue("KB-7", team=shift.desk.bot.team_id, title="First words"))
    edit(shift, eve, "KB-7", title="Second words")
    decide(shift, shift.ben, "approve")
    home = at(shift, eve)

    form = home.ask("kb:KB-7", "kb_history:KB-7")
    assert "*Version 2* · " in words(form)
    assert f"by <@{eve.id}> · approved by <@{shift.ben.id}>" in words(form)
    shown = home.send(form, {"before": "1", "after": "2", "what": "compare"})
    assert "From version 1 to version 2:" in words(shown)
    assert home.send(shown, {"before": "2", "after": "2"}).errors
    assert home.send(shown, {"before": "2", "what": "roll_back"}).errors
    done = home.send(shown, {"before": "1", "after": "2", "what": "roll_back"})

    assert words(done) == "KB-7 is at version 3 now, which says what the version you chose said."
    assert [(issue.version, issue.title) for issue in known(shift)] == [(3, "First words")]
    assert "says again what version 1 said" in words(
        at(shift, eve).ask("kb:KB-7", "kb_history:KB-7")
    )


def test_a_single_version_is_there_to_be_read(shift: Shift, eve: User) -> None:
    shift.keep_issues(an_issue())

    form = at(shift, eve).ask("kb:KB-101", "kb_history:KB-101")

    assert "· imported" in words(form)
    assert "Cancel the invoice and send the corrected one." in words(form)
    assert "submit" not in form.content


def test_a_rollback_waits_until_its_editor_has_seen_the_latest_version(
    shift: Shift, eve: User
) -> None:
    team = shift.desk.bot.team_id
    shift.keep_issues(an_issue("KB-7", team=team, title="First"))
    shift.keep_issues(an_issue("KB-7", team=team, title="Second"))
    home = at(shift, eve)
    form = home.ask("kb:KB-7", "kb_history:KB-7")
    shift.keep_issues(an_issue("KB-7", team=team, title="Third"))

    sent = home.send(form, {"before": "1", "what": "roll_back"})

    assert "It has been changed since you opened this." in words(sent)
    assert known(shift)[0].title == "Third"


def test_an_issue_of_all_workspaces_is_not_rolled_back_from_one(shift: Shift, eve: User) -> None:
    shift.keep_issues(an_issue(title="First"))
    shift.keep_issues(an_issue(title="Second"))
    home = at(shift, eve)

    form = home.send(
        home.ask("kb:KB-101", "kb_history:KB-101"), {"before": "1", "what": "roll_back"}
    )

    assert "belongs to all workspaces" in form.errors["what"]


def test_an_issue_is_retired_for_this_workspace_and_comes_back(shift: Shift, eve: User) -> None:
    shift.keep_issues(an_issue())
    home = at(shift, eve)

    form = home.ask("kb:KB-101", "kb_retire:KB-101")
    assert "only yours will not use it any more" in words(form)
    home.send(form, {})

    assert known(shift) == []
    assert [issue.id for issue in Issues(shift.desk.database).for_search("T0OTHER")] == ["KB-101"]
    home.click("home_shelf", "retired")
    assert "*KB-101*" in home.words
    told = home.ask("kb:KB-101", "kb_restore:KB-101")
    assert words(told) == "KB-101 is in use again."
    assert [issue.team for issue in known(shift)] == [EVERY_TEAM]


def test_an_own_copy_is_given_up_for_the_shared_one(shift: Shift, eve: User) -> None:
    shift.keep_issues(an_issue(title="Shared"))
    edit(shift, eve, "KB-101", title="Ours")
    decide(shift, shift.ben, "approve")
    home = at(shift, eve)

    form = home.ask("kb:KB-101", "kb_retire:KB-101")
    assert "It stands in for one that all workspaces share." in words(form)
    done = home.send(form, {"how_to_end": "kb_share"})

    assert words(done) == "KB-101 is again the one that all workspaces share."
    assert [issue.title for issue in known(shift)] == ["Shared"]


def test_known_issues_are_searched_filtered_and_turned_through(shift: Shift, eve: User) -> None:
    many = [an_issue(f"KB-{n:03}", title=f"Problem {n}") for n in range(20)]
    shift.keep_issues(*many, an_issue("KB-900", title="No way in", category="Login"))
    home = at(shift, eve)
    assert "Page 1 of 2 · 21 in all" in home.words
    assert "*KB-900*" in home.click("home_page:next").words

    home.click("home_search", "problem 19")
    assert "*KB-019*" in home.words
    assert "*KB-018*" not in home.words
    home.click("home_search", "nonsense")
    assert "No known issue is like that." in home.words
    home.click("home_kb_clear").click("home_kb_category", "=Login")
    assert "*KB-900*" in home.words
    assert "*KB-001*" not in home.words


def test_words_in_symptoms_and_actions_are_found_too(shift: Shift, eve: User) -> None:
    shift.keep_issues(an_issue("KB-1", symptoms=("Die Überweisung hängt",)), an_issue("KB-2"))

    home = at(shift, eve).click("home_search", "überweisung")

    assert "*KB-1*" in home.words
    assert "*KB-2*" not in home.words


def test_how_often_an_issue_matched_is_told(shift: Shift, eve: User) -> None:
    shift.keep_issues(an_issue(), an_issue("KB-102", title="Other"))
    shift.bench.shelf.hits = (a_hit(),)
    judged(shift, matched_issue_id="KB-101")

    home = at(shift, eve)
    assert "matched 1 ticket, last <!date^" in home.words
    home.click("home_shelf", "never_matched")
    assert "*KB-102*" in home.words
    assert "*KB-101*" not in home.words
    assert "Every known issue that ever matched" in home.click("home_shelf", "stale").words
    shift.desk.clock.pass_by(181 * 24 * 3600)
    assert "*KB-101*" in home.open().words


def test_agents_read_drafts_and_known_issues_but_change_nothing(shift: Shift, eve: User) -> None:
    shift.keep_issues(an_issue())
    home = at(shift, eve)
    home.send(home.ask("kb_add"), FILLED)

    mine = at(shift, shift.ann)
    assert "*KB-101*" in mine.words
    names = {each["action_id"] for each in mine.elements()}
    assert not names & {"kb_add", "kb:KB-101"}
    mine.click("home_tab:review")
    form = mine.ask(look(mine))
    assert "submit" not in form.content
    assert "*OUR-1* would be new" in words(form)


def test_a_click_on_an_old_home_by_who_lost_the_right_changes_nothing(
    shift: Shift, eve: User
) -> None:
    shift.keep_issues(an_issue())
    home = at(shift, eve)
    form = home.ask("kb:KB-101", "kb_retire:KB-101")
    shift.desk.grant(editor=Grant(users=frozenset({shift.ben.id})))

    told = home.ask("kb:KB-101", "kb_edit:KB-101")
    assert words(told) == (
        "Only people who look after the known issues can do that, so nothing was changed."
    )
    home.send(form, {})
    assert "how_to_end" in form.errors
    assert [issue.id for issue in known(shift)] == ["KB-101"]


def test_what_is_gone_meanwhile_is_said(shift: Shift, eve: User) -> None:
    shift.keep_issues(an_issue(), an_issue("KB-102"))
    home = at(shift, eve)
    form = home.ask("kb:KB-101", "kb_edit:KB-101")
    ending = home.ask("kb:KB-101", "kb_retire:KB-101")
    shift.retire("KB-101")

    gone = "That known issue is not in use any more. Your home shows how it stands."
    assert words(home.ask("kb:KB-101", "kb_edit:KB-101")) == gone
    assert words(home.ask("kb:KB-101", "kb_retire:KB-101")) == gone
    assert words(home.send(form, {"title": "x"})) == gone
    assert home.send(ending, {}).errors == {"how_to_end": gone}


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


def test_what_was_never_there_has_no_versions_and_is_not_restored(shift: Shift, eve: User) -> None:
    shift.keep_issues(an_issue())

    gone = "That known issue is not in use any more. Your home shows how it stands."
    assert words(at(shift, eve).forge("kb:KB-101", "kb_history:KB-404")) == gone
    used = "It is in use already. Your home shows how it stands."
    assert words(at(shift, eve).forge("kb:KB-101", "kb_restore:KB-101")) == used


def test_versions_that_are_too_old_to_be_listed_are_not_compared(
    shift: Shift, eve: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    shift.keep_issues(an_issue())
    shift.keep_issues(an_issue(title="Second"))
    home = at(shift, eve)
    form = home.ask("kb:KB-101", "kb_history:KB-101")
    monkeypatch.setattr("storage.publishing.MOST_VERSIONS", 1)

    assert words(home.send(form, {})).startswith("It has been changed since you opened this.")


def test_a_long_difference_is_cut_to_what_slack_shows(shift: Shift, eve: User) -> None:
    shift.keep_issues(an_issue(recommended_action="one " * 450))
    edit(shift, eve, "KB-101", recommended_action="two " * 450)

    home = at(shift, shift.ben, "review")
    form = home.ask(look(home))

    (texts,) = (block for block in form.blocks if block["type"] == "rich_text")
    assert sum(len(each["text"]) for each in texts["elements"][0]["elements"]) <= 3001


def test_a_category_that_was_never_offered_is_refused(shift: Shift, eve: User) -> None:
    home = at(shift, eve)
    form = home.ask("kb_add")
    block = next(one for one in form.blocks if one["block_id"] == "issue_category")
    option = block["element"]["options"][0]
    block["element"]["options"].append({**option, "value": "Nonsense"})

    sent = home.send(form, {**FILLED, "issue_category": "Nonsense"})

    assert sent.errors == {"issue_category": "Please choose one."}


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


HOSTILE = "<!channel> <@U0000000001> <https://evil.example|bank> *x* `y` ~z~ \u202e & \u200b"


def test_nothing_that_anybody_wrote_acts_in_the_home_or_in_a_form(shift: Shift, eve: User) -> None:
    many = tuple(f"{HOSTILE} {number}" for number in range(20))
    shift.keep_issues(an_issue(title=HOSTILE, symptoms=many, recommended_action=HOSTILE * 20))
    judged(shift, HOSTILE, summary=HOSTILE * 5)
    edit(shift, eve, "KB-101", title=f"{HOSTILE} new", recommended_action=HOSTILE * 21)
    review = at(shift, shift.ben, "review")
    form = review.ask(look(review))
    review.send(form, {"decision": "send_back", "remark": HOSTILE})

    views = [at(shift, eve, tab).view for tab in ("tickets", "review", "knowledge", "gaps")]
    views.append(at(shift, eve).ask("kb:KB-101", "kb_edit:KB-101"))
    views.append(at(shift, eve).ask("kb:KB-101", "kb_history:KB-101"))

    shown = "\n".join(words(view) for view in (*views, form))
    assert not re.search(r"<!channel|<@U0000000001|<https://evil|\u202e|\u200b", shown)
    assert shift.slack.complaints == []
