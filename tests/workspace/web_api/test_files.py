"""Files that apps send."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.workspace.web_api.files import GONE, HTTP_OK, TOO_SHORT, take_upload

if TYPE_CHECKING:
    from tests.workspace.builders import Office


def begun(office: Office, length: int = 5) -> tuple[str, str]:
    """Return the key in the address, and the id of the file."""
    body = office.call("files.getUploadURLExternal", filename="a.csv", length=length)
    return body["upload_url"].rpartition("/")[2], body["file_id"]


def end(office: Office, file_id: str, channel_id: str = "") -> str:
    files = json.dumps([{"id": file_id, "title": "a.csv"}])
    channel = channel_id or office.support.id
    body = office.call("files.completeUploadExternal", files=files, channel_id=channel)
    return str(body.get("error", ""))


def test_a_file_shows_once_its_content_is_there(office: Office) -> None:
    key, file_id = begun(office)

    assert end(office, file_id) == "file_not_found"
    assert take_upload(office.slack, key, b"1,2,3") == HTTP_OK
    assert end(office, file_id) == ""
    assert end(office, file_id) == "file_not_found"
    assert [one.files[0]["name"] for one in office.support.messages.values()] == ["a.csv"]


def test_only_what_was_announced_is_taken_and_once(office: Office) -> None:
    key, _ = begun(office)

    assert take_upload(office.slack, "made-up", b"1,2,3") == GONE
    assert take_upload(office.slack, key, b"1,2") == TOO_SHORT
    assert take_upload(office.slack, key, b"1,2,3") == HTTP_OK
    assert take_upload(office.slack, key, b"1,2,3") == GONE


def test_what_is_missing_is_refused(office: Office) -> None:
    assert office.error("files.getUploadURLExternal", filename="a.csv") == "missing_argument"
    assert office.error("files.completeUploadExternal", files="[]") == "invalid_arguments"
    assert office.error("files.completeUploadExternal", files="[7]") == "invalid_arguments"


def test_description_of_a_picture_is_short(office: Office) -> None:
    params = {"filename": "a.png", "length": 5}

    assert office.call("files.getUploadURLExternal", **params, alt_txt="x" * 1000)["ok"]
    error = office.error("files.getUploadURLExternal", **params, alt_txt="x" * 1001)
    assert error == "alt_txt_too_large"


def test_a_file_is_for_conversations_with_the_app(office: Office) -> None:
    key, file_id = begun(office)
    take_upload(office.slack, key, b"1,2,3")
    other = office.slack.add_channel("other")

    assert end(office, file_id, "U0ANN") == "channel_not_found"
    assert end(office, file_id, other.id) == "not_in_channel"
