"""Every kind of block, and the surfaces that show it: messages, forms and home tabs.

https://docs.slack.dev/reference/block-kit/blocks
"""

from collections.abc import Mapping

from bot.workspace.block_kit.charts import CHART
from bot.workspace.block_kit.composition import (
    IMAGE,
    PLENTY,
    SECURE_ADDRESS,
    WEB_ADDRESS,
    any_text,
    picture,
    plain_text,
)
from bot.workspace.block_kit.elements import BUTTON, CHOSEN, IN_CONTEXT, PRESSED, WRITTEN
from bot.workspace.block_kit.rich_text import FORMATTED, RICH_TEXT
from bot.workspace.block_kit.shapes import (
    Check,
    any_of,
    anything,
    between,
    choice,
    complain,
    either,
    every,
    flag,
    items,
    record,
    string,
    tagged,
    unique,
)
from bot.workspace.block_kit.tables import DATA_TABLE, TABLE

MESSAGE, MODAL, HOME = "message", "modal", "home"
SURFACES = frozenset({MESSAGE, MODAL, HOME})
LASTING = SURFACES - {MODAL}
SHOWN_ON: dict[str, frozenset[str]] = {
    "alert": frozenset({MODAL}),
    **dict.fromkeys(("context_actions", "markdown", "plan", "task_card"), frozenset({MESSAGE})),
    **dict.fromkeys(
        ("carousel", "container", "data_table", "data_visualization", "table"), LASTING
    ),
    **dict.fromkeys(
        ("email_text_input", "file_input", "number_input", "url_text_input"), frozenset({MODAL})
    ),
    "datetimepicker": SURFACES - {HOME},
    "rich_text_input": SURFACES - {MESSAGE},
    "workflow_button": frozenset({MESSAGE}),
}
"""What is not shown everywhere. A `file` block is shown by Slack alone: no app may post it."""
IN_CONTAINERS = (
    "actions",
    "context",
    "divider",
    "header",
    "image",
    "input",
    "rich_text",
    "section",
    "table",
    "video",
)

BLOCK_ID: dict[str, Check] = {"block_id": string(255)}


def _block(
    required: Mapping[str, Check] | None = None, optional: Mapping[str, Check] | None = None
) -> Check:
    return record(required or {}, {**BLOCK_ID, **(optional or {})})


CARD = every(
    _block(
        None,
        {
            "hero_image": IMAGE,
            "icon": IMAGE,
            "slack_icon": anything,
            "title": any_text(150),
            "subtitle": any_text(150),
            "body": any_text(200),
            "subtext": any_text(200),
            "actions": every(items(tagged({"button": BUTTON}), 3), unique("action_id")),
        },
    ),
    any_of("hero_image", "title", "actions", "body"),
)
TASK = _block(
    {"task_id": string(), "title": string()},
    {
        "details": FORMATTED,
        "output": FORMATTED,
        "sources": items(tagged({"url": record({"url": WEB_ADDRESS, "text": string()})}), PLENTY),
        "status": choice("pending", "in_progress", "complete", "error"),
    },
)
ALIKE: dict[str, Check] = {
    "alert": _block(
        {"text": any_text(200)}, {"level": choice("default", "info", "warning", "error", "success")}
    ),
    "card": CARD,
    "carousel": _block({"elements": items(tagged({"card": CARD}), 10)}),
    "context": _block(
        {
            "elements": items(
                tagged(
                    {
                        "image": IMAGE,
                        **dict.fromkeys(("plain_text", "mrkdwn"), any_text(3000)),
                    }
                ),
                10,
            )
        }
    ),
    "context_actions": _block(
        {"elements": every(items(tagged(IN_CONTEXT), 5), unique("action_id"))}
    ),
    "data_table": DATA_TABLE,
    "data_visualization": CHART,
    "divider": _block(),
    "header": _block({"text": plain_text(150)}, {"level": between(1, 4)}),
    "image": picture(title=plain_text(2000), **BLOCK_ID),
    "markdown": _block({"text": string(12_000)}),
    "plan": _block(
        {"title": either(plain_text(3000), string())}, {"tasks": items(TASK, PLENTY, 0)}
    ),
    "rich_text": RICH_TEXT,
    "table": TABLE,
    "task_card": TASK,
    "video": _block(
        {
            "alt_text": string(2000),
            "title": plain_text(199),
            "thumbnail_url": WEB_ADDRESS,
            "video_url": SECURE_ADDRESS,
        },
        {
            "author_name": string(49),
            "description": plain_text(199),
            "provider_icon_url": WEB_ADDRESS,
            "provider_name": string(),
            "title_url": SECURE_ADDRESS,
        },
    ),
}
"""The blocks that are the same on every surface that shows them."""


def _shown(kinds: Mapping[str, Check], surface: str) -> dict[str, Check]:
    return {kind: check for kind, check in kinds.items() if surface in SHOWN_ON.get(kind, SURFACES)}


def _files_are_not_told(value: object, pointer: str, problems: list[str]) -> None:
    """Refuse `dispatch_action` on files: “an unsupported type error” (Input block)."""
    match value:
        case {"dispatch_action": True, "element": {"type": "file_input"}}:
            complain(problems, "unsupported type: file_input", f"{pointer}/element/type")


def kinds_on(surface: str) -> dict[str, Check]:
    """Return the kinds of blocks that `surface` shows, with what each may hold there."""
    chosen, written = _shown(CHOSEN, surface), _shown(WRITTEN, surface)
    pressable = {**_shown(PRESSED, surface), **chosen}
    # The page of the section block lists no datetimepicker, that of the actions block one input.
    accessories = {kind: each for kind, each in pressable.items() if kind != "datetimepicker"}
    if "rich_text_input" in written:
        pressable["rich_text_input"] = written["rich_text_input"]
    kinds = {
        **_shown(ALIKE, surface),
        "actions": _block({"elements": every(items(tagged(pressable), 25), unique("action_id"))}),
        "input": _input({**chosen, **written}),
        "section": _section({**accessories, "image": IMAGE}),
    }
    if surface in LASTING:
        kinds["container"] = _container({kind: kinds[kind] for kind in IN_CONTAINERS})
    return kinds


def _input(elements: Mapping[str, Check]) -> Check:
    return every(
        _block(
            {"label": plain_text(2000), "element": tagged(elements)},
            {"hint": plain_text(2000), "optional": flag, "dispatch_action": flag},
        ),
        _files_are_not_told,
    )


def _section(accessories: Mapping[str, Check]) -> Check:
    fields = {
        "text": any_text(3000),
        "fields": items(any_text(2000), 10),
        "accessory": tagged(accessories),
        "expand": flag,
    }
    return every(_block(None, fields), any_of("text", "fields"))


def _container(inside: Mapping[str, Check]) -> Check:
    return every(
        _block(
            {"child_blocks": items(tagged(inside), 10)},
            {
                "title": plain_text(150),
                "rich_text_title": FORMATTED,
                "subtitle": any_text(150),
                "width": choice("narrow", "standard", "wide", "full"),
                "icon": IMAGE,
                **dict.fromkeys(
                    ("is_collapsible", "default_collapsed", "has_header_divider"), flag
                ),
            },
        ),
        any_of("title", "rich_text_title"),
    )
