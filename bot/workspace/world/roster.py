"""Who and what exists: teams, people, channels, apps and their installations."""

import threading
from collections.abc import Callable, Mapping
from typing import Any

from bot.workspace.records.errors import Impossible
from bot.workspace.records.messages import Json, Value
from bot.workspace.records.state import ALL_SCOPES, App, Bot, Channel, Team, User
from bot.workspace.world.ids import Ids


class Roster:
    """The records by id, behind the lock that the whole workspace shares."""

    def __init__(self, clock: Callable[[], float], seed: int) -> None:
        """Create one empty team."""
        self.clock = clock
        self.changed = threading.Condition(threading.RLock())
        self.ids = Ids(clock, seed)
        self.teams: dict[str, Team] = {}
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.apps: dict[str, App] = {}
        self.bots: dict[str, Bot] = {}
        """By token."""
        self.team = self.add_team("Acme")

    def add_team(self, name: str) -> Team:
        """Create another workspace, kept apart from the rest."""
        with self.changed:
            team = Team(self.ids.new("T"), name, name.lower())
            self.teams[team.id] = team
            return team

    def add_user(self, name: str, team: Team | None = None, **details: Value) -> User:
        """Create a person; `details` are fields of `User`."""
        with self.changed:
            details = {"real_name": name.title(), "email": f"{name}@example.com", **details}
            user = User(self.ids.new("U"), (team or self.team).id, name, **details)
            self.users[user.id] = user
            return user

    def add_usergroup(self, handle: str, *members: User, team: Team | None = None) -> str:
        """Create a group of people and return its id."""
        with self.changed:
            group_id = self.ids.new("S")
            group = {
                "id": group_id,
                "handle": handle,
                "name": handle.title(),
                "users": [user.id for user in members],
            }
            (team or self.team).usergroups.append(group)
            return group_id

    def add_channel(
        self,
        name: str,
        *members: User | Bot,
        team: Team | None = None,
        kind: str = "channel",
    ) -> Channel:
        """Create a conversation with `members` in it, without telling anybody."""
        with self.changed:
            prefix = {"channel": "C", "im": "D"}.get(kind, "G")
            ids = [one.id if isinstance(one, User) else one.user_id for one in members]
            channel = Channel(
                self.ids.new(prefix),
                (team or self.team).id,
                name,
                kind,
                ids,
                created=int(self.clock()),
            )
            self.channels[channel.id] = channel
            return channel

    def add_app(
        self,
        name: str = "Ticket Triage",
        *,
        manifest: Mapping[str, Any] | None = None,
        request_url: str | None = None,
        team: Team | None = None,
    ) -> Bot:
        """Create an app as its manifest describes it (or with every right) and install it."""
        with self.changed:
            app_id = self.ids.new("A")
            app = App(
                id=app_id,
                name=name,
                app_token=f"xapp-1-{app_id}-{self.ids.hex(24)}",
                signing_secret=self.ids.hex(32),
                verification_token=self.ids.hex(24),
                request_url=request_url,
                **_configured(manifest),
            )
            self.apps[app.id] = app
            return self.install(app, team, scopes=_scopes(manifest))

    def install(
        self, app: App, team: Team | None = None, *, scopes: frozenset[str] = ALL_SCOPES
    ) -> Bot:
        """Install `app` in a team; its bot user is in no channel yet."""
        with self.changed:
            handle = app.name.lower().replace(" ", "-")
            user = self.add_user(handle, team, is_bot=True, real_name=app.name, email=None)
            number = len(self.bots) + 1
            token = f"xoxb-{number:012d}-{self.ids.hex(24)}"
            bot = Bot(token, self.ids.new("B"), user.id, app.id, user.team_id, scopes)
            self.bots[token] = bot
            return bot

    def app_of(self, bot: Bot) -> App:
        """Return the app behind a bot."""
        return self.apps[bot.app_id]

    def bot_named(self, app_id: str, team_id: str) -> Bot:
        """Return the installation of an app in a team."""
        for bot in self.bots.values():
            if (bot.app_id, bot.team_id) == (app_id, team_id):
                return bot
        msg = f"{app_id} is not installed in {team_id}"
        raise Impossible(msg)

    def direct_channel(self, user_id: str, bot: Bot) -> Channel:
        """Return the direct messages between a person and a bot, opened if need be."""
        with self.changed:
            pair = {user_id, bot.user_id}
            for channel in self.channels.values():
                if channel.kind == "im" and set(channel.members) == pair:
                    return channel
            channel = self.add_channel("", team=self.teams[bot.team_id], kind="im")
            channel.members = [user_id, bot.user_id]
            return channel


def _scopes(manifest: Mapping[str, Any] | None) -> frozenset[str]:
    if manifest is None:
        return ALL_SCOPES
    return frozenset(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", []))


def _configured(manifest: Mapping[str, Any] | None) -> Json:
    if manifest is None:
        return {}
    features, settings = manifest.get("features", {}), manifest.get("settings", {})
    tabs = features.get("app_home", {})
    return {
        "events": frozenset(settings.get("event_subscriptions", {}).get("bot_events", [])),
        "commands": frozenset(one["command"] for one in features.get("slash_commands", [])),
        "shortcuts": frozenset(one["callback_id"] for one in features.get("shortcuts", [])),
        "has_home": bool(tabs.get("home_tab_enabled")),
        "has_messages": bool(tabs.get("messages_tab_enabled")),
    }
