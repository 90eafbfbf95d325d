from __future__ import annotations

import threading
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from bot.analysts.llm import Endpoint, connected
from bot.triage.errors import Rejected, TriageError, Unavailable
from bot.triage.judging.ladder import Reason
from tests.analysts.compatible import CompatibleServer, complaining
from tests.analysts.connecting import NOW, SCHEMA, complete, judged, model_at
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
    quota_exhausted,
    rate_limited,
    refusal,
    slow,
    trickle,
)
from tests.standins.openai_server import OpenAIServer

if TYPE_CHECKING:
    from bot.analysts.language_model.completions import Completion
    from bot.triage.judgement import Taxonomy


def test_a_completion_comes_back_with_its_model_and_tokens(server: OpenAIServer) -> None:
    with model_at(server) as model:
        completion = complete(model)

    assert completion.text.startswith('{"summary"')
    assert completion.model == "gpt-4o-mini"
    assert completion.input_tokens > 0
    assert completion.output_tokens > 0


def test_the_schema_is_demanded_strictly(server: OpenAIServer) -> None:
    with model_at(server, temperature=0.3) as model:
        complete(model)

    body = server.chats[0].body
    assert body["response_format"] == {
        "type": "json_schema",
        "json_schema": {"name": "triage", "strict": True, "schema": SCHEMA},
    }
    assert body["temperature"] == 0.3
    assert [message["role"] for message in body["messages"]] == ["system", "user"]
    assert server.complaints == []


def test_the_strict_server_takes_the_real_prompt(server: OpenAIServer, taxonomy: Taxonomy) -> None:
    judgement = judged(server, taxonomy)

    assert judgement.category == "Billing"
    assert judgement.matched_issue_id == "KB-101"
    assert judgement.provenance.analyst == "openai"
    assert server.complaints == []


def test_a_server_that_trickles_is_cut_off_at_the_deadline(server: OpenAIServer) -> None:
    server.reply(trickle(0.05))
    started = time.monotonic()

    with model_at(server) as model, pytest.raises(Unavailable, match="in time"):
        complete(model, seconds=0.3)

    assert time.monotonic() - started < 15


def test_no_time_left_means_no_answer(server: OpenAIServer) -> None:
    with model_at(server) as model, pytest.raises(Unavailable, match="in time"):
        complete(model, seconds=-1)


@pytest.mark.parametrize(
    ("reply", "told", "says"),
    [
        (error(500), Unavailable, "answered 500"),
        (error(502), Unavailable, "answered 502"),
        (error(408), Unavailable, "answered 408"),
        (error(409), Unavailable, "answered 409"),
        (rate_limited(), Unavailable, "answered 429"),
        (cut_connection(), Unavailable, "can't be reached"),
        (html(), Unavailable, "no chat completion"),
        (html(503), Unavailable, "answered 503"),
        (nothing(), Unavailable, "no chat completion"),
        (no_choices(), Unavailable, "no choice"),
        (null_choices(), Unavailable, "no chat completion"),
        (empty_content(), Unavailable, "empty"),
        (Reply(raw=b"\xff\xfe\x00"), Unavailable, "no chat completion"),
        (error(400, "too long"), Rejected, "answered 400"),
        (error(401), Rejected, "answered 401"),
        (error(403), Rejected, "answered 403"),
        (error(404), Rejected, "answered 404"),
        (error(422), Rejected, "answered 422"),
        (quota_exhausted(), Rejected, "quota"),
        (refusal(), Rejected, "refused"),
        (filtered(), Rejected, "filter"),
    ],
)
def test_every_failure_is_one_of_our_errors(
    server: OpenAIServer, reply: Reply, told: type[TriageError], says: str
) -> None:
    server.reply(reply)

    with model_at(server) as model, pytest.raises(told, match=says) as raised:
        complete(model)

    assert "Sign in" not in str(raised.value)
    assert "can't help" not in str(raised.value)


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (error(401), Reason.WRONG_KEY),
        (error(404), Reason.NO_SUCH_MODEL),
        (error(422), Reason.BAD_REQUEST),
        (quota_exhausted(), Reason.QUOTA_SPENT),
        (Reply(status=400, error={"code": {"a": 1}, "type": [1]}), Reason.BAD_REQUEST),
    ],
)
def test_a_rejection_carries_what_a_breaker_needs(
    server: OpenAIServer, reply: Reply, code: Reason
) -> None:
    server.reply(reply)

    with model_at(server) as model, pytest.raises(Rejected) as raised:
        complete(model)

    assert raised.value.code == code


@pytest.mark.parametrize(
    ("spelled", "seconds"),
    [
        ("7", 7),
        ("1.5", 1.5),
        ("Mon, 05 Jan 2026 12:00:30 GMT", 30),
        ("Mon, 05 Jan 2026 11:00:00 GMT", 0),
        (None, None),
        ("soon", None),
    ],
)
def test_the_pause_that_a_server_asks_for_is_read(
    server: OpenAIServer, spelled: str | None, seconds: float | None
) -> None:
    server.reply(rate_limited(spelled))

    with model_at(server) as model, pytest.raises(Unavailable) as raised:
        complete(model)

    assert raised.value.retry_after_seconds == seconds


