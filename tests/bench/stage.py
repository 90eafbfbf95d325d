"""The stage of the bench: stand-ins for Slack and the model, and the real bot beside them."""

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

import httpx
import yaml

from bot.workspace import WorkspaceServer
from tests.processes import PLAIN, free_port
from tests.standins.openai_server import OpenAIServer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.workspace import Bot, Delivery, User, Workspace

ROOT = Path(__file__).resolve().parents[2]
MODEL_SECONDS = 0.8
START_SECONDS = 120.0
STOP_SECONDS = 20.0
CARD_SECONDS = 120.0
LOOK_SECONDS = 0.05
KEPT = ("PATH", "LANG", "LC_", "TMPDIR", "PYTHON", "VIRTUAL_ENV", "HOME")
"""Not that each of its lines is to be counted, which would be timed with it."""


class BenchError(Exception):
    """The bench can't go on; the message says why."""


@dataclass(frozen=True, slots=True)
class Running:
    """The bot's process, and when it was started."""

    process: subprocess.Popen[bytes]
    started_at: float

    @property
    def pid(self) -> int:
        """Return its id."""
        return self.process.pid

    def kill(self) -> None:
        """End it by SIGKILL: no handler runs, nothing is flushed."""
        self.process.kill()
        self.process.wait()


@dataclass(frozen=True, slots=True)
class Posted:
    """Tickets that were posted together, and what has come of them at the workspace."""

    slack: Workspace
    calls_before: int
    deliveries_before: int
    roots: list[str] = field(default_factory=list)
    """The ts of each, in order."""

    def cards(self) -> dict[str, float]:
        """Return when the request for each card was received, by the ts of its ticket."""
        wanted = set(self.roots)
        return {
            call.params["thread_ts"]: call.at
            for call in self.slack.calls[self.calls_before :]
            if call.method == "chat.postMessage" and call.params.get("thread_ts") in wanted
        }

    def sent(self) -> dict[str, float]:
        """Return when the event of each ticket was first sent, by its ts."""
        return {ts: event.attempts[0].sent_at for ts, event in self._events().items()}

    def answered(self) -> list[float]:
        """Return the seconds from each event to its card."""
        sent = self.sent()
        return [at - sent[ts] for ts, at in self.cards().items()]

    def acknowledged(self) -> list[float]:
        """Return the seconds from the first try to send each event to its acknowledgement."""
        events = self._events().values()
        return [one.attempts[-1].settled_at - one.attempts[0].sent_at for one in events]

    def _events(self) -> dict[str, Delivery]:
        wanted = set(self.roots)
        return {
            delivery.payload["event"]["ts"]: delivery
            for delivery in self.slack.deliveries.log[self.deliveries_before :]
            if delivery.payload["event"].get("ts") in wanted
        }


