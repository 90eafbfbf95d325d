"""Known issues keep their versions: compared, rolled back, retired and restored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.triage.issue import EVERY_TEAM
from tests.builders import an_issue
from tests.slack.shelving import at, decide, edit, known, known_to
from tests.slack.working import words

if TYPE_CHECKING:
    import pytest

    from bot.workspace import User
    from tests.slack.working import Shift


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
    assert [issue.id for issue in known_to(shift, "T0OTHER")] == ["KB-101"]
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
    monkeypatch.setattr("storage.known_issues.publishing.MOST_VERSIONS", 1)

    assert words(home.send(form, {})).startswith("It has been changed since you opened this.")
