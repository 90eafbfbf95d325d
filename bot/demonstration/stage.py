"""The demo's stage: a local workspace, the real bot process in it, and an eye on what it says."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from bot.workspace import Ephemeral, Message, WorkspaceServer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.workspace import User, Workspace

Said = Message | Ephemeral

MANIFEST = Path(__file__).resolve().parents[2] / "manifest.yml"
ANSWER_SECONDS = 45.0
MODEL_ANSWER_SECONDS = 150.0
START_SECONDS = 180.0
"""A bot that ends is noticed at once; on a busy machine one may start for a minute."""
STOP_SECONDS = 15.0
LOOK_SECONDS = 0.25
LOG_LINES_SHOWN = 15
OWN = ("SLACK_", "SUPPORT_CHANNELS", "DATABASE_URL", "CHROMA_URL", "KB_PATH", "TRIAGE_CONFIG")
"""What the bot of the demo does not take over from the user's environment."""


class NoAnswerError(Exception):
    """A ticket got no answer; the message says why."""


@dataclass(slots=True)
class Stage:
    """What a ticket is played on."""

    server: WorkspaceServer
    bot: subprocess.Popen[bytes]
    reporter: User
    channel: str
    log: Path
    patience_seconds: float
    names: Mapping[str, str]
    seen: set[int] = field(default_factory=set)

    @property
    def slack(self) -> Workspace:
        """Return the workspace itself."""
        return self.server.workspace

    def await_said(self, thread_ts: str | None, patience_seconds: float | None = None) -> Said:
        """Return the next thing that the bot said in a thread (None: in the channel itself).

        Raises NoAnswerError when the bot has ended or the patience has.
        """
        patience = patience_seconds or self.patience_seconds
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if (new := self._unseen(thread_ts)) is not None:
                self.seen.add(id(new))
                return new
            if self.bot.poll() is not None:
                raise NoAnswerError(f"the bot process ended with exit code {self.bot.returncode}")
            with self.slack.changed:
                self.slack.changed.wait(LOOK_SECONDS)
        raise NoAnswerError(f"nothing came within {patience:.0f} s")

    def last_log_lines(self) -> list[str]:
        """Return the end of what the bot logged."""
        return self.log.read_text("utf-8", "replace").splitlines()[-LOG_LINES_SHOWN:]

    def _unseen(self, thread_ts: str | None) -> Said | None:
        with self.slack.changed:
            messages = self.slack.channels[self.channel].messages.values()
            said: list[Said] = [
                *(message for message in messages if message.is_by_bot),
                *self.slack.ephemerals,
            ]
            new = (one for one in said if id(one) not in self.seen)
            return next((one for one in new if _is_meant(one, thread_ts)), None)


def _is_meant(said: Said, thread_ts: str | None) -> bool:
    """Return True if it stands in the thread; a refusal is said in the channel, to one person."""
    if isinstance(said, Ephemeral):
        return True
    return thread_ts == (None if said.thread_ts == said.ts else said.thread_ts)


@contextmanager
def stage(server: WorkspaceServer, folder: Path) -> Iterator[Stage]:
    """Build the workspace, start the bot in it, and stop the bot in the end."""
    slack = server.workspace
    app_bot = slack.add_app(manifest=yaml.safe_load(MANIFEST.read_text("utf-8")))
    reporter = slack.add_user("dana", real_name="Dana Whitfield")
    channel = slack.add_channel("support", reporter, app_bot)
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(OWN)},
        "SLACK_API_URL": server.api_url,
        "SLACK_BOT_TOKEN": app_bot.token,
        "SLACK_APP_TOKEN": slack.app_of(app_bot).app_token,
        "DATA_DIR": str(folder / "data"),
        "HOST": "127.0.0.1",
        "PORT": "0",
        "TICKETS_PER_USER_PER_MINUTE": "0",
        "JOIN_SECONDS": "0",
        "LOG_LEVEL": "INFO",
    }
    with _running(environment, folder) as bot:
        built = Stage(
            server=server,
            bot=bot,
            reporter=reporter,
            channel=channel.id,
            log=folder / "bot.log",
            patience_seconds=_patience(environment),
            names={reporter.id: reporter.real_name, app_bot.user_id: "Ticket Triage"},
        )
        _await_connection(built)
        yield built


@contextmanager
def _running(environment: Mapping[str, str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run the bot in `folder`, so that no `.env` of the user's reaches it."""
    command = [sys.executable, "-m", "bot", "run"]
    with (folder / "bot.log").open("wb") as log:
        bot = subprocess.Popen(command, env=environment, cwd=folder, stdout=log, stderr=log)  # noqa: S603  # our own command
        try:
            yield bot
        finally:
            _stop(bot)


def _stop(bot: subprocess.Popen[bytes]) -> None:
    bot.send_signal(signal.SIGTERM)
    try:
        bot.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        bot.kill()
        bot.wait()


def _patience(environment: Mapping[str, str]) -> float:
    return MODEL_ANSWER_SECONDS if environment.get("OPENAI_API_KEY") else ANSWER_SECONDS


def _await_connection(built: Stage) -> None:
    """Wait until the bot listens; if it never does, the first ticket says so."""
    deadline = time.monotonic() + START_SECONDS
    while not built.server.sockets.open and time.monotonic() < deadline:
        if built.bot.poll() is not None:
            return
        time.sleep(LOOK_SECONDS)