@dataclass(frozen=True, slots=True)
class Stage:
    """A workspace with one support channel; times are seconds since the epoch, taken here."""

    server: WorkspaceServer
    model: OpenAIServer
    app_bot: Bot
    reporter: User
    channel: str
    home: Path

    @contextmanager
    def bot(self, *, over_http: bool = False, **settings: str) -> Iterator[Running]:
        """Run the bot until the end of the block; given back as soon as it can be delivered to."""
        environment = self._environment(over_http=over_http) | settings
        with (self.home / "bot.log").open("ab") as log:
            started_at = time.time()
            process = subprocess.Popen(
                [sys.executable, "-m", "bot", "run"],
                env=environment,
                cwd=self.home,
                stdout=log,
                stderr=log,
            )
            try:
                self._await_ready(process, environment["PORT"] if over_http else None)
                yield Running(process, started_at)
            finally:
                _stop(process)

    def post(self, texts: Iterable[str], gap_seconds: float = 0.0) -> Posted:
        """Post tickets as the reporter, one each `gap_seconds`."""
        slack = self.server.workspace
        posted = Posted(slack, len(slack.calls), len(slack.deliveries.log))
        began = time.monotonic()
        for number, text in enumerate(texts):
            time.sleep(max(0.0, began + number * gap_seconds - time.monotonic()))
            posted.roots.append(slack.post_as_user(self.reporter, self.channel, text).ts)
        return posted

    def await_cards(self, posted: Posted, seconds: float = CARD_SECONDS) -> None:
        """Wait until each ticket has its card."""
        deadline = time.monotonic() + seconds
        while missing := self._missing(posted):
            if time.monotonic() > deadline:
                raise BenchError(
                    f"{missing} tickets got no card; the bot's log ends: {self._log()}"
                )

    def await_silence(self) -> None:
        """Wait until Slack has noticed that the bot is gone."""
        while self.server.sockets.open:
            time.sleep(LOOK_SECONDS)

    def _missing(self, posted: Posted) -> int:
        """Return how many tickets have no card, after a pause so long that looking costs little."""
        began = time.monotonic()
        missing = len(posted.roots) - len(posted.cards())
        if missing:
            time.sleep(max(LOOK_SECONDS, 20 * (time.monotonic() - began)))
        return missing

    def _log(self) -> str:
        lines = (self.home / "bot.log").read_text("utf-8", "replace").splitlines()
        return lines[-1] if lines else "(empty)"

    def _environment(self, *, over_http: bool) -> dict[str, str]:
        app = self.server.workspace.app_of(self.app_bot)
        mode = {"SLACK_SIGNING_SECRET": app.signing_secret, "PORT": str(free_port())}
        if not over_http:
            mode = {"SLACK_APP_TOKEN": app.app_token, "PORT": "0"}
        app.request_url = f"http://127.0.0.1:{mode['PORT']}/slack/events" if over_http else None
        kept = {name: value for name, value in os.environ.items() if name.startswith(KEPT)}
        path = os.pathsep.join(part for part in (str(ROOT), kept.get("PYTHONPATH", "")) if part)
        return {
            **kept,
            **mode,
            "PYTHONPATH": path,
            "ENVIRONMENT": "prod",
            "SLACK_API_URL": self.server.api_url,
            "SLACK_BOT_TOKEN": self.app_bot.token,
            "SLACK_POSTS_PER_SECOND": "0",
            "TICKETS_PER_USER_PER_MINUTE": "0",
            "JOIN_SECONDS": "0",
            "OPENAI_API_KEY": "sk-bench",
            "OPENAI_BASE_URL": self.model.base_url,
            "MAX_QUESTIONS": "0",
            "WORKERS": "64",
            "DATA_DIR": str(self.home / "data"),
            "HOST": "127.0.0.1",
        }

    def _await_ready(self, process: subprocess.Popen[bytes], port: str | None) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not (self.server.sockets.open if port is None else _answers(port)):
            if process.poll() is not None or time.monotonic() > deadline:
                raise BenchError(f"the bot did not start: {self._log()}")
            time.sleep(LOOK_SECONDS)


@contextmanager
def stage(home: Path, model_seconds: float = MODEL_SECONDS) -> Iterator[Stage]:
    """Start the stand-ins; the bot keeps its data in `home` from one start to the next."""
    with WorkspaceServer() as server, OpenAIServer(delay_seconds=model_seconds) as model:
        slack = server.workspace
        app_bot = slack.add_app(manifest=yaml.safe_load((ROOT / "manifest.yml").read_text("utf-8")))
        reporter = slack.add_user("dana", real_name="Dana Whitfield")
        channel = slack.add_channel("support", reporter, app_bot)
        yield Stage(server, model, app_bot, reporter, channel.id, home)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _answers(port: str) -> bool:
    try:
        url = f"http://127.0.0.1:{port}/health"
        return httpx.get(url, trust_env=False, verify=PLAIN).is_success
    except httpx.HTTPError:
        return False
