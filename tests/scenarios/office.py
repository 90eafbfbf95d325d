"""A local workspace with the real bot process in it."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import yaml

from bot.workspace import WorkspaceServer
from storage.database import Database
from storage.tickets import Tickets
from tests.forked import as_it_is
from tests.processes import RunningBot, Triage, free_port
from tests.scenarios.conversation import PATIENCE_SECONDS, Conversation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.triage.ticket import Ticket
    from bot.workspace import App, Bot, Channel, Delivery, Ephemeral, User, Workspace

Mode = Literal["socket", "http"]
MANIFEST = Path(__file__).resolve().parents[2] / "manifest.yml"


@dataclass
class Office:
    """The workspace, who is in it, and how the bot is started there."""

    server: WorkspaceServer
    triage: Triage
    mode: Mode
    app_bot: Bot
    process: RunningBot | None = None

    @property
    def slack(self) -> Workspace:
        return self.server.workspace

    @property
    def app(self) -> App:
        return self.slack.app_of(self.app_bot)

    @property
    def bot(self) -> RunningBot:
        assert self.process is not None, "started by a fixture"
        return self.process

    @property
    def database_file(self) -> Path:
        return self.triage.home / "data" / "triage.db"

    @contextmanager
    def open(
        self, alter: Callable[[], None] = as_it_is, /, **settings: str
    ) -> Iterator[RunningBot]:
        """Start the bot, changed by `alter`, connected; `settings` go before the office's."""
        triage = Triage(self.triage.home, self.triage.settings | settings)
        with triage.running(alter) as self.process:
            self.process.await_healthy()
            if self.mode == "socket":
                self.process.await_that(lambda: bool(self.server.sockets.of(self.app.id)))
            yield self.process

    def room(self, name: str = "support", *, invited: bool = True) -> Room:
        """Return a new channel with two people, and the bot if `invited`."""
        ann, ben = self.slack.add_user("ann"), self.slack.add_user("ben")
        members = (ann, ben, self.app_bot) if invited else (ann, ben)
        return Room(self, self.slack.add_channel(name, *members), ann, ben)

    def ticket(self, number: int) -> Ticket:
        """Return a ticket as the database has it."""
        database = Database(f"sqlite:///{self.database_file}")
        found = Tickets(database, str).find(self.app_bot.team_id, number)
        database.dispose()
        assert found is not None
        return found

    def settle(self) -> None:
        """Wait until nothing is on its way in either direction."""
        self.slack.wait_until_delivered(PATIENCE_SECONDS)
        self.bot.settle()

    def doubles(self) -> list[str]:
        """Return the roots of threads that have more than one card."""
        return [
            message.text
            for channel in self.slack.channels.values()
            for message in channel.messages.values()
            if message.replies and len(Conversation(self.slack, message).cards) > 1
        ]


@dataclass
class Room:
    """One channel of the office, which no other test uses."""

    office: Office
    channel: Channel
    ann: User
    ben: User

    @property
    def slack(self) -> Workspace:
        return self.office.slack

    def post(self, text: str) -> Conversation:
        """Post as Ann."""
        return self.about(self.slack.post_as_user(self.ann, self.channel, text).ts)

    def about(self, ts: str) -> Conversation:
        """Return the conversation below a message."""
        return Conversation(self.slack, self.channel.messages[ts])

    def command(self, text: str) -> Delivery:
        """Type `/triage` as Ann."""
        return self.slack.slash_command(self.ann, self.channel, "/triage", text)

    def whisper(self, patience: float = PATIENCE_SECONDS) -> Ephemeral:
        """Wait for a sentence that only Ann sees."""
        return self.slack.wait_for(self.whispers, patience)[-1]

    def whispers(self) -> list[Ephemeral]:
        return [one for one in self.slack.ephemerals if one.user_id == self.ann.id]

    def has_open_posts(self) -> bool:
        """Return True if a post is on its way here, or may have landed."""
        query = "SELECT 1 FROM outbox WHERE channel = ? AND status IN ('pending', 'sending')"
        with closing(sqlite3.connect(self.office.database_file)) as connection:
            return connection.execute(query, [self.channel.id]).fetchone() is not None

    def roots_by_bot(self) -> list[Conversation]:
        """Return the threads that the bot itself began, for commands."""
        return [
            Conversation(self.slack, one)
            for one in list(self.channel.messages.values())
            if one.is_by_bot and not one.is_reply
        ]


@contextmanager
def an_office(triage: Triage, mode: Mode) -> Iterator[Office]:
    """Build a workspace whose app is the manifest's; nothing runs in it yet."""
    port = free_port()
    with WorkspaceServer() as server:
        url = f"http://127.0.0.1:{port}/slack/events" if mode == "http" else None
        manifest = yaml.safe_load(MANIFEST.read_text("utf-8"))
        app_bot = server.workspace.add_app(manifest=manifest, request_url=url)
        app = server.workspace.app_of(app_bot)
        way_in = (
            {"SLACK_APP_TOKEN": app.app_token}
            if mode == "socket"
            else {"SLACK_SIGNING_SECRET": app.signing_secret}
        )
        settings = {
            "SLACK_API_URL": server.api_url,
            "SLACK_BOT_TOKEN": app_bot.token,
            "SLACK_POSTS_PER_SECOND": "0",
            "TICKETS_PER_USER_PER_MINUTE": "0",
            "JOIN_SECONDS": "0",
            "ANALYST": "offline",
            "PORT": str(port),
            "LOG_LEVEL": "DEBUG",
            **way_in,
        }
        own = Triage(triage.home, triage.settings | settings)
        yield Office(server, own, mode, app_bot)


def in_a_hurry(office: Office) -> None:
    """Let Slack repeat what is not acknowledged every half second, not after minutes."""
    office.slack.deliveries.retry_delays = (0.5,) * 600
