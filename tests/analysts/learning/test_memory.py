"""What people said of similar tickets decides which issue it is, and whether it is one at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bot.analysts.learning.memory import Memory, Nearness
from bot.analysts.reading.recognition import known_probability, recognised
from bot.triage.judgement import Standing
from bot.triage.judging.lesson import PASSED_OVER, RESOLVED, SAID, Lesson, Outcome
from bot.triage.redaction import redact
from bot.triage.teamwork.correction import Field
from bot.triage.ticket import TicketId
from tests.builders import a_hit, an_issue

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.triage.issue import KnownIssue
    from bot.triage.judgement import Hit

HERE = np.eye(4, dtype=np.float32)[0]
SURE = Standing(nearness=1.0, lead=1.5)
UNSURE = Standing(nearness=-1.0, lead=-1.0)


def at(similarity: float) -> NDArray[np.float32]:
    """Return a vector that is so near to HERE."""
    return np.array([similarity, np.sqrt(1 - similarity**2), 0, 0], np.float32)


def lesson(
    issue: str | None, similarity: float, *refused: str, trust: float = SAID, text: str = "It hangs"
) -> Lesson:
    outcome = Outcome("Billing", "High", issue, dict.fromkeys(Field, trust), frozenset(refused))
    return Lesson(TicketId(1), redact(text), at(similarity).tobytes(), outcome)


def found(*lessons: Lesson, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    return Memory(lessons).recalled(HERE, hits, shelf, 3)


def shelf(issue_id: str) -> KnownIssue | None:
    return None if issue_id == "GONE" else an_issue(issue_id)


def test_without_a_word_on_similar_tickets_the_hits_are_the_same() -> None:
    hits = (a_hit(0.6, id="KB-1", standing=SURE), a_hit(0.5, id="KB-2"))

    assert found(hits=hits) == hits
    assert found(lesson("KB-2", 0.2), hits=hits) == hits
    assert found(lesson("KB-2", 0.9, trust=PASSED_OVER), hits=hits) == hits


def test_a_ticket_like_one_that_was_not_this_is_not_called_that() -> None:
    hits = (a_hit(0.6, id="KB-1", standing=SURE),)

    (hit,) = found(lesson(None, 0.8, "KB-1"), hits=hits)

    assert recognised(hits) is not None
    assert recognised([hit]) is None
    assert known_probability([hit]) < 0.2


def test_a_ticket_like_one_that_was_confirmed_is_called_that() -> None:
    hits = (a_hit(0.6, id="KB-1", standing=UNSURE),)

    (hit,) = found(lesson("KB-1", 0.7), hits=hits)

    assert recognised(hits) is None
    assert recognised([hit]) == hit


def test_what_is_near_depends_on_the_model_that_made_the_vectors() -> None:
    said = lesson("KB-7", 0.55)
    hit = a_hit(0.5, id="KB-7", standing=UNSURE)

    near = Memory([said], Nearness(tells=0.5, shows=0.5))
    far = Memory([said], Nearness(tells=0.6, shows=0.6))

    assert near.recalled(HERE, (hit,), shelf, 3)[0].recalled > 0
    assert far.recalled(HERE, (hit,), shelf, 3) == (hit,)
    assert (len(near.precedents(HERE)), len(far.precedents(HERE))) == (1, 0)


def test_what_people_chose_comes_before_what_the_search_put_first() -> None:
    hits = (a_hit(0.6, id="KB-1", standing=SURE), a_hit(0.5, id="KB-2"))

    first, second = found(lesson("KB-2", 0.7), hits=hits)

    assert (first.issue.id, second.issue.id) == ("KB-2", "KB-1")
    assert first.standing == SURE
    assert recognised([first, second]) == first


def test_an_issue_that_the_search_missed_comes_in() -> None:
    hits = tuple(a_hit(0.4 - place / 100, id=f"KB-{place}") for place in range(3))

    first, *_, last = found(lesson("KB-9", 0.8), lesson("GONE", 0.8), hits=hits)

    assert (first.issue.id, first.similarity) == ("KB-9", 0.8)
    assert last.issue.id == "KB-1"
    assert recognised([first]) == first


def test_it_comes_in_where_nothing_at_all_was_found() -> None:
    (only,) = found(lesson("KB-9", 0.9), hits=())

    assert only.issue.id == "KB-9"


def test_tickets_known_to_be_about_an_issue_make_it_as_near_as_they_are() -> None:
    hits = (a_hit(0.2, id="KB-1", standing=UNSURE),)

    (hit,) = found(lesson("KB-1", 0.8), hits=hits)

    assert hit.similarity == 0.8
    assert recognised([hit]) == hit


def test_the_nearer_ticket_has_the_last_word() -> None:
    hits = (a_hit(0.6, id="KB-1", standing=SURE),)
    confirmed, refused = lesson("KB-1", 0.9), lesson(None, 0.7, "KB-1")

    assert recognised(found(confirmed, refused, hits=hits)) is not None
    assert recognised(found(lesson("KB-1", 0.5), lesson(None, 0.95, "KB-1"), hits=hits)) is None


def test_a_ticket_that_was_merely_resolved_says_less() -> None:
    hits = (a_hit(0.6, id="KB-1", standing=UNSURE),)

    said, resolved = (
        known_probability(found(lesson("KB-1", 0.6, trust=trust), hits=hits))
        for trust in (SAID, RESOLVED)
    )

    assert known_probability(hits) < resolved < said


def test_the_nearest_three_that_people_settled_are_examples() -> None:
    memory = Memory(
        [
            lesson("KB-1", 0.5, text="fourth"),
            lesson(None, 0.8, text="first"),
            lesson("KB-2", 0.7, trust=RESOLVED, text="second"),
            lesson("KB-1", 0.6, text="third"),
            lesson("KB-1", 0.95, trust=PASSED_OVER, text="nobody said"),
            lesson("KB-1", 0.3, text="too far"),
        ]
    )

    shown = memory.precedents(HERE)

    assert [(each.text, each.issue) for each in shown] == [
        ("first", "new"),
        ("second", "KB-2"),
        ("third", "KB-1"),
    ]
    assert (shown[0].category, shown[0].severity) == ("Billing", "High")


def test_an_example_does_not_name_an_issue_that_nobody_spoke_of() -> None:
    trust = {Field.CATEGORY: SAID, Field.SEVERITY: SAID, Field.MATCHED_ISSUE: 0.0}
    outcome = Outcome("Billing", "High", "KB-1", trust)
    unsure = Lesson(TicketId(1), redact("It hangs"), HERE.tobytes(), outcome)

    (shown,) = Memory([unsure]).precedents(HERE)

    assert shown.issue is None


def test_what_people_only_said_of_an_issue_is_an_example_of_that_alone() -> None:
    told = {Field.CATEGORY: 0.0, Field.SEVERITY: 0.0, Field.MATCHED_ISSUE: SAID}
    same = Outcome("Billing", "High", "KB-1", told)
    refused = Outcome("Billing", "High", None, dict.fromkeys(Field, 0.0), frozenset({"KB-2"}))
    lessons = [
        Lesson(TicketId(number), redact("It hangs"), HERE.tobytes(), outcome)
        for number, outcome in enumerate((same, refused))
    ]

    shown = Memory(lessons).precedents(HERE)

    assert [(each.category, each.severity) for each in shown] == [(None, None)] * 2
    assert [(each.issue, each.refused) for each in shown] == [("KB-1", ()), (None, ("KB-2",))]
