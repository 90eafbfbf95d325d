"""Values that are checked as they are read, from the environment or from `triage.yml`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, HttpUrl, SecretStr

_IN_A_HEADER = re.compile(r"[!-~]+")
CHANNEL_ID = re.compile(r"[CG][A-Z0-9]+")


def _with_final_slash(url: str) -> str:
    HttpUrl(url)
    return url.rstrip("/") + "/"


def _http_url(url: str) -> str:
    HttpUrl(url)
    return url


def _sent_as_it_is(key: SecretStr) -> SecretStr:
    """Return `key` without space around it; ValueError if no header could hold it.

    Each call would fail, and tell of a server that can't be reached.
    """
    bare = key.get_secret_value().strip()
    if not _IN_A_HEADER.fullmatch(bare):
        raise ValueError("expected plain letters, digits and signs without spaces")
    return SecretStr(bare)


def _bot_token(token: SecretStr) -> SecretStr:
    if not token.get_secret_value().startswith("xox"):
        raise ValueError("expected a bot token, which starts with xoxb-")
    return token


def _app_token(token: SecretStr) -> SecretStr:
    if not token.get_secret_value().startswith("xapp-"):
        raise ValueError("expected an app-level token, which starts with xapp-")
    return token


def split(value: object) -> object:
    """Return the parts between commas, if that is text."""
    if not isinstance(value, str):
        return value
    return tuple(part.strip() for part in value.split(",") if part.strip())


def _channel_id(value: str) -> str:
    if not CHANNEL_ID.fullmatch(value):
        raise ValueError("expected channel ids such as C0123456789, separated by commas")
    return value


def at_home(path: Path) -> Path:
    """Return `path` with what `~` stands for: in a `.env` no shell replaces it."""
    try:
        return path.expanduser()
    except RuntimeError as error:
        raise ValueError("expected a path without ~: the home folder is not known") from error


def _sqlite(url: str) -> str:
    path = url.removeprefix("sqlite:///")
    if path in {"", url} or ":memory:" in path:
        raise ValueError("expected sqlite:///path/to/file.db")
    return url


HomePath = Annotated[Path, AfterValidator(at_home)]
ChannelId = Annotated[str, AfterValidator(_channel_id)]
Key = Annotated[SecretStr, AfterValidator(_sent_as_it_is)]
Price = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Seconds = Annotated[float, Field(gt=0, allow_inf_nan=False)]
BotToken = Annotated[Key, AfterValidator(_bot_token)]
AppToken = Annotated[Key, AfterValidator(_app_token)]
Url = Annotated[str, AfterValidator(_http_url)]
UrlWithSlash = Annotated[str, AfterValidator(_with_final_slash)]
SqliteUrl = Annotated[str, AfterValidator(_sqlite)]
