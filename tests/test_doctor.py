from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from bot.workspace import WorkspaceServer
from tests.own_rules import own_rules
from tests.standins.openai_replies import hashed_vector
from tests.standins.openai_server import OpenAIServer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.workspace import Bot
    from tests.command_line import CommandLine, Printed

ROOT = Path(__file__).parents[1]
MANIFEST = yaml.safe_load((ROOT / "manifest.yml").read_text("utf-8"))


@pytest.fixture(scope="module")
def server() -> Iterator[WorkspaceServer]:
    with WorkspaceServer() as server:
        yield server


@pytest.fixture
def installed(server: WorkspaceServer) -> Bot:
    return server.workspace.add_app(manifest=MANIFEST)


def _connected(server: WorkspaceServer, installed: Bot) -> dict[str, str]:
    app = server.workspace.app_of(installed)
    return {
        "SLACK_API_URL": server.api_url.rstrip("/"),
        "SLACK_BOT_TOKEN": installed.token,
        "SLACK_APP_TOKEN": app.app_token,
    }


def _states(done: Printed) -> dict[str, str]:
    """Return what stands before each part's name."""
    lines = [line for line in done.out.splitlines() if not line.startswith(" ")]
    return {line[10:22].strip(): line[:9].strip() for line in lines}


def test_without_tokens_all_is_well_and_it_says_what_to_set(command: CommandLine) -> None:
    done = command("doctor")

    assert done.code == 0
    assert set(_states(done).values()) == {"ok"}
    assert {"settings", "database", "index", "analyst", "outbox", "slack"} <= set(_states(done))
    assert "-> set SLACK_BOT_TOKEN to connect a workspace" in done.out


def test_with_tokens_slack_itself_is_asked(
    command: CommandLine, server: WorkspaceServer, installed: Bot
) -> None:
    done = command("doctor", **_connected(server, installed))

    assert done.code == 0
    assert f"Acme ({installed.team_id}), Socket Mode" in done.out
    assert "of manifest.yml are granted" in done.out
    assert "none configured" in done.out
    assert "none: no incidents are proposed" in done.out


def test_http_needs_no_app_token(
    command: CommandLine, server: WorkspaceServer, installed: Bot
) -> None:
    settings = _connected(server, installed) | {"SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": "s"}

    done = command("doctor", **settings)

    assert done.code == 0
    assert ", HTTP" in done.out


def test_a_bot_that_nothing_could_reach_is_not_well(
    command: CommandLine, server: WorkspaceServer, installed: Bot
) -> None:
    done = command("doctor", **_connected(server, installed) | {"SLACK_APP_TOKEN": ""})

    assert done.code == 1
    assert "neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET" in done.out


@pytest.mark.parametrize(
    "stale", [{"SLACK_BOT_TOKEN": "xoxb-stale"}, {"SLACK_APP_TOKEN": "xapp-stale"}]
)
def test_a_token_that_slack_does_not_know_is_not_well(
    command: CommandLine, server: WorkspaceServer, installed: Bot, stale: dict[str, str]
) -> None:
    done = command("doctor", **_connected(server, installed) | stale)

    assert done.code == 1
    assert "invalid_auth" in done.out
    assert "-> see SLACK_BOT_TOKEN" in done.out
    assert "slack scopes" not in done.out


def test_missing_scopes_are_named(command: CommandLine, server: WorkspaceServer) -> None:
    scopes = [one for one in MANIFEST["oauth_config"]["scopes"]["bot"] if one != "chat:write"]
    poorer = {**MANIFEST, "oauth_config": {"scopes": {"bot": scopes}}}
    installed = server.workspace.add_app(manifest=poorer)

    done = command("doctor", **_connected(server, installed))

    assert done.code == 1
    assert "missing: chat:write" in done.out
    assert "-> update the app from manifest.yml" in done.out


def test_channels_that_the_app_is_not_in_are_named(
    command: CommandLine, server: WorkspaceServer, installed: Bot
) -> None:
    inside = server.workspace.add_channel("support", installed)
    outside = server.workspace.add_channel("lobby")
    channels = f"{inside.id},{outside.id}"

    done = command("doctor", SUPPORT_CHANNELS=channels, **_connected(server, installed))

    assert done.code == 1
    assert f"can't work in {outside.id} (not_in_channel)" in done.out
    assert inside.id not in done.out
    assert "-> invite the app" in done.out


def test_channels_with_a_mode_and_their_review_channel_are_looked_at_too(
    command: CommandLine, server: WorkspaceServer, installed: Bot, tmp_path: Path
) -> None:
    quiet, review = (server.workspace.add_channel(name) for name in ("quiet", "review"))
    entry = {"channels": {quiet.id: "shadow"}, "review_channel": review.id}
    (tmp_path / "own.yml").write_text(yaml.safe_dump({"entry": entry}), "utf-8")

    done = command(
        "doctor", TRIAGE_CONFIG=str(tmp_path / "own.yml"), **_connected(server, installed)
    )

    assert done.code == 1
    assert (_states(done)["channels"], _states(done)["review"]) == ("failed", "degraded")
    assert f"can't work in {review.id} (not_in_channel)" in done.out


