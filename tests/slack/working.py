"""What a person does with the cards of a desk, and sees of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.workspace.block_kit.limits import visible_texts
from storage.issues import Issues
from storage.known_issues.publishing import Publishing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.triage.issue import KnownIssue
    from bot.triage.ticket import Ticket
    from bot.workspace import Message, User, View
    from tests.workbench import Workbench


class Shift:
    """A desk with its worker, while people press what is on the cards and send forms."""

    def __init__(self, bench: Workbench) -> None:
        self.bench = bench
        self.desk = bench.desk
        self.slack = bench.desk.workspace
        self.ann, self.ben = bench.desk.ann, bench.desk.ben

    def ticket(self, number: int = 1) -> Ticket:
        return self.bench.ticket(number)

    def post(self, text: str = "The invoice of May is wrong") -> Message:
        """Post as Ann, and return the card."""
        root = self.bench.post(text)
        self.bench.run()
        return self.bench.said(root)[-1]

    def click(self, user: User, card: Message, action_id: str, value: str | None = None) -> None:
        """Press a button, and let everything that follows happen."""
        self.slack.click(user, card, action_id, value)
        self.settle()

    def more(self, user: User, card: Message, deed: str) -> None:
        """Choose something from the menu behind the three dots."""
        number = next(option for option in options(card) if option.startswith(f"{deed}:"))
        self.click(user, card, "more", number)

    def form(self, user: User) -> View:
        """Return the form that is open before somebody."""
        views = self.slack.views.values()
        return [view for view in views if view.user_id == user.id and view.is_open][-1]

    def send(self, user: User, values: Mapping[str, object]) -> View:
        """Fill in the open form and send it."""
        view = self.form(user)
        self.slack.submit_view(user, view, values)
        self.settle()
        return view

    def edit(self, user: User, card: Message, **values: object) -> View:
        """Open the form of a card, change some values, and send it."""
        self.click(user, card, "edit")
        return self.send(user, values)

    def search(self, user: User, words: str) -> list[str]:
        """Type into the known issue of the open form, and return what can be chosen."""
        self.slack.type_into(user, self.form(user), "matched_issue_id", words)
        self.settle()
        return [option["value"] for option in self.slack.offered["matched_issue_id"]]

    def resolve(self, user: User, card: Message, how: str = "") -> None:
        self.click(user, card, "resolve")
        self.send(user, {"how": how})

    def reply(self, user: User, card: Message, text: str) -> Message:
        """Write in the thread of a card."""
        said = self.slack.reply_as_user(user, card, text)
        self.settle()
        return said

    def thread(self, card: Message) -> list[str]:
        """Return what the app has said in the thread below the card."""
        said = self.slack.thread(self.desk.support, card.thread_ts or "").by_bots
        return [message.text for message in said if message is not card]

    def written(self, user: User) -> list[str]:
        """Return what the app has written to somebody in direct messages."""
        messages = self.slack.direct_channel(user.id, self.desk.bot).messages.values()
        return [message.text for message in messages if message.is_by_bot]

    def keep_issues(self, *issues: KnownIssue) -> None:
        Issues(self.desk.database).import_all(issues, "test", self.desk.clock.now)

    def retire(self, issue_id: str) -> None:
        publishing = Publishing(self.desk.database)
        assert publishing.retire(self.desk.bot.team_id, issue_id, "test", self.desk.clock.now)

    def settle(self) -> None:
        self.desk.deliver()
        self.bench.run()
        self.desk.deliver()

    def told(self, user: User) -> list[str]:
        """Return what only this person was told; nothing more is said afterwards."""
        return [one.text for one in self.desk.whispered() if one.user_id == user.id]

    def trail(self) -> list[tuple[str, str]]:
        """Return what people did, and who."""
        with self.desk.database.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT event, actor FROM audit WHERE actor <> 'bot' ORDER BY id"
            )
            return [(row.event, row.actor) for row in rows]


def words(shown: Message | View) -> str:
    """Return all that a reader sees of a message or a form, a line each."""
    return "\n".join(visible_texts(shown.blocks))


def deeds(card: Message) -> list[str]:
    """Return the names of all that can be pressed on a card, but for links."""
    elements = [
        element
        for block in card.blocks
        for element in (*block.get("elements", ()), block.get("accessory"))
        if element and "action_id" in element
    ]
    return [element["action_id"] for element in elements]


def options(card: Message) -> list[str]:
    """Return the values of all choices in the menus of a card."""
    return [
        option["value"]
        for block in card.blocks
        for element in (*block.get("elements", ()), block.get("accessory") or {})
        for option in element.get("options", ())
    ]
