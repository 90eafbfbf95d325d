"""What may stand inside a block: text, buttons, menus and inputs, with Slack's limits."""

from bot.workspace.block_kit.shapes import (
    Check,
    any_of,
    anything,
    at_most_one_of,
    between,
    choice,
    complain,
    every,
    flag,
    in_order,
    integer,
    items,
    record,
    string,
    tagged,
    unique,
)

MOST_OPTIONS = 100
MOST_WRITTEN = 3000


def plain_text(most: int) -> Check:
    """Return a check for a plain text object of at most `most` characters."""
    return tagged({"plain_text": record({"text": string(most)}, {"emoji": flag})})


def any_text(most: int) -> Check:
    """Return a check for a plain or mrkdwn text object of at most `most` characters."""
    return tagged(
        {
            "plain_text": record({"text": string(most)}, {"emoji": flag}),
            "mrkdwn": record({"text": string(most)}, {"verbatim": flag}),
        }
    )


def _option(text: Check) -> Check:
    return record(
        {"text": text, "value": string(150)},
        {"description": any_text(75), "url": string(3000)},
    )


OPTION = _option(plain_text(75))
RICH_OPTION = _option(any_text(75))
OPTION_GROUP = record(
    {"label": plain_text(75), "options": items(OPTION, MOST_OPTIONS)},
)
CHOICES = record(
    {},
    {
        "options": items(OPTION, MOST_OPTIONS, 0),
        "option_groups": items(OPTION_GROUP, MOST_OPTIONS, 0),
    },
)
"""What an app answers when somebody types into a menu of its own."""
CONFIRM = record(
    {"title": plain_text(100), "text": any_text(300)},
    {"confirm": plain_text(30), "deny": plain_text(30), "style": choice("primary", "danger")},
)
ACTION: dict[str, Check] = {"action_id": string(255), "focus_on_load": flag}
CONFIRMED = {**ACTION, "confirm": CONFIRM}
MENU = {**CONFIRMED, "placeholder": plain_text(150)}
OPTIONS: dict[str, Check] = {
    "options": items(OPTION, MOST_OPTIONS),
    "option_groups": items(OPTION_GROUP, MOST_OPTIONS),
}
FILTERED: dict[str, Check] = {
    "default_to_current_conversation": flag,
    "filter": anything,
    "response_url_enabled": flag,
}

BUTTON = record(
    {"text": plain_text(75)},
    {
        **CONFIRMED,
        "url": string(3000),
        "value": string(2000),
        "style": choice("primary", "danger"),
        "accessibility_label": string(75),
    },
)
IMAGE = every(
    record(
        {"alt_text": string(2000)},
        {"image_url": string(3000), "slack_file": anything},
    ),
    any_of("image_url", "slack_file"),
)


def _listed(value: object, name: str) -> list[object]:
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, list) else []


def offered(value: object, pointer: str, problems: list[str]) -> None:
    """Refuse initial options that are none of those to choose from."""
    groups = _listed(value, "option_groups")
    options = [one for owner in (value, *groups) for one in _listed(owner, "options")]
    chosen = _listed(value, "initial_options")
    if isinstance(value, dict) and "initial_option" in value:
        chosen = [*chosen, value["initial_option"]]
    if any(one not in options for one in chosen):
        complain(problems, "initial options must be among the options", pointer)


def _menus() -> dict[str, Check]:
    given = ("options", "option_groups")
    source = every(any_of(*given), at_most_one_of(*given), offered)
    menus: dict[str, Check] = {}
    for prefix, initial, extra in (
        ("", "initial_", {}),
        ("multi_", "initial_", {"max_selected_items": integer}),
    ):
        plural = "s" if prefix else ""
        fields = {**MENU, **extra}
        menus[f"{prefix}static_select"] = every(
            record({}, {**fields, **OPTIONS, f"{initial}option{plural}": anything}), source
        )
        menus[f"{prefix}external_select"] = record(
            {}, {**fields, "min_query_length": integer, f"{initial}option{plural}": anything}
        )
        for what in ("user", "conversation", "channel"):
            menus[f"{prefix}{what}s_select"] = record(
                {}, {**fields, **FILTERED, f"{initial}{what}{plural}": anything}
            )
    return menus