def test_membership_of_all_channels_is_well(
    command: CommandLine, server: WorkspaceServer, installed: Bot
) -> None:
    inside = server.workspace.add_channel("support", installed)

    done = command("doctor", SUPPORT_CHANNELS=inside.id, **_connected(server, installed))

    assert done.code == 0
    assert "a member of each configured channel (1)" in done.out


def test_an_operators_channel_that_the_app_is_not_in_is_shown(
    command: CommandLine, server: WorkspaceServer, installed: Bot
) -> None:
    outside = server.workspace.add_channel("operators")
    own = own_rules(command.home, operators_channel=outside.id)

    done = command("doctor", TRIAGE_CONFIG=str(own), **_connected(server, installed))

    assert done.code == 0
    assert _states(done)["operators"] == "degraded"
    assert f"can't work in {outside.id} (not_in_channel)" in done.out


def test_a_teams_channel_that_the_app_is_not_in_is_shown(
    command: CommandLine, server: WorkspaceServer, installed: Bot
) -> None:
    outside = server.workspace.add_channel("payments")
    own = own_rules(command.home, routes=f"{{payments: {{channel: {outside.id}}}}}")

    done = command("doctor", TRIAGE_CONFIG=str(own), **_connected(server, installed))

    assert (done.code, _states(done)["routes"]) == (0, "degraded")
    assert "invite the app to each channel under routes" in done.out


def test_a_database_that_cannot_be_opened_is_not_well(command: CommandLine) -> None:
    with closing(sqlite3.connect(command.database, isolation_level=None)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")

    done = command("doctor")

    assert done.code == 1
    assert _states(done) == {"settings": "ok", "database": "failed"}
    assert "-> see DATABASE_URL and DATA_DIR" in done.out


def test_posts_that_were_given_up_are_shown_but_fail_nothing(command: CommandLine) -> None:
    _bury_a_post(command)

    done = command("doctor")

    assert done.code == 0
    assert _states(done)["outbox"] == "degraded"
    assert "what was given up: 1, the latest: T-7 (is_archived)" in done.out


def test_a_model_that_does_not_answer_is_not_well(command: CommandLine) -> None:
    nowhere = {"OPENAI_API_KEY": "sk-1", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1"}

    done = command("doctor", OPENAI_TIMEOUT="2", **nowhere)

    assert done.code == 1
    assert _states(done)["analyst"] == "failed"
    assert "meanwhile tickets are judged offline" in done.out


def test_a_model_that_answers_is_well(command: CommandLine) -> None:
    with OpenAIServer() as model:
        done = command("doctor", OPENAI_API_KEY="sk-1", OPENAI_BASE_URL=model.base_url)

    assert done.code == 0
    assert _states(done)["analyst"] == "ok"


def _bury_a_post(command: CommandLine) -> None:
    now = "2026-01-05T12:00:00.000000+00:00"
    with closing(sqlite3.connect(command.database, isolation_level=None)) as connection:
        _insert(
            connection,
            "tickets",
            id=1,
            key="k1",
            team="T0TEAM",
            number=7,
            channel="C0SUPPORT",
            reporter="U0REPORTER",
            entry="message",
            status="judged",
            created_at=now,
            updated_at=now,
        )
        _insert(
            connection,
            "outbox",
            ticket_id=1,
            key="k1:card:0:thread",
            team="T0TEAM",
            channel="C0SUPPORT",
            kind="card",
            operation="post",
            status="dead",
            error="is_archived",
            created_at=now,
            updated_at=now,
        )


def _insert(connection: sqlite3.Connection, table: str, **values: object) -> None:
    """Insert a row; what is required but not given is 0."""
    columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
    needed = {name: 0 for _, name, _, required, *_ in columns if required and name != "id"}
    row = needed | values
    marks = ", ".join("?" * len(row))
    connection.execute(
        f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})",  # noqa: S608 - our own names
        list(row.values()),
    )


def test_a_known_issue_that_can_not_be_embedded_is_named_and_hides_no_other(
    command: CommandLine,
) -> None:
    common = {"category": "Bug", "symptoms": ["it stands still"], "recommended_action": "wait"}
    titles = {"OUR-0": "The mill", "OUR-1": "A poisoned well"}
    issues = [{"id": key, "title": title, **common} for key, title in titles.items()]
    (command.home / "ours.json").write_text(json.dumps(issues), "utf-8")
    with OpenAIServer(embed=_no_poison) as model:
        settings = {"EMBEDDINGS": "openai", "OPENAI_API_KEY": "sk-1"}
        settings["OPENAI_BASE_URL"] = model.base_url
        imported = command("kb", "import", "ours.json", **settings)
        found = command("kb", "search", "The mill stands still", "--limit", "50", **settings)
        done = command("doctor", **settings)

    why = "OUR-1 (the embedding model returned a vector without direction)"
    assert imported.code == 0
    assert why in " ".join(imported.err.split())
    assert "OUR-0" in found.out
    assert "OUR-1" not in found.out
    assert f"not to be found, as they can't be embedded: {why}" in done.out
    assert _states(done)["known issues"] == "degraded"
    assert _states(done)["index"] == "ok"


def _no_poison(text: str, dimensions: int) -> list[float]:
    return [0.0] * dimensions if "poison" in text else hashed_vector(text, dimensions)
