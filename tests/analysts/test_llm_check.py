"""`check` says whether a model's server answers and lists the model."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pydantic import SecretStr

from bot.analysts.llm import Endpoint, connected
from bot.triage.errors import Rejected, Unavailable
from tests.analysts.compatible import CompatibleServer, complaining
from tests.analysts.connecting import NOW, model_at
from tests.standins.openai_server import OpenAIServer


def test_a_check_says_whether_the_server_lists_the_model(server: OpenAIServer) -> None:
    with model_at(server) as listed, model_at(server, model="llama") as unlisted:
        assert listed.check() == "the server answers and lists gpt-4o-mini"
        assert "does not list llama: if it has none, see OPENAI_MODEL" in unlisted.check()


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
