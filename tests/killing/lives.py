"""One life of the bot after the other, in one home, with little time between them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.scenarios.office import Office

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 120.0
STOP_SECONDS = 10.0
LOOK_SECONDS = 0.005


class StillbornError(Exception):
    """The bot ended by itself; the message is the end of its log."""


class StuckError(Exception):
    """The bot does not end; the message is the end of its log, and where its threads are."""


@dataclass(frozen=True, slots=True)
class Lives:
    """Gives birth to bots that are connected to the office."""

    office: Office
    nursery: subprocess.Popen[str]

    def begin(self) -> int:
        """Start a bot; return its process id as soon as Slack can deliver to it."""
        assert self.nursery.stdin
        assert self.nursery.stdout
        sockets, app = self.office.server.sockets, self.office.app.id
        _await(lambda: not sockets.of(app))
        self.nursery.stdin.write("\n")
        self.nursery.stdin.flush()
        pid = int(self.nursery.stdout.readline())
        _await(lambda: bool(sockets.of(app)) or not _lives(pid))
        if not _lives(pid):
            raise StillbornError(self.log())
        return pid

    def end(self, pid: int) -> None:
        """End a bot by SIGTERM; return when it is gone, raise if that takes too long."""
        os.kill(pid, signal.SIGTERM)
        try:
            _await(lambda: not _lives(pid), STOP_SECONDS)
        except TimeoutError:
            os.kill(pid, signal.SIGUSR1)
            time.sleep(1)
            raise StuckError(self.log()) from None

    def log(self) -> str:
        """Return the end of what the bots wrote."""
        return (self.office.triage.home / "bot.log").read_text("utf-8", "replace")[-12000:]


def kill(pid: int) -> None:
    """End a bot by SIGKILL; return when it is gone."""
    os.kill(pid, signal.SIGKILL)
    _await(lambda: not _lives(pid))


@contextmanager
def lives(office: Office, *arguments: str) -> Iterator[Lives]:
    """Open the nursery with `arguments`; what still lives in the end is killed with it."""
    own = office.triage.environment()
    path = os.pathsep.join(part for part in (str(ROOT), own.get("PYTHONPATH", "")) if part)
    with (office.triage.home / "bot.log").open("ab") as log:
        nursery = subprocess.Popen(
            [sys.executable, "-m", "tests.killing.nursery", *arguments],
            env={**own, "PYTHONPATH": path},
            cwd=office.triage.home,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            start_new_session=True,
        )
    try:
        yield Lives(office, nursery)
    finally:
        os.killpg(nursery.pid, signal.SIGKILL)
        nursery.wait()


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _await(condition: Callable[[], bool], seconds: float = START_SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"nothing within {seconds} s")
        time.sleep(LOOK_SECONDS)
