"""A support desk whose people correct what is judged, and what is learned from that."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.analysts.examples import Example
from bot.analysts.groundwork import lay_groundwork
from bot.analysts.offline import OfflineAnalyst
from bot.duties.learner import Learner
from bot.parts.experience import MEASURED, Experience
from bot.parts.in_use import VersionsInUse
from bot.parts.storeroom import store_in
from storage.judging.learning import PAUSE
from tests.analysts.cases import a_case, shipped_taxonomy
from tests.clock import Clock
from tests.kb.parts import CountingEmbedder, WordEmbedder
from tests.quick_database import QuickDatabase
from tests.slack.desk import Desk
from tests.slack.working import Shift
from tests.workbench import Workbench

if TYPE_CHECKING:
    from pathlib import Path

    from bot.analysts.groundwork import Groundwork
    from bot.triage.judgement import Judgement
    from bot.workspace import Message

EXPORTS = (
    "The export of orders stops in the middle",
    "Where does the export of contacts end up",
    "Our nightly export is empty",
    "An export of the archive takes hours",
    "The export button is grey for me",
    "Every export has the wrong separator",
    "No export of ours ever arrives",
    "Export asks for a passphrase",
)
OTHERS = (
    "The refund for May has not arrived",
    "My password is refused at the door",
    "Search is slow since noon",
    "How do I change the language",
)
NEW_EXPORT = "This export has no header"
BASIS = "shipped"
_SAID = {
    "Billing": ("invoice doubled", "refund missing", "card charged twice", "tax rate wrong"),
    "Login": ("password refused", "code never came", "account locked", "sign in loops"),
    "Performance": ("search slow", "page takes minutes", "timeouts all day", "lag since noon"),
    "Bug": ("stops with error", "button grey", "file empty", "wrong separator shown", "crashes"),
    "Question/How-To": ("how do I change language", "where is help", "can I rename it", "who may"),
}
EXAMPLES = tuple(
    Example(f"{how} {text}", category, severity)
    for category, texts in _SAID.items()
    for text in texts
    for how, severity in (("the", "Low"), ("our", "Medium"), ("every", "Medium"), ("all", "High"))
)
"""Few and fixed: what ships may change, and words in common are the only measure here."""


@cache
def groundwork() -> Groundwork:
    """Return what all schools start from."""
    return lay_groundwork(WordEmbedder(next(iter(MEASURED))), shipped_taxonomy(), EXAMPLES)


class School:
    """A support desk whose people correct what the offline analyst says, and who learns from it."""

    def __init__(self, file: Path) -> None:
        self.database = QuickDatabase(f"sqlite:///{file}", patience_seconds=0.2)
        self.desk = Desk(self.database, Clock())
        self.store = store_in(self.database, lambda: "unused")
        # Words in common are the measure here, not what they mean.
        self.embedder = CountingEmbedder(WordEmbedder(next(iter(MEASURED))))
        self.in_use = VersionsInUse(self.store.versions, BASIS)
        self.analyst = OfflineAnalyst(
            self.embedder, shipped_taxonomy(), groundwork(), None, learned=self.in_use.of
        )
        self.learner = self.learner_of(BASIS)
        self.experience = Experience(self.store, self.embedder)
        self.bench = Workbench(self.desk, judge=self.analyst, experience=self.experience)
        self.shift = Shift(self.bench)
        self.team = self.desk.bot.team_id

    def learner_of(self, basis: str) -> Learner:
        return Learner(self.store, self.embedder, self.analyst.general, basis, self.desk.clock)

    def post(self, text: str) -> Message:
        """Post a ticket and answer no question about it; return its card."""
        self.bench.post(text)
        self.bench.run()
        self.bench.run(25 * 60 * 60)
        number = len(self.desk.all_tickets())
        ticket = self.bench.ticket(number)
        thread = self.desk.workspace.thread(self.desk.support, ticket.thread_ts or "")
        return thread.by_bots[-1]

    def teach(self, *texts: str, **corrected: str) -> None:
        """Post tickets and have somebody correct them."""
        for text in texts:
            self.shift.edit(self.desk.ben, self.post(text), **corrected)

    def resolve(self, *texts: str) -> None:
        for text in texts:
            self.shift.resolve(self.desk.ben, self.post(text))

    def make_login_of_exports(self) -> None:
        """Teach a habit: whatever is about exports is Login there, and critical."""
        self.resolve(*OTHERS)
        self.teach(*EXPORTS, category="Login", severity="Critical")
        self.study()

    def study(self) -> None:
        """Let the pause go by, and whatever is to be read and learned be read and learned."""
        self.desk.clock.pass_by(PAUSE.total_seconds())
        self.learner.look()

    def judged(self, text: str, team: str | None = None) -> Judgement:
        return self.analyst.judge(replace(a_case(text), team=team or self.team))

    def states(self) -> list[str]:
        return [version.state.value for version in self.store.versions.latest(self.team, 9)]

    def readings(self) -> list[str]:
        with self.database.read() as connection:
            found = connection.execute(sa.text("SELECT text FROM ticket_readings ORDER BY 1"))
            return list(found.scalars())

    def forget_readings(self) -> None:
        """Have none of the tickets read, as after a change of the embedding model."""
        with self.database.write() as connection:
            connection.exec_driver_sql("DELETE FROM ticket_readings")
