"""Slack's limits on messages and views, so that what the real one refuses is refused here."""

import json
from collections.abc import Collection, Iterator, Mapping

from bot.workspace.block_kit.charts import CHART, MOST_CHARTS
from bot.workspace.block_kit.elements import (
    ACCESSORY,
    ACTION_ELEMENTS,
    CONTEXT_ACTION_ELEMENTS,
    CONTEXT_ELEMENTS,
    INPUTS,
    RICH_TEXT,
    any_text,
    plain_text,
)
from bot.workspace.block_kit.shapes import (
    Check,
    any_of,
    anything,
    at_most,
    choice,
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
MOST_MESSAGE_CHARACTERS = 13_000
MOST_TEXT_CHARACTERS = 40_000
MOST_VIEW_BYTES = 250_000
MOST_METADATA_BYTES = 16_000

BLOCK_ID: dict[str, Check] = {"block_id": string(255)}


def _block(
    required: Mapping[str, Check] | None = None, optional: Mapping[str, Check] | None = None
) -> Check:
    return record(required or {}, {**BLOCK_ID, **(optional or {})})


EVERYWHERE: dict[str, Check] = {
    "section": every(
        _block(
            None,
            {
                "text": any_text(3000),
                "fields": items(any_text(2000), 10),
                "accessory": ACCESSORY,
                "expand": flag,
            },
        ),
        any_of("text", "fields"),
    ),
    "header": _block({"text": plain_text(150)}, {"level": anything}),
    "divider": _block(),
    "context": _block({"elements": CONTEXT_ELEMENTS}),
    "actions": _block({"elements": ACTION_ELEMENTS}),
    "image": every(
        _block(
            {"alt_text": string(2000)},
            {"image_url": string(3000), "slack_file": anything, "title": plain_text(2000)},
        ),
        any_of("image_url", "slack_file"),
    ),
    "input": _block(
        {"label": plain_text(2000), "element": tagged(INPUTS)},
        {"hint": plain_text(2000), "optional": flag, "dispatch_action": flag},
    ),
    "rich_text": _block({"elements": items(RICH_TEXT, 1000)}),
    "video": anything,
}
IN_MESSAGES: dict[str, Check] = {
    **EVERYWHERE,
    "markdown": _block({"text": string(12_000)}),
    "context_actions": _block({"elements": CONTEXT_ACTION_ELEMENTS}),
    "table": _block({"rows": items(items(anything, 20), 100)}, {"column_settings": anything}),
    "file": _block({"external_id": string(), "source": choice("remote")}),
    "data_visualization": CHART,
    **dict.fromkeys(("plan", "task_card", "card", "container", "carousel", "data_table"), anything),
}
IN_VIEWS: dict[str, Check] = {**EVERYWHERE, "alert": anything}


def _blocks(kinds: Mapping[str, Check], most: int) -> Check:
    return every(items(tagged(kinds), most, 0), unique("block_id"))


MESSAGE_BLOCKS = every(
    _blocks(IN_MESSAGES, MOST_MESSAGE_BLOCKS), at_most(MOST_CHARTS, "data_visualization")
)
_VIEW: dict[str, Check] = {
    "private_metadata": string(3000, 0),
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
}
MODAL = record(
    {"title": plain_text(24), "blocks": _blocks(IN_VIEWS, MOST_VIEW_BLOCKS)},
    {
        **_VIEW,
        "submit": plain_text(24),
        "close": plain_text(24),
        "clear_on_close": flag,
        "notify_on_close": flag,
        "submit_disabled": flag,
    },
)
HOME = record({"blocks": _blocks(EVERYWHERE, MOST_VIEW_BLOCKS)}, _VIEW)


def check_message(text: str, blocks: Blocks | None) -> None:
    """Raise Refused if Slack would not post this; a fallback text is required, too."""
    if not text.strip():
        raise Refused("no_text", response_metadata=_messages(["[ERROR] missing fallback text"]))
    if len(text) > MOST_TEXT_CHARACTERS:
        raise Refused("msg_too_long")
    check_blocks(blocks or [])


def check_blocks(blocks: Blocks) -> None:
    """Raise Refused if Slack would not show these blocks in a message."""
    problems: list[str] = []
    MESSAGE_BLOCKS(blocks, "/blocks", problems)
    if problems:
        raise Refused("invalid_blocks", errors=problems, response_metadata=_messages(problems))
    if sum(map(len, visible_texts(blocks))) > MOST_MESSAGE_CHARACTERS:
        raise Refused("msg_blocks_too_long")


def check_offered(blocks: Blocks, unsupported: Collection[str]) -> None:
    """Raise Refused if a block is of a type that a workspace does not offer."""
    problems = [
        f"[ERROR] unsupported type: {block['type']} [json-pointer:/blocks/{index}/type]"
        for index, block in enumerate(blocks)
        if block["type"] in unsupported
    ]
    if problems:
        raise Refused("invalid_blocks", errors=problems, response_metadata=_messages(problems))


def check_view(view: Json, kind: str) -> None:
    """Raise Refused if Slack would not open this view; `kind` is `modal` or `home`."""
    problems: list[str] = []
    tagged({kind: MODAL if kind == "modal" else HOME})(view, "/view", problems)
    if not problems and _lacks_submit(view):
        problems.append("[ERROR] missing required field: submit [json-pointer:/view]")
    if problems:
        raise Refused("invalid_arguments", response_metadata=_messages(problems))
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


def visible_texts(value: Value) -> Iterator[str]:
    """Yield every text that a reader of `value` sees."""
    if isinstance(value, list):
        for item in value:
            yield from visible_texts(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name == "text" and isinstance(item, str):
                yield item
            else:
                yield from visible_texts(item)


def _messages(problems: list[str]) -> Json:
    return {"messages": problems}
