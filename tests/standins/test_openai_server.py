"""The OpenAI-shaped stand-in, as the real client sees it."""

import math
import time
from typing import Any

import httpx
import openai
import pytest
from openai.types.chat import ChatCompletion

from tests.standins import openai_replies as replies
from tests.standins.openai_server import OpenAIServer
from tests.workspace.builders import Json

SCHEMA: Json = {
    "type": "object",
    "additionalProperties": False,
    "required": ["severity", "certainty", "question", "issues", "about"],
    "properties": {
        "severity": {"type": "string", "enum": ["low", "high"]},
        "certainty": {"type": "number", "minimum": 0, "maximum": 1},
        "question": {"anyOf": [{"$ref": "#/$defs/question"}, {"type": "null"}]},
        "issues": {"type": "array", "items": {"type": ["string", "null"]}, "minItems": 2},
        "about": {"$ref": "#/$defs/about"},
    },
    "$defs": {
        "question": {"const": "Which?"},
        "about": {
            "type": "object",
            "additionalProperties": False,
            "required": ["known", "count", "text", "nothing"],
            "properties": {
                "known": {"type": "boolean"},
                "count": {"type": "integer", "minimum": 3},
                "text": {"anyOf": [{"type": "string"}, {"type": "number"}]},
                "nothing": {"type": "null"},
            },
        },
    },
}


def a_client(server: OpenAIServer) -> openai.OpenAI:
    return openai.OpenAI(api_key="sk-test", base_url=server.base_url, max_retries=0)


def ask(server: OpenAIServer, schema: Json = SCHEMA, **params: Any) -> ChatCompletion:  # noqa: ANN401
    fields: dict[str, Any] = {
        "model": "gpt-4o-mini",
        "messages": [
            {"role": "system", "content": "Judge."},
            {"role": "user", "content": "Help"},
        ],
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "judgement", "strict": True, "schema": schema},
        },
    }
    with a_client(server) as client:
        answer: ChatCompletion = client.chat.completions.create(**fields | params)
    return answer


def said(server: OpenAIServer) -> str:
    return str(ask(server).choices[0].message.content)


def test_default_answer_fits_the_schema(server: OpenAIServer) -> None:
    answer = ask(server)

    assert answer.choices[0].message.content == (
        '{"severity": "low", "certainty": 0.9, "question": null, "issues": [null, null], '
        '"about": {"known": false, "count": 3, "text": "The stand-in has looked at this.", '
        '"nothing": null}}'
    )
    assert answer.usage
    assert answer.usage.total_tokens > 0


def test_answer_can_be_made_from_the_request() -> None:
    with OpenAIServer(answer=lambda request: {"echo": request.user_text}) as server:
        assert said(server) == '{"echo": "Help"}'


def test_requests_are_remembered_whole(server: OpenAIServer) -> None:
    ask(server)

    server.wait_for_requests(1)
    (request,) = server.chats
    assert request.headers["authorization"] == "Bearer sk-test"
    assert (request.system_text, request.user_text) == ("Judge.", "Help")
    assert request.schema == SCHEMA
    with pytest.raises(TimeoutError):
        server.wait_for_requests(2, timeout=0.01)


def test_script_is_answered_in_order_then_the_default(server: OpenAIServer) -> None:
    server.reply(replies.Reply({"severity": "high"}), replies.Reply("plain words"))

    assert [said(server)[:12] for _ in range(3)] == ['{"severity":', "plain words", '{"severity":']


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (replies.rate_limited("3"), openai.RateLimitError),
        (replies.rate_limited(None), openai.RateLimitError),
        (replies.quota_exhausted(), openai.RateLimitError),
        (replies.error(500), openai.InternalServerError),
        (replies.error(502), openai.InternalServerError),
        (replies.error(401), openai.AuthenticationError),
        (replies.error(404), openai.NotFoundError),
        (replies.cut_connection(), openai.APIConnectionError),
    ],
)
def test_failure_looks_real_to_the_client(
    server: OpenAIServer, reply: replies.Reply, error: type[Exception]
) -> None:
    server.reply(reply)

    with pytest.raises(error):
        ask(server)


