"""What a person sees of the bot in one thread, and does there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.slack.posts.question import ANSWER, CLASSIFY_ANYWAY

if TYPE_CHECKING:
    from bot.workspace import Delivery, Message, Thread, User, View, Workspace

PATIENCE_SECONDS = 30.0
REFERENCE = re.compile(r"T-([0-9]+)")


@dataclass(frozen=True)
class Conversation:
    """A ticket's thread."""

    slack: Workspace
    root: Message

    @property
    def thread(self) -> Thread:
        return self.slack.thread(self.root.channel_id, self.root.ts)

    @property
    def cards(self) -> list[Message]:
        return [one for one in self.thread.by_bots if _first_block(one) == "header"]

    @property
    def questions(self) -> list[Message]:
        return [one for one in self.thread.by_bots if "One question" in words(one)]

    @property
    def number(self) -> int:
        """Return the ticket's number, from what the bot says first."""
        said = self.slack.wait_for(lambda: self.thread.by_bots, PATIENCE_SECONDS)
        found = REFERENCE.search(said[0].text)
        assert found
        return int(found[1])

    def card(self, patience: float = PATIENCE_SECONDS) -> Message:
        """Wait for the card."""
        return self.slack.wait_for(lambda: self.cards, patience)[0]

    def question(self, round_: int = 1) -> Message:
        """Wait for the question of a round."""
        self.slack.wait_for(lambda: len(self.questions) >= round_, PATIENCE_SECONDS)
        return self.questions[round_ - 1]

    def await_closed(self, ending: str) -> None:
        """Wait for the redraw that takes the question's buttons away; it says how it ended."""
        question = self.question()
        self.slack.wait_for(lambda: not buttons(question), PATIENCE_SECONDS)
        assert ending in words(question)

    def reply(self, who: User, text: str) -> Message:
        return self.slack.reply_as_user(who, self.root, text)

    def choose(self, who: User, question: Message, index: int = 0) -> Delivery:
        """Press one of the suggested answers."""
        return self.slack.click(who, question, f"{ANSWER}:{index}")

    def classify_anyway(self, who: User, question: Message) -> Delivery:
        return self.slack.click(who, question, CLASSIFY_ANYWAY)

    def has_status(self) -> bool:
        return bool(self.thread.status)


def form_of(slack: Workspace, user: User) -> View:
    """Wait for a form that is open before somebody."""
    return slack.wait_for(
        lambda: [view for view in slack.views.values() if view.user_id == user.id and view.is_open],
        PATIENCE_SECONDS,
    )[-1]


def buttons(message: Message) -> list[str]:
    """Return the action ids of a message's buttons."""
    return [
        element["action_id"]
        for block in message.blocks
        for element in block.get("elements", ())
        if "action_id" in element
    ]


def words(message: Message) -> str:
    """Return all text that the blocks of a message show."""
    return "\n".join(_texts(message.blocks))


def _texts(part: object) -> list[str]:
    if isinstance(part, dict):
        own = [part["text"]] if isinstance(part.get("text"), str) else []
        return own + [text for value in part.values() for text in _texts(value)]
    if isinstance(part, list):
        return [text for item in part for text in _texts(item)]
    return []


def _first_block(message: Message) -> str:
    return message.blocks[0]["type"] if message.blocks else ""
