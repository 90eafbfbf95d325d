"""Whatever can be pressed in an editor's home is of no use to who has no right to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.slack.people.permissions import denied
from bot.triage.teamwork.rights import Action
from tests.builders import an_issue
from tests.slack.home.test_drawing import judged
from tests.slack.visiting import Visit

if TYPE_CHECKING:
    from bot.workspace import User
    from tests.slack.working import Shift

REFUSALS = {denied(action) for action in Action}


@pytest.fixture
def editor(shift: Shift) -> User:
    """Give an admin in whose home there is something on every tab."""
    shift.ben.is_admin = True
    shift.keep_issues(an_issue())
    for _ in range(2):
        judged(shift, "the export hangs", summary="It hangs")
    return shift.ben


def presses(shift: Shift, editor: User) -> set[tuple[str, str]]:
    """Return the name and the value of all that can be pressed on any tab."""
    home = Visit(shift, editor).open()
    found = set()
    for tab in ("knowledge", "gaps", "review", "tickets"):
        for element in home.click(f"home_tab:{tab}").elements():
            values = [option["value"] for option in element.get("options", ())]
            named = {"overflow": "{value}"}.get(element["type"], element["action_id"])
            found |= {
                (named.format(value=value), str(value))
                for value in values or [element.get("value", "-")]
            }
    return found


@pytest.mark.parametrize("kind", ["is_guest", "is_stranger"])
def test_nothing_of_an_editors_home_does_anything_for_a_guest(
    shift: Shift, editor: User, kind: str
) -> None:
    pressed = presses(shift, editor)
    guest = shift.slack.add_user("gus")
    setattr(guest, kind, True)
    view = Visit(shift, guest).open().view
    for name, value in sorted(pressed):
        button = {"type": "button", "action_id": name[:255], "value": value}
        with shift.slack.changed:  # a home that is drawn again meanwhile would take it away
            view.content["blocks"] = [{"type": "actions", "block_id": "b", "elements": [button]}]
            shift.slack.click(guest, view, name[:255])
        shift.desk.deliver()
    home = Visit(shift, guest).open()
    shift.desk.close()

    shown = [one for one in shift.slack.views.values() if one.user_id == guest.id and one != view]
    said = {block["text"]["text"] for one in shown for block in one.blocks}
    assert said <= REFUSALS
    assert len(shown) >= 4
    assert {event for event, actor in shift.trail() if actor == guest.id} == {"denied"}
    assert home.words.startswith("*Your tickets*\nYou have none.")
