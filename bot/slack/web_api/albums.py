"""Pictures that Slack keeps for the app, so that its home can show them."""

from __future__ import annotations

import json
from hashlib import blake2b
from io import BytesIO
from typing import TYPE_CHECKING

import structlog

from bot.slack.web_api.methods import Method
from bot.slack.web_api.uploading import sent
from bot.triage.errors import TriageError

if TYPE_CHECKING:
    from bot.slack.web_api.calls import WebApi
    from bot.slack.web_api.uploading import Upload

log = structlog.stdlib.get_logger("slack.albums")


class Albums:
    """Keeps the latest picture of each workspace: the same is uploaded once, or twice at once.

    Which one that is, is forgotten with the process: the picture is uploaded again then.
    """

    def __init__(self, api: WebApi, upload: Upload) -> None:
        self._api = api
        self._upload = upload
        self._latest: dict[str, tuple[bytes, str]] = {}

    def keep(self, team: str, picture: bytes, name: str) -> str | None:
        """Return the id under which Slack has `picture`; None if it does not take it now."""
        digest = blake2b(picture).digest()
        known, file_id = self._latest.get(team, (b"", ""))
        if known == digest:
            return file_id
        try:
            file_id = self._send(picture, name)
        except TriageError as error:
            log.warning("picture_not_kept", reason=str(error))
            return None
        self._latest[team] = (digest, file_id)
        return file_id

    def _send(self, picture: bytes, name: str) -> str:
        file = BytesIO()
        file.write(picture)
        file_id = sent(self._api, self._upload, file, name)
        files = json.dumps([{"id": file_id, "title": name}])
        self._api.call(Method.END_UPLOAD, {"files": files})
        return file_id
