"""Sends files to Slack."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Protocol

from bot.slack.payload import string
from bot.slack.web_api.methods import Method

if TYPE_CHECKING:
    from bot.slack.blocks import Json
    from bot.slack.web_api.calls import WebApi


class Upload(Protocol):
    """Sends a file to an address that Slack gave."""

    def __call__(self, url: str, file: IO[bytes], size: int, /) -> None:
        """Send it once; raises Unavailable if it did not arrive."""


def sent(api: WebApi, upload: Upload, file: IO[bytes], name: str) -> str:
    """Send what is in `file` up to where it stands, and return its id: it shows nowhere yet."""
    size = file.tell()
    file.seek(0)
    asked: Json = {"filename": name, "length": size}
    place = api.call(Method.BEGIN_UPLOAD, asked)
    upload(string(place, "upload_url"), file, size)
    return string(place, "file_id")
