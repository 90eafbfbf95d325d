"""Whether the harness sees what a bot that breaks its promises leaves to a sound one.

The two go through what `python -m tests.killing` counts with.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.killing.broken import careless_and_hasty
from tests.killing.load import Load
from tests.killing.moments import about, is_echo, rows
from tests.locking import locked
from tests.scenarios.conversation import PATIENCE_SECONDS
from tests.scenarios.office import Office, an_office, in_a_hurry
from tests.scenarios.texts import CLEAR, CRITICAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.processes import Triage
    from tests.scenarios.conversation import Conversation
    from tests.scenarios.office import Room

pytestmark = pytest.mark.timeout(300)

NEVER_SECONDS = 600.0
LOOKED_FOR_SECONDS = 60.0
"""Within this the post that nobody confirmed is made again, or found."""


@dataclass
class Broken:
    """What was in hand when the broken bot was killed, and what its database held then."""

    office: Office
    posted: Load
    posted_row: list[tuple[object, ...]]
    acknowledged: Load
    recorded: list[tuple[object, ...]]


@pytest.fixture(scope="module")
def broken(home: Triage) -> Iterator[Broken]:
    with an_office(home, "socket") as office:
        in_a_hurry(office)
        # One room each: a channel that has no ticket yet is not read back at the next start.
        posted_in, acknowledged_in = office.room("first"), office.room("second")
        slack = office.slack
        with office.open(careless_and_hasty) as bot:
            slack.faults.hold(NEVER_SECONDS, times=99, when=lambda one: is_echo(posted_in, one))
            slack.faults.delay("chat.postMessage", NEVER_SECONDS)
            posted = posted_in.post(f"{CRITICAL} (accepted)")
            posted.card()
            with locked(office.database_file):
                acknowledged = acknowledged_in.post(f"{CLEAR} (acknowledged)")
                event = about(slack, acknowledged)
                slack.wait_for(lambda: event.state == "acknowledged", PATIENCE_SECONDS)
                bot.kill()
            row = "SELECT status, in_doubt FROM outbox WHERE operation = 'post'"
            posted_row = rows(office, row)
            recorded = rows(
                office, "SELECT 1 FROM messages WHERE channel = ?", acknowledged_in.channel.id
            )
        with office.open():
            yield Broken(
                office,
                _counted(posted_in, posted),
                posted_row,
                _counted(acknowledged_in, acknowledged),
                recorded,
            )


def _counted(room: Room, conversation: Conversation) -> Load:
    return Load(room, [conversation.root])


def test_with_sending_committed_after_the_call_it_finds_a_double(broken: Broken) -> None:
    assert broken.posted_row == [("pending", 0)]

    broken.office.bot.await_that(lambda: bool(broken.posted.doubled()), LOOKED_FOR_SECONDS)

    assert broken.posted.doubled() == broken.posted.roots
    assert broken.office.doubles() == [root.text for root in broken.posted.roots]


def test_with_acknowledgement_before_recording_it_finds_a_loss(broken: Broken) -> None:
    lost = broken.acknowledged.roots[:]
    assert broken.recorded == []

    later = broken.acknowledged.room.post(CLEAR)
    broken.acknowledged.roots.append(later.root)
    later.card()

    assert broken.acknowledged.open() == lost
    assert broken.posted.open() == []
