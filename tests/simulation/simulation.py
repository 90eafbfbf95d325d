"""The bot in its world: who acts when, until nothing is left to be done."""

from __future__ import annotations

import json
from collections import deque
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.triage.errors import TriageError
from tests.simulation.hearing import timeless
from tests.simulation.kinds import Kind
from tests.simulation.life import Life
from tests.simulation.link import AGAIN, Link
from tests.simulation.mortal import Crash
from tests.simulation.promise import Promise
from tests.simulation.promises import Inspector
from tests.simulation.world import OFF_SECONDS, World

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime
    from pathlib import Path

    from tests.simulation.life import Nature

ACK_SECONDS = 3.0
STEP = timedelta(milliseconds=50)
"""How soon something is tried again that was due and could not be done."""
SPENT = "budget of tokens is used up"
MOST_ACTS = 5_000
MOST_STEPS = 2_000
DOWNTIMES = (0.5, 0.5, 0.5, 5.0, 90.0, 900.0)
INTERRUPTIONS = 0.3
"""The share of waits within the bot in which somebody else acts."""
PEOPLE_AMONG_THEM = 0.2
JUMPS, JUMPS_IN_DOUBT = 0.002, 0.1
"""The share of them in which the bot's clock is set."""
SET_UP_ANEW = 0.5
"""The share of the bot's ends after which it is set up otherwise."""


class NeverQuietError(Exception):
    """There is always something left to be done."""


