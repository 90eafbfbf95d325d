"""A language model is asked for one strict answer, in time and from many threads."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from bot.triage.errors import Rejected, Unavailable
from tests.analysts.connecting import SCHEMA, complete, judged, model_at
from tests.standins.openai_replies import (
    error,
    slow,
    trickle,
)

if TYPE_CHECKING:
    from bot.analysts.language_model.completions import Completion
    from bot.triage.judgement import Taxonomy
    from tests.standins.openai_server import OpenAIServer


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
