"""Reads a message event and says what it means to the app; decides nothing by asking around."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.slack.markup import readable, without_mention
from bot.slack.messenger import key_of
from bot.slack.payload import part, parts, string
from bot.slack.rendering import visible
from bot.triage.plain_text import plain
from bot.triage.ticket import Message

if TYPE_CHECKING:
    from bot.slack.identity import Identity
    from bot.slack.payload import Payload
    from bot.triage.rules import Rules

COUNTED_SUBTYPES = {"", "file_share", "thread_broadcast"}
SLACKBOT = "USLACKBOT"
TS = re.compile(r"[0-9]{1,11}\.[0-9]{1,6}", re.ASCII)
MOST_FILES = 10
LONGEST_FILE_NAME = 255


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody said something in a support channel."""

    message: Message
    opens_ticket: bool


@dataclass(frozen=True, slots=True)
class Unfit:
    """It would open a ticket, but has too much text, or none."""

    message: Message

    @property
    def is_too_long(self) -> bool:
        """Return True if there is too much text, False if there is none."""
        return not is_blank(self.message)


@dataclass(frozen=True, slots=True)
class Misplaced:
    """Somebody spoke to the app where it takes no tickets."""

    message: Message
    is_direct: bool


@dataclass(frozen=True, slots=True)
class Echo:
    """One of our own posts came back; `key` is the outbox's."""

    key: str
    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing to do with tickets."""

    reason: str


Incoming = Said | Unfit | Misplaced | Echo | Ignored


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads `message` and `app_mention` events for one installation."""

    me: Identity
    rules: Rules
    max_length: int

    def read(self, team: str, body: Payload) -> Incoming:
        """Return what an `event_callback` means."""
        event = part(body, "event")
        user, subtype = string(event, "user"), string(event, "subtype")
        if self.me.wrote(user, string(event, "bot_id")):
            return _echo(event)
        if string(event, "bot_id") or user in {"", SLACKBOT}:
            return Ignored("not a person")
        if subtype not in COUNTED_SUBTYPES or event.get("hidden"):
            return Ignored(subtype or "hidden")
        if not TS.fullmatch(string(event, "ts")) or not string(event, "channel"):
            return Ignored("no place")
        return self._spoken(event, self._message(team, body, event))

    def _spoken(self, event: Payload, message: Message) -> Incoming:
        is_mention = string(event, "type") == "app_mention"
        kind = string(event, "channel_type")
        if kind == "im" or message.channel.startswith("D"):
            return Ignored("twin") if is_mention else Misplaced(message, is_direct=True)
        if kind == "mpim":
            return Ignored("group conversation")
        if not self.rules.is_support_channel(message.channel):
            return Misplaced(message, is_direct=False) if is_mention else Ignored("elsewhere")
        if message.is_reply or string(event, "subtype") == "thread_broadcast":
            return Ignored("blank") if is_blank(message) else Said(message, opens_ticket=False)
        if is_blank(message) or len(message.text) > self.max_length:
            return Unfit(message)
        return Said(message, opens_ticket=True)

    def _message(self, team: str, body: Payload, event: Payload) -> Message:
        text = self._text(event)
        thread_ts = string(event, "thread_ts") or None
        is_reply = thread_ts not in {None, string(event, "ts")}
        return Message(
            team=team,
            channel=string(event, "channel"),
            user=string(event, "user"),
            # What is left out of a reply stands in the thread; refusing it would lose the answer.
            text=text[: self.max_length] if is_reply else text,
            event_id=string(body, "event_id"),
            at=datetime.fromtimestamp(float(string(event, "ts")), UTC),
            ts=string(event, "ts"),
            thread_ts=thread_ts,
            file_names=_file_names(event),
        )

    def _text(self, event: Payload) -> str:
        """Return what was typed, then what was shared from elsewhere."""
        typed = readable(without_mention(string(event, "text"), self.me.bot_user))
        shared = (
            readable(string(attachment, "text"))
            for attachment in parts(event, "attachments")
            if attachment.get("is_share") is True
        )
        return "\n".join(text for text in (typed, *shared) if text).strip()


def is_blank(message: Message) -> bool:
    """Return True if there is nothing to see."""
    return not visible(message.full_text).strip()


def _echo(event: Payload) -> Incoming:
    key = key_of(event)
    if key is None or string(event, "subtype") not in COUNTED_SUBTYPES | {"bot_message"}:
        return Ignored("own")
    return Echo(key, string(event, "channel"), string(event, "ts"))


def _file_names(event: Payload) -> tuple[str, ...]:
    names = (string(file, "name") or string(file, "title") for file in parts(event, "files"))
    return tuple(plain(name)[:LONGEST_FILE_NAME] for name in names if name)[:MOST_FILES]
