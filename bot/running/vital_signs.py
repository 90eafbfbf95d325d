"""What `GET /health` looks at in the running bot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.health import Check
from bot.triage.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.bootstrap import Desk
    from bot.duties.follower import Follower
    from bot.duties.rounds import Rounds
    from bot.running.crew import Crew
    from bot.slack.transport.silences import Silences
    from bot.slack.transport.socket_mode import SocketMode
    from bot.slack.web_api.best_effort import BestEffort
    from kb.index import Index


def database_check(desk: Desk) -> Check:
    """Return the check of what there is from the first second on."""
    return Check("database", lambda: _database(desk), "see DATABASE_URL and the disk")


def disk_check(desk: Desk) -> Check:
    """Return the check of whether what comes will have room."""
    return Check("disk", lambda: _disk(desk), "make room beside the database", vital=False)


@dataclass(frozen=True, slots=True)
class Threads:
    """What is to go on for as long as the bot runs."""

    crew: Crew
    silences: Silences
    rounds: Sequence[Rounds]
    best_effort: BestEffort

    def look(self) -> str:
        """Return that all of them go on; Unavailable if an error breaks one of them."""
        if not self.crew.is_at_work:
            raise Unavailable("nothing that comes due is worked on any more")
        if not self.silences.is_heeded:
            raise Unavailable("what is missed is looked up no more")
        if not self.best_effort.is_at_work:
            raise Unavailable("homes, progress and words to one person are shown no more")
        if broken := [one.name for one in self.rounds if not one.goes_well]:
            raise Unavailable(f"broken by an error: {', '.join(broken)}")
        return "runs"


def all_checks(
    desk: Desk, index: Index, follower: Follower, threads: Threads, socket: SocketMode | None
) -> tuple[Check, ...]:
    """Return a check for each part of the running bot; `socket` is None in HTTP mode."""
    found = (
        Check("process", threads.look, "restart it, and look for `Exception` in its log"),
        database_check(desk),
        disk_check(desk),
        Check("index", index.check, "triage kb rebuild", vital=False),
        Check("known issues", follower.check, "see triage doctor", vital=False),
        Check("analyst", desk.check_analyst, "the offline analyst judges meanwhile", vital=False),
    )
    if socket is None:
        return found
    slack = Check("slack", lambda: _connection(socket), "Slack is tried again", vital=False)
    return (*found, slack)


def _disk(desk: Desk) -> str:
    desk.store.database.check_room()
    return "has room"


def _database(desk: Desk) -> str:
    desk.store.database.check()
    return "answers"


def _connection(socket: SocketMode) -> str:
    if not socket.connected:
        raise Unavailable("the socket to Slack is down")
    return "connected"
