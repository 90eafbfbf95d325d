"""What can be chosen among by an environment variable, and what a profile chooses."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Choice(StrEnum):
    """One of some words, in whatever case it is written."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        written = str(value).strip().casefold()
        return next((member for member in cls if member.casefold() == written), None)


class AnalystChoice(Choice):
    """Who judges: `auto` is `openai` when a key is set, else `offline`."""

    AUTO = "auto"
    OPENAI = "openai"
    OFFLINE = "offline"


class EmbeddingsChoice(Choice):
    """What turns text into vectors: `auto` is `local`, with or without a key."""

    AUTO = "auto"
    LOCAL = "local"
    MULTILINGUAL = "multilingual"
    """Local too, for sixteen languages; a little less exact in English."""
    OPENAI = "openai"


class LogFormat(Choice):
    """How log records are written."""

    TEXT = "text"
    JSON = "json"


class LogLevel(Choice):
    """From which level records are written."""

    DEBUG = "DEBUG"
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"


class Environment(Choice):
    """A profile of defaults."""

    DEV = "dev"
    PROD = "prod"
    TEST = "test"


PROFILES: dict[Environment, dict[str, object]] = {
    Environment.DEV: {"log_level": LogLevel.DEBUG, "log_format": LogFormat.TEXT, "max_retries": 2},
    Environment.PROD: {
        "log_level": LogLevel.WARNING,
        "log_format": LogFormat.JSON,
        "max_retries": 5,
    },
    Environment.TEST: {"log_level": LogLevel.DEBUG, "max_retries": 1},
}


def profile(environment: object) -> dict[str, object]:
    """Return the defaults of a profile; none if it is not named, or wrongly."""
    try:
        return PROFILES[Environment(str(environment))]
    except ValueError:
        return {}
