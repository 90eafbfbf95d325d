"""What the settings choose between."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

import pytest

from bot.bootstrap import exact_search, open_desk
from bot.indexing import alone, open_index
from bot.settings import Settings
from bot.triage.errors import Rejected, Unavailable
from bot.triage.issue import EVERY_TEAM
from bot.triage.redaction import redact
from tests.analysts.cases import a_case
from tests.builders import NOON, a_ticket
from tests.standins.openai_replies import error
from tests.standins.openai_server import OpenAIServer

if TYPE_CHECKING:
    from pathlib import Path

    from bot.triage.judgement import Hit
    from bot.triage.redaction import Redacted
    from tests.command_line import CommandLine


def _about_words(text: str, dimensions: int) -> list[float]:
    """Return a vector that tells texts about double charges from all others."""
    is_meant = "twice" in text.lower()
    rest = math.sqrt(1 / (dimensions - 1))
    return [1.0, *[0.0] * (dimensions - 1)] if is_meant else [0.0, *[rest] * (dimensions - 1)]


def test_the_models_vectors_are_used_when_they_are_chosen(command: CommandLine) -> None:
    with OpenAIServer(embed=_about_words) as model:
        found = command(
            "kb",
            "search",
            "they took my money twice",
            "--json",
            EMBEDDINGS="openai",
            OPENAI_API_KEY="sk-1",
            OPENAI_BASE_URL=model.base_url,
        )

    assert found.json[0]["similarity_score"] == 1.0
    assert "twice" in str(found.json[0]).lower()
    assert model.complaints == []


def test_an_index_server_that_does_not_answer_is_named_by_its_variable(tmp_path: Path) -> None:
    elsewhere = {"data_dir": tmp_path, "chroma_url": "http://me:hunter2@127.0.0.1:1"}
    settings = Settings.model_validate(elsewhere)

    with (
        open_desk(settings) as desk,
        pytest.raises(Unavailable, match=r"CHROMA_URL: .* at http://127\.0\.0\.1:1 does not"),
        open_index(settings, desk),
    ):
        pass


@pytest.mark.parametrize(
    ("threshold", "issue"), [("", "possibly KB-001, please check"), ("0.5", "known, KB-001")]
)
def test_with_a_model_that_nobody_measured_nothing_is_known_until_a_threshold_is_set(
    command: CommandLine, threshold: str, issue: str
) -> None:
    with OpenAIServer(embed=_about_words) as model:
        done = command(
            "classify",
            "Our card was charged twice for one invoice, they took the money twice",
            ANALYST="offline",
            EMBEDDINGS="openai",
            OPENAI_API_KEY="sk-1",
            OPENAI_BASE_URL=model.base_url,
            SIMILARITY_THRESHOLD=threshold,
        )

    assert f"Issue:       {issue} (" in done.out


@pytest.mark.parametrize(("threshold", "issue"), [("0.99", "new"), ("0.1", "known, KB-001")])
def test_a_threshold_that_was_set_decides_what_is_known(
    command: CommandLine, threshold: str, issue: str
) -> None:
    ticket = "My card was charged twice for the June invoice as the payment page hung"

    done = command("classify", ticket, SIMILARITY_THRESHOLD=threshold)

    assert f"Issue:       {issue} (" in done.out


def test_a_chroma_server_that_is_away_is_unavailable(command: CommandLine) -> None:
    given = {"data_dir": command.home / "data", "chroma_url": "http://127.0.0.1:9"}
    settings = Settings.model_validate(given)

    with open_desk(settings) as desk, pytest.raises(Unavailable), open_index(settings, desk):
        pass


class Away:
    """An index that can't be reached."""

    def search(self, team: str, text: Redacted, limit: int) -> tuple[Hit, ...]:
        raise Unavailable(f"no {limit} issues of {team} for {len(text)} characters")


def test_known_issues_are_found_also_while_the_index_is_away(command: CommandLine) -> None:
    settings = Settings(data_dir=command.home / "data")
    with open_desk(settings) as desk:
        found = desk.unfailing(Away()).search(EVERY_TEAM, redact("My card was charged twice"), 1)

    assert [hit.issue.id for hit in found] == ["KB-001"]


