"""What people do with the bot's messages: press, fill in, mark, choose; sometimes two at once."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from bot.slack.web_api.methods import TRIAGE_MESSAGE, WHY_TICKET
from bot.triage.arrivals.admission import EMOJI
from bot.triage.known_issues.draft import DraftRefused
from bot.workspace import Impossible
from bot.workspace.people.forms import elements
from storage.known_issues.drafts import Drafts
from tests.simulation.form_filling import filling
from tests.simulation.kinds import Kind
from tests.simulation.words import REPLIES, TICKETS, VAGUE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.workspace import Channel, Message, User
    from bot.workspace.records.messages import Json
    from bot.workspace.records.state import View
    from tests.simulation.people import People
    from tests.simulation.world import World

RECENT = 36
"""How far back in a channel people look for something to press."""
AT_ONCE = 0.25
"""How often a second person presses something on the same message in the same moment."""
CLICKABLE = {"button", "overflow", "feedback_buttons", "static_select"}
WORDS_LOOKED_FOR = ("", "KB", "export", "nothing like that")


class Working:
    """Whoever works tickets, with all that the bot offers for it."""

    def __init__(self, world: World, people: People) -> None:
        self._world = world
        self._slack = world.slack
        self._chance = world.chance
        self._trace = world.trace
        self._people = people

    def press(self) -> None:
        """Press or choose anything on a message of the bot."""
        shown: list[tuple[Message, Json]] = [
            (message, element)
            for message in self._messages()
            if message.is_by_bot
            for element in _clickable(message)
        ]
        if not shown:
            return
        message, element = self._chance.choice(shown)
        self._press(self._member(message), message, element)
        if self._chance.random() < AT_ONCE:
            self._world.weather.count(Kind.AT_ONCE)
            others = _clickable(message)
            self._press(self._member(message), message, self._chance.choice([element, *others]))

    def press_on(self, user: User, root: Message, action_id: str) -> None:
        """Press what is called so on the card below a message, if it is offered there."""
        for message in self._slack.thread(root.channel_id, root.ts).by_bots:
            for element in _clickable(message):
                if element["action_id"] == action_id:
                    self._press(user, message, element)

    def press_at_home(self) -> None:
        """Press or choose anything in somebody's home, or in a form."""
        shown = [
            (view, element)
            for view in self._slack.views.values()
            if view.is_open
            for element in _clickable(view)
        ]
        if shown:
            view, element = self._chance.choice(shown)
            self._press(view.user_id, view, element)

    def submit(self) -> None:
        """Send a form that is open."""
        views = [view for view in self._slack.views.values() if _can_be_sent(view)]
        if not views:
            return
        view = self._chance.choice(views)
        values = filling(
            view.blocks,
            self._slack.offered,
            [user.id for user in self._people.users],
            write=lambda: self._people.text((*TICKETS, *VAGUE, *REPLIES)),
            chance=self._chance,
        )
        with suppress(Impossible):
            self._slack.submit_view(view.user_id, view, values)
            self._trace.note("submitted", view.id, view.content.get("callback_id"))

    def look_up(self) -> None:
        """Type into a menu whose choices the bot knows."""
        menus = [
            (view, element["action_id"])
            for view in self._slack.views.values()
            if view.is_open
            for _, element in elements(view.blocks)
            if element["type"] == "external_select"
        ]
        if menus:
            view, action_id = self._chance.choice(menus)
            typed = self._chance.choice(WORDS_LOOKED_FOR)
            self._slack.type_into(view.user_id, view, action_id, typed)
            self._trace.note("typed", action_id, repr(typed))

    def react(self) -> None:
        """Put an emoji on any message, mostly the one that asks for a ticket."""
        message = self._any_message()
        if message is not None:
            emoji = EMOJI if self._chance.random() < 0.9 else "eyes"
            self._slack.react(self._member(message), message, emoji)
            self._trace.note("reacted", emoji, "to", message.ts)

    def choose_shortcut(self) -> None:
        """Choose something in the menu of any message."""
        message = self._any_message()
        if message is not None:
            callback = TRIAGE_MESSAGE if self._chance.random() < 0.7 else WHY_TICKET
            self._slack.message_shortcut(self._member(message), message, callback)
            self._trace.note("shortcut", callback, "on", message.ts)

    def review_draft(self) -> None:
        """Approve, send back or discard what was written, as another process of ours might."""
        database = self._world.beside()
        try:
            self._review(Drafts(database))
        finally:
            database.dispose()

    def _review(self, drafts: Drafts) -> None:
        team, now = self._world.bot.team_id, self._world.wall.now
        waiting = [draft for draft in drafts.open(team, 10) if draft.article.title]
        if not waiting:
            return
        draft = self._chance.choice(waiting)
        review = drafts.review(team, draft.id)
        assert review is not None
        by, deed = self._people.users[0].id, self._chance.choice(("approve", "back", "discard"))
        with suppress(DraftRefused):
            match deed:
                case "approve":
                    drafts.approve(team, draft.id, seen=review.stamp, by=by, now=now, is_alone=True)
                    self._people.editors.have_changed = True
                case "back":
                    drafts.send_back(
                        team, draft.id, seen=review.stamp, by=by, remark="why?", now=now
                    )
                case _:
                    drafts.discard(team, draft.id, seen=review.stamp, by=by, now=now)
        self._trace.note("draft", draft.id, deed)

    def _press(self, user: User | str, on: Message | View, element: Json) -> None:
        value = _chosen(element, self._chance.random())
        with suppress(Impossible):
            self._slack.click(user, on, element["action_id"], value)
            self._trace.note("pressed", element["action_id"], value)

    def _messages(self) -> list[Message]:
        """Return the latest that stand in each channel."""
        return [
            message
            for channel in self._people.places
            for message in list(channel.messages.values())[-RECENT:]
            if not message.is_deleted
        ]

    def _any_message(self) -> Message | None:
        messages = self._messages()
        return self._chance.choice(messages) if messages else None

    def _member(self, message: Message) -> User:
        return self._chance.choice(self._members(self._slack.channels[message.channel_id]))

    def _members(self, channel: Channel) -> Sequence[User]:
        return [user for user in self._people.users if user.id in channel.members]


def _can_be_sent(view: View) -> bool:
    return view.is_open and view.content["type"] == "modal" and bool(view.content.get("submit"))


def _clickable(on: Message | View) -> list[Json]:
    """Return what acts when it is pressed; what a form asks for acts only when it is sent."""
    return [
        element
        for block, element in elements(on.blocks)
        if block["type"] != "input" and element["type"] in CLICKABLE
    ]


def _chosen(element: Json, dice: float) -> str | None:
    """Return which of its values is chosen, by a number below 1."""
    values: list[str | None]
    match element["type"]:
        case "overflow" | "static_select":
            values = [option["value"] for option in element.get("options", ())]
        case "feedback_buttons":
            values = [element[f"{name}_button"]["value"] for name in ("positive", "negative")]
        case _:
            values = [element.get("value")]
    return values[int(dice * len(values))] if values else None
