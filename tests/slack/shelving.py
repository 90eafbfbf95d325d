"""What editors do with the known issues in the home."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.known_issues.catalogue import Catalogue
from tests.slack.visiting import Visit

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


def at(shift: Shift, user: User, tab: str = "knowledge") -> Visit:
    return Visit(shift, user).open().click(f"home_tab:{tab}")


def known(shift: Shift) -> list[KnownIssue]:
    """Return what the team knows."""
    return known_to(shift, shift.desk.bot.team_id)


def known_to(shift: Shift, team: str) -> list[KnownIssue]:
    """Return the known issues of `team`, and those of all that it has no own of."""
    return list(Catalogue(shift.desk.database).matching(team, "", 100))


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
