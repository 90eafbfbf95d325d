from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from bot.analysts.ladder import UNREACHED, UNUSABLE, Ladder
from bot.triage.errors import Rejected, TriageError, Unavailable
from bot.triage.judgement import Case, Judgement, Provenance
from tests.analysts.cases import a_case
from tests.builders import a_judgement

MODEL = a_judgement(summary="The model's")
OFFLINE = a_judgement(summary="The offline one's", provenance=Provenance("offline", "offline-1"))


class Gives:
    """An analyst with one answer."""

    def __init__(self, outcome: Judgement | TriageError) -> None:
        self.outcome = outcome
        self.cases: list[Case] = []

    def judge(self, case: Case) -> Judgement:
        self.cases.append(case)
        if isinstance(self.outcome, TriageError):
            raise self.outcome
        return self.outcome


def test_the_first_analyst_is_taken_at_its_word() -> None:
    second = Gives(OFFLINE)

    assert Ladder(Gives(MODEL), second).judge(a_case()) == MODEL
    assert second.cases == []


@pytest.mark.parametrize(
    ("error", "note"),
    [(Unavailable("no answer"), UNREACHED), (Rejected("refused", code="refusal"), UNUSABLE)],
)
def test_the_second_judges_what_the_first_cannot_and_says_so(error: TriageError, note: str) -> None:
    case = a_case("The export hangs")
    second = Gives(OFFLINE)

    judgement = Ladder(Gives(error), second).judge(case)

    assert judgement.summary == "The offline one's"
    assert judgement.provenance.analyst == "offline"
    assert judgement.provenance.fell_back
    assert judgement.notes == (note,)
    assert note.startswith("Manual review required")
    assert second.cases == [case]


def test_the_fall_is_logged_without_a_word_of_the_ticket() -> None:
    with capture_logs() as logs:
        Ladder(Gives(Unavailable("no answer")), Gives(OFFLINE)).judge(a_case("my secret"))

    assert logs == [
        {
            "event": "analyst_fell_back",
            "log_level": "warning",
            "error": "Unavailable",
            "reason": "no answer",
        }
    ]


def test_when_both_fail_the_second_error_is_raised() -> None:
    with pytest.raises(Rejected):
        Ladder(Gives(Unavailable("one")), Gives(Rejected("two"))).judge(a_case())
