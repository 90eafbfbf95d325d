"""What people correct is learned in the background, tried, and used where it judges no worse."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from bot.analysts.offline import VERSION
from bot.parts.in_use import VersionsInUse
from bot.triage.arrivals.revision import Revision
from bot.triage.judging.learned import Figures
from storage.judging.learning import PAUSE
from tests.duties.school import BASIS, EXPORTS, NEW_EXPORT, OTHERS

if TYPE_CHECKING:
    from bot.triage.judgement import Judgement
    from tests.duties.school import School


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
    school.forget_readings()

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
    school.make_login_of_exports()
    correct_at_random(school)

    school.study()

    assert school.states() == ["not used", "in use"]
    assert school.judged(NEW_EXPORT).provenance.model == f"{VERSION}+learned-1"


def correct_at_random(school: School) -> None:
    names = ("Login", "Billing", "Bug", "Performance")
    draw = random.Random(0)
    for number, text in enumerate(OTHERS * 2):
        school.teach(f"{text} {number}", category=draw.choice(names))


def test_a_version_whose_corrections_were_taken_back_is_not_used_any_more(school: School) -> None:
    school.resolve(*OTHERS)
    usual = {text: school.judged(text) for text in EXPORTS}
    cards = {text: school.post(text) for text in EXPORTS}
    for card in cards.values():
        school.shift.edit(school.desk.ben, card, category="Login", severity="Critical")
    school.study()
    assert school.judged(NEW_EXPORT).category == "Login"

    for text, card in cards.items():
        was = usual[text]
        school.shift.edit(school.desk.ben, card, category=was.category, severity=was.severity)
    correct_at_random(school)
    school.study()

    assert school.states() == ["not used", "rolled back"]
    assert school.judged(NEW_EXPORT).provenance.model == VERSION


def test_a_version_that_judges_worse_than_what_ships_is_taken_back(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    school.make_login_of_exports()
    worse = Figures(shipped=0.8, before=0.5, after=0.4, elsewhere_before=0.9, elsewhere=0.9)
    monkeypatch.setattr("bot.duties.learner.Course.figures", lambda *_: worse)

    school.resolve(NEW_EXPORT)
    with capture_logs() as logs:
        school.study()

    assert school.states() == ["not used", "rolled back"]
    (told,) = [each for each in logs if each["event"] == "learning_taken_back"]
    assert (told["log_level"], told["before"], told["shipped"]) == ("warning", 0.5, 0.8)
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


@pytest.mark.parametrize(
    "change",
    [
        "learned_versions SET parameters = NULL",
        "learned_versions SET parameters = x''",
        "learned_versions SET parameters = x'504b'",
        "learned_versions SET parameters = substr(parameters, 1, 200)",
    ],
)
def test_a_version_whose_numbers_are_gone_or_damaged_judges_nothing_until_the_next(
    school: School, change: str
) -> None:
    school.make_login_of_exports()
    with school.database.write() as connection:
        connection.execute(sa.text(f"UPDATE {change}"))

    in_use = VersionsInUse(school.store.versions, BASIS)
    assert in_use.of(school.team) is None

    school.resolve(NEW_EXPORT)
    school.study()
    found = in_use.of(school.team)
    assert found is not None
    assert found.number == 2
