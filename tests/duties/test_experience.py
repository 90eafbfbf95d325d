"""What people said of tickets is at hand for the next one like them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.parts.experience import MEASURED, Experience
from bot.triage.arrivals.revision import Revision
from bot.triage.judgement import Standing
from bot.triage.redaction import redact
from bot.workflow import Recalled
from kb.search import likeness
from tests.builders import NOON, a_hit, an_issue
from tests.kb.parts import WordEmbedder

if TYPE_CHECKING:
    import pytest

    from tests.duties.school import School

SURE = Standing(nearness=1.0, lead=1.5)
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


def test_what_people_say_of_an_issue_counts_before_anything_is_learned_in_the_background(
    school: School,
) -> None:
    shelve(school, "KB-1")
    card = school.post(HANGS)
    school.bench.shelf.hits = ()

    school.shift.click(school.desk.ben, card, "same", "1:KB-1")
    school.post(HANGS_TOO)

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


def test_tickets_that_can_not_be_read_teach_nothing_and_keep_none_from_being_learned_from(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.duties.reading.READ_AT_ONCE", 1)
    school.teach(HANGS, HANGS_TOO, "The export hangs at noon", category="Login")
    school.forget_readings()
    with school.database.write() as connection:
        connection.execute(sa.text("UPDATE tickets SET entry = 'telepathy' WHERE number > 1"))
        connection.execute(sa.text("UPDATE learning SET changes = changes + 1"))

    assert [each.category for each in recalled(school).precedents] == ["Login"]
    school.study()
    assert school.readings() == [HANGS]


def test_a_correction_that_can_not_be_read_costs_no_other_ticket_its_place(
    school: School,
) -> None:
    school.teach(HANGS, category="Login")
    school.teach(HANGS, category="Login")
    with school.database.write() as connection:
        connection.execute(sa.text("UPDATE corrections SET field = 'telepathy' WHERE id = 1"))

    assert [each.category for each in recalled(school).precedents] == ["Login"]


def test_how_near_is_near_is_known_of_every_local_model() -> None:
    assert set(MEASURED) == set(likeness.THRESHOLDS)


def test_with_an_embedding_model_that_nobody_measured_nothing_is_recalled(school: School) -> None:
    school.teach(HANGS, category="Login")
    school.learner.look()

    unmeasured = Experience(school.store, WordEmbedder("unmeasured"))

    assert unmeasured.recall(school.team, redact(HANGS), (), 3) == Recalled(())
