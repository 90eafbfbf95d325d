"""A setting that can't be used is refused by its name, with what was expected and no secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.settings import SettingsError, load_settings, misspelt

if TYPE_CHECKING:
    from pathlib import Path

    from tests.command_line import CommandLine


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"OPENAI_MODEL=caf\xe9\n")

    with pytest.raises(SettingsError, match=r"\.env: not UTF-8"):
        load_settings()


@pytest.mark.parametrize("line", ["this is no line", "PORT = 'open", "=3000"])
def test_a_line_that_can_not_be_read_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / ".env").write_text(f"# the bot's\nLOG_LEVEL=INFO\n\n{line}\n", "utf-8")

    with pytest.raises(SettingsError, match=r"\.env, line 4: NAME=value was expected"):
        load_settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLACK_APP_TOKEN", "xoxb-not-this-one"),
        ("SLACK_BOT_TOKEN", "xapp-not-this-one"),
        ("SLACK_BOT_TOKEN", "xoxb-schlüssel"),
        ("OPENAI_API_KEY", "schlüssel"),
        ("OPENAI_API_KEY", "sk-one\nsk-two"),
        ("OPENAI_TEMPERATURE", "3"),
        ("OPENAI_TIMEOUT", "0"),
        ("REPLY_DEADLINE_HOURS", "nan"),
        ("SLACK_POSTS_PER_SECOND", "inf"),
        ("SIMILARITY_THRESHOLD", "nan"),
        ("SLACK_API_URL", "slack.com"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "sqlite:///"),
        ("CHROMA_URL", "somewhere"),
        ("EMBEDDINGS", "openai"),
        ("OPENAI_PRICES", "1"),
        ("OPENAI_PRICES", "1,2,3"),
        ("OPENAI_PRICES", "1,-2"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(SettingsError, match=name):
        load_settings()


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("OPENAI_API_KEY", "schlüssel", "plain letters, digits and signs"),
        ("CHROMA_URL", "somewhere", "an address such as https://"),
        ("SLACK_API_URL", "ftp://slack.com", "an address such as https://"),
        ("OPENAI_PRICES", "1", "two numbers such as 0.15,0.60"),
        ("OPENAI_PRICES", "1,2,3", "two numbers such as 0.15,0.60"),
        ("OPENAI_TEMPERATURE", "hot", r"a number \(got 'hot'\)"),
        ("RETRY_DELAY", "-1", r"at least 0 \(got '-1'\)"),
        ("REPLY_DEADLINE_HOURS", "0", "more than 0"),
        ("SLACK_POSTS_PER_SECOND", "inf", "a number"),
        ("WORKERS", "many", "a whole number"),
        ("PORT", "99999", "at most 65535"),
        ("ANALYST", "gpt", "'auto', 'openai' or 'offline'"),
    ],
)
def test_what_was_expected_is_said(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, expected: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(SettingsError, match=f"{name}: expected {expected}"):
        load_settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLACK_APP_TOKEN", "hunter2"),
        ("OPENAI_API_KEY", "hunter2 hunter2"),
        ("SLACK_API_URL", "hunter2"),
        ("DATABASE_URL", "postgres://u:hunter2@db"),
    ],
)
def test_a_secret_is_not_repeated(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(SettingsError) as raised:
        load_settings()

    assert "hunter2" not in str(raised.value)


def test_a_home_that_nobody_knows_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", "~nobody-of-that-name/data")

    with pytest.raises(SettingsError, match="DATA_DIR: expected a path without ~"):
        load_settings()


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("SUPPORT_CHANNEL", "SUPPORT_CHANNELS"),
        ("slack_bot_tokens", "SLACK_BOT_TOKEN"),
        ("OPENAI_MODLE", "OPENAI_MODEL"),
    ],
)
def test_a_misspelt_name_is_told_with_the_one_that_is_meant(
    tmp_path: Path, name: str, meant: str
) -> None:
    (tmp_path / "own.env").write_text(f"LOG_LEVEL=INFO\n{name}=x\n", "utf-8")

    (told,) = misspelt(tmp_path / "own.env")

    assert told.endswith(f"own.env: {name.upper()} is not known; did you mean {meant}?")


@pytest.mark.parametrize("name", ["COMPOSE_PROJECT_NAME", "OPENAI_API_BASE", "AWS_REGION", "TZ"])
def test_names_that_others_read_are_nobodys_mistake(tmp_path: Path, name: str) -> None:
    (tmp_path / "own.env").write_text(f"{name}=x\nWORKERS=4\n", "utf-8")

    assert misspelt(tmp_path / "own.env") == []


def test_without_such_a_file_no_name_is_misspelt(tmp_path: Path) -> None:
    assert misspelt(tmp_path / "own.env") == []


def test_each_command_tells_of_it_and_goes_on(command: CommandLine) -> None:
    (command.home / ".env").write_text("LOG_LEVLE=INFO\n", "utf-8")

    done = command("kb", "list")

    assert done.code == 0
    assert done.err == "triage: .env: LOG_LEVLE is not known; did you mean LOG_LEVEL?\n"
