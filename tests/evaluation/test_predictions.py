from __future__ import annotations

from datetime import timedelta
from threading import Barrier
from typing import TYPE_CHECKING

import pytest

from bot.evaluation.predictions import Oracle, predict_all
from bot.triage.errors import Unavailable
from bot.triage.judgement import Provenance
from bot.triage.judging.ladder import Fall, Reason, Rung
from bot.workflow import Workflow
from tests.builders import a_hit, a_judgement, the_rules
from tests.workbench import ScriptedAnalyst

if TYPE_CHECKING:
    from bot.triage.judgement import Hit
    from bot.triage.redaction import Redacted
    from bot.workflow import Search


class Shelf:
    """A search that finds the same twenty issues for everybody."""

    def search(self, _team: str, _text: Redacted, limit: int) -> tuple[Hit, ...]:
        return tuple(a_hit(0.9 - place / 100, id=f"KB-{place}") for place in range(20))[:limit]


def an_oracle(analyst: ScriptedAnalyst) -> Oracle:
    def workflow(search: Search) -> Workflow:
        return Workflow(
            search=search,
            analyst=analyst,
            rules=the_rules(),
            max_questions=0,
            reply_deadline=timedelta(0),
        )

    return Oracle(Shelf(), workflow)


def fallen(reason: Reason) -> Provenance:
    return Provenance("offline", "offline-1", falls=(Fall(Rung.MODEL, reason),))


def test_ten_issues_are_looked_at_while_the_analyst_sees_what_the_app_shows() -> None:
    analyst = ScriptedAnalyst()

    prediction = an_oracle(analyst).predict("The invoice is wrong")

    assert prediction.ranked == tuple(f"KB-{place}" for place in range(10))
    assert len(analyst.cases[0].hits) == 3
    assert analyst.cases[0].may_ask


def test_what_goes_to_the_analyst_is_redacted() -> None:
    analyst = ScriptedAnalyst()

    an_oracle(analyst).predict("Write to ann@example.com")

    assert analyst.cases[0].reported == ("Write to [email 1]",)


@pytest.mark.parametrize(
    ("matched", "probability"), [("KB-0", pytest.approx(0.4)), (None, pytest.approx(0.6))]
)
def test_the_probability_of_known_follows_from_how_sure_the_decision_was(
    matched: str | None, probability: float
) -> None:
    analyst = ScriptedAnalyst()
    analyst.script.append(a_judgement(matched_issue_id=matched))

    prediction = an_oracle(analyst).predict("The invoice is wrong")

    assert prediction.is_known is (matched is not None)
    assert prediction.known_probability == probability


def test_an_unusable_answer_is_part_of_what_a_model_does() -> None:
    analyst = ScriptedAnalyst()
    analyst.script.append(a_judgement(provenance=fallen(Reason.BROKE_RULES)))

    assert an_oracle(analyst).predict("The invoice is wrong").fell_back


def test_a_model_that_is_away_is_not_measured_by_what_stood_in_for_it() -> None:
    analyst = ScriptedAnalyst()
    analyst.script.append(a_judgement(provenance=fallen(Reason.RATE_LIMITED)))

    with pytest.raises(Unavailable, match="the model was asked too often"):
        an_oracle(analyst).predict("The invoice is wrong")


def test_predictions_come_in_the_order_of_the_tickets_several_at_a_time() -> None:
    together = Barrier(3, timeout=30)
    analyst = ScriptedAnalyst(pause=together.wait)
    texts = ["one", "two", "three"]

    predictions = list(predict_all(an_oracle(analyst), texts, workers=3))

    assert len(predictions) == 3
    assert {case.reported for case in analyst.cases} == {("one",), ("two",), ("three",)}


def test_a_failure_calls_off_what_has_not_begun() -> None:
    analyst = ScriptedAnalyst()
    analyst.script.append(Unavailable("down"))

    with pytest.raises(Unavailable, match="down"):
        list(predict_all(an_oracle(analyst), ["ticket"] * 1_000, workers=1))

    assert len(analyst.cases) < 1_000
