"""Reading back much takes nothing from those who look for a post that may stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.slack.transport.catching_up import CatchUp
from bot.slack.web_api.methods import Method
from bot.slack.web_api.tiers import CALLS_A_MINUTE
from bot.triage.errors import Unavailable, Unconfirmed
from bot.triage.judgement import Question
from storage.arrivals.last_seen import LastSeen
from tests.builders import a_judgement, the_rules
from tests.workbench import RECONCILE_AFTER, Workbench

if TYPE_CHECKING:
    from bot.workspace import Message
    from tests.slack.desk import Desk

MINUTES_READ = 10


class Return:
    """A bot that is back, with a card that may stand, and with threads to read."""

    def __init__(self, desk: Desk, threads: int) -> None:
        self.desk, self.bench = desk, Workbench(desk)
        asks = a_judgement(question=Question("Which invoice?"))
        self.bench.analyst.script.extend([asks] * threads)
        for number in range(threads):
            self.bench.post(f"Invoice {number} is wrong")
        self.bench.run()
        self.passed_seconds = 0

    def lose_a_card(self) -> Message:
        self.bench.slack.fail(Method.POST, Unconfirmed("cut"))
        root = self.bench.post()
        self.bench.run()
        assert self.bench.said(root) == ()
        return root

    def read_back(self, seconds: int) -> None:
        """Read for so long, always a moment ahead of the worker."""
        end = self.passed_seconds + seconds

        def work(pause_seconds: float) -> None:
            for _ in range(round(pause_seconds) or 1):
                if self.passed_seconds == end:
                    raise Unavailable("the app is stopping")
                self.bench.run()
                self.desk.clock.pass_by(1)
                self.passed_seconds += 1

        desk, last_seen = self.desk, LastSeen(self.desk.database)
        catch_up = CatchUp(
            desk.app,
            desk.api,
            last_seen,
            the_rules(),
            desk.bot.team_id,
            clock=desk.clock,
            pause=work,
        )
        with pytest.raises(Unavailable):
            catch_up.read()


def test_a_card_in_doubt_comes_while_many_threads_are_still_read(desk: Desk) -> None:
    returned = Return(desk, CALLS_A_MINUTE[Method.REPLIES] + 1)
    root = returned.lose_a_card()

    returned.read_back(round(RECONCILE_AFTER.total_seconds()) + 2)

    assert len(returned.bench.said(root)) == 1


def test_it_comes_too_where_slack_lets_one_thread_be_read_a_minute(desk: Desk) -> None:
    returned = Return(desk, MINUTES_READ)
    root = returned.lose_a_card()
    desk.workspace.rates.history_per_minute = 1

    returned.read_back(60 * MINUTES_READ // 2)

    assert len(returned.bench.said(root)) == 1
    assert len(desk.workspace.calls_to("conversations.replies")) > 1
