"""Whatever a model's server answers ends as an answer or as one of our errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from bot.analysts.llm import Endpoint, connected
from bot.triage.errors import Rejected, TriageError, Unavailable
from bot.triage.judging.ladder import Reason
from tests.analysts.connecting import NOW, complete, judged, model_at
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
)

if TYPE_CHECKING:
    from bot.triage.judgement import Taxonomy
    from tests.standins.openai_server import OpenAIServer


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