class Simulation:
    """Lets the people act and the bot work, in one thread, on one clock."""

    def __init__(
        self, seed: int, folder: Path, *, share: float, nature: Nature, has_teams: bool
    ) -> None:
        """Let `share` of what can go wrong do so."""
        self.breaches: list[tuple[Promise, str]] = []
        self.world = World(seed, folder, self.unaudited, share, has_teams=has_teams)
        self.inspector = Inspector(self.world)
        self.interruptions: deque[Callable[[], object]] = deque()
        """What is to happen while the bot next waits for something."""
        self._nature = nature
        self._chance = self.world.chance
        self._clock = self.world.clock
        self._life: Life | None = None
        self._begins_at: datetime | None = self._clock.now
        self._link = Link(self._clock)
        self._depth = 0
        self._people_act = True
        self._clock.meanwhile = self._let_others_act

    def breach(self, promise: Promise, what: str) -> None:
        """Note that a promise was broken."""
        if (promise, what) not in self.breaches:
            self.breaches.append((promise, what))
            self.world.trace.note("BREACH", f"{promise}:", what)

    def _note(self, found: Iterable[tuple[Promise, str]]) -> None:
        for promise, what in found:
            self.breach(promise, what)

    def unaudited(self, change: str) -> None:
        """Note a change of state that left nothing in the trail."""
        self.breach(Promise.ALL_AUDITED, change)

    def hear(self, line: str) -> None:
        """Take in a line of the bot's log."""
        self.inspector.log.append(line)
        self.world.trace.note("log", json.dumps(timeless(line)))
        if SPENT in line:
            self.world.weather.count(Kind.BUDGET_SPENT)

    def finish(self) -> None:
        """Let the bot do what is left to do, begin once more in calm weather, and be inspected."""
        try:
            self.settle()
            # The next start would put right what differs.
            self._note(self.inspector.disagreement(self.life))
            self.world.calm_down()
            self.stop()
            self.settle()
        except NeverQuietError:
            self.breach(Promise.ENDS, "something is always left to be done")
            return
        self._note(self.inspector.at_the_end(self.life))

    def pass_time(self, seconds: float) -> None:
        """Let everybody act for so long; if the bot dies, it is born again in time."""
        until = self._clock.now + timedelta(seconds=seconds)
        while True:
            try:
                self._clock.wait((until - self._clock.now).total_seconds())
            except Crash:
                self._bury()
            else:
                return

    def crash(self, commits: int, kind: Kind) -> None:
        """Let the bot die at one of its next commits."""
        self.world.fate.order(commits, kind)

    def cut(self, seconds: float) -> None:
        """Let nothing reach the bot for a while; only a socket can be cut."""
        if self.world.is_socket_mode and self._life is not None and not self._link.is_cut:
            self.world.weather.count(Kind.SOCKET_CUT)
            try:
                self._link.cut(self._life, seconds)
            except Crash:  # where it was to be read on from is written down, too
                self._bury()

    def break_off(self, kind: Kind, seconds: float) -> None:
        """Let Slack answer nothing but errors for a while."""
        self.world.weather.break_off(kind, self._clock.now + timedelta(seconds=seconds))

    def stop(self) -> None:
        """End the bot at a moment when it does nothing; it begins again at once."""
        self._bury(seconds=0.0)

    def settle(self) -> None:
        """Let time pass until nothing will ever be due; people have gone home."""
        self._people_act = False
        for _ in range(MOST_STEPS):
            due = self._next_due()
            if due is None:
                return
            wait = max(due - self._clock.now, STEP)
            self.pass_time(wait.total_seconds())
        raise NeverQuietError

    @property
    def life(self) -> Life:
        """Return the bot that lives."""
        assert self._life is not None
        return self._life

    def close(self) -> None:
        """End for good."""
        if self._life is not None:
            self._life.end()

    def _bury(self, seconds: float | None = None) -> None:
        if self.world.fate.is_without_power:
            self.world.fate.is_without_power = False
            self.world.power.cut(self.world.database)
        if self._life is not None:
            self._life.end()
        self._life = None
        self._link.end()
        self._set_up_anew()
        down = self._chance.choice(DOWNTIMES) if seconds is None else seconds
        if down > 1:
            self.world.weather.count(Kind.DOWN)
        self._begins_at = self._clock.now + timedelta(seconds=down)
        self.world.trace.note("ended", f"back in {down} s")

    def _set_up_anew(self) -> None:
        if self.world.weather.share and self._people_act and self._chance.random() < SET_UP_ANEW:
            self.world.set_up_anew()
            self.world.trace.note("set up", self.world.settings.analyst)

    def _let_others_act(self, until: datetime) -> None:
        if self._depth >= self.world.calls_at_once:
            return
        self._depth += 1
        try:
            if self._depth == 1:
                self._run(until)
            else:
                self._interrupt(until)
        finally:
            self._depth -= 1

    def _run(self, until: datetime) -> None:
        """Do all that is due until then, in the order of time and chance."""
        for _ in range(MOST_ACTS):
            if self._act():
                continue
            due, now = self._next_due(), self._clock.now
            if due is None or due > until or (due <= now and now >= until):
                return
            self._clock.advance(due if due > now else min(now + STEP, until))
        raise NeverQuietError

    def _interrupt(self, until: datetime) -> None:
        """Let somebody else act while a call of the bot is under way."""
        while self.interruptions:
            self.interruptions.popleft()()
        if self._chance.random() < INTERRUPTIONS:
            left = (until - self._clock.now) * self._chance.random()
            self._clock.advance(self._clock.now + max(left, timedelta(0)))
            if self._people_act and self._chance.random() < PEOPLE_AMONG_THEM:
                self.world.people.move()
            if self.world.weather.share and self._chance.random() < self._jumps():
                self.world.set_clock(self._chance.choice(OFF_SECONDS))
            self._act()

    def _jumps(self) -> float:
        """Return how likely the clock is set now: mostly where it could have a post looked for."""
        is_in_doubt = self._clock.now < self.world.weather.lands_by
        return JUMPS_IN_DOUBT if is_in_doubt else JUMPS

    def _act(self) -> bool:
        """Let one of those who can act do so; return False if nobody can."""
        if self._life is None:
            return self._begin() or self._deliver()
        actors = [self._deliver, self._work, self._work, self._do_best, self._go_round]
        if self._depth == 1:
            actors += [self._connect, self._read_back, self._follow]
        self._chance.shuffle(actors)
        return any(act() for act in actors)

    def _begin(self) -> bool:
        if self._depth > 1 or self._begins_at is None or self._clock.now < self._begins_at:
            return False
        self._begins_at = None
        try:
            self._life = Life(self.world, self._nature)
        except TriageError:
            self._begins_at = self._clock.now + AGAIN
            return True
        self.world.trace.note("begun")
        self._link.begin(self._life)
        return True

    def _deliver(self) -> bool:
        slack = self.world.slack
        slack.run_effects()
        delivery = slack.deliveries.take()
        if delivery is None:
            return False
        envelope_id, sent_at = delivery.envelope_id, self._clock.now
        about = (delivery.kind, delivery.event_type, delivery.payload.get("event_id", ""))
        if self._life is None or self._link.is_cut:
            self.world.trace.note("undeliv.", *about)
            slack.deliveries.fail(envelope_id, "connection_failed")
            return True
        self.world.trace.note("deliver", *about, "again" if delivery.retry_num else "")
        ack = self._life.take(delivery)
        self.world.trace.note("answer", *about, "->", ack.status if ack else "none")
        in_time = (self._clock.now - sent_at).total_seconds() < ACK_SECONDS
        if ack is None or not in_time or not slack.deliveries.settle(envelope_id, ack):
            return True
        if delivery.state == "acknowledged":
            self._note(self.inspector.acknowledged(delivery))
        return True

    def _work(self) -> bool:
        return self.life.work()

    def _do_best(self) -> bool:
        return self.life.best_effort.run_due() > 0

    def _go_round(self) -> bool:
        return any(self.life.go_round(name) for name in self.life.rounds)

    def _connect(self) -> bool:
        return self._link.connect(self.life)

    def _read_back(self) -> bool:
        return self._link.read_back(self.life)

    def _follow(self) -> bool:
        if not self.world.people.editors.have_changed:
            return False
        try:
            self.life.follower.catch_up()
        except TriageError:
            return False
        self.world.people.editors.have_changed = self.life.follower.is_behind
        return True

    def _next_due(self) -> datetime | None:
        slack_due = self.world.slack.next_due()
        times = [self._begins_at, *self._link.due]
        if slack_due is not None:
            late = max(0.0, slack_due - self._clock.now.timestamp())
            times.append(self._clock.now + timedelta(seconds=late))
        if self._life is not None:
            times.append(self._life.next_due())
            if self.world.people.editors.have_changed:
                times.append(self._clock.now)
        return min((time for time in times if time is not None), default=None)