def test_nobody_at_the_address_is_unavailable() -> None:
    endpoint = Endpoint("gpt-4o-mini", SecretStr("sk-test"), "http://127.0.0.1:9/v1")

    with connected(endpoint, lambda: NOW) as model:
        with pytest.raises(Unavailable, match="can't be reached"):
            complete(model)
        with pytest.raises(Unavailable, match="can't be reached"):
            model.check()


def test_what_is_no_address_is_unavailable() -> None:
    endpoint = Endpoint("gpt-4o-mini", SecretStr("sk-test"), "not an address")

    with connected(endpoint, lambda: NOW) as model, pytest.raises(Unavailable):
        complete(model)


def test_a_model_without_temperature_is_asked_without(server: OpenAIServer) -> None:
    server.reply(error(400, "Unsupported value: 'temperature' does not support 0.3"))

    with model_at(server, temperature=0.3) as model:
        complete(model)
        complete(model)

    assert ["temperature" in chat.body for chat in server.chats] == [True, False, False]


def test_a_complaint_about_a_temperature_that_was_not_sent_is_final(server: OpenAIServer) -> None:
    server.reply(error(400, "temperature?"))

    with model_at(server, temperature=None) as model, pytest.raises(Rejected):
        complete(model)

    assert "temperature" not in server.chats[0].body


@pytest.mark.parametrize(
    "reply", [fenced(), changed(unknown="field"), changed(severity="hIgH")], ids=["1", "2", "3"]
)
def test_harmless_deviations_cost_no_second_call(
    server: OpenAIServer, taxonomy: Taxonomy, reply: Reply
) -> None:
    server.reply(reply)

    judged(server, taxonomy)

    assert len(server.chats) == 1


@pytest.mark.parametrize(
    "reply",
    [
        cut_short(),
        changed(category="Sales"),
        changed(severity=None),
        changed(matched_issue_id="KB-999"),
        changed(confidence={"category": 7, "severity": 1, "issue_type": 1}),
        changed(confidence={"category": float("nan"), "severity": 1, "issue_type": 1}),
        changed(summary=" "),
        Reply("I think it is a bug."),
    ],
)
def test_every_unusable_answer_is_repaired_or_ends_as_our_error(
    server: OpenAIServer, taxonomy: Taxonomy, reply: Reply
) -> None:
    server.reply(reply)
    assert judged(server, taxonomy).category == "Billing"
    server.reply(reply, reply)

    with pytest.raises(Rejected):
        judged(server, taxonomy)

    assert len(server.chats) == 4


def test_a_passing_failure_is_survived(server: OpenAIServer, taxonomy: Taxonomy) -> None:
    server.reply(error(503))

    assert judged(server, taxonomy).category == "Billing"


def test_leaving_the_block_ends_a_call_under_way(server: OpenAIServer) -> None:
    server.reply(slow(30))
    outcomes: list[object] = []
    with model_at(server) as model:

        def ask() -> None:
            with pytest.raises(Unavailable) as raised:
                complete(model, seconds=30)
            outcomes.append(raised.value)

        thread = threading.Thread(target=ask)
        thread.start()
        server.wait_for_requests(1)
    thread.join(60)

    assert len(outcomes) == 1
    with pytest.raises(Unavailable):
        complete(model)


def test_many_threads_share_one_model(server: OpenAIServer) -> None:
    server.reply(*[slow(1)] * 8)
    answers: list[Completion] = []
    started = time.monotonic()

    with model_at(server) as model:
        threads = [
            threading.Thread(target=lambda: answers.append(complete(model))) for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert len(answers) == 8
    assert time.monotonic() - started < 8


def test_a_check_says_whether_the_server_lists_the_model(server: OpenAIServer) -> None:
    with model_at(server) as listed, model_at(server, model="llama") as unlisted:
        assert listed.check() == "the server answers and lists gpt-4o-mini"
        assert unlisted.check() == "the server answers and does not list llama"


def test_a_check_with_a_wrong_key_is_rejected() -> None:
    with (
        CompatibleServer(complaining("Incorrect API key", 401)) as server,
        model_at(server) as model,
        pytest.raises(Rejected, match="401"),
    ):
        model.check()


def test_a_check_is_remembered_for_half_a_minute() -> None:
    now = [NOW]
    with OpenAIServer() as server:
        endpoint = Endpoint("gpt-4o-mini", SecretStr("sk-test"), server.base_url)
        with connected(endpoint, lambda: now[0]) as model:
            model.check()
            server.models = ()
            now[0] += timedelta(seconds=29)
            assert "and lists" in model.check()
            now[0] += timedelta(seconds=1)
            assert "does not list" in model.check()


def test_a_check_after_the_end_is_unavailable(server: OpenAIServer) -> None:
    with model_at(server) as model:
        pass

    with pytest.raises(Unavailable):
        model.check()
