from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.analysts.language_model.answers import Unusable
from bot.analysts.language_model.completions import Completion
from bot.analysts.prompts import PROMPT_VERSION
from bot.triage.delivery.retries import Patience
from bot.triage.errors import Rejected, Unavailable
from bot.triage.judging.ladder import Fall, Reason, Rung
from tests.analysts.cases import a_case
from tests.analysts.scripted import GOOD, Clock, ScriptedModel, an_analyst

if TYPE_CHECKING:
    from bot.triage.errors import TriageError
    from bot.triage.judgement import Judgement, Taxonomy

PATIENCE = Patience(
    attempt_seconds=60,
    total_seconds=90,
    max_retries=3,
    retry_delay_seconds=1,
    retry_backoff=2,
)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def judged(
    model: ScriptedModel, clock: Clock, taxonomy: Taxonomy, patience: Patience = PATIENCE
) -> Judgement:
    return an_analyst(model, taxonomy, patience, clock).judge(a_case("The export hangs"))


def test_a_good_answer_is_the_judgement(clock: Clock, taxonomy: Taxonomy) -> None:
    judgement = judged(ScriptedModel(GOOD), clock, taxonomy)

    assert (judgement.category, judgement.severity) == ("Bug", "High")
    assert judgement.provenance.analyst == "openai"
    assert judgement.provenance.model == "scripted-1"
    assert judgement.provenance.prompt_version == PROMPT_VERSION
    assert judgement.provenance.input_tokens == 100
    assert judgement.provenance.output_tokens == 20
    assert not judgement.provenance.fell_back


def test_a_server_without_a_name_for_its_model_leaves_the_one_asked_for(
    clock: Clock, taxonomy: Taxonomy
) -> None:
    judgement = judged(ScriptedModel(Completion(GOOD, "")), clock, taxonomy)

    assert judgement.provenance.model == "scripted"


def test_a_failing_model_is_tried_again_with_growing_pauses(
    clock: Clock, taxonomy: Taxonomy
) -> None:
    down = Unavailable("down")

    judgement = judged(ScriptedModel(down, down, down, GOOD), clock, taxonomy)

    assert clock.slept == [0.75, 1.5, 3.0]
    assert judgement.provenance.milliseconds == 5_250


def test_tries_come_to_an_end(clock: Clock, taxonomy: Taxonomy) -> None:
    model = ScriptedModel(*[Unavailable("down")] * 5)

    with pytest.raises(Unavailable):
        judged(model, clock, taxonomy)

    assert len(model.asked) == 4


def test_what_the_server_asks_for_is_the_least_pause(clock: Clock, taxonomy: Taxonomy) -> None:
    model = ScriptedModel(Unavailable("busy", retry_after_seconds=20), GOOD)

    judged(model, clock, taxonomy)

    assert clock.slept == [20]
    assert model.seconds == [60, 60]


def test_a_pause_beyond_the_ticket_time_is_not_waited_for(clock: Clock, taxonomy: Taxonomy) -> None:
    model = ScriptedModel(Unavailable("busy", retry_after_seconds=3_600))

    with pytest.raises(Unavailable):
        judged(model, clock, taxonomy)

    assert clock.slept == []


def test_the_last_try_gets_only_the_time_that_is_left(clock: Clock, taxonomy: Taxonomy) -> None:
    model = ScriptedModel(Unavailable("busy", retry_after_seconds=70), GOOD)

    judged(model, clock, taxonomy)

    assert model.seconds == [60, 20]


def test_a_model_that_is_left_alone_is_not_waited_for(clock: Clock, taxonomy: Taxonomy) -> None:
    open_breaker = Unavailable("left alone", retry_after_seconds=10, code=Reason.LEFT_ALONE)
    model = ScriptedModel(open_breaker)

    with pytest.raises(Unavailable) as raised:
        judged(model, clock, taxonomy)

    assert clock.slept == []
    assert raised.value.falls == (Fall(Rung.MODEL, Reason.LEFT_ALONE),)


def test_what_no_further_try_cures_is_not_tried_again(clock: Clock, taxonomy: Taxonomy) -> None:
    model = ScriptedModel(Rejected("no key", code="401"))

    with pytest.raises(Rejected):
        judged(model, clock, taxonomy)

    assert len(model.asked) == 1