def test_answer_can_be_spoilt_in_every_way(server: OpenAIServer) -> None:
    server.reply(
        replies.fenced(),
        replies.changed(severity="doom", certainty=math.nan),
        replies.cut_short(),
        replies.refusal(),
        replies.filtered(),
        replies.empty_content(),
        replies.no_choices(),
        replies.null_choices(),
    )

    assert said(server).startswith("```json")
    assert said(server).startswith('{"severity": "doom", "certainty": NaN')
    assert ask(server).choices[0].finish_reason == "length"
    assert ask(server).choices[0].message.refusal
    assert ask(server).choices[0].finish_reason == "content_filter"
    assert ask(server).choices[0].message.content is None
    assert ask(server).choices == []
    assert ask(server).choices is None


def test_html_and_nothing_come_as_they_are(server: OpenAIServer) -> None:
    server.reply(replies.html(), replies.nothing())

    assert "<html>" in str(ask(server))
    with pytest.raises(ValueError, match="Expecting value"):
        ask(server)


def test_answer_can_be_slow_or_trickle(server: OpenAIServer) -> None:
    server.reply(replies.slow(0.1), replies.trickle(0.0002))
    started = time.monotonic()

    assert said(server) == said(server)
    assert time.monotonic() - started > 0.1


def test_embeddings_depend_on_the_text_alone(server: OpenAIServer) -> None:
    with a_client(server) as client:
        many = client.embeddings.create(model="text-embedding-3-small", input=["a", "b"])
        one = client.embeddings.create(model="text-embedding-3-small", input="a", dimensions=1536)
        plain = client.embeddings.create(
            model="text-embedding-3-small", input="a", encoding_format="float"
        )

    assert many.data[0].embedding == one.data[0].embedding != many.data[1].embedding
    assert plain.data[0].embedding == pytest.approx(one.data[0].embedding, abs=1e-6)
    assert len(server.embeddings) == 3


def test_models_are_listed(server: OpenAIServer) -> None:
    with a_client(server) as client:
        assert "gpt-4o-mini" in [model.id for model in client.models.list()]


def strict(**changes: object) -> Json:
    inner: Json = {"name": "judgement", "strict": True, "schema": SCHEMA, **changes}
    return {"response_format": {"type": "json_schema", "json_schema": inner}}


def with_schema(**changes: object) -> Json:
    return strict(schema=SCHEMA | changes)


@pytest.mark.parametrize(
    "params",
    [
        {"messages": []},
        {"messages": [{"role": "user", "content": ""}]},
        {"messages": [{"role": "boss", "content": "Help"}]},
        {"temperature": 3},
        {"extra_body": {"colour": "red"}},
        {"response_format": {"type": "text"}},
        strict(name="a name"),
        strict(strict=False),
        strict(schema={"type": "array"}),
        with_schema(additionalProperties=True),
        with_schema(required=["severity"]),
        with_schema(allOf=[]),
        with_schema(properties=SCHEMA["properties"] | {"issues": {"type": "array"}}),
    ],
)
def test_request_that_openai_refuses_is_refused(server: OpenAIServer, params: Json) -> None:
    with pytest.raises(openai.BadRequestError):
        ask(server, **params)
    assert server.complaints


@pytest.mark.parametrize("texts", [[], "", ["a", ""], [[1, 2]]])
def test_embedding_of_nothing_is_refused(server: OpenAIServer, texts: Any) -> None:  # noqa: ANN401
    with a_client(server) as client, pytest.raises(openai.BadRequestError):
        client.embeddings.create(model="text-embedding-3-small", input=texts)


def test_unknown_model_and_key_are_refused(server: OpenAIServer) -> None:
    with pytest.raises(openai.NotFoundError):
        ask(server, model="gpt-imaginary")
    server.api_key = "sk-other"
    with pytest.raises(openai.AuthenticationError):
        ask(server)
    server.api_key = None


@pytest.mark.parametrize("body", [b"{", b"[]", b"{}"])
def test_body_that_is_no_request_is_refused(server: OpenAIServer, body: bytes) -> None:
    headers = {"Authorization": "Bearer sk-test"}

    answer = httpx.post(f"{server.base_url}/chat/completions", content=body, headers=headers)

    assert answer.status_code == 400
    assert answer.json()["error"]["type"] == "invalid_request_error"
