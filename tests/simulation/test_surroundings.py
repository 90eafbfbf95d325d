"""Another workspace, another clock, other settings: whether the bot keeps what it promises."""

from __future__ import annotations

import pytest

from tests.simulation import broken
from tests.simulation.abroad import SAID
from tests.simulation.driver import simulated
from tests.simulation.kinds import Kind
from tests.simulation.life import Nature
from tests.simulation.promise import Promise


def told_of(nature: Nature) -> set[Promise]:
    """Let something be known and said in another workspace, and the same be said here."""
    with simulated(1, nature=nature, has_teams=True) as simulation:
        world = simulation.world
        people, abroad = world.people, world.abroad
        for _ in range(9):
            abroad.know()
        simulation.pass_time(5)
        abroad.post()
        for text in SAID:
            people.say(people.users[0], people.channels[0], text.replace("Quetzal ", ""))
        simulation.finish()
        return {promise for promise, _ in simulation.breaches}


def test_nothing_is_told_of_another_workspace() -> None:
    assert told_of(Nature()) == set()


def test_who_tells_of_another_workspace_is_found_out() -> None:
    assert Promise.KEPT_APART in told_of(broken.GOSSIPING)


@pytest.mark.parametrize("seconds", [250.0, -250.0, 600.0])
@pytest.mark.parametrize("doubt", [Kind.ANSWER_LOST, Kind.LANDS_LATE])
def test_with_a_clock_minutes_off_a_post_in_doubt_stands_once(seconds: float, doubt: Kind) -> None:
    with simulated(1, has_teams=True) as simulation:
        simulation.world.set_clock(seconds)
        simulation.world.is_socket_mode = True
        simulation.stop()
        simulation.pass_time(1)
        simulation.world.weather.order(doubt)
        people = simulation.world.people
        people.say(people.users[0], people.channels[0], "Since noon everyone is down")
        simulation.pass_time(60)
        simulation.finish()

        assert simulation.breaches == []
        assert simulation.world.weather.struck_by == {Kind.CLOCK_SET: 1, doubt: 1}


def test_what_is_set_otherwise_while_the_bot_is_down_holds_from_then_on() -> None:
    with simulated(1, has_teams=True) as simulation:
        world = simulation.world
        simulation.pass_time(1)
        world.settings = world.settings.model_copy(update={"tickets_per_user_per_minute": 1})
        simulation.stop()
        for _ in range(3):
            world.people.say(
                world.people.users[0], world.people.channels[0], "The export ends after 100 rows"
            )
        simulation.finish()

        assert simulation.breaches == []
        assert simulation.inspector.ticket_count() == 1
