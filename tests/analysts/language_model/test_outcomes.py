"""Whatever a model's server does, a ticket ends on a rung of the ladder that says what happened."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from bot.analysts.ladder import Ladder
from bot.analysts.language_model.breaker import Breaker
from bot.analysts.language_model.bulkhead import Bulkhead
from bot.analysts.language_model.judging import ModelAnalyst
from bot.analysts.language_model.tries import Tries
from bot.analysts.llm import Endpoint, connected
from bot.triage.delivery.retries import Patience
from bot.triage.judgement import Provenance
from bot.triage.judging.ladder import Fall, Reason, Rung
from tests.analysts.cases import a_case
from tests.analysts.scripted import REAL_TIME, UNLIMITED, Gives
from tests.builders import NOON, a_hit, a_judgement
from tests.standins.openai_replies import (
    Reply,
    changed,
    cut_connection,
    cut_short,
    empty_content,
    error,
    fenced,
    filtered,
    html,
    no_choices,
    nothing,
    null_choices,
    packed,
    quota_exhausted,
    rate_limited,
    refusal,
    trickle,
    vast,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.triage.judgement import Judgement, Taxonomy
    from tests.standins.openai_server import OpenAIServer

TICKET = "The export of the invoices hangs at 90 % and is not done for any of us since this morning"
IN_ENGLISH = changed(summary="The export of the invoices hangs and is not done for any of them.")
IN_GERMAN = changed(summary="Der Export der Rechnungen hängt und wird für keinen von ihnen fertig.")
OFFLINE = a_judgement(provenance=Provenance("offline", "offline-1"))
HASTY = Patience(attempt_seconds=0.3, total_seconds=10, max_retries=1, retry_delay_seconds=0)
PATIENT = replace(HASTY, attempt_seconds=10, total_seconds=60)
SURE = {"category": 1, "severity": 1, "issue_type": 1}


@contextmanager
def a_ladder(base_url: str, taxonomy: Taxonomy, patience: Patience = PATIENT) -> Iterator[Ladder]:
    endpoint = Endpoint("gpt-4o-mini", SecretStr("sk-test"), base_url)
    with connected(endpoint, lambda: NOON) as model:
        guarded = Bulkhead(Breaker(model, time.monotonic), 4, time.monotonic)
        tries = Tries(guarded, UNLIMITED, patience, REAL_TIME)
        yield Ladder((Rung.MODEL, ModelAnalyst(tries, taxonomy)), (Rung.OFFLINE, Gives(OFFLINE)))


def judged(base_url: str, taxonomy: Taxonomy) -> Judgement:
    with a_ladder(base_url, taxonomy) as ladder:
        return ladder.judge(a_case(TICKET, a_hit()))


@pytest.mark.parametrize(
    "reply",
    [
        fenced(),
        changed(severity="hIgH"),
        changed(unknown="field"),
        changed(issue_type="new_issue"),
        IN_ENGLISH,
    ],
    ids=["fenced JSON", "case", "unknown key", "contradiction", "same language"],
)
def test_what_is_harmless_stands_at_once(
    server: OpenAIServer, taxonomy: Taxonomy, reply: Reply
) -> None:
    server.reply(reply)

    judgement = judged(server.base_url, taxonomy)

    assert judgement.provenance.analyst == "openai"
    assert judgement.provenance.falls == ()
    assert judgement.notes == ()


UNUSABLE = [
    pytest.param(cut_short(), Reason.CUT_OFF, id="cut off"),
    pytest.param(Reply("It is a bug, I think."), Reason.UNREADABLE, id="no JSON"),
    pytest.param(Reply('{"summary": "It ha'), Reason.UNREADABLE, id="half JSON"),
    pytest.param(changed(category="Sales"), Reason.BROKE_RULES, id="bad enum"),
    pytest.param(changed(severity=None), Reason.BROKE_RULES, id="missing enum"),
    pytest.param(changed(confidence={**SURE, "category": 7}), Reason.BROKE_RULES, id="range"),
    pytest.param(
        changed(confidence={**SURE, "category": float("nan")}), Reason.BROKE_RULES, id="NaN"
    ),
    pytest.param(changed(summary=" "), Reason.BROKE_RULES, id="empty summary"),
    pytest.param(changed(matched_issue_id="KB-999"), Reason.UNKNOWN_ISSUE, id="unknown issue"),
]


@pytest.mark.parametrize(("reply", "reason"), UNUSABLE)
def test_an_unusable_answer_is_repaired(
    server: OpenAIServer, taxonomy: Taxonomy, reply: Reply, reason: Reason
) -> None:
    server.reply(reply)

    judgement = judged(server.base_url, taxonomy)

    assert judgement.provenance.analyst == "openai"
    assert judgement.provenance.falls == (Fall(Rung.MODEL, reason),)
    assert len(server.chats) == 2


@pytest.mark.parametrize(("reply", "reason"), UNUSABLE)
def test_an_answer_that_stays_unusable_is_judged_offline(
    server: OpenAIServer, taxonomy: Taxonomy, reply: Reply, reason: Reason
) -> None:
    server.reply(reply, reply)

    judgement = judged(server.base_url, taxonomy)

    assert judgement.provenance.analyst == "offline"
    assert judgement.provenance.falls == (Fall(Rung.MODEL, reason), Fall(Rung.REPAIR, reason))
    assert len(server.chats) == 2


@pytest.mark.parametrize(
    ("reply", "reason", "calls"),
    [
        pytest.param(refusal(), Reason.REFUSED, 1, id="refusal"),
        pytest.param(filtered(), Reason.FILTERED, 1, id="content filter"),
        pytest.param(empty_content(), Reason.EMPTY, 2, id="empty"),
        pytest.param(no_choices(), Reason.EMPTY, 2, id="choices: []"),
        pytest.param(null_choices(), Reason.UNREADABLE, 2, id="choices: null"),
        pytest.param(html(), Reason.UNREADABLE, 2, id="HTML with 200"),
        pytest.param(nothing(), Reason.UNREADABLE, 2, id="no body"),
        pytest.param(vast(4_000_001), Reason.UNREADABLE, 2, id="endless"),
        pytest.param(vast(4_000_001, 500), Reason.UNREADABLE, 2, id="endless with 500"),
        pytest.param(packed(), Reason.UNREADABLE, 2, id="packed"),
        pytest.param(html(503), Reason.SERVER_ERROR, 2, id="HTML with 503"),
        pytest.param(error(500), Reason.SERVER_ERROR, 2, id="500"),
        pytest.param(rate_limited("0"), Reason.RATE_LIMITED, 2, id="429"),
        pytest.param(cut_connection(), Reason.UNREACHABLE, 2, id="torn connection"),
        pytest.param(error(401), Reason.WRONG_KEY, 1, id="401"),
        pytest.param(error(403), Reason.WRONG_KEY, 1, id="403"),
        pytest.param(error(404), Reason.NO_SUCH_MODEL, 1, id="404"),
        pytest.param(error(400, "too long"), Reason.BAD_REQUEST, 1, id="400"),
        pytest.param(quota_exhausted(), Reason.QUOTA_SPENT, 1, id="quota"),
    ],
)
def test_a_model_that_gives_no_answer_is_tried_again_where_that_helps_then_left(
    server: OpenAIServer,
    taxonomy: Taxonomy,
    reply: Reply,
    reason: Reason,
    calls: int,
) -> None:
    server.reply(*[reply] * calls)

    judgement = judged(server.base_url, taxonomy)

    assert judgement.provenance.analyst == "offline"
    assert judgement.provenance.falls == (Fall(Rung.MODEL, reason),)
    assert judgement.notes[0].startswith("Manual review required: the model ")
    assert len(server.chats) == calls


def test_a_model_that_answers_too_slowly_is_tried_again_then_left(
    server: OpenAIServer, taxonomy: Taxonomy
) -> None:
    server.reply(trickle(0.05), trickle(0.05))

    with a_ladder(server.base_url, taxonomy, HASTY) as ladder:
        judgement = ladder.judge(a_case(TICKET))

    assert judgement.provenance.falls == (Fall(Rung.MODEL, Reason.TOO_SLOW),)
    assert len(server.chats) == 2


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/v1", "not an address"])
def test_a_server_that_is_not_there_is_no_error(taxonomy: Taxonomy, address: str) -> None:
    judgement = judged(address, taxonomy)

    assert judgement.provenance.fell_back


def test_an_answer_in_another_language_is_repaired_or_stands(
    server: OpenAIServer, taxonomy: Taxonomy
) -> None:
    server.reply(IN_GERMAN, IN_ENGLISH)
    repaired = judged(server.base_url, taxonomy)
    server.reply(IN_GERMAN, IN_GERMAN)
    stands = judged(server.base_url, taxonomy)

    assert repaired.summary.startswith("The export")
    assert repaired.provenance.falls == (Fall(Rung.MODEL, Reason.OTHER_LANGUAGE),)
    assert stands.summary.startswith("Der Export")
    assert stands.provenance.analyst == "openai"
    assert [fall.rung for fall in stands.provenance.falls] == [Rung.MODEL, Rung.REPAIR]


def test_a_refusal_to_repair_is_judged_offline(server: OpenAIServer, taxonomy: Taxonomy) -> None:
    server.reply(changed(category="Sales"), refusal())

    judgement = judged(server.base_url, taxonomy)

    assert judgement.provenance.falls == (
        Fall(Rung.MODEL, Reason.BROKE_RULES),
        Fall(Rung.REPAIR, Reason.REFUSED),
    )


def test_after_a_wrong_key_the_next_ticket_does_not_even_ask(
    server: OpenAIServer, taxonomy: Taxonomy
) -> None:
    server.reply(error(401))

    with a_ladder(server.base_url, taxonomy) as ladder:
        ladder.judge(a_case(TICKET))
        judgement = ladder.judge(a_case(TICKET))

    assert judgement.provenance.falls == (Fall(Rung.MODEL, Reason.LEFT_ALONE),)
    assert len(server.chats) == 1


def test_a_ticket_takes_no_longer_than_it_may_whatever_the_server_does(
    server: OpenAIServer, taxonomy: Taxonomy
) -> None:
    server.reply(*[trickle(0.05)] * 9)
    patience = Patience(
        attempt_seconds=0.2, total_seconds=0.5, max_retries=9, retry_delay_seconds=0
    )
    started = time.monotonic()

    with a_ladder(server.base_url, taxonomy, patience) as ladder:
        judgement = ladder.judge(a_case(TICKET))

    assert judgement.provenance.falls == (Fall(Rung.MODEL, Reason.TOO_SLOW),)
    assert time.monotonic() - started < 15
