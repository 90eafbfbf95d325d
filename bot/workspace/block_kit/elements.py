"""What may stand inside a block: buttons, menus and inputs, with Slack's limits.

https://docs.slack.dev/reference/block-kit/block-elements
"""

from bot.workspace.block_kit.composition import (
    ADDRESS,
    CONFIRM,
    DISPATCH,
    FILTER,
    LINKING_OPTION,
    MOST_OPTIONS,
    OPTION,
    OPTION_GROUP,
    PLENTY,
    RICH_OPTION,
    WORKFLOW,
    options,
    plain_text,
)
from bot.workspace.block_kit.rich_text import FORMATTED
from bot.workspace.block_kit.shapes import (
    Check,
    any_of,
    at_least,
    at_most_one_of,
    between,
    choice,
    complain,
    every,
    flag,
    in_order,
    items,
    matching,
    record,
    string,
)

MOST_WRITTEN = 3000
DATE = matching(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "must be a date: YYYY-MM-DD")
TIME = matching(r"([01]\d|2[0-3]):[0-5]\d", "must be a time: HH:mm")
MOMENT = between(1_000_000_000, 9_999_999_999)
"""Seconds in ten digits."""
DIGITS = matching(r"-?\d+(\.\d+)?", "must be a number in digits")
LABELLED: dict[str, Check] = {"accessibility_label": string(75), "value": string(2000)}

ACTION: dict[str, Check] = {"action_id": string(255)}
CONFIRMED = {**ACTION, "confirm": CONFIRM}
FOCUSED: dict[str, Check] = {"focus_on_load": flag}
"""Buttons, overflow menus and file inputs have no such field."""
CHOOSING = {**CONFIRMED, **FOCUSED}
MENU = {**CHOOSING, "placeholder": plain_text(150)}
OPTIONS: dict[str, Check] = {
    "options": options(OPTION, MOST_OPTIONS),
    "option_groups": items(OPTION_GROUP, MOST_OPTIONS),
}
ANSWERING: dict[str, Check] = {"response_url_enabled": flag}
FILTERED: dict[str, Check] = {"default_to_current_conversation": flag, "filter": FILTER}
STYLED: dict[str, Check] = {"style": choice("primary", "danger")}
TYPED = {
    **ACTION,
    **FOCUSED,
    "placeholder": plain_text(150),
    "dispatch_action_config": DISPATCH,
}
BEGUN: dict[str, Check] = {"initial_value": string(least=0)}

BUTTON = record({"text": plain_text(75)}, {**CONFIRMED, **LABELLED, **STYLED, "url": ADDRESS})


def _listed(value: object, name: str) -> list[object]:
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, list) else []


def offered(value: object, pointer: str, problems: list[str]) -> None:
    """Refuse initial options that are none of those to choose from."""
    groups = _listed(value, "option_groups")
    choices = [one for owner in (value, *groups) for one in _listed(owner, "options")]
    chosen = _listed(value, "initial_options")
    if isinstance(value, dict) and "initial_option" in value:
        chosen = [*chosen, value["initial_option"]]
    if any(one not in choices for one in chosen):
        complain(problems, "initial options must be among the options", pointer)


def _menus() -> dict[str, Check]:
    given = ("options", "option_groups")
    source = every(any_of(*given), at_most_one_of(*given), offered)
    menus: dict[str, Check] = {}
    for prefix, plural, first, extra in (
        ("", "", _one, ANSWERING),
        ("multi_", "s", _some, {"max_selected_items": at_least(1)}),
    ):
        fields = {**MENU, **(extra if plural else {})}
        chosen = {f"initial_option{plural}": first(OPTION)}
        menus[f"{prefix}static_select"] = every(record({}, {**fields, **OPTIONS, **chosen}), source)
        menus[f"{prefix}external_select"] = record(
            {}, {**fields, "min_query_length": at_least(0), **chosen}
        )
        for what, more in (
            ("user", {}),
            ("conversation", {**FILTERED, **extra}),
            ("channel", extra),
        ):
            menus[f"{prefix}{what}s_select"] = record(
                {}, {**fields, **more, f"initial_{what}{plural}": first(string())}
            )
    return menus


def _one(each: Check) -> Check:
    return each


def _some(each: Check) -> Check:
    return items(each, PLENTY)


CHOSEN: dict[str, Check] = {
    **_menus(),
    "checkboxes": every(
        record(
            {"options": options(RICH_OPTION, 10)},
            {**CHOOSING, "initial_options": items(RICH_OPTION, 10)},
        ),
        offered,
    ),
    "radio_buttons": every(
        record({"options": options(RICH_OPTION, 10)}, {**CHOOSING, "initial_option": RICH_OPTION}),
        offered,
    ),
    "datepicker": record({}, {**MENU, "initial_date": DATE}),
    "timepicker": record({}, {**MENU, "initial_time": TIME, "timezone": string()}),
    "datetimepicker": record({}, {**CHOOSING, "initial_date_time": MOMENT}),
}
_PLAIN_TEXT = every(
    record(
        {},
        {
            **TYPED,
            **BEGUN,
            "min_length": between(0, MOST_WRITTEN),
            "max_length": between(1, MOST_WRITTEN),
            "multiline": flag,
        },
    ),
    in_order("min_length", "max_length"),
)
_LINE = record({}, {**TYPED, **BEGUN})
_NUMBER = every(
    record(
        {"is_decimal_allowed": flag},
        {**TYPED, "initial_value": DIGITS, "min_value": DIGITS, "max_value": DIGITS},
    ),
    in_order("min_value", "max_value"),
)
_FILES = record({}, {**ACTION, "filetypes": items(string(), PLENTY), "max_files": between(1, 10)})
_RICH_TEXT = every(
    record(
        ACTION,
        {
            **TYPED,
            "initial_value": FORMATTED,
            "min_lines": between(1, 100),
            "max_lines": between(1, 100),
        },
    ),
    in_order("min_lines", "max_lines"),
)
WRITTEN: dict[str, Check] = {
    "plain_text_input": _PLAIN_TEXT,
    "email_text_input": _LINE,
    "url_text_input": _LINE,
    "number_input": _NUMBER,
    "file_input": _FILES,
    "rich_text_input": _RICH_TEXT,
}
PRESSED: dict[str, Check] = {
    "button": BUTTON,
    "overflow": record({"options": options(LINKING_OPTION, 5)}, CONFIRMED),
    "workflow_button": record(
        {**ACTION, "text": plain_text(75), "workflow": WORKFLOW},
        {**STYLED, "accessibility_label": string(75), "confirm": CONFIRM},
    ),
}
_FEEDBACK = record({"text": plain_text(75), "value": string(2000)}, LABELLED)
IN_CONTEXT: dict[str, Check] = {
    "feedback_buttons": record(
        {"positive_button": _FEEDBACK, "negative_button": _FEEDBACK}, ACTION
    ),
    "icon_button": record(
        {"icon": choice("trash"), "text": plain_text(75)},
        {**CONFIRMED, **LABELLED, "visible_to_user_ids": items(string(), PLENTY)},
    ),
}