def test_with_a_chroma_server_too_only_one_bot_runs_on_the_same_data(tmp_path: Path) -> None:
    given = {"data_dir": tmp_path / "data", "chroma_url": "http://127.0.0.1:9"}
    settings = Settings.model_validate(given)

    with alone(settings), pytest.raises(Rejected, match="another `triage run`"), alone(settings):
        pass


def test_where_the_budget_of_the_day_is_spent_the_offline_analyst_judges_and_says_so(
    command: CommandLine,
) -> None:
    with OpenAIServer() as model:
        done = command(
            "classify",
            "My card was charged twice for the June invoice as the payment page hung",
            OPENAI_API_KEY="sk-1",
            OPENAI_BASE_URL=model.base_url,
            DAILY_TOKEN_BUDGET="10",
        )

    assert "Judged by:   offline" in done.out
    assert "the model has no tokens left in today's budget, so this was judged offline" in done.out
    assert model.chats == []


def test_health_knows_when_the_model_is_left_alone(command: CommandLine) -> None:
    with OpenAIServer() as model:
        model.reply(error(401))
        given = {
            "data_dir": command.home / "data",
            "openai_api_key": "sk-1",
            "openai_base_url": model.base_url,
        }
        with open_desk(Settings.model_validate(given)) as desk:
            assert "lists gpt-4o-mini" in desk.check_analyst()
            assert desk.analyst.judge(a_case()).provenance.fell_back

            with pytest.raises(Unavailable, match=r"left alone for now: .* answered 401"):
                desk.check_analyst()


def test_doctor_says_what_of_the_budget_is_spent(command: CommandLine) -> None:
    with OpenAIServer() as model:
        settings = {
            "OPENAI_API_KEY": "sk-1",
            "OPENAI_BASE_URL": model.base_url,
            "DAILY_TOKEN_BUDGET": "2000",
        }
        command("classify", "The invoice of May is wrong", **settings)

        well = command("doctor", **settings)
        spent = command("doctor", **settings | {"DAILY_TOKEN_BUDGET": "50"})

    assert re.search(r"ok +budget +\*: \d+ of 2000 tokens spent today", well.out)
    assert re.search(r"degraded +budget +\*: \d+ of 50 tokens spent today", spent.out)
    assert "until midnight UTC" in spent.out


def test_duplicates_are_looked_for_without_the_embedding_server(command: CommandLine) -> None:
    given = {
        "data_dir": command.home / "data",
        "analyst": "offline",
        "embeddings": "openai",
        "openai_api_key": "sk-1",
        "openai_base_url": "http://127.0.0.1:9/v1",
        "max_retries": 0,
    }
    with open_desk(Settings.model_validate(given)) as desk:
        workflow = desk.workflow(exact_search(desk.store, desk.embedder))
        ticket = a_ticket("My card was charged twice for the June invoice")
        move = workflow.advance(ticket, NOON, lambda _: None)

    assert move is not None
    assert move.event == "judged"
    assert move.likeness is not None


def test_where_the_embedding_server_is_down_tickets_are_judged_with_the_local_model(
    command: CommandLine,
) -> None:
    done = command(
        "classify",
        "My card was charged twice for the June invoice as the payment page hung",
        "--json",
        ANALYST="offline",
        EMBEDDINGS="openai",
        OPENAI_API_KEY="sk-1",
        OPENAI_BASE_URL="http://127.0.0.1:9/v1",
        MAX_RETRIES="0",
    )

    assert done.code == 0
    assert "KB-001" in done.out


def test_a_ticket_whose_text_the_embedding_server_refuses_sends_no_other_to_the_local_model(
    command: CommandLine,
) -> None:
    with OpenAIServer(embed=_about_words) as model:
        given = {
            "data_dir": command.home / "data",
            "embeddings": "openai",
            "openai_api_key": "sk-1",
            "openai_base_url": model.base_url,
        }
        with open_desk(Settings.model_validate(given)) as desk:
            search = desk.unfailing(exact_search(desk.store, desk.embedder))
            search.search(EVERY_TEAM, redact("The export hangs"), 1)
            model.reply(error(400, "this input can't be embedded"))

            [by_words] = search.search(EVERY_TEAM, redact("My card was charged twice"), 1)
            [by_model] = search.search(EVERY_TEAM, redact("They took my money twice"), 1)

    assert by_words.issue.id == by_model.issue.id == "KB-001"
    assert by_words.similarity < by_model.similarity == 1.0
