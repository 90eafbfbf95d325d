"""Dies at every commit that there is, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.simulation.broken import CARELESS, HASTY, UNSETTLED
from tests.simulation.driver import simulated
from tests.simulation.kinds import Kind
from tests.simulation.life import Nature
from tests.simulation.mortal import CRASHES
from tests.simulation.promise import Promise

if TYPE_CHECKING:
    from bot.workspace import Delivery

ECHO_SECONDS = 600.0
"""Until our own post comes back as an event, which alone would tell that it landed."""
COMMITS = 9
"""As many as the bot makes from a message to its card."""
WORK_COMMITS = 46
"""As many as it makes until a ticket that was resolved is open again."""


def broken_by(nature: Nature, commits: int, kind: Kind) -> set[Promise]:
    """Let a ticket come, with a crash after so many commits."""
    with simulated(1, nature=nature) as simulation:
        people = simulation.world.people
        ann, support = people.users[0], people.channels[0]
        simulation.pass_time(1)
        simulation.world.weather.hold(ECHO_SECONDS, times=9, when=_is_echo)
        simulation.crash(commits, kind)
        people.say(ann, support, "The CSV export ends after 100 rows")
        simulation.finish()
        return {promise for promise, _ in simulation.breaches}


def _is_echo(delivery: Delivery) -> bool:
    return "bot_id" in delivery.payload["event"]


@pytest.mark.parametrize("kind", CRASHES)
def test_a_crash_at_any_commit_breaks_nothing(kind: Kind) -> None:
    for commits in range(1, COMMITS):
        assert broken_by(Nature(), commits, kind) == set(), commits


def worked_on(commits: int, kind: Kind) -> set[Promise]:
    """Let a team have a ticket, take it, resolve it and get it back, with a crash meanwhile."""
    with simulated(1, has_teams=True) as simulation:
        people = simulation.world.people
        ann, ben, _ = people.users
        simulation.pass_time(1)
        simulation.crash(commits, kind)
        root = people.say(ben, people.channels[0], "Since noon everyone is down")
        for deed in ("claim", "resolve"):
            simulation.pass_time(120)
            people.working.press_on(ann, root, deed)
        simulation.pass_time(5)
        people.working.submit()
        simulation.pass_time(60)
        simulation.world.slack.reply_as_user(ben, root, "It is down again for half of us")
        simulation.finish()
        return {promise for promise, _ in simulation.breaches}


def test_a_crash_while_people_work_breaks_nothing() -> None:
    for commits in range(1, WORK_COMMITS, 7):
        assert worked_on(commits, CRASHES[commits % 3]) == set(), commits


def test_with_sending_committed_after_the_call_it_finds_a_double() -> None:
    found = [broken_by(CARELESS, commits, Kind.CRASH_BEFORE) for commits in range(1, COMMITS)]

    assert set().union(*found) == {Promise.NOTHING_TWICE}


def test_with_a_claim_that_never_gets_to_the_disk_it_finds_a_double() -> None:
    found = [broken_by(UNSETTLED, commits, Kind.POWER_CUT) for commits in range(1, COMMITS)]

    assert set().union(*found) == {Promise.NOTHING_TWICE}


def test_with_acknowledgement_before_recording_it_finds_a_loss() -> None:
    found = [broken_by(HASTY, commits, Kind.CRASH_BEFORE) for commits in range(1, 4)]

    assert Promise.NOTHING_LOST in set().union(*found)
