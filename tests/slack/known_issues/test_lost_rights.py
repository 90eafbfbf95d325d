"""Whoever loses the right to the known issues with a form of theirs open can't send it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.slack.people.permissions import denied
from bot.triage.teamwork.rights import Action, Grant
from storage.known_issues.drafts import Drafts
from tests.builders import an_issue
from tests.slack.shelving import FILLED, at, decide, edit, known, look
from tests.slack.working import words

if TYPE_CHECKING:
    from bot.workspace import User, View
    from tests.slack.working import Shift

OF_ISSUE = {
    "kb_edit": {"title": "Third words"},
    "kb_history": {"before": "1", "after": "2", "what": "roll_back"},
    "kb_retire": {},
}


@pytest.fixture
def group(shift: Shift, eve: User) -> list[str]:
    """Give the known issues to a group, Eve and Ben, which has an article in its second version."""
    name = shift.slack.add_usergroup("librarians", eve, shift.ben)
    shift.desk.grant(editor=Grant(groups=frozenset({name})))
    shift.keep_issues(an_issue("KB-7", team=shift.desk.bot.team_id, title="First words"))
    edit(shift, eve, "KB-7", title="Second words")
    decide(shift, shift.ben, "approve")
    users: list[str] = shift.slack.team.usergroups[0]["users"]
    return users


def refused(form: View) -> bool:
    told = [*form.errors.values(), words(form)]
    return any(str(denied(Action.EDIT_KNOWLEDGE)) in each for each in told)


@pytest.mark.parametrize("name", OF_ISSUE)
def test_a_form_of_a_known_issue_does_nothing_and_says_so(
    shift: Shift, eve: User, group: list[str], name: str
) -> None:
    home = at(shift, eve)
    form = home.ask("kb:KB-7", f"{name}:KB-7")
    group.remove(eve.id)
    shift.desk.clock.pass_by(1)

    home.send(form, OF_ISSUE[name])

    assert refused(form)
    assert [(each.version, each.title) for each in known(shift)] == [(2, "Second words")]
    assert Drafts(shift.desk.database).open(shift.desk.bot.team_id, 5) == ()
    assert ("denied", eve.id) in shift.trail()


@pytest.mark.parametrize("decision", ["approve", "send_back", "discard"])
def test_nothing_is_decided_about_a_draft(
    shift: Shift, eve: User, group: list[str], decision: str
) -> None:
    home = at(shift, eve)
    home.send(home.ask("kb_add"), FILLED)
    review = at(shift, shift.ben, "review")
    form = review.ask(look(review))
    group.remove(shift.ben.id)
    shift.desk.clock.pass_by(1)

    review.send(form, {"decision": decision, "remark": "Which worker?"})

    assert refused(form)
    (draft,) = Drafts(shift.desk.database).open(shift.desk.bot.team_id, 5)
    assert draft.state == "waiting"
    assert ("denied", shift.ben.id) in shift.trail()
