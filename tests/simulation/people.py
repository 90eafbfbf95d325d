"""The people of the workspace: what they post, answer, change, press and look up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.triage.arrivals.admission import Mode
from tests.simulation.editors import Editors
from tests.simulation.kinds import Kind
from tests.simulation.operator import Operator
from tests.simulation.team import MODES, SUPPORT, TEAMS
from tests.simulation.words import BRIEF, NOISE, REPLIES, TICKETS, VAGUE, nasty, secret
from tests.simulation.working import Working

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.workspace import Channel, Message, User
    from tests.simulation.world import World

TOO_LONG = 600
QUESTIONS = (
    *("help", "status T-1", "status T-2", "status T-999", "mine", "open", "settings"),
    *("search export", "kb invoice", "stats", "export csv", "export json 3d"),
)
RECENT = 12
"""How far back people look for a message to do something with."""
AUTOMATIC = 0.85
"""The share of posts in channels where each message is a ticket."""


@dataclass(frozen=True, slots=True)
class Move:
    """Something that people do, and how often compared with the rest."""

    do: Callable[[], None]
    weight: int


class People:
    """Three people in the channels of a team, who do whatever comes to mind."""

    def __init__(self, world: World) -> None:
        self._slack = world.slack
        self._bot = world.bot
        self._chance = world.chance
        self._trace = world.trace
        self._weather = world.weather
        self._world = world
        add = self._slack.add_user
        self.users: list[User] = [add("ann"), add("ben"), add("guest", is_guest=True)]
        self.channels = [self._channel(name, *self.users) for name in SUPPORT]
        """Where each message is a ticket."""
        self.others = {self._channel(name, *self.users): mode for name, mode in MODES.items()}
        """Where it takes more than that."""
        teams = [self._channel(name, *self.users[:2]) for name in TEAMS]
        self.places: list[Channel] = [*self.channels, *self.others, *teams]
        self.roots: list[Message] = []
        self.worthy: set[str] = set()
        """The ts of what is to be stored: a ticket or a reply, neither blank nor too long."""
        self.replies: list[Message] = []
        self.secrets: list[str] = []
        self.editors = Editors(world, self.users[0])
        self.working = Working(world, self)
        self.operator = Operator(world)
        self._moves = self._all_moves()

    def _all_moves(self) -> tuple[Move, ...]:
        return (
            Move(self.post, 16),
            Move(self.follow_up, 4),
            Move(self.outbreak, 3),
            Move(self.small_talk, 3),
            Move(self.reply, 14),
            Move(self.edit, 8),
            Move(self.unfurl, 2),
            Move(self.delete, 4),
            Move(self.working.press, 34),
            Move(self.working.press_at_home, 5),
            Move(self.working.submit, 18),
            Move(self.working.look_up, 2),
            Move(self.working.react, 6),
            Move(self.working.choose_shortcut, 5),
            Move(self.working.review_draft, 3),
            Move(self.command, 5),
            Move(self.open_form, 2),
            Move(self.ask, 4),
            Move(self.open_home, 2),
            Move(self.chatter, 3),
            Move(self.editors.change, 4),
            Move(self.operator.retry, 3),
            Move(self.operator.rejudge, 2),
            Move(self.operator.roll_back, 1),
            Move(self.operator.resume, 2),
        )

    def move(self) -> None:
        """Do anything."""
        weights = [move.weight for move in self._moves]
        (chosen,) = self._chance.choices(self._moves, weights)
        chosen.do()

    def post(self) -> None:
        """Post a message in a channel."""
        text, files = self.text((*TICKETS, *VAGUE)), self._files()
        user, channel = self._somebody(), self._chance.choice(self.channels)
        if self._chance.random() >= AUTOMATIC:
            channel = self._chance.choice(list(self.others))
        if self._chance.random() < (0.7 if self._mode(channel) is Mode.MENTION else 0.1):
            text = f"<@{self._bot.user_id}> {text}"
            self._weather.count(Kind.TWIN)
        self.say(user, channel, text, *files)

    def follow_up(self) -> None:
        """Add to what one posted oneself, in a message of its own."""
        root = self._one_of(self.roots)
        if root is not None and not root.is_deleted:
            author = next(user for user in self.users if user.id == root.user_id)
            again = root.text if root.ts in self.worthy else BRIEF[0]
            text = self._chance.choice((*BRIEF, again))
            self.say(author, self._slack.channels[root.channel_id], text)

    def outbreak(self) -> None:
        """Post the same as others do, since one thing is broken for all."""
        text = self._chance.choice(TICKETS)
        for user in self._chance.sample(self.users, len(self.users)):
            self.say(user, self._chance.choice(self.channels), f"{text}, {nasty(self._chance)}")

    def small_talk(self) -> None:
        """Post what is no ticket, unless somebody asks for one on it."""
        text = self._chance.choice(NOISE)
        root = self._slack.post_as_user(self._somebody(), self._chance.choice(self.channels), text)
        self.roots.append(root)
        self._trace.note("talked", root.ts, repr(text))

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
        text = self.text(REPLIES)
        reply = self._slack.reply_as_user(self._somebody(), root, text, is_broadcast=is_broadcast)
        self.replies.append(reply)
        self._note_worth(reply)
        self._trace.note("replied", reply.ts, "below", root.ts, repr(text))

    def edit(self) -> None:
        """Change what was written."""
        message = self._one_of([*self.roots, *self.replies])
        if message is not None and not message.is_deleted:
            self._slack.edit_message(message, self.text((*TICKETS, *REPLIES)))
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

    def command(self) -> None:
        """Open a ticket by command."""
        self._command(self.text((*TICKETS, *VAGUE)))

    def open_form(self) -> None:
        """Ask for the form."""
        self._command("")

    def ask(self) -> None:
        """Ask how a ticket stands, what there is to do, or for help."""
        self._command(self._chance.choice(QUESTIONS))

    def open_home(self) -> None:
        """Open the app's home."""
        self._slack.open_home(self._somebody(), self._bot)
        self._trace.note("home")

    def chatter(self) -> None:
        """Do what has nothing to do with tickets."""
        channel = self._chance.choice(self.channels)
        self._slack.set_topic(self._somebody(), channel, nasty(self._chance))
        self._trace.note("topic", channel.id)

    def _command(self, text: str) -> None:
        places = self.channels if self._chance.random() < AUTOMATIC else list(self.others)
        who, where = self._somebody(), self._chance.choice(places)
        self._slack.slash_command(who, where, "/triage", text)
        self._trace.note("command", repr(text))

    def text(self, among: Sequence[str]) -> str:
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
        if (written or message.files) and len(message.text) < TOO_LONG and self._is_taken(message):
            self.worthy.add(message.ts)

    def _is_taken(self, message: Message) -> bool:
        mode = self._mode(self._slack.channels[message.channel_id])
        if message.is_reply or mode in {Mode.AUTOMATIC, Mode.SHADOW}:
            return True
        return mode is Mode.MENTION and f"<@{self._bot.user_id}>" in message.text

    def _mode(self, channel: Channel) -> Mode:
        return self.others.get(channel, Mode.AUTOMATIC)

    def _channel(self, name: str, *users: User) -> Channel:
        return self._slack.add_channel(name, *users, self._bot)

    def _files(self) -> list[str]:
        if self._chance.random() >= 0.08:
            return []
        return [f"{nasty(self._chance)}.png"]

    def _somebody(self) -> User:
        return self._chance.choice(self.users)

    def _one_of(self, messages: Sequence[Message]) -> Message | None:
        recent = sorted(messages, key=lambda message: message.ts)[-RECENT:]
        return self._chance.choice(recent) if recent else None
