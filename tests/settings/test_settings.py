"""What the environment and `.env` set holds; all else has a default."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from bot.settings import SLACK_API_URL, Settings, load_settings
from bot.triage.teamwork.incident import Spike

if TYPE_CHECKING:
    from pathlib import Path


def test_everything_has_a_default() -> None:
    settings = load_settings()

    assert settings.slack_api_url == SLACK_API_URL
    assert settings.reply_deadline == timedelta(hours=24)
    assert settings.database == "sqlite:///data/triage.db"
    assert not settings.uses_model
    assert settings.kb_path is None


def test_a_file_in_the_working_folder_is_read_and_the_environment_wins(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("PORT=1234\nWORKERS=4\n", "utf-8")
    monkeypatch.setenv("WORKERS", "5")

    assert (load_settings().port, load_settings().workers) == (1234, 5)


@pytest.mark.parametrize("empty", ["", "  "])
def test_an_empty_value_means_unset_but_an_empty_path_means_no_issues(
    monkeypatch: pytest.MonkeyPatch, empty: str
) -> None:
    for name in ("PORT", "OPENAI_API_KEY", "SUPPORT_CHANNELS"):
        monkeypatch.setenv(name, empty)
    monkeypatch.setenv("KB_PATH", "")

    settings = load_settings()

    assert settings.port == 3000
    assert settings.openai_api_key is None
    assert settings.support_channels == ()
    assert settings.kb_path == ""


@pytest.mark.parametrize(
    ("environment", "level", "log_format", "retries"),
    [("dev", "DEBUG", "text", 2), ("prod", "WARNING", "json", 5), ("test", "DEBUG", "text", 1)],
)
def test_a_profile_sets_defaults(
    monkeypatch: pytest.MonkeyPatch, environment: str, level: str, log_format: str, retries: int
) -> None:
    monkeypatch.setenv("ENVIRONMENT", environment)

    settings = load_settings()

    assert (settings.log_level, settings.log_format, settings.max_retries) == (
        level,
        log_format,
        retries,
    )


def test_what_is_set_wins_over_the_profile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENVIRONMENT", "prod")
    monkeypatch.setenv("LOG_LEVEL", "INFO")

    assert load_settings().log_level == "INFO"


@pytest.mark.parametrize(
    ("name", "written", "meant"),
    [
        ("LOG_LEVEL", "info", "INFO"),
        ("LOG_FORMAT", "JSON", "json"),
        ("ANALYST", "Offline", "offline"),
        ("EMBEDDINGS", "LOCAL", "local"),
        ("ENVIRONMENT", "Prod", "prod"),
    ],
)
def test_a_choice_may_be_written_in_any_case(
    monkeypatch: pytest.MonkeyPatch, name: str, written: str, meant: str
) -> None:
    monkeypatch.setenv(name, written)

    assert getattr(load_settings(), name.lower()) == meant


def test_a_profile_may_be_named_in_any_case(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENVIRONMENT", "PROD")

    assert load_settings().max_retries == 5


def test_channels_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPPORT_CHANNELS", "C0123456789, G0123456789,")

    assert load_settings().support_channels == ("C0123456789", "G0123456789")


def test_channels_may_be_given_as_they_are() -> None:
    given = {"support_channels": ("C0123456789",)}

    assert Settings.model_validate(given).support_channels == ("C0123456789",)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/api", "http://127.0.0.1:1/api/"])
def test_slacks_address_may_end_with_a_slash_or_not(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("SLACK_API_URL", url)

    assert load_settings().slack_api_url == "http://127.0.0.1:1/api/"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLACK_BOT_TOKEN", "xoxb-1"),
        ("SLACK_APP_TOKEN", "xapp-1"),
        ("OPENAI_BASE_URL", "http://127.0.0.1:8000/v1"),
        ("DATABASE_URL", "sqlite:///there.db"),
    ],
)
def test_what_has_the_right_shape_is_taken_as_it_is(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    taken = getattr(load_settings(), name.lower())

    assert (taken.get_secret_value() if isinstance(taken, SecretStr) else taken) == value


def test_everything_that_is_kept_lies_in_the_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", "/srv/triage")
    settings = load_settings()

    assert settings.database == "sqlite:////srv/triage/triage.db"
    assert settings.index_folder.parent == settings.rebuild_request.parent == settings.data_dir


@pytest.mark.parametrize(
    ("analyst", "uses_model"), [("auto", True), ("openai", True), ("offline", False)]
)
def test_a_key_makes_the_model_judge_unless_it_is_to_be_offline(
    monkeypatch: pytest.MonkeyPatch, analyst: str, *, uses_model: bool
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-1")
    monkeypatch.setenv("ANALYST", analyst)

    assert load_settings().uses_model is uses_model


def test_space_around_a_key_is_no_part_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", " sk-one\n")

    key = load_settings().openai_api_key

    assert key is not None
    assert key.get_secret_value() == "sk-one"


@pytest.mark.parametrize(
    ("settings", "prices"),
    [
        ({}, (0.0, 0.0)),
        ({"openai_api_key": "sk-1"}, (0.15, 0.6)),
        ({"openai_api_key": "sk-1", "openai_model": "mine"}, None),
        ({"openai_api_key": "sk-1", "openai_model": "mine", "openai_prices": "1, 2.5"}, (1, 2.5)),
        ({"openai_api_key": "sk-1", "openai_prices": "0,0"}, (0.0, 0.0)),
        ({"openai_api_key": "sk-1", "analyst": "offline"}, (0.0, 0.0)),
    ],
)
def test_a_model_has_the_prices_that_are_set_or_known(
    settings: dict[str, str], prices: tuple[float, float] | None
) -> None:
    assert Settings.model_validate(settings).prices == prices


def test_a_spike_is_a_number_of_tickets_within_some_minutes_where_somebody_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert load_settings().spike("C0OPS") == Spike(5, timedelta(minutes=30), "C0OPS")
    assert not load_settings().spike(None).is_watched_for

    monkeypatch.setenv("SPIKE_COUNT", "3")
    monkeypatch.setenv("SPIKE_MINUTES", "0.5")
    assert load_settings().spike("C0OPS") == Spike(3, timedelta(seconds=30), "C0OPS")

    monkeypatch.setenv("SPIKE_COUNT", "0")
    assert not load_settings().spike("C0OPS").is_watched_for


def test_a_path_may_begin_with_the_home_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".env").write_text("DATA_DIR=~/here\nTRIAGE_CONFIG=~/my.yml\n", "utf-8")

    settings = load_settings()

    assert (settings.data_dir, settings.triage_config) == (tmp_path / "here", tmp_path / "my.yml")


def test_blanks_around_a_choice_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENVIRONMENT", " prod ")

    assert load_settings().max_retries == 5
