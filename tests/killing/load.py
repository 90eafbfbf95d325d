"""Tickets that keep coming, answers to the questions about them, and what became of each."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from tests.scenarios.conversation import words
from tests.scenarios.texts import ANSWER, CLEAR, CRITICAL, KNOWN, VAGUE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.workspace import Message
    from tests.scenarios.office import Room

TEXTS = (KNOWN, CRITICAL, CLEAR, KNOWN, VAGUE)
MOST_OPEN = 40
PAUSE_SECONDS = 0.02


@dataclass
class Load:
    """Posts in a room from a thread of its own, for as long as not too many tickets are open."""

    room: Room
    roots: list[Message] = field(default_factory=list)
    _most_open: int = MOST_OPEN
    _answered: set[str] = field(default_factory=set)
    _stopping: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread = field(init=False)

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._post, name="load", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._thread.join()

    def stop_posting(self) -> None:
        """Post no more tickets, but go on answering questions."""
        self._most_open = 0

    def said(self, root: Message) -> list[Message]:
        """Return what the bot said below `root`."""
        messages = self.room.channel.messages
        replies = [messages[ts] for ts in list(root.replies)]
        return [reply for reply in replies if reply.is_by_bot]

    def open(self) -> list[Message]:
        """Return the tickets that have no card."""
        return [root for root in list(self.roots) if not self._has_card(root)]

    def doubled(self) -> list[Message]:
        """Return the tickets about which the same thing was said twice."""
        return [root for root in self.roots if _is_doubled(self.said(root))]

    def _has_card(self, root: Message) -> bool:
        return any(is_card(message) for message in self.said(root))

    def _post(self) -> None:
        open_ones: list[Message] = []
        while not self._stopping.wait(PAUSE_SECONDS):
            open_ones = [root for root in open_ones if not self._has_card(root)]
            for root in open_ones:
                self._answer_question(root)
            if len(open_ones) < self._most_open:
                number = len(self.roots)
                text = f"{TEXTS[number % len(TEXTS)]}{_tag(number)}"
                root = self.room.slack.post_as_user(self.room.ann, self.room.channel, text)
                self.roots.append(root)
                open_ones.append(root)

    def _answer_question(self, root: Message) -> None:
        """Answer each question once, as Ben."""
        if root.ts not in self._answered and self.said(root):
            self._answered.add(root.ts)
            self.room.slack.reply_as_user(self.room.ben, root, ANSWER)


def _tag(number: int) -> str:
    """Return what tells texts apart; a vague ticket stays vague."""
    return "" if TEXTS[number % len(TEXTS)] is VAGUE else f" ({number})"


def is_card(message: Message) -> bool:
    """Return True if it is a ticket's card."""
    return bool(message.blocks) and message.blocks[0]["type"] == "header"


def _is_doubled(said: list[Message]) -> bool:
    return any(count > 1 for count in Counter(_kinds(said)).values())


def _kinds(said: list[Message]) -> Iterator[str]:
    """Yield what each message is: the card, or the question that it puts."""
    for message in said:
        yield "card" if is_card(message) else words(message)
