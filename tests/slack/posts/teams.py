"""Two teams with a channel each, to which tickets are routed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.triage.routing import Conditions, Route
from tests.builders import the_rules
from tests.slack.working import Shift
from tests.workbench import Workbench

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.workspace import Channel, Message


class Teams(Shift):
    """A shift with two teams, each with a channel."""

    def __init__(self, bench: Workbench) -> None:
        desk = bench.desk
        slack, people = desk.workspace, (desk.ann, desk.ben)
        self.payments = slack.add_channel("payments", *people, desk.bot)
        self.access = slack.add_channel("access", *people, desk.bot)
        desk.route(
            Route("payments", Conditions(frozenset({"Billing"})), self.payments.id),
            Route("access", Conditions(frozenset({"Login"})), self.access.id),
        )
        super().__init__(Workbench(desk, rules=replace(the_rules(), plan=desk.plan)))

    def cards_in(self, channel: Channel) -> Sequence[Message]:
        return [one for one in channel.messages.values() if one.is_by_bot and not one.is_reply]

    def reroute(self, card: Message, route: str) -> None:
        self.more(self.ben, card, "reroute")
        self.send(self.ben, {"route": route})


def press(teams: Teams, card: Message, choice: str) -> None:
    """Choose from a menu that the card does not show any more."""
    teams.slack.click(teams.ben, card, "edit")
    teams.desk.deliver()
    payload = teams.slack.deliveries.log[-1].payload
    pressed = {"type": "overflow", "action_id": "more", "selected_option": {"value": choice}}
    teams.slack.deliver("interactive", teams.desk.bot, {**payload, "actions": [pressed]})
    teams.settle()
