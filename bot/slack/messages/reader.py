"""Reads the events of channels and says what they mean; decides nothing by asking around."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, assert_never

from bot.slack.messages.block_text import said_in_blocks
from bot.slack.messages.incoming import (
    Aside,
    Deleted,
    Echo,
    Edited,
    Ignored,
    Incoming,
    Invited,
    Misplaced,
    Passed,
    Said,
    Unfit,
    is_blank,
)
from bot.slack.messages.markup import mentioned, mentions, readable, without_mention
from bot.slack.payload import is_tombstone, part, parts, string
from bot.slack.people.names import names_in
from bot.slack.posts.messenger import key_of
from bot.triage.arrivals.admission import Mode
from bot.triage.arrivals.noise import noise
from bot.triage.arrivals.revision import Revision
from bot.triage.plain_text import plain
from bot.triage.ticket import Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.slack.payload import Payload
    from bot.slack.people.identity import Identity
    from bot.triage.arrivals.noise import Noise
    from bot.triage.rules import Rules

COUNTED_SUBTYPES = {"", "file_share", "thread_broadcast"}
REQUESTED_SUBTYPES = COUNTED_SUBTYPES | {"bot_message", "me_message", "reply_broadcast"}
SLACKBOT = "USLACKBOT"
RECENT = timedelta(minutes=10)
"""How old a message may be that is first heard of by its edit: Slack delivers for 6 minutes."""
TS = re.compile(r"[0-9]{1,11}\.[0-9]{1,6}", re.ASCII)
MOST_FILES = 10
MOST_NAMES = 50
LONGEST_FILE_NAME = 255


@dataclass(frozen=True, slots=True)
class Requested:
    """A message on which somebody asks for a ticket."""

    message: Message
    is_by_app: bool
    is_said: bool
    """False for what Slack itself reports, such as that somebody joined."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads `message` and `app_mention` events for one installation."""

    me: Identity
    rules: Rules
    max_length: int
    clock: Callable[[], datetime]

    def read(self, team: str, body: Payload) -> Incoming:
        """Return what an `event_callback` means."""
        event = part(body, "event")
        if string(event, "type") == "member_joined_channel":
            return self._joined(event)
        match string(event, "subtype"):
            case "message_changed":
                return self._changed(team, body, event)
            case "message_deleted":
                return self._deleted(team, body, event, string(event, "deleted_ts"))
            case _:
                return self._posted(team, body, event)

    def on_request(self, team: str, channel: str, standing: Payload, event_id: str) -> Requested:
        """Return a message on which somebody asks for a ticket, whoever wrote it."""
        written: Payload = {**standing, "channel": channel}
        message = self._message(team, {"event_id": event_id}, written)
        app = string(standing, "bot_id")
        is_by_app = bool(app or part(standing, "bot_profile") or not message.user)
        user = message.user or app or SLACKBOT
        whole = replace(message, user=user, text=message.text[: self.max_length])
        return Requested(whole, is_by_app, string(standing, "subtype") in REQUESTED_SUBTYPES)

    def _joined(self, event: Payload) -> Incoming:
        user, channel = string(event, "user"), string(event, "channel")
        if user != self.me.bot_user or not channel:
            return Ignored("somebody joined")
        return Invited(channel, string(event, "inviter") or user)

    def _posted(self, team: str, body: Payload, event: Payload) -> Incoming:
        user, subtype = string(event, "user"), string(event, "subtype")
        if self.me.wrote(user, string(event, "bot_id")):
            return _echo(event)
        if string(event, "bot_id") or part(event, "bot_profile") or user in {"", SLACKBOT}:
            return Ignored("not a person")
        if subtype not in COUNTED_SUBTYPES or event.get("hidden"):
            return Ignored(subtype or "hidden")
        if not TS.fullmatch(string(event, "ts")) or not string(event, "channel"):
            return Ignored("no place")
        return self._spoken(event, self._message(team, body, event))

    def _changed(self, team: str, body: Payload, event: Payload) -> Incoming:
        """Read the message as it stands now, as if it were new."""
        standing = part(event, "message")
        if is_tombstone(standing):
            return self._deleted(team, body, event, string(standing, "ts"))
        place = {name: string(event, name) for name in ("type", "channel", "channel_type")}
        incoming = self._posted(team, body, {**standing, **place})
        match incoming:
            case Said(message, opens_ticket):
                return Edited(message, opens_ticket=opens_ticket and self._is_recent(message))
            case Unfit(message) if incoming.is_too_long:
                return Edited(self._cut(message), opens_ticket=False)
            case Aside(message) | Passed(message):
                # Somebody may have asked for a ticket on it.
                return Edited(message, opens_ticket=False)
            case Unfit() | Misplaced() | Echo() | Invited() | Ignored() | Edited() | Deleted():
                return Ignored("change of no ticket")
            case _:
                assert_never(incoming)

    def _deleted(self, team: str, body: Payload, event: Payload, ts: str) -> Incoming:
        gone, channel = part(event, "previous_message"), string(event, "channel")
        is_ours = self.me.wrote(string(gone, "user"), string(gone, "bot_id"))
        if string(gone, "bot_id") and not is_ours:
            return Ignored("not a person")
        if is_ours and string(gone, "thread_ts") not in {"", ts}:
            return Ignored("own")
        if not TS.fullmatch(ts) or not channel or channel.startswith("D"):
            return Ignored("no place")
        return Deleted(Revision(team, channel, ts, string(body, "event_id"), self.clock()))

    def _spoken(self, event: Payload, message: Message) -> Incoming:
        is_mention = string(event, "type") == "app_mention"
        kind = string(event, "channel_type")
        if kind == "im" or message.channel.startswith("D"):
            return Ignored("twin") if is_mention else Misplaced(message, is_direct=True)
        if kind == "mpim":
            return Ignored("group conversation")
        if not self.rules.is_support_channel(message.channel):
            return self._elsewhere(message, is_mention=is_mention)
        if message.is_reply or string(event, "subtype") == "thread_broadcast":
            is_asked = mentions(string(event, "text"), self.me.bot_user)
            said = Said(message, opens_ticket=False, addresses_app=is_asked)
            return Ignored("blank") if is_blank(message) and not is_asked else said
        return self._posted_here(event, message)

    def _posted_here(self, event: Payload, message: Message) -> Incoming:
        mode = self.rules.admission.mode(message.channel)
        if mode in {Mode.EMOJI, Mode.SHORTCUT}:
            is_mention = string(event, "type") == "app_mention"
            return Misplaced(message, is_direct=False) if is_mention else Passed(message)
        if mode is Mode.MENTION and not mentions(string(event, "text"), self.me.bot_user):
            return Passed(message)
        if is_blank(message) or len(message.text) > self.max_length:
            return Unfit(message)
        said_nothing = None if message.file_names else self._noise(message)
        return Passed(message, said_nothing) if said_nothing else Said(message, opens_ticket=True)

    def _noise(self, message: Message) -> Noise | None:
        return noise(message.text) if self.rules.admission.filters_noise else None

    def _elsewhere(self, message: Message, *, is_mention: bool) -> Incoming:
        if is_mention:
            return Misplaced(message, is_direct=False)
        return Aside(message) if message.is_reply else Passed(message)

    def _message(self, team: str, body: Payload, event: Payload) -> Message:
        thread_ts = string(event, "thread_ts") or None
        message = Message(
            team=team,
            channel=string(event, "channel"),
            user=string(event, "user"),
            text=self._text(event),
            event_id=string(body, "event_id"),
            at=self.clock(),
            ts=string(event, "ts"),
            thread_ts=thread_ts,
            file_names=_file_names(event),
            names=_names(event),
        )
        # What is left out of a reply stands in the thread; refusing it would lose the answer.
        return self._cut(message) if message.is_reply else message

    def _cut(self, message: Message) -> Message:
        return replace(message, text=message.text[: self.max_length])

    def _is_recent(self, message: Message) -> bool:
        sent_at = datetime.fromtimestamp(float(message.ts or 0), UTC)
        return self.clock() - sent_at < RECENT

    def _text(self, event: Payload) -> str:
        """Return what was typed, then what was shared; if neither is text, what its blocks show."""
        typed = readable(without_mention(string(event, "text"), self.me.bot_user))
        shared = (
            readable(string(attachment, "text"))
            for attachment in parts(event, "attachments")
            if attachment.get("is_share") is True
        )
        said = "\n".join(text for text in (typed, *shared) if text).strip()
        return said or said_in_blocks(event)


def _echo(event: Payload) -> Incoming:
    key = key_of(event)
    if key is None or string(event, "subtype") not in COUNTED_SUBTYPES | {"bot_message"}:
        return Ignored("own")
    return Echo(key, string(event, "channel"), string(event, "ts"))


def _names(event: Payload) -> tuple[str, ...]:
    """Return what Slack says unasked of the names of who wrote, and who is mentioned."""
    said = (string(event, "text"), *(string(part, "text") for part in parts(event, "attachments")))
    found = (
        *names_in(part(event, "user_profile")),
        *(name for one in said for name in mentioned(one)),
    )
    return tuple(dict.fromkeys(map(plain, found)))[:MOST_NAMES]


def _file_names(event: Payload) -> tuple[str, ...]:
    names = (string(file, "name") or string(file, "title") for file in parts(event, "files"))
    return tuple(plain(name)[:LONGEST_FILE_NAME] for name in names if name)[:MOST_FILES]
