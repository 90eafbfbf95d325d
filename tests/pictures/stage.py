"""A workspace in memory with the real app, in which the pictures' conversations are played."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bot.triage.routing import Conditions, Route
from bot.workspace import Ephemeral
from tests.clock import Clock
from tests.pictures import surfaces, texts
from tests.pictures.page import Page
from tests.pictures.surfaces import APP, Said
from tests.quick_database import QuickDatabase
from tests.slack.desk import Desk
from tests.slack.visiting import Visit
from tests.slack.working import Shift
from tests.workbench import Workbench

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.triage.judgement import Hit, Judgement
    from bot.workspace import Channel, Message, User, View


class Stage(Shift):
    """People at work there; what they see becomes a picture."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self.ann.real_name, self.ben.real_name = "Dana Whitfield", "Ben Okafor"

    def judged(self, text: str, *judgements: Judgement, near: tuple[Hit, ...] = ()) -> Message:
        """Post as Dana, with the answers of search and analyst laid ready; return the last post."""
        self.bench.analyst.script.extend(judgements)
        self.bench.shelf.hits = near
        return self.post(text)

    def route(self) -> Channel:
        """Have two teams with routes; return the channel of the first, payments."""
        channels = [
            self.slack.add_channel(name, self.ann, self.ben, self.desk.bot)
            for name in ("payments", "access")
        ]
        group = self.slack.add_usergroup("payments-team", self.ben)
        self.desk.route(
            Route(
                "Payments",
                Conditions(frozenset({"Billing"})),
                channels[0].id,
                tell=(group,),
                respond_within=timedelta(hours=1),
                resolve_within=timedelta(hours=8),
            ),
            Route("Access", Conditions(frozenset({"Login"})), channels[1].id),
        )
        self.bench = Workbench(self.desk, rules=self.desk.rules())
        return channels[0]

    def watch(self) -> Channel:
        """Have three similar tickets at once be proposed as an incident; return where."""
        operators = self.slack.add_channel("operators", self.ann, self.ben, self.desk.bot)
        self.desk.watch_for_spikes(3, operators)
        self.bench = Workbench(self.desk, rules=self.desk.rules())
        return operators

    def day(self) -> None:
        """Have some tickets posted, two of which Ben has."""
        self.judged(texts.DOWN_AT.format(texts.PLACES[0]), texts.OUTAGE)
        self.later(9)
        locked_out = self.judged(texts.LOCKED, texts.LOCKED_OUT)
        self.later(14)
        charged = self.judged(texts.TWICE, texts.CHARGED, near=texts.NEAR)
        self.later(20)
        self.judged(texts.SHARING, texts.READ_ONLY)
        for card in (locked_out, charged):
            self.click(self.ben, card, "claim")

    def ask(self, user: User, question: str) -> None:
        """Type `/triage` with a question, and wait for its answer."""
        before = len(self.slack.ephemerals)
        self.slack.slash_command(user, self.desk.support, "/triage", question)
        self.settle()
        self.slack.wait_for(lambda: len(self.slack.ephemerals) > before)

    def later(self, minutes: float) -> None:
        self.desk.clock.pass_by(minutes * 60)

    def whispered(self, user: User) -> list[Ephemeral]:
        """Return what only this person was told."""
        self.desk.close()
        return [one for one in self.slack.ephemerals if one.user_id == user.id]

    def page(self, *, opened: str = "", view: View | None = None) -> Page:
        errors = {} if view is None else view.errors
        sent = self.slack.uploads.values()
        files = {one.file_id: one.content for one in sent if one.content is not None}
        return Page(self.names, opened=opened, errors=errors, files=files)

    @property
    def names(self) -> dict[str, str]:
        people = {user.id: user.real_name for user in self.slack.users.values()}
        groups = {
            group["id"]: group["handle"]
            for team in self.slack.teams.values()
            for group in team.usergroups
        }
        return people | groups | {each.id: each.name for each in self.slack.channels.values()}

    def conversation(self, card: Message, title: str, *, opened: str = "", last: int = 0) -> str:
        """Draw the conversation that a card stands in, or its `last` messages."""
        found = self.slack.thread(self.slack.channels[card.channel_id], card.thread_ts or card.ts)
        said = [self._said(message) for message in found.messages][-last:]
        return surfaces.thread(self.page(opened=opened), said, title)

    def alone(self, title: str, *messages: Message | Ephemeral) -> str:
        """Draw these messages, wherever they stand."""
        return surfaces.thread(self.page(), [self._said(message) for message in messages], title)

    def form_of(self, user: User, title: str) -> str:
        """Draw the form that is open before somebody."""
        view = self.form(user)
        return surfaces.form(self.page(view=view), view.content, title)

    def home_of(self, user: User, title: str, *clicks: tuple[str, str]) -> str:
        """Draw somebody's home after these clicks."""
        visit = Visit(self, user).open()
        for action_id, value in clicks:
            visit.click(action_id, value)
        return surfaces.home(self.page(), visit.view.content, title)

    def _said(self, message: Message | Ephemeral) -> Said:
        text = {"type": "mrkdwn", "text": message.text}
        is_app = message.app_id is not None
        return Said(
            by=APP if is_app else self.names[message.user_id],
            at=float(message.ts),
            blocks=message.blocks or [{"type": "section", "text": text}],
            is_app=is_app,
            is_for_one=isinstance(message, Ephemeral),
        )


@cache
def _empty_database() -> bytes:
    """Return a database that has its schema and nothing else."""
    with TemporaryDirectory(prefix="triage-pictures-") as folder:
        file = Path(folder) / "triage.db"
        database = QuickDatabase(f"sqlite:///{file}")
        database.migrate()
        database.dispose()
        return file.read_bytes()


@contextmanager
def a_stage() -> Iterator[Stage]:
    """Build the workspace; nothing of it is left afterwards."""
    with TemporaryDirectory(prefix="triage-pictures-") as folder:
        file = Path(folder) / "triage.db"
        file.write_bytes(_empty_database())
        database = QuickDatabase(f"sqlite:///{file}")
        desk = Desk(database, Clock(), max_length=5000)
        try:
            yield Stage(Workbench(desk))
        finally:
            desk.close()
            database.dispose()