def _written() -> dict[str, Check]:
    written = {**ACTION, "placeholder": plain_text(150), "dispatch_action_config": anything}
    lengths: dict[str, Check] = {
        "min_length": between(0, MOST_WRITTEN),
        "max_length": between(1, MOST_WRITTEN),
    }
    return {
        "plain_text_input": every(
            record(
                {},
                {**written, **lengths, "initial_value": string(MOST_WRITTEN, 0), "multiline": flag},
            ),
            in_order("min_length", "max_length"),
        ),
        "email_text_input": record({}, {**written, "initial_value": string(least=0)}),
        "url_text_input": record({}, {**written, "initial_value": string(least=0)}),
        "number_input": record(
            {"is_decimal_allowed": flag},
            {
                **written,
                "initial_value": string(),
                "min_value": string(),
                "max_value": string(),
            },
        ),
        "rich_text_input": record({}, {**written, "initial_value": anything}),
        "file_input": record({}, {**ACTION, "filetypes": anything, "max_files": integer}),
    }


CHOSEN: dict[str, Check] = {
    "button": BUTTON,
    **_menus(),
    "overflow": record({"options": items(OPTION, 5)}, CONFIRMED),
    "checkboxes": every(
        record({"options": items(RICH_OPTION, 10)}, {**CONFIRMED, "initial_options": anything}),
        offered,
    ),
    "radio_buttons": every(
        record({"options": items(RICH_OPTION, 10)}, {**CONFIRMED, "initial_option": anything}),
        offered,
    ),
    "datepicker": record({}, {**MENU, "initial_date": string()}),
    "timepicker": record({}, {**MENU, "initial_time": string(), "timezone": string()}),
    "datetimepicker": record({}, {**CONFIRMED, "initial_date_time": integer}),
}
INPUTS = {
    **{kind: check for kind, check in CHOSEN.items() if kind not in {"button", "overflow"}},
    **_written(),
}
ACTION_ELEMENTS = every(items(tagged(CHOSEN), 25), unique("action_id"))
ACCESSORY = tagged({**CHOSEN, "image": IMAGE})
CONTEXT_ELEMENTS = items(
    tagged(
        {
            "image": IMAGE,
            "plain_text": record({"text": string(3000)}, {"emoji": flag}),
            "mrkdwn": record({"text": string(3000)}, {"verbatim": flag}),
        }
    ),
    10,
)
FEEDBACK = {"text": plain_text(75), "value": string(2000)}
FEEDBACK_BUTTON = record(FEEDBACK, {"accessibility_label": string(75)})
CONTEXT_ACTION_ELEMENTS = items(
    tagged(
        {
            "feedback_buttons": record(
                {"positive_button": FEEDBACK_BUTTON, "negative_button": FEEDBACK_BUTTON}, ACTION
            ),
            "icon_button": record(
                {"icon": string(), "text": plain_text(75)},
                {
                    **CONFIRMED,
                    "value": string(2000),
                    "accessibility_label": string(75),
                    "visible_to_user_ids": anything,
                },
            ),
        }
    ),
    5,
)
STYLE = record({}, dict.fromkeys(("bold", "italic", "strike", "code", "underline"), flag))
RICH_WORDS: dict[str, Check] = {
    "text": record({"text": string()}, {"style": STYLE}),
    "link": record({"url": string(3000)}, {"text": string(), "style": STYLE, "unsafe": flag}),
    "emoji": record({"name": string()}, {"unicode": string(), "skin_tone": integer}),
    **dict.fromkeys(("user", "usergroup", "channel", "broadcast", "date", "color"), anything),
}
RICH_LINE = items(tagged(RICH_WORDS), 1000)
_SECTION = record({"elements": RICH_LINE})
RICH_TEXT = tagged(
    {
        "rich_text_section": _SECTION,
        "rich_text_quote": record({"elements": RICH_LINE}, {"border": integer}),
        "rich_text_preformatted": record({"elements": RICH_LINE}, {"border": integer}),
        "rich_text_list": record(
            {
                "elements": items(tagged({"rich_text_section": _SECTION}), 1000),
                "style": choice("bullet", "ordered"),
            },
            {"indent": integer, "offset": integer, "border": integer},
        ),
    }
)
"""https://docs.slack.dev/reference/block-kit/blocks/rich-text-block"""
