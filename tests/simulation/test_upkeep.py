"""Whether the simulator notices when what runs beside the tickets goes otherwise than promised."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.simulation import broken
from tests.simulation.driver import simulated
from tests.simulation.kinds import Kind
from tests.simulation.life import Nature
from tests.simulation.promise import Promise

if TYPE_CHECKING:
    from tests.simulation.simulation import Simulation

OUTAGE = "Since noon everyone is down"


def told(nature: Nature, doubt: Kind = Kind.ANSWER_LOST) -> set[Promise]:
    """Let the root of a command be refused, and be in doubt whether the operators read of it."""
    with simulated(1, nature=nature, has_teams=True) as simulation:
        people, weather = simulation.world.people, simulation.world.weather
        simulation.pass_time(1)
        weather.order(Kind.REFUSED)
        slack, ann = simulation.world.slack, people.users[0]
        slack.slash_command(ann, people.channels[0], "/triage", OUTAGE)
        simulation.pass_time(30)
        weather.order(doubt)
        simulation.finish()
        assert weather.struck_by == {Kind.REFUSED: 1, doubt: 1}
        return {promise for promise, _ in simulation.breaches}


@pytest.mark.parametrize("doubt", [Kind.ANSWER_LOST, Kind.CUT_BEFORE, Kind.LANDS_LATE])
def test_the_operators_are_told_once_and_the_team_has_its_card(doubt: Kind) -> None:
    assert told(Nature(), doubt) == set()


@pytest.mark.parametrize(
    ("nature", "promise"),
    [
        (broken.PUSHY, Promise.NOTHING_TWICE),
        (broken.STRANDING, Promise.NO_SILENCE),
    ],
)
def test_who_tells_them_twice_or_leaves_a_card_waiting_is_found_out(
    nature: Nature, promise: Promise
) -> None:
    assert promise in told(nature)


def spending(simulation: Simulation) -> None:
    """Let tickets come on a day whose budget is soon spent."""
    world = simulation.world
    world.settings = world.settings.model_copy(update={"daily_token_budget": 2000})
    for text in ("The invoice of May is wrong", "The export ends after 100 rows", OUTAGE):
        world.people.say(world.people.users[0], world.people.channels[0], text)
        simulation.pass_time(5)
    simulation.finish()


def test_who_tells_no_operator_is_found_out() -> None:
    with simulated(1, nature=broken.MUTE, has_teams=True) as simulation:
        simulation.world.weather.order(Kind.REFUSED)
        people = simulation.world.people
        people.say(people.users[0], people.channels[0], OUTAGE)
        simulation.finish()

        assert {promise for promise, _ in simulation.breaches} == {Promise.NOBODY_FORGOTTEN}


def test_when_the_budget_is_spent_tickets_are_judged_offline() -> None:
    with simulated(1) as simulation:
        spending(simulation)

        assert simulation.breaches == []
        assert simulation.world.weather.struck_by[Kind.BUDGET_SPENT] > 0
        assert max(simulation.world.model_line.used.values()) < 2000


def test_in_some_seeds_a_few_tickets_spend_the_budget() -> None:
    budgets = set()
    for seed in range(16):
        with simulated(seed) as simulation:
            budgets.add(simulation.world.settings.daily_token_budget)

    assert {2_000, 5_000} <= budgets


@pytest.mark.parametrize("nature", [broken.SPENDING, broken.GENEROUS])
def test_who_keeps_no_books_or_spends_more_than_they_allow_is_found_out(nature: Nature) -> None:
    with simulated(1, nature=nature) as simulation:
        spending(simulation)

        assert {promise for promise, _ in simulation.breaches} == {Promise.WITHIN_BUDGET}
