"""What holds for a message as a whole: its texts, its blocks together, and what hangs below."""

import pytest

from tests.workspace.block_kit.validating import complaints
from tests.workspace.builders import Json, Office, a_form, plain, section

LONG = "x"
PLACE = "[json-pointer:/attachments/1/blocks/0/text/text]"
TABLE: Json = {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]]}


def posted(office: Office, *blocks: Json, **fields: object) -> Json:
    params = {"channel": office.support.id, "text": "t", "blocks": list(blocks), **fields}
    return office.call("chat.postMessage", **params)


def test_fifty_blocks_are_the_most_in_a_message(office: Office) -> None:
    assert posted(office, *[section()] * 50)["ok"]
    assert posted(office, *[section()] * 51)["error"] == "invalid_blocks"


def test_block_ids_are_unique_in_a_message(office: Office) -> None:
    assert posted(office, section(block_id="a"), section(block_id="a"))["error"] == "invalid_blocks"


def test_text_of_all_blocks_together_is_limited(office: Office) -> None:
    assert posted(office, *[section(LONG * 2600)] * 5)["ok"]
    assert posted(office, *[section(LONG * 2601)] * 5)["error"] == "msg_blocks_too_long"


@pytest.mark.parametrize("text", ["", "  \n"])
def test_message_without_fallback_text_is_refused(office: Office, text: str) -> None:
    params = {"channel": office.support.id, "text": text, "blocks": [section()]}

    assert office.error("chat.postMessage", **params) == "no_text"


def test_overlong_text_is_refused(office: Office) -> None:
    params = {"channel": office.support.id, "text": LONG * 40_001}

    assert office.error("chat.postMessage", **params) == "msg_too_long"


@pytest.mark.parametrize("blocks", ["{not json", "{}"])
def test_blocks_that_are_no_array_are_refused(office: Office, blocks: str) -> None:
    params = {"channel": office.support.id, "text": "t", "blocks": blocks}

    assert office.error("chat.postMessage", **params) == "invalid_blocks_format"


@pytest.mark.parametrize(
    ("metadata", "error"),
    [
        ("ticket", "invalid_metadata_format"),
        ({"event_type": "ticket"}, "invalid_metadata_schema"),
        ({"event_type": "ticket", "event_payload": "7"}, "invalid_metadata_schema"),
        ({"event_type": "ticket", "event_payload": {"a": LONG * 16_000}}, "metadata_too_large"),
        ({}, "None"),
    ],
)
def test_metadata_is_checked(office: Office, metadata: object, error: str) -> None:
    params = {"channel": office.support.id, "text": "t", "metadata": metadata}

    assert office.error("chat.postMessage", **params) == error


def test_markdown_of_all_blocks_together_is_limited(office: Office) -> None:
    half = {"type": "markdown", "text": LONG * 6000}

    assert posted(office, half, half)["ok"]
    more = {"type": "markdown", "text": LONG}
    assert posted(office, half, half, more)["error"] == "msg_blocks_too_long"


@pytest.mark.parametrize(
    ("blocks", "attachments"),
    [
        ([TABLE, TABLE], []),
        ([TABLE], [{"blocks": [TABLE]}]),
        ([{"type": "container", "title": plain("t"), "child_blocks": [TABLE, TABLE]}], []),
    ],
)
def test_message_has_one_table(office: Office, blocks: list[Json], attachments: list[Json]) -> None:
    body = posted(office, *blocks, attachments=attachments)

    assert body["error"] == "invalid_attachments"
    assert body["response_metadata"]["messages"] == ["[ERROR] only_one_table_allowed"]


def test_message_has_one_plan(office: Office) -> None:
    plan = {"type": "plan", "title": "p"}

    assert posted(office, plan)["ok"]
    assert posted(office, plan, plan)["error"] == "invalid_blocks"


def test_hundred_attachments_are_the_most_below_a_message(office: Office) -> None:
    assert posted(office, attachments=[{"text": "a"}] * 100)["ok"]
    assert posted(office, attachments=[{"text": "a"}] * 101)["error"] == "too_many_attachments"


@pytest.mark.parametrize(
    ("complaint", "attachment"),
    [
        ("[ERROR] invalid_keys", "text"),
        ("[ERROR] invalid_keys", {"blocks": [section()], "title": "t"}),
        (
            f"[ERROR] must be more than 0 characters {PLACE}",
            {"blocks": [section("")]},
        ),
        ("[ERROR] must be an array [json-pointer:/attachments/1/blocks]", {"blocks": "none"}),
    ],
)
@pytest.mark.parametrize("method", ["chat.postMessage", "chat.postEphemeral", "chat.update"])
def test_attachment_beyond_the_limits_is_refused(
    office: Office, method: str, complaint: str, attachment: object
) -> None:
    mine = office.answer(office.ticket())
    fine = {"blocks": [section()], "color": "#00ff00", "fallback": "f"}
    where = {"channel": office.support.id, "ts": mine.ts, "user": office.ann.id, "text": "t"}

    assert office.call(method, **where, attachments=[fine])["ok"]
    body = office.call(method, **where, attachments=[fine, attachment])

    assert body["error"] == "invalid_attachments"
    assert body["response_metadata"]["messages"] == [complaint]


def test_text_that_replaces_another_is_shorter_than_a_new_one(office: Office) -> None:
    mine = office.answer(office.ticket(), LONG * 40_000)
    params = {"channel": office.support.id, "ts": mine.ts}

    assert office.call("chat.update", **params, text=LONG * 4000)["ok"]
    assert office.error("chat.update", **params, text=LONG * 4001) == "msg_too_long"


def test_validation_checks_without_posting_and_points_at_the_place(office: Office) -> None:
    wrong = section("")
    told = {"message": "must be more than 0 characters"}

    assert office.call("blocks.validate", blocks=[section()])["ok"]
    for name, content, pointer in (
        ("blocks", [wrong], "/0/text/text"),
        ("view", a_form(wrong), "/blocks/0/text/text"),
        ("message", {"blocks": [wrong]}, "/blocks/0/text/text"),
        ("message", {"attachments": [{"blocks": [wrong]}]}, "/attachments/0/blocks/0/text/text"),
    ):
        body = office.call("blocks.validate", **{name: content})
        assert body["error"] == f"invalid_{name}"
        assert body["errors"] == [{**told, "pointer": pointer}]
    assert not office.support.messages


def test_validation_is_of_one_thing_at_a_time(office: Office) -> None:
    assert office.error("blocks.validate") == "invalid_arguments"
    assert office.error("blocks.validate", blocks=[], view=a_form()) == "invalid_arguments"


def test_validation_tells_also_what_has_no_place(office: Office) -> None:
    assert complaints(office, blocks=[section(LONG * 2601)] * 5) == ["msg_blocks_too_long"]
