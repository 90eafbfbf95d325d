from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from bot.analysts.ladder import Ladder
from bot.triage.errors import Rejected, Unavailable, Unforeseen
from bot.triage.judgement import Judgement, Provenance
from bot.triage.judging.ladder import Fall, Reason, Rung
from tests.analysts.cases import a_case
from tests.analysts.scripted import Gives
from tests.builders import a_judgement

MODEL = a_judgement(summary="The model's")
OFFLINE = a_judgement(summary="The offline one's", provenance=Provenance("offline", "offline-1"))
SLOW = Unavailable("no answer", code=Reason.TOO_SLOW)


def ladder(first: Judgement | Exception, then: Judgement | Exception = OFFLINE) -> Ladder:
    return Ladder((Rung.MODEL, Gives(first)), (Rung.OFFLINE, Gives(then)))


def test_the_first_analyst_is_taken_at_its_word() -> None:
    second = Gives(OFFLINE)

    assert Ladder((Rung.MODEL, Gives(MODEL)), (Rung.OFFLINE, second)).judge(a_case()) == MODEL
    assert second.cases == []


def test_the_second_judges_what_the_first_cannot_and_says_why() -> None:
    case = a_case("The export hangs")
    second = Gives(OFFLINE)

    judgement = Ladder((Rung.MODEL, Gives(SLOW)), (Rung.OFFLINE, second)).judge(case)

    assert judgement.summary == "The offline one's"
    assert judgement.provenance.analyst == "offline"
    assert judgement.provenance.fell_back
    assert judgement.provenance.falls == (Fall(Rung.MODEL, Reason.TOO_SLOW),)
    assert judgement.notes == (
        "Manual review required: the model did not answer in time, so this was judged offline.",
    )
    assert second.cases == [case]


def test_what_the_first_tells_of_its_own_falls_is_kept() -> None:
    error = Rejected("no", code=Reason.EMPTY)
    error.falls = (Fall(Rung.MODEL, Reason.REFUSED), Fall(Rung.REPAIR, Reason.EMPTY))

    judgement = ladder(error).judge(a_case())

    assert judgement.provenance.falls == error.falls
    assert "refused to answer and, asked again, gave an empty answer" in judgement.notes[0]


def test_the_fall_is_logged_without_a_word_of_the_ticket() -> None:
    with capture_logs() as logs:
        ladder(Unavailable("no answer")).judge(a_case("my secret"))

    assert logs == [
        {
            "event": "analyst_fell",
            "log_level": "warning",
            "rung": "model",
            "reason": "no answer",
        }
    ]


def test_when_all_fail_the_last_error_is_raised_and_tells_of_every_fall() -> None:
    with pytest.raises(Rejected, match="two") as raised:
        ladder(SLOW, Rejected("two")).judge(a_case())

    assert raised.value.falls == (
        Fall(Rung.MODEL, Reason.TOO_SLOW),
        Fall(Rung.OFFLINE, Reason.FAILED),
    )


def test_an_error_of_ours_is_a_fall_like_any_other_and_logged_as_what_it_is() -> None:
    bug = ZeroDivisionError("a bug")

    with capture_logs() as logs:
        judgement = ladder(bug).judge(a_case())
        with pytest.raises(Unforeseen) as raised:
            ladder(SLOW, bug).judge(a_case())

    assert judgement.provenance.falls == (Fall(Rung.MODEL, Reason.FAILED),)
    assert raised.value.falls[1:] == (Fall(Rung.OFFLINE, Reason.FAILED),)
    broken = [one for one in logs if one["event"] == "analyst_broke"]
    assert [one["rung"] for one in broken] == ["model", "offline"]
    assert all(one["exc_info"] for one in broken)


def test_a_ladder_of_one_rung_says_nothing_on_the_judgement() -> None:
    assert Ladder((Rung.OFFLINE, Gives(OFFLINE))).judge(a_case()) == OFFLINE


def test_a_ladder_without_rungs_can_judge_nothing() -> None:
    with pytest.raises(Rejected):
        Ladder().judge(a_case())
