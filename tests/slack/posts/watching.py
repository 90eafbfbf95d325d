"""A team that is told of its tickets and of their deadlines."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.triage.business_hours import BusinessHours
from bot.triage.routing import Route
from tests.builders import the_rules
from tests.slack.working import Shift
from tests.workbench import Workbench

if TYPE_CHECKING:
    from bot.workspace import Message, User

HOUR = 3600.0
OFFICE = BusinessHours(ZoneInfo("UTC"), 9 * 60, 17 * 60, frozenset(range(5)))
DESK = "<!subteam^S0DESK>"
LINK = re.compile(r"<https://[^|>]+\|([^>]+)>")


class Agents:
    """Knows one agent."""

    def __init__(self, agent: User) -> None:
        self.agent = agent

    def is_agent(self, _team: str, user: str) -> bool:
        return user == self.agent.id


class Watch(Shift):
    """A shift with a team that has deadlines; the clock stands at noon of a Monday."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self.payments = self.slack.add_channel("payments", self.ann, self.ben, self.desk.bot)
        self.set_up()

    def set_up(self, **changes: object) -> None:
        """Have everything routed to the team, with these changes of its route."""
        route = Route(
            "payments",
            channel=self.payments.id,
            tell=("S0DESK",),
            respond_within=timedelta(hours=2),
            resolve_within=timedelta(hours=4),
            hours=OFFICE,
            escalate_to=("U0LEAD",),
        )
        changed = replace(route, **changes)  # type: ignore[arg-type]
        other = Route("others", tell=("U0OTHER",))
        self.desk.route(changed, other, remind_before=timedelta(hours=1), fallback_owner="U0LAST")
        rules = replace(the_rules(), plan=self.desk.plan)
        self.bench = Workbench(self.desk, rules=rules, agents=Agents(self.ben))

    def post(self, text: str = "The invoice of May is wrong") -> Message:
        """Post as Ann, and return the card, below which a team may be told already."""
        root = self.bench.post(text)
        self.bench.run()
        return self.bench.said(root)[0]

    def wait(self, hours: float) -> None:
        """Let time pass, minute by quarter of an hour, with all that comes due."""
        for _ in range(round(hours * 4)):
            self.bench.run(HOUR / 4)
            self.desk.deliver()

    def said(self) -> list[str]:
        """Return what the team was told below its card, without the addresses of links."""
        told = [one.text for one in self.payments.messages.values() if one.is_reply]
        return [LINK.sub(r"\1", text) for text in told]

    def thread(self, card: Message) -> list[str]:
        """Return what was said below a card, without the addresses of links."""
        return [LINK.sub(r"\1", text) for text in super().thread(card)]
