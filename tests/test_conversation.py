from __future__ import annotations

from bot.conversation import judgement_record
from bot.triage.judgement import Related
from tests.builders import a_judgement


def test_of_a_known_issue_the_one_that_it_is_stands_first() -> None:
    related = tuple(Related(name, name, 0.5) for name in ("KB-1", "KB-2", "KB-3"))

    record = judgement_record(a_judgement(matched_issue_id="KB-2", related=related))

    assert [issue["id"] for issue in record["related_issues"]] == ["KB-2", "KB-1", "KB-3"]


def test_a_judgement_that_a_person_must_review_says_so() -> None:
    judgement = a_judgement().noting("Manual review required")

    assert judgement_record(judgement)["notes"] == ["Manual review required"]
    assert "notes" not in judgement_record(a_judgement())
