"""Whether the simulator notices when people's work goes otherwise than promised."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.builders import NOON, a_judged_ticket
from tests.simulation import broken
from tests.simulation.deeds import is_closed_since, two_winners
from tests.simulation.driver import simulated
from tests.simulation.life import Nature
from tests.simulation.promise import Promise

CRITICAL = "everyone is down"
MINUTE = timedelta(minutes=1)


def broken_promises(nature: Nature, channel: str) -> set[Promise]:
    """Let a ticket come in that channel, which nobody takes."""
    with simulated(1, nature=nature, has_teams=True) as simulation:
        people = simulation.world.people
        place = next(one for one in people.places if one.name == channel)
        simulation.pass_time(1)
        people.say(people.users[0], place, CRITICAL)
        simulation.finish()
        return {promise for promise, _ in simulation.breaches}


@pytest.mark.parametrize("channel", ["support", "silent"])
def test_the_bot_as_it_is_breaks_none(channel: str) -> None:
    assert broken_promises(Nature(), channel) == set()


def test_reminders_that_are_not_said_are_found_out() -> None:
    assert broken_promises(broken.FORGETFUL, "support") == {Promise.NOBODY_FORGOTTEN}


def test_a_card_in_a_silent_channel_is_found_out() -> None:
    assert broken_promises(broken.LOUD, "silent") == {Promise.KEEPS_SILENT}


@pytest.mark.parametrize(
    ("events", "found"),
    [
        (["opened", "claimed", "resolved", "reopened", "claimed", "dismissed"], []),
        (["resolved", "resolved"], ["T-12 was resolved at 12:01:00"]),
        (["dismissed", "claimed"], ["T-12 was claimed at 12:01:00"]),
        (["resolved", "reopened", "reopened"], ["T-12 was reopened at 12:02:00"]),
    ],
)
def test_a_move_that_an_earlier_one_made_impossible_is_found_out(
    events: list[str], found: list[str]
) -> None:
    history = [(NOON + MINUTE * index, event) for index, event in enumerate(events)]

    assert [what for _, what in two_winners(a_judged_ticket(), history)] == found


def test_what_is_said_long_after_a_ticket_was_closed_is_found_out() -> None:
    history = [(NOON, "resolved"), (NOON + 30 * MINUTE, "reopened")]

    said_at = [NOON + MINUTE / 2, NOON + 20 * MINUTE, NOON + 40 * MINUTE]

    assert [is_closed_since(history, at, MINUTE) for at in said_at] == [False, True, False]
