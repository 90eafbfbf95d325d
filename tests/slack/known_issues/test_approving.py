"""Who may approve a draft: somebody else, unless there is nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.triage.known_issues.draft import DraftId
from bot.triage.teamwork.rights import Grant
from storage.known_issues.write_ups import WriteUps
from tests.builders import an_article
from tests.slack.shelving import FILLED, at, decide, known

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
