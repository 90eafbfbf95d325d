"""A desk whose deliveries get lost, and the way by which the app learns of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.slack.transport.catching_up import CatchUp
from bot.triage.errors import Unavailable
from bot.triage.judgement import Question
from bot.triage.ticket import Status
from storage.arrivals.last_seen import LastSeen
from tests.builders import a_judgement, the_rules
from tests.workbench import Workbench

if TYPE_CHECKING:
    from bot.workspace import Message
    from tests.slack.desk import Desk


@dataclass
class Outage:
    """A desk whose deliveries can be lost, and the app's way to what it missed."""

    desk: Desk
    pauses: list[float] = field(default_factory=list)
    longest: int = 50

    def __post_init__(self) -> None:
        self.bench = Workbench(self.desk)
        self.rebuild()

    def rebuild(self) -> None:
        desk = self.desk
        rules = the_rules(*desk.channels)
        last_seen, team = LastSeen(desk.database), desk.bot.team_id
        self.catch_up = CatchUp(
            desk.app, desk.api, last_seen, rules, team, clock=desk.clock, pause=self._pause
        )

    def post(self, text: str = "It broke") -> Message:
        self.desk.clock.pass_by(1)
        return self.desk.workspace.post_as_user(self.desk.ann, self.desk.support, text)

    def lose_deliveries(self) -> None:
        while self.desk.workspace.deliveries.take():
            pass

    def hear_again_after_a_silence(self) -> None:
        """Lose a message, and get a later one."""
        self.catch_up.mark()
        self.post("lost")
        self.lose_deliveries()
        self.desk.clock.pass_by(7200)
        self.post("after the silence")
        self.desk.deliver()

    def ask(self) -> Message:
        """Ask a question in the only ticket, and return the message that it is about."""
        self.bench.analyst.script.append(a_judgement(question=Question("Which one?")))
        self.bench.run()
        [ticket] = self.desk.all_tickets()
        assert ticket.status is Status.WAITING
        return self.desk.support.messages[ticket.thread_ts or ""]

    def texts(self) -> list[str]:
        return [ticket.messages[0].text for ticket in self.desk.all_tickets()]

    def _pause(self, seconds: float) -> None:
        if len(self.pauses) == self.longest:
            raise Unavailable("the app is stopping")
        self.pauses.append(seconds)
        self.desk.clock.pass_by(seconds)
