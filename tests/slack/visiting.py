"""What a person does in the app's home, and sees there."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING, Any

from bot.workspace.block_kit.limits import visible_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.workspace import User, View
    from tests.slack.working import Shift


class Visit:
    """Somebody in their home; each step waits until it is drawn anew."""

    def __init__(self, shift: Shift, user: User) -> None:
        self.shift = shift
        self.user = user
        self.slack = shift.slack

    @property
    def view(self) -> View:
        views = (view for view in self.slack.views.values() if view.user_id == self.user.id)
        return next(view for view in views if view.content["type"] == "home")

    @property
    def words(self) -> str:
        """Return all that stands in the home, a line each."""
        return "\n".join(visible_texts(self.view.blocks))

    def open(self) -> Visit:
        self._drawn(lambda: self.slack.open_home(self.user, self.shift.desk.bot))
        return self

    def click(self, action_id: str, value: Any = None) -> Visit:  # noqa: ANN401 - as Slack takes it
        self._drawn(lambda: self.slack.click(self.user, self.view, action_id, value))
        return self

    def ask(self, action_id: str, value: Any = None) -> View:  # noqa: ANN401 - as Slack takes it
        """Click what opens a form, and return it."""
        before = len(self.slack.views)
        self.slack.click(self.user, self.view, action_id, value)
        self.shift.settle()
        self.slack.wait_for(lambda: len(self.slack.views) > before)
        return self.shift.form(self.user)

    def forge(self, action_id: str, value: str) -> View:
        """Press a button with a value that was never offered, and return what is said to that."""
        element = next(each for each in self.elements() if each["action_id"] == action_id)
        if "options" in element:
            element["options"] = [{**element["options"][0], "value": value}]
        else:
            element["value"] = value
        return self.ask(action_id, value)

    def send(self, form: View, values: Mapping[str, object]) -> View:
        """Send a form; what it shows then, or a drawn home, can be looked at."""
        self.slack.submit_view(self.user, form, values)
        self.shift.settle()
        return form

    def elements(self) -> list[dict[str, Any]]:
        """Return all that can be clicked."""
        return [
            element
            for block in self.view.blocks
            for element in (*block.get("elements", ()), block.get("accessory") or {})
            if "action_id" in element
        ]

    def offers(self, action_id: str) -> list[str]:
        """Return the values of the choices in a menu."""
        found = next(each for each in self.elements() if each["action_id"] == action_id)
        return [option["value"] for option in found["options"]]

    def _drawn(self, act: Callable[[], object]) -> None:
        """Act, and wait until all that this person's home was to show has been drawn."""
        act()
        self.shift.settle()
        drawn = Event()
        about = (self.shift.desk.bot.team_id, self.user.id)
        assert self.shift.desk.best_effort.offer(about, "drawn", drawn.set)
        assert drawn.wait(30)