def test_an_unusable_answer_is_sent_back_once_with_the_reason(
    clock: Clock, taxonomy: Taxonomy
) -> None:
    bad = GOOD.replace('"Bug"', '"Sales"')
    model = ScriptedModel(bad, GOOD)

    judgement = judged(model, clock, taxonomy)

    said, correction = model.asked[1][2:]
    assert (said.role, said.text) == ("assistant", bad)
    assert correction.role == "user"
    assert "category must be one of: Billing" in correction.text
    assert judgement.provenance.input_tokens == 200
    assert judgement.provenance.falls == (Fall(Rung.MODEL, Reason.BROKE_RULES),)
    assert not judgement.provenance.fell_back
    assert clock.slept == []


def test_a_second_unusable_answer_ends_it(clock: Clock, taxonomy: Taxonomy) -> None:
    model = ScriptedModel("no", "no again", GOOD)

    with pytest.raises(Unusable) as raised:
        judged(model, clock, taxonomy)

    assert len(model.asked) == 2
    assert raised.value.falls == (
        Fall(Rung.MODEL, Reason.UNREADABLE),
        Fall(Rung.REPAIR, Reason.UNREADABLE),
    )


def test_an_answer_that_was_cut_off_is_asked_for_again_shorter(
    clock: Clock, taxonomy: Taxonomy
) -> None:
    model = ScriptedModel(Completion(GOOD, "scripted-1", cut_off=True), GOOD)

    judged(model, clock, taxonomy)

    assert "cut off; be shorter" in model.asked[1][-1].text


def test_the_repair_has_no_time_of_its_own(clock: Clock, taxonomy: Taxonomy) -> None:
    class Slow(ScriptedModel):
        def complete(self, *asked: object) -> Completion:
            clock.now += 50
            return super().complete(*asked)  # type: ignore[arg-type]

    model = Slow("no", GOOD)

    judged(model, clock, taxonomy)

    assert model.seconds == [60, 40]


def saying(summary: str) -> str:
    return GOOD.replace("The export hangs.", summary)


GERMAN = saying("Der Export der Rechnungen hängt seit heute und wird nicht mehr fertig.")
ENGLISH = saying("The export of the invoices has been hanging since today and is not done.")
FOREIGN = Fall(Rung.MODEL, Reason.OTHER_LANGUAGE)


def judged_in_german(
    clock: Clock, taxonomy: Taxonomy, *replies: str | TriageError
) -> tuple[Judgement, ScriptedModel]:
    model = ScriptedModel(*replies)
    case = a_case(
        "Der Export der Rechnungen hängt seit heute, und ich kann ihn nicht mehr beenden."
    )
    return an_analyst(model, taxonomy, PATIENCE, clock).judge(case), model


def test_an_answer_in_another_language_is_sent_back_once(clock: Clock, taxonomy: Taxonomy) -> None:
    judgement, model = judged_in_german(clock, taxonomy, ENGLISH, GERMAN)

    assert judgement.summary.startswith("Der Export")
    assert "not in the reporter's language" in model.asked[1][-1].text
    assert judgement.provenance.falls == (FOREIGN,)


@pytest.mark.parametrize(
    ("again", "reason"),
    [
        (ENGLISH, Reason.OTHER_LANGUAGE),
        ("no JSON", Reason.UNREADABLE),
        (Rejected("refused", code=Reason.REFUSED), Reason.REFUSED),
    ],
)
def test_where_no_better_answer_comes_one_in_another_language_stands(
    clock: Clock, taxonomy: Taxonomy, again: str | TriageError, reason: Reason
) -> None:
    judgement, _ = judged_in_german(clock, taxonomy, ENGLISH, again)

    assert judgement.summary.startswith("The export of the invoices")
    assert judgement.provenance.analyst == "openai"
    assert judgement.provenance.falls == (FOREIGN, Fall(Rung.REPAIR, reason))


def test_a_repair_in_another_language_is_better_than_none(clock: Clock, taxonomy: Taxonomy) -> None:
    judgement, model = judged_in_german(clock, taxonomy, "no JSON", ENGLISH)

    assert judgement.category == "Bug"
    assert len(model.asked) == 2


def test_an_answer_in_the_reporters_language_costs_one_call(
    clock: Clock, taxonomy: Taxonomy
) -> None:
    judgement, model = judged_in_german(clock, taxonomy, GERMAN)

    assert judgement.provenance.falls == ()
    assert len(model.asked) == 1
