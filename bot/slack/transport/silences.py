"""Has the app catch up, in the background, whenever Slack can reach it again."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import structlog

from bot.slack.transport.catching_up import CatchUp
from bot.triage.errors import TriageError, Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from slack_bolt import App

    from bot.slack.ports import LastSeen
    from bot.slack.transport.unread import Unread
    from bot.slack.web_api.tiers import TieredCalls
    from bot.triage.rules import Rules

STOP_SECONDS = 3.0
AGAIN_SECONDS = 30.0

log = structlog.stdlib.get_logger("slack.silences")


class Pause:
    """Waits, but not for longer than the app runs."""

    def __init__(self) -> None:
        self._over = threading.Event()

    def __call__(self, seconds: float) -> None:
        """Wait; Unavailable if the app stops meanwhile."""
        if self._over.wait(seconds):
            raise Unavailable("the app is stopping")

    def end(self) -> None:
        """Let nobody wait any more."""
        self._over.set()


class Silences:
    """Hears when deliveries stop and begin; intake never waits for what follows from it."""

    def __init__(self, catch_up: CatchUp, pause: Pause, unread: Unread) -> None:
        self._catch_up = catch_up
        self._unread = unread
        self._pause = pause
        self._ended = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="catch-up", daemon=True)

    def start(self) -> None:
        """Begin; nothing is read before a silence has ended."""
        self._thread.start()

    @property
    def is_heeded(self) -> bool:
        """Return True while an end of a silence is acted upon; False for good after an error."""
        return self._thread.is_alive() or self._stopping.is_set()

    def stop(self) -> None:
        """End; what is not read yet is at the next start."""
        self._stopping.set()
        self._pause.end()
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(STOP_SECONDS)

    def began(self) -> None:
        """Say that nothing can arrive now."""
        self._unread.began()
        try:
            self._catch_up.mark()
        except TriageError as error:
            log.warning("silence_not_marked", reason=str(error))

    def ended(self) -> None:
        """Say that things arrive again, so that what came between is to be looked up."""
        self._ended.set()

    def run_due(self) -> bool:
        """Catch up in the calling thread if a silence has ended; False if it is to be tried again.

        `AGAIN_SECONDS` later is soon enough for that.
        """
        if not self._ended.is_set():
            return True
        self._ended.clear()
        silences = self._unread.silences
        try:
            count = self._catch_up.read()
        except TriageError as error:
            log.warning("not_caught_up", reason=str(error))
            self._ended.set()
            return False
        self._unread.was_read(silences)
        log.info("caught_up", messages=count)
        return True

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._ended.wait()
            if not self._stopping.is_set() and not self.run_due():
                self._stopping.wait(AGAIN_SECONDS)


def watch_silences(
    app: App,
    api: TieredCalls,
    last_seen: LastSeen,
    rules: Rules,
    team: str,
    *,
    clock: Callable[[], datetime],
    pause: Pause,
    unread: Unread,
) -> Silences:
    """Return what has `app` catch up by reading Slack through `api`, and tells `unread` of it."""
    catch_up = CatchUp(app, api, last_seen, rules, team, clock=clock, pause=pause)
    return Silences(catch_up, pause, unread)
