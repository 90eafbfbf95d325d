"""A desk whose deliveries get lost, and the way by which the app learns of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.slack.transport.catching_up import CatchUp
from bot.triage.errors import Unavailable
from storage.arrivals.last_seen import LastSeen
from tests.builders import the_rules
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

    def texts(self) -> list[str]:
        return [ticket.messages[0].text for ticket in self.desk.all_tickets()]

    def _pause(self, seconds: float) -> None:
        if len(self.pauses) == self.longest:
            raise Unavailable("the app is stopping")
        self.pauses.append(seconds)
        self.desk.clock.pass_by(seconds)
