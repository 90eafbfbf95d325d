"""Every Web API method, event and command that the app uses, and the scopes that they need."""

from __future__ import annotations

from enum import StrEnum


class Method(StrEnum):
    """The Web API methods in use; calls take nothing else, so the table below is complete."""

    AUTH_TEST = "auth.test"
    POST = "chat.postMessage"
    UPDATE = "chat.update"
    WHISPER = "chat.postEphemeral"
    HISTORY = "conversations.history"
    REPLIES = "conversations.replies"
    CHANNEL = "conversations.info"
    REACT = "reactions.add"
    UNREACT = "reactions.remove"
    SET_STATUS = "assistant.threads.setStatus"
    OPEN_VIEW = "views.open"
    PUBLISH_HOME = "views.publish"
    PERSON = "users.info"
    PEOPLE = "users.list"
    MEMBERS = "conversations.members"
    GROUP = "usergroups.users.list"
    OPEN_DIRECT = "conversations.open"
    BEGIN_UPLOAD = "files.getUploadURLExternal"
    END_UPLOAD = "files.completeUploadExternal"
    OPEN_CONNECTION = "apps.connections.open"


READS = frozenset(
    {
        Method.AUTH_TEST,
        Method.HISTORY,
        Method.REPLIES,
        Method.CHANNEL,
        Method.PERSON,
        Method.PEOPLE,
        Method.MEMBERS,
        Method.GROUP,
        Method.BEGIN_UPLOAD,
        Method.END_UPLOAD,
    }
)
"""Methods that take their arguments as a form: Slack ignores JSON there."""

METHOD_SCOPES: dict[Method, tuple[str, ...]] = {
    Method.AUTH_TEST: (),
    Method.POST: ("chat:write",),
    Method.UPDATE: ("chat:write",),
    Method.WHISPER: ("chat:write",),
    Method.HISTORY: ("channels:history", "groups:history", "im:history"),
    Method.REPLIES: ("channels:history", "groups:history"),
    Method.CHANNEL: ("channels:read", "groups:read"),
    Method.REACT: ("reactions:write",),
    Method.UNREACT: ("reactions:write",),
    Method.SET_STATUS: ("chat:write",),
    Method.OPEN_VIEW: (),
    Method.PUBLISH_HOME: (),
    Method.PERSON: ("users:read",),
    Method.PEOPLE: ("users:read",),
    Method.MEMBERS: ("channels:read", "groups:read"),
    Method.GROUP: ("usergroups:read",),
    Method.OPEN_DIRECT: ("im:write",),
    Method.BEGIN_UPLOAD: ("files:write",),
    Method.END_UPLOAD: ("files:write",),
    Method.OPEN_CONNECTION: (),  # the app-level token has its own scope: connections:write
}

EVENT_SCOPES: dict[str, tuple[str, ...]] = {
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "reaction_added": ("reactions:read",),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
}
"""By the name under which the manifest subscribes to the event."""

COMMAND = "/triage"
COMMAND_SCOPES = ("commands",)


TRIAGE_MESSAGE = "triage_message"
WHY_TICKET = "why_ticket"
SHORTCUTS = {TRIAGE_MESSAGE: "Triage this message", WHY_TICKET: "Why (not) a ticket?"}
"""In the menu of every message: names by callback id; Slack allows 24 characters."""


def scopes_in_use() -> frozenset[str]:
    """Return every bot scope that the app needs."""
    tables = (*METHOD_SCOPES.values(), *EVENT_SCOPES.values(), COMMAND_SCOPES)
    return frozenset(scope for scopes in tables for scope in scopes)
