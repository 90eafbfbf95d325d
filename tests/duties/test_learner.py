"""What people correct is learned in the background, tried, and used where it judges no worse."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from bot.analysts.examples import Example
from bot.analysts.groundwork import lay_groundwork
from bot.analysts.offline import VERSION, OfflineAnalyst
from bot.duties.learner import Learner
from bot.parts.experience import MEASURED, Experience
from bot.parts.in_use import VersionsInUse
from bot.parts.storeroom import store_in
from bot.triage.arrivals.revision import Revision
from bot.triage.judgement import Standing
from bot.triage.judging.learned import Figures
from bot.triage.redaction import redact
from bot.workflow import Recalled
from kb.search import likeness
from storage.judging.learning import PAUSE
from tests.analysts.cases import a_case, shipped_taxonomy
from tests.builders import NOON, a_hit, an_issue
from tests.kb.parts import CountingEmbedder, WordEmbedder
from tests.quick_database import QuickDatabase
from tests.slack.desk import Clock, Desk
from tests.slack.working import Shift
from tests.workbench import Workbench

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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
SURE = Standing(nearness=1.0, lead=1.5)


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


class School:
    """A support desk whose people correct what the offline analyst says, and who learns from it."""

    def __init__(self, file: Path) -> None:
        self.database = QuickDatabase(f"sqlite:///{file}", patience_seconds=0.2)
        self.desk = Desk(self.database, Clock())
        self.store = store_in(self.database, lambda: "unused")
        # Words in common are the measure here, not what they mean.
        self.embedder = CountingEmbedder(WordEmbedder(next(iter(MEASURED))))
        self.in_use = VersionsInUse(self.store.versions, BASIS)
        taxonomy = shipped_taxonomy()
        groundwork = lay_groundwork(self.embedder, taxonomy, EXAMPLES)
        self.analyst = OfflineAnalyst(
            self.embedder, taxonomy, groundwork, None, learned=self.in_use.of
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


@pytest.fixture
def school(tmp_path: Path, empty_database: Path) -> Iterator[School]:
    shutil.copy(empty_database, tmp_path / "triage.db")
    school = School(tmp_path / "triage.db")
    yield school
    school.desk.close()
    school.database.dispose()


def test_what_people_corrected_is_judged_their_way_from_then_on(school: School) -> None:
    before = school.judged(NEW_EXPORT)

    school.make_login_of_exports()

    after = school.judged(NEW_EXPORT)
    assert before.category != "Login"
    assert (after.category, after.severity) == ("Login", "Critical")
    assert before.provenance.model == VERSION
    assert after.provenance.model == f"{VERSION}+learned-1"
    assert school.states() == ["in use"]


def test_no_other_workspace_notices(school: School) -> None:
    texts = (NEW_EXPORT, *EXPORTS, *OTHERS)
    before = [school.judged(text, "T0OTHER") for text in texts]

    school.make_login_of_exports()

    after = [school.judged(text, "T0OTHER") for text in texts]
    assert [untimed(each) for each in after] == [untimed(each) for each in before]
    assert school.judged(NEW_EXPORT).category == "Login"


def untimed(judgement: Judgement) -> Judgement:
    return replace(judgement, provenance=replace(judgement.provenance, milliseconds=0))


def test_nothing_is_embedded_twice_for_it(school: School) -> None:
    school.make_login_of_exports()
    school.embedder.texts.clear()

    school.desk.clock.pass_by(1)
    school.resolve(NEW_EXPORT)
    school.embedder.texts.clear()
    school.study()

    assert school.embedder.texts == [NEW_EXPORT]
    assert school.states() == ["in use", "replaced"]


def test_it_is_learned_when_people_pause(school: School) -> None:
    school.make_login_of_exports()
    card = school.post(NEW_EXPORT)
    school.shift.edit(school.desk.ben, card, category="Bug")

    school.learner.look()
    assert len(school.states()) == 1

    school.study()
    school.study()
    assert len(school.states()) == 2


def test_of_many_tickets_some_are_read_at_a_time(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.duties.reading.READ_AT_ONCE", 6)
    school.resolve(*OTHERS)
    school.teach(*EXPORTS, category="Login")

    school.study()
    assert len(school.readings()) == 6
    assert school.states() == []

    school.study()
    assert len(school.readings()) == 12
    assert school.states() == ["in use"]


def test_where_people_agree_with_what_ships_there_is_no_version(school: School) -> None:
    school.resolve(*OTHERS)

    school.study()

    assert school.states() == []
    assert school.store.learning.due(school.desk.clock.now + PAUSE) == ()


def test_corrections_at_random_are_not_used(school: School) -> None:
    names = ("Login", "Billing", "Bug", "Performance")
    school.make_login_of_exports()
    for number, text in enumerate(OTHERS * 2):
        school.teach(f"{text} {number}", category=names[(number * 3 + number // 4) % 4])

    school.study()

    assert school.states() == ["not used", "in use"]
    assert school.judged(NEW_EXPORT).provenance.model == f"{VERSION}+learned-1"


def test_a_version_that_judges_worse_than_what_ships_is_taken_back(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    school.make_login_of_exports()
    worse = Figures(shipped=0.8, before=0.5, after=0.4, elsewhere_before=0.9, elsewhere=0.9)
    monkeypatch.setattr("bot.duties.learner.Course.figures", lambda *_: worse)

    school.resolve(NEW_EXPORT)
    school.study()

    assert school.states() == ["not used", "rolled back"]
    assert school.judged(NEW_EXPORT).provenance.model == VERSION


def test_a_withdrawn_ticket_is_not_learned_from_any_more(school: School) -> None:
    school.make_login_of_exports()
    ticket = school.bench.ticket(len(OTHERS) + 1)

    school.store.revisions.delete(
        Revision(school.team, ticket.channel, ticket.thread_ts or "", "Ev1", school.desk.clock.now)
    )
    school.study()

    version = school.store.versions.in_use(school.team)
    assert version is not None
    assert (version.number, version.tickets) == (2, (1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12))
    assert EXPORTS[0] not in school.readings()


def test_what_is_learned_from_has_nobody_in_it_and_nothing_said_later(school: School) -> None:
    mentioned = f"<@{school.desk.ben.id}|Ben Okri> the export is broken, said Ben Okri"
    card = school.post(mentioned)
    school.shift.reply(school.desk.ann, card, "Solved it by magic")
    school.shift.resolve(school.desk.ben, card)

    school.study()

    (text,) = school.readings()
    assert "Okri" not in text
    assert "magic" not in text
    assert "the export is broken" in text


def test_what_an_earlier_app_had_learned_is_learned_again_at_the_start(school: School) -> None:
    school.make_login_of_exports()
    newer = school.learner_of("a newer app")

    school.learner.catch_up()
    assert school.store.learning.due(school.desk.clock.now) == ()

    newer.catch_up()
    newer.look()
    assert [version.basis for version in school.store.versions.latest(school.team, 9)] == [
        "a newer app",
        BASIS,
    ]
    assert school.in_use.of(school.team) is None


def test_a_category_that_the_team_gave_up_teaches_nothing(school: School) -> None:
    school.teach(EXPORTS[0], category="Login")
    with school.database.write() as connection:
        connection.execute(sa.text("UPDATE corrections SET after = 'Gone' WHERE field='category'"))

    school.study()

    assert school.states() == []


def test_a_rollback_counts_from_the_next_ticket_on(school: School) -> None:
    school.make_login_of_exports()
    assert school.judged(NEW_EXPORT).category == "Login"

    school.store.versions.roll_back(school.team, school.desk.clock.now)

    assert school.judged(NEW_EXPORT).provenance.model == VERSION


def test_while_the_database_is_away_the_last_version_judges(school: School) -> None:
    school.make_login_of_exports()
    known = school.in_use.of(school.team)
    with school.database.write() as connection:
        connection.execute(sa.text("ALTER TABLE learned_versions RENAME TO elsewhere"))

    assert known is not None
    assert school.in_use.of(school.team) is known


def test_a_version_whose_numbers_are_gone_judges_nothing(school: School) -> None:
    school.make_login_of_exports()
    with school.database.write() as connection:
        connection.execute(sa.text("UPDATE learned_versions SET parameters = NULL"))

    assert VersionsInUse(school.store.versions, BASIS).of(school.team) is None


HANGS = "The export hangs at the second page of the list"
HANGS_TOO = "The export hangs at the second page of the report"
ELSEWHERE = "Passwords get refused everywhere"


def shelve(school: School, *ids: str) -> None:
    school.bench.shelf.hits = tuple(a_hit(0.6, id=each, standing=SURE) for each in ids)
    school.shift.keep_issues(*(an_issue(each) for each in ids))


def matched(school: School) -> str | None:
    found = school.bench.ticket(len(school.desk.all_tickets())).decided
    assert found is not None
    return found.matched_issue_id


def test_after_not_this_the_next_ticket_like_it_is_not_called_that(school: School) -> None:
    shelve(school, "KB-1")
    school.shift.click(school.desk.ben, school.post(HANGS), "not_this", "1:KB-1")
    school.learner.look()

    school.post(HANGS_TOO)
    assert matched(school) is None

    school.post(ELSEWHERE)
    assert matched(school) == "KB-1"


def test_after_another_issue_was_chosen_the_next_ticket_like_it_is_called_that(
    school: School,
) -> None:
    shelve(school, "KB-1", "KB-2")
    school.shift.click(school.desk.ben, school.post(HANGS), "edit")
    school.shift.search(school.desk.ben, "KB-2")
    school.shift.send(school.desk.ben, {"matched_issue_id": "KB-2"})
    school.learner.look()

    school.post(HANGS_TOO)
    assert matched(school) == "KB-2"

    school.post(ELSEWHERE)
    assert matched(school) == "KB-1"


def test_an_issue_that_people_chose_is_found_where_the_search_finds_none(school: School) -> None:
    shelve(school, "KB-1")
    school.shift.click(school.desk.ben, school.post(HANGS), "same", "1:KB-1")
    school.learner.look()
    school.bench.shelf.hits = ()

    school.post(HANGS_TOO)

    assert matched(school) == "KB-1"


def recalled(school: School, team: str | None = None) -> Recalled:
    return school.experience.recall(team or school.team, redact(HANGS_TOO), (), 3)


def test_corrected_tickets_are_examples_for_the_next_of_their_workspace(school: School) -> None:
    school.teach(HANGS, category="Login", severity="Critical")
    school.learner.look()

    (example,) = recalled(school).precedents

    assert (example.text, example.category, example.severity) == (HANGS, "Login", "Critical")
    assert recalled(school, "T0OTHER") == Recalled(())


def test_a_withdrawn_ticket_is_no_example_from_that_moment_on(school: School) -> None:
    school.teach(HANGS, category="Login")
    school.learner.look()
    assert recalled(school).precedents

    ticket = school.bench.ticket(1)
    school.store.revisions.delete(
        Revision(school.team, ticket.channel, ticket.thread_ts or "", "Ev1", NOON)
    )

    assert recalled(school).precedents == ()


def test_while_the_database_is_away_tickets_are_judged_without_examples(school: School) -> None:
    school.teach(HANGS, category="Login")
    school.learner.look()
    with school.database.write() as connection:
        connection.execute(sa.text("ALTER TABLE learning RENAME TO elsewhere"))

    assert recalled(school) == Recalled(())


def test_how_near_is_near_is_known_of_every_local_model() -> None:
    assert set(MEASURED) == set(likeness.THRESHOLDS)


def test_with_an_embedding_model_that_nobody_measured_nothing_is_recalled(school: School) -> None:
    school.teach(HANGS, category="Login")
    school.learner.look()

    unmeasured = Experience(school.store, WordEmbedder("unmeasured"))

    assert unmeasured.recall(school.team, redact(HANGS), (), 3) == Recalled(())
