"""Whether the simulator notices when a promise is broken."""

from __future__ import annotations

import json

import pytest

from tests.builders import an_issue
from tests.simulation import broken
from tests.simulation.driver import run, simulated
from tests.simulation.kinds import Kind
from tests.simulation.life import Nature
from tests.simulation.promise import Promise

BAD = "&lt;!channel&gt; the export is empty, token xoxb-123456789012-abcdefghijkmnopqrstuvwxy"


def broken_promises(nature: Nature) -> set[Promise]:
    """Let a ticket come whose question is answered, and another by command."""
    with simulated(1, nature=nature) as simulation:
        slack, people = simulation.world.slack, simulation.world.people
        ann, support = people.users[0], people.channels[0]
        for _ in range(3):
            people.editors.change()
        root = people.say(ann, support, BAD)
        simulation.pass_time(5)
        slack.edit_message(root, f"{BAD} since Monday")
        slack.slash_command(ann, support, "/triage", BAD)
        people.secrets.append("abcdefghijkmnopqrstuvwxy")
        simulation.finish()
        return {promise for promise, _ in simulation.breaches}


def test_the_bot_as_it_is_breaks_none() -> None:
    assert broken_promises(Nature()) == set()


@pytest.mark.parametrize(
    ("nature", "promise"),
    [
        (broken.HASTY, Promise.NOTHING_LOST),
        (broken.SILENT, Promise.NO_SILENCE),
        (broken.LAZY, Promise.NO_STALE_CARD),
        (broken.BLUNT, Promise.NOTHING_ACTS),
        (broken.CHATTY, Promise.NO_SECRET),
        (broken.HUSHED, Promise.ALL_AUDITED),
        (broken.DEAF, Promise.INDEX_AGREES),
        (broken.CLUMSY, Promise.NO_SURPRISE),
    ],
)
def test_a_bot_that_breaks_a_promise_is_found_out(nature: Nature, promise: Promise) -> None:
    assert promise in broken_promises(nature)


def test_an_index_that_only_the_next_start_puts_right_is_found_out() -> None:
    assert what_is_taken_out_of_use(Nature()) == set()
    assert what_is_taken_out_of_use(broken.HOARDING) == {Promise.INDEX_AGREES}


def what_is_taken_out_of_use(nature: Nature) -> set[Promise]:
    """Let a workspace have a known issue of its own, and take it out of use while the bot runs."""
    with simulated(1, nature=nature) as simulation:
        people, team = simulation.world.people, simulation.world.bot.team_id
        people.editors.put_in(an_issue("KB-1", team=team))
        simulation.pass_time(5)
        people.editors.take_out("KB-1")
        simulation.finish()
        return {promise for promise, _ in simulation.breaches}


def test_work_without_end_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.simulation.simulation.MOST_STEPS", 1)

    assert broken_promises(Nature()) == {Promise.ENDS}


def test_what_is_ordered_strikes_at_the_next_opportunity() -> None:
    with simulated(1) as simulation:
        people = simulation.world.people
        simulation.world.weather.order(Kind.MODEL_REFUSES)
        people.say(people.users[0], people.channels[0], "The export is empty")
        simulation.finish()

        assert simulation.world.weather.struck_by == {Kind.MODEL_REFUSES: 1}
        assert "model: refusal" in str(simulation.world.trace)


@pytest.mark.parametrize("kind", [Kind.OUTAGE, Kind.REVOKED])
def test_an_outage_of_hours_is_one_fault_and_loses_nothing(kind: Kind) -> None:
    with simulated(1, has_teams=True) as simulation:
        people, slack = simulation.world.people, simulation.world.slack
        ben, ideas = people.users[1], next(iter(people.others))
        simulation.pass_time(1)
        simulation.break_off(kind, 7_500)
        people.say(ben, people.channels[0], "The export is empty")
        slack.react(ben, slack.post_as_user(ben, ideas, "The invoice is wrong"), "ticket")
        simulation.finish()

        assert simulation.breaches == []
        assert simulation.world.weather.struck_by == {kind: 1}
        assert simulation.inspector.ticket_count() == 2


def test_a_trace_holds_the_calls_the_log_and_the_database() -> None:
    trace = run(2, moves=8).trace

    assert "chat.postMessage" in trace
    assert '"event": "ticket_moved"' in trace
    assert "tickets              (1, " in trace
    assert json.dumps("timestamp") not in trace
