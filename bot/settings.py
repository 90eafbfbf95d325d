"""Every environment variable, validated; seen only by the command line and bootstrap."""

from __future__ import annotations

from datetime import timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, ClassVar, Self

from dotenv.parser import parse_stream
from pydantic import BeforeValidator, Field, HttpUrl, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.bad_input import BadInputError
from bot.configuration.checked_values import (
    AppToken,
    BotToken,
    ChannelId,
    HomePath,
    Key,
    Price,
    Seconds,
    SqliteUrl,
    Url,
    UrlWithSlash,
    split,
)
from bot.configuration.choices import (
    AnalystChoice,
    EmbeddingsChoice,
    Environment,
    LogFormat,
    LogLevel,
    profile,
)
from bot.triage.arrivals.limits import Limits
from bot.triage.teamwork.incident import Spike

ENV_FILE = ".env"
SLACK_API_URL = "https://slack.com/api/"
PRICES = {"gpt-4o-mini": (0.15, 0.6)}
"""Dollars for a million tokens in and out, of the model that is the default."""
EXPECTED = {
    "url_parsing": "expected an address such as https://example.com/",
    "url_scheme": "expected an address such as https://example.com/",
    "missing": "expected two numbers such as 0.15,0.60",
    "too_long": "expected two numbers such as 0.15,0.60",
    "float_parsing": "expected a number",
    "finite_number": "expected a number",
    "int_parsing": "expected a whole number",
    "greater_than": "expected more than {gt:g}",
    "greater_than_equal": "expected at least {ge:g}",
    "less_than_equal": "expected at most {le:g}",
    "enum": "expected {expected}",
}
"""What was expected, by pydantic's type of the error; other errors say it in pydantic's words."""


NEAR = 0.85
"""How alike an unknown name and the known one that is meant by it are at least; 1 = the same."""


class SettingsError(BadInputError):
    """An environment variable has a value that can't be used."""


