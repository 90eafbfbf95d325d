"""Runs the real `triage` command in a process of its own, in a home of its own."""

from __future__ import annotations

import os
import random
import socket
import ssl
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import httpx

from tests.forked import as_it_is, fork_triage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.context import ForkServerProcess
    from pathlib import Path

KEPT = ("PATH", "LANG", "LC_", "TMPDIR", "COVERAGE", "PYTHON", "VIRTUAL_ENV")
READY_SECONDS = 120.0
LOOK_SECONDS = 0.05
PLAIN = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""For plain HTTP: by default each client reads the certificates of all authorities first."""


@dataclass(frozen=True, slots=True)
class Triage:
    """The command line with an environment that holds nothing of the developer's."""

    home: Path
    settings: dict[str, str]

    def __call__(
        self, *arguments: str, stdin: str | None = None, cwd: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            env=self.environment(),
            cwd=cwd or self.home,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )

    def environment(self) -> dict[str, str]:
        """Return the variables that the command sees."""
        kept = {name: value for name, value in os.environ.items() if name.startswith(KEPT)}
        own = {"HOME": str(self.home), "DATA_DIR": str(self.home / "data"), "LOG_LEVEL": "WARNING"}
        return kept | own | self.settings

    @contextmanager
    def running(self, alter: Callable[[], None] = as_it_is) -> Iterator[RunningBot]:
        """Start `triage run`, changed by `alter`; SIGTERM in the end, if it still runs by then."""
        process = fork_triage(self.environment(), self.home, alter=alter)
        bot = RunningBot(process, self.home, f"http://127.0.0.1:{self.settings['PORT']}")
        try:
            yield bot
        finally:
            if process.is_alive():
                bot.terminate()


@dataclass(slots=True)
class RunningBot:
    """A `triage run` that was started."""

    process: ForkServerProcess
    home: Path
    url: str
    seconds_to_stop: float = field(default=0.0, init=False)

    def health(self) -> httpx.Response:
        """Ask the bot how it is."""
        return httpx.get(f"{self.url}/health", timeout=10, trust_env=False, verify=PLAIN)

    def await_healthy(self) -> None:
        """Wait until the bot answers that it can work."""
        self.await_that(self._is_healthy)

    def await_that(self, condition: Callable[[], bool], seconds: float = READY_SECONDS) -> None:
        """Wait until `condition` holds; fail with the log if it never does."""
        deadline = time.monotonic() + seconds
        while not condition():
            if self.process.exitcode is not None or time.monotonic() > deadline:
                raise AssertionError(f"exit code {self.process.exitcode}\n{self.log()[-5000:]}")
            time.sleep(LOOK_SECONDS)

    def settle(self) -> None:
        """Wait until nothing is due."""
        self.await_that(lambda: self.health().json()["queue_depth"] == 0)

    def terminate(self) -> int:
        """Send SIGTERM; return the exit code."""
        began = time.monotonic()
        self.process.terminate()
        self.process.join(30)
        self.seconds_to_stop = time.monotonic() - began
        assert self.process.exitcode is not None, self.log()[-5000:]
        return self.process.exitcode

    def kill(self) -> None:
        """Send SIGKILL: no handler runs, nothing is flushed."""
        self.process.kill()
        self.process.join(30)

    def log(self) -> str:
        """Return what this and earlier bots of this home wrote."""
        return (self.home / "bot.log").read_text("utf-8", "replace")

    def _is_healthy(self) -> bool:
        try:
            return self.health().status_code == httpx.codes.OK
        except httpx.TransportError:
            return False


def free_port() -> int:
    """Return a port that nothing listens on, also below those that systems give to callers.

    A bot that is started again needs it again: no connection of another test must have it by then.
    """
    for _ in range(100):
        port = random.randint(10_000, 30_000)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise AssertionError("every port is taken")
