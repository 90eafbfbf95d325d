"""The people of the workspace: what they post, answer, change, press and look up."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.slack.opening import FORM_INPUT
from bot.workspace import Impossible
from bot.workspace.forms import elements
from storage.database import Database
from storage.issues import Issues
from tests.builders import an_issue
from tests.simulation.kinds import Kind
from tests.simulation.words import REPLIES, TICKETS, VAGUE, nasty, secret

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.triage.issue import KnownIssue
    from bot.workspace import Channel, Message, User
    from tests.simulation.world import World

TOO_LONG = 600
RECENT = 12
"""How far back people look for a message to do something with."""


@dataclass(frozen=True, slots=True)
class Move:
    """Something that people do, and how often compared with the rest."""

    do: Callable[[], None]
    weight: int


class People:
    """Three people in two channels with the bot, who do whatever comes to mind."""

    def __init__(self, world: World) -> None:
        self._slack = world.slack
        self._bot = world.bot
        self._chance = world.chance
        self._trace = world.trace
        self._weather = world.weather
        self._world = world
        add = self._slack.add_user
        self.users: list[User] = [add("ann"), add("ben"), add("guest", is_guest=True)]
        self.channels: list[Channel] = [
            self._slack.add_channel(name, *self.users, self._bot) for name in ("support", "help")
        ]
        self.roots: list[Message] = []
        self.worthy: set[str] = set()
        """The ts of what is to be stored: neither blank nor too long."""
        self.replies: list[Message] = []
        self.secrets: list[str] = []
        self.urls: set[str] = set()
        self.issues_changed = False
        self._moves = (
            Move(self.post, 30),
            Move(self.reply, 16),
            Move(self.edit, 8),
            Move(self.unfurl, 2),
            Move(self.delete, 4),
            Move(self.press, 14),
            Move(self.command, 6),
            Move(self.open_form, 3),
            Move(self.submit, 4),
            Move(self.ask_status, 2),
            Move(self.chatter, 3),
            Move(self.change_issues, 4),
        )

    def move(self) -> None:
        """Do anything."""
        weights = [move.weight for move in self._moves]
        (chosen,) = self._chance.choices(self._moves, weights)
        chosen.do()

    def post(self) -> None:
        """Post a message in a channel."""
        text, files = self._text((*TICKETS, *VAGUE)), self._files()
        user, channel = self._somebody(), self._chance.choice(self.channels)
        if self._chance.random() < 0.1:
            text = f"<@{self._bot.user_id}> {text}"
            self._weather.count(Kind.TWIN)
        self.say(user, channel, text, *files)

    def say(self, user: User, channel: Channel, text: str, *files: str) -> Message:
        """Post this text."""
        if files:
            root = self._slack.upload_as_user(user, channel, text, *files)
        else:
            root = self._slack.post_as_user(user, channel, text)
        self.roots.append(root)
        self._note_worth(root)
        self._trace.note("posted", root.ts, repr(root.text))
        return root

    def reply(self) -> None:
        """Answer in a thread."""
        root = self._one_of(self.roots)
        if root is None or (root.is_deleted and not root.replies):
            return
        is_broadcast = self._chance.random() < 0.1
        text = self._text(REPLIES)
        reply = self._slack.reply_as_user(self._somebody(), root, text, is_broadcast=is_broadcast)
        self.replies.append(reply)
        self._note_worth(reply)
        self._trace.note("replied", reply.ts, "below", root.ts, repr(text))

    def edit(self) -> None:
        """Change what was written."""
        message = self._one_of([*self.roots, *self.replies])
        if message is not None and not message.is_deleted:
            self._slack.edit_message(message, self._text((*TICKETS, *REPLIES)))
            self._trace.note("edited", message.ts, repr(message.text))

    def unfurl(self) -> None:
        """Let Slack show a link's preview."""
        message = self._one_of(self.roots)
        if message is not None and not message.is_deleted:
            self._slack.unfurl(message)
            self._trace.note("unfurled", message.ts)

    def delete(self) -> None:
        """Take back what was written."""
        message = self._one_of([*self.roots, *self.replies])
        if message is not None and not message.is_deleted:
            self._slack.delete_message(message)
            self._trace.note("deleted", message.ts)

    def press(self) -> None:
        """Press any button on a message of the bot."""
        shown = [
            (message, element)
            for channel in self.channels
            for message in list(channel.messages.values())[-3 * RECENT :]
            if message.is_by_bot
            for _, element in elements(message.blocks)
            if element["type"] == "button"
        ]
        if shown:
            message, element = self._chance.choice(shown)
            self._slack.click(self._somebody(), message, element["action_id"], element.get("value"))
            self._trace.note("pressed", element["action_id"], "on", message.ts)

    def command(self) -> None:
        """Open a ticket by command."""
        self._command(self._text((*TICKETS, *VAGUE)))

    def open_form(self) -> None:
        """Ask for the form."""
        self._command("")

    def ask_status(self) -> None:
        """Ask how a ticket stands, or for help."""
        self._command(self._chance.choice(("status T-1", "status T-2", "help", "status T-999")))

    def submit(self) -> None:
        """Send a form that is open."""
        open_ones = [view for view in self._slack.views.values() if view.is_open]
        if open_ones:
            view = self._chance.choice(open_ones)
            with suppress(Impossible):
                self._slack.submit_view(
                    view.user_id, view, {FORM_INPUT: self._text((*TICKETS, *VAGUE))}
                )
                self._trace.note("submitted", view.id)

    def chatter(self) -> None:
        """Do what has nothing to do with tickets."""
        channel = self._chance.choice(self.channels)
        self._slack.set_topic(self._somebody(), channel, nasty(self._chance))
        self._trace.note("topic", channel.id)

    def change_issues(self) -> None:
        """Import or retire known issues, as the command line does beside the bot."""
        database = Database(self._world.database_url)
        issues = Issues(database)
        number = self._chance.randint(1, 6)
        if self._chance.random() < 0.3:
            issues.retire("*", f"KB-{number}", "command line", self._world.clock.now)
        else:
            issues.import_all([self._issue(number)], "command line", self._world.clock.now)
        database.dispose()
        self.issues_changed = True
        self._trace.note("issues", f"KB-{number}")

    def ask_for_rebuild(self) -> None:
        """Have the index built anew, as the command line does."""
        self._world.settings.rebuild_request.touch()
        self.issues_changed = True
        self._trace.note("rebuild")

    def _issue(self, number: int) -> KnownIssue:
        url = f"https://kb.example/{self._chance.randint(1, 9)}"
        self.urls.add(url)
        title = f"{self._chance.choice(TICKETS)} {nasty(self._chance)}"
        return replace(an_issue(f"KB-{number}"), title=title, url=url)

    def _command(self, text: str) -> None:
        who, where = self._somebody(), self._chance.choice(self.channels)
        self._slack.slash_command(who, where, "/triage", text)
        self._trace.note("command", repr(text))

    def _text(self, among: Sequence[str]) -> str:
        """Return what somebody writes: harmless, hostile, secret, too long or nothing."""
        dice = self._chance.random()
        if dice < 0.02:
            return self._chance.choice((" ", "\u200b"))
        if dice < 0.04:
            return "so " * TOO_LONG
        parts = [self._chance.choice(among)]
        if self._chance.random() < 0.4:
            parts.append(nasty(self._chance))
        if self._chance.random() < 0.3:
            sentence, hidden = secret(self._chance)
            parts.append(sentence)
            self.secrets.append(hidden)
        self._chance.shuffle(parts)
        return " ".join(parts)

    def _note_worth(self, message: Message) -> None:
        written = message.text.replace(f"<@{self._bot.user_id}>", "").strip(" \u200b")
        if (written or message.files) and len(message.text) < TOO_LONG:
            self.worthy.add(message.ts)

    def _files(self) -> list[str]:
        if self._chance.random() >= 0.08:
            return []
        return [f"{nasty(self._chance)}.png"]

    def _somebody(self) -> User:
        return self._chance.choice(self.users)

    def _one_of(self, messages: Sequence[Message]) -> Message | None:
        recent = sorted(messages, key=lambda message: message.ts)[-RECENT:]
        return self._chance.choice(recent) if recent else None