class Settings(BaseSettings):
    """The process's settings; an empty value means unset, except for `KB_PATH`."""

    model_config = SettingsConfigDict(env_file=ENV_FILE, extra="ignore", frozen=True)

    environment: Environment = Environment.DEV

    slack_bot_token: BotToken | None = None
    slack_app_token: AppToken | None = None
    slack_signing_secret: SecretStr | None = None
    slack_api_url: UrlWithSlash = SLACK_API_URL
    support_channels: Annotated[tuple[ChannelId, ...], NoDecode, BeforeValidator(split)] = ()
    slack_posts_per_second: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 1.0

    openai_api_key: Key | None = None
    openai_base_url: Url | None = None
    openai_model: str = "gpt-4o-mini"
    openai_embedding_model: str = "text-embedding-3-small"
    openai_temperature: Annotated[float, Field(ge=0, le=2)] = 0.3
    openai_prices: Annotated[tuple[Price, Price] | None, NoDecode, BeforeValidator(split)] = None
    openai_timeout: Seconds = 60.0
    ticket_timeout: Annotated[float, Field(gt=0, le=86_400)] = 90.0
    max_retries: Annotated[int, Field(ge=0, le=20)] = 3
    retry_delay: Annotated[float, Field(ge=0, le=600)] = 1.0
    retry_backoff: Annotated[float, Field(ge=1, le=10)] = 2.0
    max_model_calls: Annotated[int, Field(ge=1, le=1024)] = 64
    daily_token_budget: Annotated[int, Field(ge=0)] = 0

    analyst: AnalystChoice = AnalystChoice.AUTO
    embeddings: EmbeddingsChoice = EmbeddingsChoice.AUTO
    similarity_threshold: Annotated[float, Field(ge=0, le=1)] | None = None
    max_description_length: Annotated[int, Field(ge=1, le=40_000)] = 5_000
    max_questions: Annotated[int, Field(ge=0, le=10)] = 2
    reply_deadline_hours: Annotated[float, Field(gt=0, le=24 * 365)] = 24.0
    workers: Annotated[int, Field(ge=1, le=256)] = 32
    tickets_per_user_per_minute: Annotated[int, Field(ge=0)] = 10
    tickets_per_channel_per_minute: Annotated[int, Field(ge=0)] = 0
    spike_count: Annotated[int, Field(ge=0, le=100)] = 5
    spike_minutes: Annotated[float, Field(gt=0, le=24 * 60)] = 30.0
    join_seconds: Annotated[int, Field(ge=0, le=3600)] = 60

    data_dir: HomePath = Path("data")
    database_url: SqliteUrl | None = None
    chroma_url: HttpUrl | None = None
    kb_path: str | None = None
    triage_config: HomePath | None = None

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65_535)] = 3000
    log_level: LogLevel = LogLevel.DEBUG
    log_format: LogFormat = LogFormat.TEXT

    SECRETS: ClassVar[frozenset[str]] = frozenset(
        {
            "slack_bot_token",
            "slack_app_token",
            "slack_signing_secret",
            "openai_api_key",
            "database_url",
            "openai_base_url",
            "chroma_url",
            "slack_api_url",
        }
    )

    @model_validator(mode="before")
    @classmethod
    def _drop_empty_and_apply_profile(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Treat empty as unset, then let ENVIRONMENT set defaults for what is not set itself."""
        given = {name: value for name, value in values.items() if _says(value) or name == "kb_path"}
        return {**profile(given.get("environment")), **given}

    @model_validator(mode="after")
    def _check_that_a_chosen_vendor_has_its_key(self) -> Self:
        chosen = (self.analyst == "openai", self.embeddings == "openai")
        if any(chosen) and self.openai_api_key is None:
            name = "ANALYST" if chosen[0] else "EMBEDDINGS"
            raise ValueError(f"{name}=openai needs OPENAI_API_KEY")
        return self

    @property
    def database(self) -> str:
        """Return the database's URL: `DATABASE_URL`, or a file in `DATA_DIR`."""
        return self.database_url or f"sqlite:///{self.data_dir / 'triage.db'}"

    @property
    def index_folder(self) -> Path:
        """Return where the index lies if there is no Chroma server."""
        return self.data_dir / "chroma"

    @property
    def rebuild_request(self) -> Path:
        """Return the file by which another process asks a running bot to rebuild its index."""
        return self.data_dir / "rebuild-index"

    @property
    def kept_clock(self) -> Path:
        """Return the file that says how the machine's clocks ran, until it is started anew."""
        return self.data_dir / "clock.json"

    @property
    def eval_answers(self) -> Path:
        """Return where a model's answers are kept that `triage eval` has asked for."""
        return self.data_dir / "eval-answers.jsonl"

    @property
    def prices(self) -> tuple[float, float] | None:
        """Return the dollars for a million tokens in and out; None for a model of unknown price."""
        if not self.uses_model:
            return 0.0, 0.0
        return self.openai_prices or PRICES.get(self.openai_model)

    @property
    def uses_model(self) -> bool:
        """Return True if a model judges."""
        if self.analyst is AnalystChoice.AUTO:
            return self.openai_api_key is not None
        return self.analyst is AnalystChoice.OPENAI

    @property
    def limits(self) -> Limits:
        """Return how many tickets may be opened within a minute."""
        return Limits(self.tickets_per_user_per_minute, self.tickets_per_channel_per_minute)

    def spike(self, channel: str | None) -> Spike:
        """Return what is proposed as an incident, in the operators' channel if there is one."""
        return Spike(self.spike_count, timedelta(minutes=self.spike_minutes), channel)

    @property
    def join_within(self) -> timedelta:
        """Return how soon after a ticket its author's next message can be part of it."""
        return timedelta(seconds=self.join_seconds)

    @property
    def reply_deadline(self) -> timedelta:
        """Return how long a question waits for its answer."""
        return timedelta(hours=self.reply_deadline_hours)


def load_settings(**chosen: str) -> Settings:
    """Read the environment and `.env`; SettingsError names every variable that can't be used.

    What was `chosen` on the command line wins over both.
    """
    try:
        _require_readable(Path(ENV_FILE))
        return Settings(**chosen)  # type: ignore[arg-type]  # the fields check what was chosen
    except ValidationError as error:
        raise SettingsError("\n".join(_explain(error))) from error
    except UnicodeDecodeError as error:
        raise SettingsError(".env: not UTF-8; save the file as UTF-8") from error
    except OSError as error:
        raise SettingsError(f".env: can't be read: {error.strerror}") from error


def misspelt(file: Path = Path(ENV_FILE)) -> list[str]:
    """Return a sentence on each name in `file` that is not known, but near to one that is.

    Others may be meant for another program.
    """
    if not file.is_file():
        return []
    with file.open(encoding="utf-8") as lines:
        names = {read.key.upper() for read in parse_stream(lines) if read.key}
    known = [name.upper() for name in Settings.model_fields]
    return [
        f"{file}: {name} is not known; did you mean {near[0]}?"
        for name in sorted(names.difference(known))
        if (near := get_close_matches(name, known, 1, NEAR))
    ]


def _require_readable(file: Path) -> None:
    """Raise SettingsError where `file` has a line of which the reader would drop the value."""
    if not file.is_file():
        return
    with file.open(encoding="utf-8") as lines:
        broken = [read.original for read in parse_stream(lines) if read.error]
    if broken:
        blank = len(broken[0].string) - len(broken[0].string.lstrip())
        line = broken[0].line + broken[0].string[:blank].count("\n")
        raise SettingsError(f"{file}, line {line}: NAME=value was expected")


def _explain(error: ValidationError) -> list[str]:
    lines: dict[str, str] = {}
    for problem in error.errors(include_url=False):
        name = str(problem["loc"][0]) if problem["loc"] else ""
        said = problem["msg"].removeprefix("Value error, ")
        reason = EXPECTED.get(problem["type"], "{said}").format(said=said, **problem.get("ctx", {}))
        got = "" if name in Settings.SECRETS or not name else f" (got {_given(problem['input'])!r})"
        # Of a part of a value and of the whole, the whole is said: it comes last.
        lines[name or reason] = f"{name.upper()}: {reason}{got}" if name else reason
    return list(lines.values())


def _given(value: object) -> object:
    """Return what stands in the environment for a value that was parted at its commas."""
    return ",".join(map(str, value)) if isinstance(value, tuple) else value


def _says(value: object) -> bool:
    return not isinstance(value, str) or value.strip() != ""
