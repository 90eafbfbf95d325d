from __future__ import annotations

from typing import TYPE_CHECKING

from bot.workspace.block_kit.limits import visible_texts
from tests.scenarios.conversation import words
from tests.scenarios.texts import CLEAR

if TYPE_CHECKING:
    from bot.workspace import User, View
    from tests.scenarios.office import Room

ARTICLE = {
    "title": "The flux capacitor leaks plasma",
    "issue_category": "Bug",
    "symptoms": "plasma drips from the flux capacitor\nthe flux capacitor hums and leaks",
    "recommended_action": "Tighten the plasma valve by a quarter turn.",
}
LEAK = (
    "Plasma drips from our flux capacitor since 9:00 today; it hums and leaks all the time"
    " and shows error FC-12 on the panel"
)


def shown(view: View) -> str:
    return "\n".join(visible_texts(view.blocks))


def home_of(room: Room, user: User, expected: str = "") -> View:
    """Wait until somebody's home shows what is expected."""

    def found() -> View | None:
        for view in list(room.slack.views.values()):
            if view.user_id == user.id and view.content["type"] == "home":
                return view if expected in shown(view) else None
        return None

    view = room.slack.wait_for(found)
    assert view is not None
    return view


def modal_of(room: Room, user: User) -> View:
    """Wait for the form that is open before somebody, over their home."""

    def found() -> list[View]:
        views = list(room.slack.views.values())
        return [
            view
            for view in views
            if view.user_id == user.id and view.is_open and view.content["type"] == "modal"
        ]

    return room.slack.wait_for(found)[-1]


def an_editor(room: Room, name: str) -> User:
    return room.slack.add_user(name, is_admin=True)


def look_at(room: Room, user: User, title: str) -> View:
    """Open a draft under "To review"."""
    room.slack.open_home(user, room.office.app_bot)
    room.slack.click(user, home_of(room, user, "To review"), "home_tab:review")
    view = home_of(room, user, title)
    block = next(one for one in view.blocks if title in str(one) and "accessory" in one)
    room.slack.click(user, view, block["accessory"]["action_id"])
    return modal_of(room, user)


def test_what_one_editor_writes_and_another_approves_is_found_at_once(room: Room) -> None:
    eve, max_ = an_editor(room, "eve"), an_editor(room, "max")
    room.slack.open_home(eve, room.office.app_bot)
    room.slack.click(eve, home_of(room, eve, "Known issues"), "home_tab:knowledge")
    room.slack.click(eve, home_of(room, eve, "Search the known issues"), "kb_add")
    room.slack.submit_view(eve, modal_of(room, eve), ARTICLE)

    form = look_at(room, max_, ARTICLE["title"])
    room.slack.submit_view(max_, form, {"decision": "approve"})
    room.slack.wait_for(lambda: "is in use as version 1" in shown(form))
    room.office.settle()

    room.office.bot.await_that(lambda: "OUR-" in words(room.post(LEAK).card()))


def test_a_known_issue_is_written_from_a_card_while_the_bot_runs(room: Room) -> None:
    eve = an_editor(room, "eve")
    conversation = room.post(CLEAR)
    card, number = conversation.card(), conversation.number

    room.slack.click(room.ben, card, "more", f"write_up:{number}")

    told = room.slack.wait_for(lambda: conversation.thread.ephemerals)
    assert told[0].text.startswith(f"A known issue is being written from T-{number}")
    room.office.bot.await_that(lambda: is_waiting(room, eve, number))


def is_waiting(room: Room, user: User, number: int) -> bool:
    """Open the home anew, and return True if the ticket's write-up waits for approval there."""
    room.slack.open_home(user, room.office.app_bot)
    room.slack.wait_until_delivered()
    view = home_of(room, user, "To review")
    room.slack.click(user, view, "home_tab:review")
    text = shown(home_of(room, user, "Known issues to approve"))
    return any(
        f"from T-{number}" in line and "waits for approval" in line for line in text.splitlines()
    )
