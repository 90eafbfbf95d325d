"""Embedding over the network: retried, bounded in time, and checked before it is believed."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
import pytest
from pydantic import SecretStr

from bot.triage.delivery.retries import Patience, Timing
from bot.triage.errors import Rejected, Unavailable
from bot.triage.redaction import Redacted, redact
from kb.embeddings import MAX_BYTES, TEXTS_A_REQUEST, Endpoint, connected
from kb.search.vectors import vectors_for
from tests.builders import NOON, an_issue
from tests.standins.openai_replies import (
    Reply,
    cut_connection,
    error,
    hashed_vector,
    html,
    nothing,
    packed,
    quota_exhausted,
    rate_limited,
    slow,
    trickle,
    vast,
)
from tests.standins.openai_server import OpenAIServer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kb.embeddings import OpenAIEmbedder
    from tests.kb.parts import MemoryCache

TEXT = redact("the export never ends")
QUICK = Patience(attempt_seconds=5, total_seconds=20, max_retries=3, retry_delay_seconds=1)


@pytest.fixture
def slept() -> list[float]:
    return []


@contextmanager
def opened(
    server: OpenAIServer, slept: list[float], patience: Patience = QUICK, model: str | None = None
) -> Iterator[OpenAIEmbedder]:
    timing = Timing(lambda: NOON, time.monotonic, slept.append, jitter=lambda: 0.5)
    name = "text-embedding-3-small" if model is None else model
    endpoint = Endpoint(SecretStr("sk-test"), name, server.base_url)
    with connected(endpoint, patience, timing) as embedder:
        yield embedder


@pytest.fixture
def embedder(server: OpenAIServer, slept: list[float]) -> Iterator[OpenAIEmbedder]:
    with opened(server, slept) as embedder:
        yield embedder


def embeddings(*vectors: object, indexes: list[int] | None = None) -> Reply:
    numbers = range(len(vectors)) if indexes is None else indexes
    data = [{"index": n, "embedding": vector} for n, vector in zip(numbers, vectors, strict=True)]
    return Reply(raw=json.dumps({"data": data}).encode())


def test_vectors_come_at_length_one_in_the_order_of_the_texts(
    server: OpenAIServer, embedder: OpenAIEmbedder
) -> None:
    server.reply(embeddings([0, 2], [3, 4], indexes=[1, 0]))

    vectors = embedder.embed([TEXT, redact("another")])

    assert np.allclose(vectors, np.array([[0.6, 0.8], [0, 1]]))
    assert vectors.dtype == np.float32


def test_many_texts_go_in_several_requests_and_progress_is_told(
    server: OpenAIServer, embedder: OpenAIEmbedder
) -> None:
    texts = [redact(f"text {n}") for n in range(TEXTS_A_REQUEST + 3)]
    heard: list[int] = []

    vectors = embedder.embed(texts, heard.append)

    assert heard == [TEXTS_A_REQUEST, len(texts)]
    assert len(server.embeddings) == 2
    assert np.allclose(vectors[-1], hashed_vector(texts[-1], 1536), atol=1e-6)


def test_no_texts_need_no_request(server: OpenAIServer, embedder: OpenAIEmbedder) -> None:
    assert len(embedder.embed([])) == 0
    assert server.requests == []


@pytest.mark.parametrize(
    "text", ["", " ", "\ud800", "a\0b", "x" * 40_000, "👩‍👩‍👧" * 3000, "\u202e"]
)
def test_any_text_is_sent_in_a_form_that_the_api_takes(
    server: OpenAIServer, embedder: OpenAIEmbedder, text: str
) -> None:
    assert embedder.embed([Redacted(text)]).shape == (1, 1536)
    (sent,) = server.embeddings[0].body["input"]
    assert 0 < len(sent.encode()) <= MAX_BYTES
    assert server.complaints == []


@pytest.mark.parametrize(
    "reply", [error(500), error(503), error(408), rate_limited(None), cut_connection()]
)
def test_what_may_pass_is_tried_again(
    server: OpenAIServer, embedder: OpenAIEmbedder, slept: list[float], reply: Reply
) -> None:
    server.reply(reply, reply)

    assert embedder.embed([TEXT]).shape == (1, 1536)
    assert slept == [0.75, 1.5]


@pytest.mark.parametrize(
    ("spelled", "seconds"),
    [("7", 7), ("2.5", 2.5), ("Mon, 05 Jan 2026 12:00:09 GMT", 9), ("soon", 0.75), ("-3", 0.75)],
)
def test_the_servers_retry_after_is_the_least_pause(
    server: OpenAIServer,
    embedder: OpenAIEmbedder,
    slept: list[float],
    spelled: str,
    seconds: float,
) -> None:
    server.reply(rate_limited(spelled))

    embedder.embed([TEXT])

    assert slept == [seconds]


def test_spent_tries_are_unavailable_with_what_the_server_asked(
    server: OpenAIServer, embedder: OpenAIEmbedder, slept: list[float]
) -> None:
    server.reply(*[rate_limited("4")] * 4)

    with pytest.raises(Unavailable, match="answered 429") as refusal:
        embedder.embed([TEXT])

    assert refusal.value.retry_after_seconds == 4
    assert len(slept) == 3


def test_a_pause_beyond_the_time_left_is_not_slept(
    server: OpenAIServer, embedder: OpenAIEmbedder, slept: list[float]
) -> None:
    server.reply(rate_limited("86400"))

    with pytest.raises(Unavailable) as refusal:
        embedder.embed([TEXT])

    assert refusal.value.retry_after_seconds == 3600
    assert slept == []


@pytest.mark.parametrize("reply", [vast(16_000_001), vast(16_000_001, 503), packed()])
def test_an_answer_without_an_end_is_not_read(
    server: OpenAIServer, embedder: OpenAIEmbedder, reply: Reply
) -> None:
    server.reply(*[reply] * 4)

    with pytest.raises(Unavailable, match="more than any answer"):
        embedder.embed([TEXT])


@pytest.mark.parametrize("reply", [slow(30), trickle(0.05)])
def test_a_server_that_takes_too_long_is_left(
    server: OpenAIServer, slept: list[float], reply: Reply
) -> None:
    server.reply(reply)
    hasty = Patience(attempt_seconds=0.3, max_retries=0)
    started = time.monotonic()

    with opened(server, slept, hasty) as embedder, pytest.raises(Unavailable, match="in time"):
        embedder.embed([TEXT])

    assert time.monotonic() - started < 15


@pytest.mark.parametrize(
    ("reply", "complaint"),
    [
        (error(401, "bad key sk-secret"), "answered 401"),
        (error(400), "answered 400"),
        (quota_exhausted(), "quota is used up"),
        (html(), "no embedding"),
        (nothing(), "no embedding"),
        (Reply(raw=b'{"data": null}'), "no embedding"),
        (embeddings(), "one vector a text"),
        (embeddings([1], [2]), "one vector a text"),
        (embeddings([1], indexes=[1]), "one vector a text"),
        (embeddings([]), "different lengths"),
        (embeddings([0, 0]), "without direction"),
        (embeddings([float("nan"), 1]), "no embedding|without direction"),
        (embeddings([1e308, 1e308]), "without direction"),
        (embeddings("AAAA"), "no embedding"),
    ],
)
def test_what_no_repetition_cures_is_rejected_at_once(
    server: OpenAIServer,
    embedder: OpenAIEmbedder,
    slept: list[float],
    reply: Reply,
    complaint: str,
) -> None:
    server.reply(reply)

    with pytest.raises(Rejected, match=complaint) as refusal:
        embedder.embed([TEXT])

    assert "sk-secret" not in str(refusal.value)
    assert slept == []


def test_vectors_of_different_lengths_in_one_answer_are_rejected(
    server: OpenAIServer, embedder: OpenAIEmbedder
) -> None:
    server.reply(embeddings([1, 2], [3]))

    with pytest.raises(Rejected, match="different lengths"):
        embedder.embed([TEXT, TEXT])


def test_vectors_of_different_lengths_in_two_answers_are_rejected(
    server: OpenAIServer, embedder: OpenAIEmbedder
) -> None:
    server.reply(embeddings(*[[1, 2]] * TEXTS_A_REQUEST), embeddings([1]))

    with pytest.raises(Rejected, match="different lengths"):
        embedder.embed([TEXT] * (TEXTS_A_REQUEST + 1))


def test_a_server_that_is_gone_is_unavailable(slept: list[float]) -> None:
    with OpenAIServer() as server:
        pass
    with opened(server, slept) as embedder, pytest.raises(Unavailable, match="can't be reached"):
        embedder.embed([TEXT])
    assert len(slept) == 3


def test_a_closed_embedder_is_unavailable(server: OpenAIServer, slept: list[float]) -> None:
    with opened(server, slept) as embedder:
        pass

    with pytest.raises(Unavailable, match="closed"):
        embedder.embed([TEXT])


def test_the_models_id_names_who_serves_it(server: OpenAIServer, slept: list[float]) -> None:
    host = server.base_url.removeprefix("http://").removesuffix("/v1")
    timing = Timing(lambda: NOON, time.monotonic, slept.append, lambda: 0.0)

    with opened(server, slept, model="m") as embedder:
        assert embedder.model == f"{host}/m"
    with connected(Endpoint(SecretStr("sk-test")), QUICK, timing) as embedder:
        assert embedder.model == "openai/text-embedding-3-small"


def test_issues_are_embedded_once_over_the_network(
    server: OpenAIServer, embedder: OpenAIEmbedder, cache: MemoryCache
) -> None:
    issues = [an_issue(title="one"), an_issue(title="two")]

    vectors_for(issues, embedder, cache)
    vectors_for(issues, embedder, cache)

    assert len(server.embeddings) == 1
