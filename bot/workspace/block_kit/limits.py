"""Slack's limits on messages and views, so that what the real one refuses is refused here."""

import json
from collections.abc import Collection, Iterator

from bot.workspace.block_kit.blocks import HOME, MESSAGE, MODAL, kinds_on
from bot.workspace.block_kit.charts import MOST_CHARTS
from bot.workspace.block_kit.composition import plain_text
from bot.workspace.block_kit.shapes import (
    Check,
    at_most,
    every,
    flag,
    items,
    record,
    string,
    tagged,
    unique,
)
from bot.workspace.records.errors import Refused
from bot.workspace.records.messages import Blocks, Json, Value

MOST_MESSAGE_BLOCKS = 50
MOST_VIEW_BLOCKS = 100
MOST_ATTACHMENTS = 100
MOST_MESSAGE_CHARACTERS = 13_000
MOST_MARKDOWN_CHARACTERS = 12_000
MOST_TEXT_CHARACTERS = 40_000
MOST_CHANGED_CHARACTERS = 4_000
"""Of a text that replaces another (chat.update); a new one may be longer."""
MOST_VIEW_BYTES = 250_000
MOST_METADATA_BYTES = 16_000
WITH_BLOCKS = frozenset({"blocks", "color", "fallback"})
"""What an attachment may have beside blocks; the other fields are of the older kind."""


def _blocks(surface: str, most: int) -> Check:
    return every(items(tagged(kinds_on(surface)), most, 0), unique("block_id"))


def _one_focus(value: object, pointer: str, problems: list[str]) -> None:
    """Refuse a view in which two elements are in focus when it opens."""
    if sum(one.get("focus_on_load") is True for one in _objects(value)) > 1:
        problems.append(f"[ERROR] only one element can set focus_on_load [json-pointer:{pointer}]")


MESSAGE_BLOCKS = every(
    _blocks(MESSAGE, MOST_MESSAGE_BLOCKS),
    at_most(MOST_CHARTS, "data_visualization"),
    at_most(1, "plan"),
)
_VIEW: dict[str, Check] = {
    "private_metadata": string(3000, 0),
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
}
VIEWS = {
    MODAL: record(
        {
            "title": plain_text(24),
            "blocks": every(_blocks(MODAL, MOST_VIEW_BLOCKS), _one_focus),
        },
        {
            **_VIEW,
            "submit": plain_text(24),
            "close": plain_text(24),
            "clear_on_close": flag,
            "notify_on_close": flag,
            "submit_disabled": flag,
        },
    ),
    HOME: record({"blocks": every(_blocks(HOME, MOST_VIEW_BLOCKS), _one_focus)}, _VIEW),
}


def check_message(
    text: str,
    blocks: Blocks | None,
    attachments: list[Value] | None = None,
    most: int = MOST_TEXT_CHARACTERS,
) -> None:
    """Raise Refused if Slack would not post this; a fallback text is required, too."""
    if not text.strip():
        raise Refused("no_text", response_metadata=_messages(["missing fallback text"]))
    if len(text) > most:
        raise Refused("msg_too_long")
    check_message_parts(blocks, attachments)


def check_message_parts(blocks: Blocks | None, attachments: list[Value] | None = None) -> None:
    """Raise Refused if Slack would not show these together in a message."""
    check_blocks(blocks or [])
    check_attachments(attachments or [])
    if sum(one.get("type") == "table" for one in _objects([blocks, attachments])) > 1:
        # That is the error also for tables that stand in the message itself (Table block).
        raise Refused(
            "invalid_attachments", response_metadata=_messages(["only_one_table_allowed"])
        )


def check_blocks(blocks: Blocks) -> None:
    """Raise Refused if Slack would not show these blocks in a message."""
    problems: list[str] = []
    MESSAGE_BLOCKS(blocks, "/blocks", problems)
    _refuse("invalid_blocks", problems)
    markdown = [one["text"] for one in blocks if one["type"] == "markdown"]
    if (
        sum(map(len, markdown)) > MOST_MARKDOWN_CHARACTERS
        or sum(map(len, visible_texts(blocks))) > MOST_MESSAGE_CHARACTERS
    ):
        raise Refused("msg_blocks_too_long")


def check_attachments(attachments: list[Value]) -> None:
    """Raise Refused if Slack would not show these below a message."""
    if len(attachments) > MOST_ATTACHMENTS:
        raise Refused("too_many_attachments")
    problems: list[str] = []
    for index, one in enumerate(attachments):
        if not isinstance(one, dict) or ("blocks" in one and set(one) - WITH_BLOCKS):
            problems.append("[ERROR] invalid_keys")
        elif "blocks" in one:
            MESSAGE_BLOCKS(one["blocks"], f"/attachments/{index}/blocks", problems)
    _refuse("invalid_attachments", problems)


def check_offered(blocks: Blocks, unsupported: Collection[str]) -> None:
    """Raise Refused if a block is of a type that a workspace does not offer."""
    problems = [
        f"[ERROR] unsupported type: {block['type']} [json-pointer:/blocks/{index}/type]"
        for index, block in enumerate(blocks)
        if block["type"] in unsupported
    ]
    _refuse("invalid_blocks", problems)


def check_view(view: Json, kind: str) -> None:
    """Raise Refused if Slack would not open this view; `kind` is `modal` or `home`."""
    problems: list[str] = []
    tagged({kind: VIEWS.get(kind, VIEWS[HOME])})(view, "/view", problems)
    if not problems and _lacks_submit(view):
        problems.append("[ERROR] missing required field: submit [json-pointer:/view]")
    if problems:
        raise Refused("invalid_arguments", response_metadata={"messages": problems})
    if len(json.dumps(view).encode()) > MOST_VIEW_BYTES:
        raise Refused("view_too_large")


def _lacks_submit(view: Json) -> bool:
    has_input = any(block["type"] == "input" for block in view["blocks"])
    return view["type"] == "modal" and has_input and not view.get("submit")


def check_metadata(metadata: Value) -> None:
    """Raise Refused if `metadata` is not an event type with an object."""
    if not isinstance(metadata, dict):
        raise Refused("invalid_metadata_format")
    if metadata == {}:
        return
    if not isinstance(metadata.get("event_type"), str) or set(metadata) != {
        "event_type",
        "event_payload",
    }:
        raise Refused("invalid_metadata_schema")
    if not isinstance(metadata["event_payload"], dict):
        raise Refused("invalid_metadata_schema")
    if len(json.dumps(metadata).encode()) > MOST_METADATA_BYTES:
        raise Refused("metadata_too_large")


def _objects(value: Value) -> Iterator[Json]:
    """Yield every object inside of `value`."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    for one in value if isinstance(value, list) else ():
        yield from _objects(one)


def visible_texts(value: Value) -> Iterator[str]:
    """Yield every text that a reader of `value` sees."""
    for one in _objects(value):
        if isinstance(one.get("text"), str):
            yield one["text"]


def _refuse(error: str, problems: list[str]) -> None:
    """Raise Refused if there are problems: with and without their level, as Slack tells them."""
    if problems:
        told = [problem.removeprefix("[ERROR] ") for problem in problems]
        raise Refused(error, errors=told, response_metadata={"messages": problems})


def _messages(problems: list[str]) -> Json:
    return {"messages": [f"[ERROR] {problem}" for problem in problems]}
