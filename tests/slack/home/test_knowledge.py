"""Editors look after the known issues in the home: find, write and change them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from bot.triage.teamwork.rights import Grant
from storage.known_issues.drafts import Drafts
from tests.builders import a_hit, an_issue
from tests.slack.home.test_drawing import judged
from tests.slack.shelving import FILLED, at, decide, edit, known, known_to, look
from tests.slack.working import words

if TYPE_CHECKING:
    from bot.workspace import User
    from tests.slack.working import Shift

HOSTILE = "<!channel> <@U0000000001> <https://evil.example|bank> *x* `y` ~z~ \u202e & \u200b"


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


def test_an_edit_of_a_shared_issue_changes_it_here_only(shift: Shift, eve: User) -> None:
    shift.keep_issues(an_issue())

    edit(shift, eve, "KB-101", title="Invoices doubled")
    decide(shift, shift.ben, "approve")

    assert [(issue.team, issue.title) for issue in known(shift)] == [
        (shift.desk.bot.team_id, "Invoices doubled")
    ]
    others = [issue.title for issue in known_to(shift, "T0OTHER")]
    assert others == ["Invoices of May counted twice"]
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


def test_known_issues_stand_in_the_order_of_their_numbers(shift: Shift, eve: User) -> None:
    shift.keep_issues(*(an_issue(each) for each in ("OUR-1", "KB-10", "KB-2", "vpn")))

    words = at(shift, eve).words

    places = [words.index(f"*{each}*") for each in ("KB-2", "KB-10", "OUR-1", "vpn")]
    assert places == sorted(places)


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


def test_a_category_that_was_never_offered_is_refused(shift: Shift, eve: User) -> None:
    home = at(shift, eve)
    form = home.ask("kb_add")
    block = next(one for one in form.blocks if one["block_id"] == "issue_category")
    option = block["element"]["options"][0]
    block["element"]["options"].append({**option, "value": "Nonsense"})

    sent = home.send(form, {**FILLED, "issue_category": "Nonsense"})

    assert sent.errors == {"issue_category": "Please choose one."}


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
