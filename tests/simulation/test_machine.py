"""Whatever people do, in whatever order things go wrong: Hypothesis looks for what breaks."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests.simulation.driver import simulated
from tests.simulation.kinds import DELIVERY, MODEL, POSTING, Kind
from tests.simulation.mortal import CRASHES

if TYPE_CHECKING:
    from collections.abc import Callable

MOVES = st.sampled_from(
    [
        *("post", "reply", "edit", "unfurl", "delete", "command", "open_form"),
        *("press", "submit", "react", "choose_shortcut", "review_draft"),
    ]
)
FAULTS = st.sampled_from(
    [*DELIVERY, *dict.fromkeys(POSTING), *MODEL, Kind.INDEX_DOWN, Kind.DATABASE_BUSY]
)
SECONDS = st.sampled_from([0.0, 0.5, 20.0, 400.0])


class Days(RuleBasedStateMachine):
    """People act, things go wrong, the bot dies; in the end all that was promised holds."""

    @initialize(seed=st.integers(0, 2**16))
    def begin(self, seed: int) -> None:
        self.stack = ExitStack()
        self.simulation = self.stack.enter_context(simulated(seed, has_teams=True))
        self.simulation.pass_time(1)

    def move_of(self, name: str) -> Callable[[], None]:
        people = self.simulation.world.people
        move: Callable[[], None] = getattr(
            people if hasattr(people, name) else people.working, name
        )
        return move

    @rule(move=MOVES, seconds=SECONDS)
    def people_act(self, move: str, seconds: float) -> None:
        self.move_of(move)()
        self.simulation.pass_time(seconds)

    @rule(move=MOVES)
    def people_act_while_the_bot_waits(self, move: str) -> None:
        self.simulation.interruptions.append(self.move_of(move))

    @rule(kind=FAULTS)
    def something_goes_wrong(self, kind: Kind) -> None:
        self.simulation.world.weather.order(kind)

    @rule(commits=st.integers(1, 9), kind=st.sampled_from(CRASHES))
    def the_bot_dies(self, commits: int, kind: Kind) -> None:
        self.simulation.crash(commits, kind)

    @rule(seconds=SECONDS)
    def the_socket_is_cut(self, seconds: float) -> None:
        self.simulation.cut(seconds)

    def teardown(self) -> None:
        with self.stack:
            self.simulation.finish()
            if self.simulation.breaches:
                note(str(self.simulation.world.trace))
            assert self.simulation.breaches == []


TestDays = Days.TestCase
TestDays.settings = settings(
    max_examples=8,
    stateful_step_count=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
