"""The people, channels, apps, triggers and views of a workspace, as plain records."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.workspace.records.messages import Blocks, Json, Message

TRIGGER_SECONDS = 3.0
RESPONSE_URL_SECONDS = 1800.0
RESPONSE_URL_USES = 5

ALL_SCOPES = frozenset(
    {
        "app_mentions:read",
        "assistant:write",
        "channels:history",
        "channels:join",
        "channels:manage",
        "channels:read",
        "chat:write",
        "commands",
        "files:read",
        "files:write",
        "groups:history",
        "groups:read",
        "groups:write",
        "im:history",
        "im:read",
        "im:write",
        "mpim:history",
        "mpim:read",
        "mpim:write",
        "reactions:read",
        "reactions:write",
        "team:read",
        "usergroups:read",
        "users:read",
        "users:read.email",
    }
)


@dataclass(eq=False)
class Team:
    """One Slack workspace."""

    id: str
    name: str
    domain: str
    unsupported: set[str] = field(default_factory=set)
    """Web API methods, and types of blocks, that this workspace does not offer."""
    usergroups: list[Json] = field(default_factory=list)
    """As Slack describes them, each with its `users`."""
    emoji: set[str] = field(default_factory=set)
    """The names of those that people added."""


@dataclass(eq=False)
class User:
    """A person, or the user that an app acts as."""

    id: str
    team_id: str
    name: str
    real_name: str
    email: str | None = None
    is_bot: bool = False
    is_guest: bool = False
    is_stranger: bool = False
    """Whether they belong to another organisation (Slack Connect)."""
    is_admin: bool = False
    is_deleted: bool = False
    tz: str = "Europe/Berlin"
    locale: str = "en-US"


@dataclass(eq=False)
class Channel:
    """A conversation of any kind, with its messages in order of their ts."""

    id: str
    team_id: str
    name: str
    kind: str = "channel"
    """`channel`, `group` (private), `im` or `mpim`: Slack's `channel_type`."""
    members: list[str] = field(default_factory=list)
    messages: dict[str, Message] = field(default_factory=dict)
    is_archived: bool = False
    topic: str = ""
    created: int = 0

    @property
    def is_private(self) -> bool:
        """Whether those outside do not even learn that it exists."""
        return self.kind != "channel"


@dataclass(eq=False)
class App:
    """An app as its developer configured it; `None` for a set means everything."""

    id: str
    name: str
    app_token: str
    signing_secret: str
    verification_token: str
    events: frozenset[str] | None = None
    commands: frozenset[str] | None = None
    shortcuts: frozenset[str] | None = None
    has_home: bool = True
    has_messages: bool = True
    """Whether people see the tab of direct messages with it."""
    request_url: str | None = None


@dataclass(eq=False)
class Bot:
    """An app installed in one team: what a bot token stands for."""

    token: str
    id: str
    user_id: str
    app_id: str
    team_id: str
    scopes: frozenset[str]
    is_revoked: bool = False


@dataclass(eq=False)
class Trigger:
    """A short-lived permission to open a view."""

    id: str
    app_id: str
    user_id: str
    expires: float
    view_id: str | None = None
    is_used: bool = False


@dataclass(eq=False)
class ResponseUrl:
    """A webhook that answers one interaction."""

    id: str
    bot: Bot
    channel_id: str
    user_id: str
    expires: float
    message_ts: str | None = None
    thread_ts: str | None = None
    uses: int = 0


@dataclass(eq=False)
class Upload:
    """A file that an app sends; its content comes later, to an address of its own."""

    file_id: str
    bot_id: str
    name: str
    length: int
    content: bytes | None = None
    is_complete: bool = False


@dataclass(eq=False)
class View:
    """A modal or a home tab as one person has it open."""

    id: str
    app_id: str
    bot_id: str
    team_id: str
    user_id: str
    content: Json
    hash: str
    root_view_id: str
    previous_view_id: str | None = None
    is_open: bool = True
    errors: dict[str, str] = field(default_factory=dict)
    """By block id, after a submission was refused."""
    failure: str = ""
    """What Slack showed when the app did not answer a submission."""

    @property
    def blocks(self) -> Blocks:
        """The blocks on show."""
        blocks: Blocks = self.content["blocks"]
        return blocks

    def payload(self, values: Mapping[str, Any] | None = None) -> Json:
        """Return it as Slack sends it, with `values` as the state of its inputs."""
        defaults: Json = {
            "private_metadata": "",
            "callback_id": "",
            "external_id": "",
            "title": None,
            "submit": None,
            "close": None,
            "clear_on_close": False,
            "notify_on_close": False,
        }
        return {
            **defaults,
            **self.content,
            "id": self.id,
            "team_id": self.team_id,
            "app_id": self.app_id,
            "bot_id": self.bot_id,
            "app_installed_team_id": self.team_id,
            "hash": self.hash,
            "root_view_id": self.root_view_id,
            "previous_view_id": self.previous_view_id,
            "state": {"values": dict(values or {})},
        }
