"""Files are sent over a real connection, piece by piece."""

from __future__ import annotations

import io
import json

import pytest

from bot.slack.web_api.calls import SlackUploads
from bot.triage.errors import Unavailable
from bot.workspace import WorkspaceServer


def test_a_file_arrives_whole() -> None:
    content = b"ticket,severity\n" * 10_000
    with WorkspaceServer() as server:
        slack = server.workspace
        bot = slack.add_app()
        channel = slack.add_channel("support", bot)
        length = len(content)
        place = slack.call(
            "files.getUploadURLExternal", bot.token, {"filename": "a.csv", "length": length}
        )

        SlackUploads()(place["upload_url"], io.BytesIO(content), length)

        files = json.dumps([{"id": place["file_id"]}])
        where = {"files": files, "channel_id": channel.id}
        assert slack.call("files.completeUploadExternal", bot.token, where)["ok"]
        [upload] = slack.uploads.values()
        assert upload.content == content


@pytest.mark.parametrize("path", ["/upload/made-up", "/nothing"])
def test_what_is_not_taken_is_unavailable(path: str) -> None:
    with WorkspaceServer() as server, pytest.raises(Unavailable):
        SlackUploads()(f"{server.base_url}{path}", io.BytesIO(b"1"), 1)


def test_no_other_address_is_opened() -> None:
    with pytest.raises(Unavailable, match="no address"):
        SlackUploads()("file:///etc/passwd", io.BytesIO(b"1"), 1)
