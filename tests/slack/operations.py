"""A shift whose operators are shown incidents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.slack.working import Shift, deeds
from tests.workbench import Workbench

if TYPE_CHECKING:
    from bot.workspace import Message, User

OUTAGE = "Every page shows a 503 since this morning"
LINKED = (
    "This looks like what others report too. T-{} is handled as part of incident I-1. "
    "You are told here once it is resolved."
)


class Operations(Shift):
    """A shift with a channel for operators, where three similar tickets are an incident."""

    def __init__(self, bench: Workbench, count: int = 3) -> None:
        desk = bench.desk
        self.ops = desk.workspace.add_channel("ops", desk.ann, desk.ben, desk.bot)
        desk.watch_for_spikes(count, self.ops)
        super().__init__(Workbench(desk, rules=desk.rules()))

    def flood(self, count: int = 3, text: str = OUTAGE) -> list[Message]:
        """Post the same again and again, and return the cards."""
        return [self.open(text) for _ in range(count)]

    def open(self, text: str) -> Message:
        root = self.bench.post(text)
        self.settle()
        return self.bench.said(root)[0]

    def incidents(self) -> list[Message]:
        return [one for one in self.ops.messages.values() if one.is_by_bot]

    def resolve_all(
        self, user: User, incident: Message, how: str = "The proxy was restarted"
    ) -> None:
        self.click(user, incident, "incident_resolve")
        self.send(user, {"how": how})

    def reopen_after_all(self, incident: Message, card: Message) -> None:
        """Have Ann resolve all, and open one of them again."""
        self.resolve_all(self.ann, incident, "By Ann")
        self.click(self.ann, card, "reopen")

    def told_below(self, card: Message) -> list[str]:
        return self.thread(card)


def press(shift: Shift, user: User, card: Message, name: str, value: str) -> None:
    """Press what was drawn once and is not there any more."""
    shift.slack.click(user, card, deeds(card)[0])
    shift.desk.deliver()
    payload = shift.slack.deliveries.log[-1].payload
    pressed = {"type": "button", "action_id": name, "value": value}
    shift.slack.deliver("interactive", shift.desk.bot, {**payload, "actions": [pressed]})
    shift.settle()
