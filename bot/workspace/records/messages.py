"""What stands in a channel: messages, ephemerals and statuses, and a thread as a reader sees it."""

import json
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
Value = Any
"""Whatever JSON can hold."""
Blocks = list[Json]

STATUS_SECONDS = 120.0


def cut_loose(body: Json) -> Json:
    """Return a copy that later edits do not reach, by way of its text: it is quicker."""
    copy: Json = json.loads(json.dumps(body))
    return copy


@dataclass(eq=False)
class Message:
    """One message; mutable, since people and bots edit it."""

    channel_id: str
    team_id: str
    ts: str
    user_id: str
    text: str
    blocks: Blocks = field(default_factory=list)
    thread_ts: str | None = None
    subtype: str | None = None
    bot_id: str | None = None
    app_id: str | None = None
    username: str | None = None
    client_msg_id: str | None = None
    metadata: Json | None = None
    files: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    edited: Json | None = None
    root: Json | None = None
    parent_user_id: str | None = None
    replies: list[str] = field(default_factory=list)
    reply_users: list[str] = field(default_factory=list)
    is_deleted: bool = False
    posted_with: Json = field(default_factory=dict)

    @property
    def is_reply(self) -> bool:
        """Whether it stands inside another message's thread."""
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def is_by_bot(self) -> bool:
        """Whether an app wrote it."""
        return self.bot_id is not None

    def payload(self, *, with_metadata: bool = True) -> Json:
        """Return it in the shape of Slack's payloads, cut loose from later edits."""
        body: Json = {"type": "message", "user": self.user_id, "text": self.text, "ts": self.ts}
        body["team"] = self.team_id
        for name in ("subtype", "bot_id", "app_id", "username", "client_msg_id", "edited", "root"):
            if (value := getattr(self, name)) is not None:
                body[name] = value
        for name in ("blocks", "files", "attachments"):
            if value := getattr(self, name):
                body[name] = value
        body |= self._thread_fields()
        if self.metadata and with_metadata:
            body["metadata"] = self.metadata
        if self.reactions:
            body["reactions"] = [
                {"name": name, "users": users, "count": len(users)}
                for name, users in self.reactions.items()
            ]
        return cut_loose(body)

    def _thread_fields(self) -> Json:
        if self.is_reply:
            return {"thread_ts": self.thread_ts, "parent_user_id": self.parent_user_id}
        if not self.replies:
            return {}
        return {
            "thread_ts": self.ts,
            "reply_count": len(self.replies),
            "reply_users_count": len(self.reply_users),
            "latest_reply": self.replies[-1],
            "reply_users": self.reply_users,
            "is_locked": False,
            "subscribed": False,
        }

    def tombstone(self) -> Json:
        """Return what Slack leaves in place of a deleted message that has replies."""
        return {
            "type": "message",
            "subtype": "tombstone",
            "text": "This message was deleted.",
            "user": "USLACKBOT",
            "hidden": True,
            "ts": self.ts,
            **self._thread_fields(),
        }


@dataclass(frozen=True)
class Ephemeral:
    """A message that one person saw and nobody else; gone when they reload."""

    channel_id: str
    user_id: str
    text: str
    blocks: Blocks
    thread_ts: str | None
    ts: str
    app_id: str
    source: str
    """`chat.postEphemeral`, `response_url` or `command`."""


@dataclass(frozen=True)
class Status:
    """A status line that an app set in a thread; an empty text clears it."""

    channel_id: str
    thread_ts: str
    text: str
    loading_messages: tuple[str, ...]
    app_id: str
    at: float


@dataclass(frozen=True)
class Thread:
    """A conversation as a reader sees it: the root first, then the replies by time."""

    messages: tuple[Message, ...]
    ephemerals: tuple[Ephemeral, ...]
    statuses: tuple[Status, ...]
    """Every status ever set here, oldest first."""
    status: str
    """The one showing now, or an empty string."""

    @property
    def root(self) -> Message:
        """The message that the thread hangs on."""
        return self.messages[0]

    @property
    def replies(self) -> tuple[Message, ...]:
        """Everything below the root."""
        return self.messages[1:]

    @property
    def by_bots(self) -> tuple[Message, ...]:
        """The replies that apps wrote."""
        return tuple(message for message in self.replies if message.is_by_bot)
