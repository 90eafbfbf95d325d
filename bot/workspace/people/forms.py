"""Values that people choose and type, in the shape in which Slack reports them."""

from collections.abc import Mapping
from typing import Any

from bot.workspace.records.errors import Impossible
from bot.workspace.records.messages import Blocks, Json, Value

SELECTED = {
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
}
Offered = Mapping[str, Blocks]
"""The choices that apps gave to menus of their own, by action id."""
ONE_OPTION = {"static_select", "external_select", "radio_buttons", "overflow"}
MANY_OPTIONS = {"multi_static_select", "multi_external_select", "checkboxes"}


def elements(blocks: Blocks) -> list[tuple[Json, Json]]:
    """Return each interactive element with the block that it stands in."""
    found: list[tuple[Json, Json]] = []
    for block in blocks:
        inside = [*block.get("elements", []), block.get("accessory"), block.get("element")]
        found += [(block, one) for one in inside if isinstance(one, dict) and one.get("action_id")]
    return found


def find_element(blocks: Blocks, action_id: str, value: str | None) -> tuple[Json, Json]:
    """Return the element to click; `value` tells buttons and menus of one action apart."""
    for block, element in elements(blocks):
        if element["action_id"] == action_id and _offers(element, value):
            return block, element
    known = [element["action_id"] for _, element in elements(blocks)]
    msg = f"nothing to click called {action_id} with {value!r}, only {known}"
    raise Impossible(msg)


def _offers(element: Json, value: str | None) -> bool:
    match element["type"]:
        case "button":
            return value in {None, element.get("value")}
        case "overflow":
            return value in {option["value"] for option in element["options"]}
        case _:
            return True


def acted(block: Json, element: Json, value: Value, action_ts: str, offered: Offered) -> Json:
    """Return one entry of `actions` in a `block_actions` payload."""
    action: Json = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "action_ts": action_ts,
    }
    if element["type"] == "button":
        chosen = {name: element[name] for name in ("text", "value", "style") if name in element}
        return action | chosen
    if element["type"] == "feedback_buttons":
        return action | {"value": _thumb(element, value)}
    return action | _stated(element, value, offered)


def _thumb(element: Json, value: Value) -> Value:
    thumbs = [element[name]["value"] for name in ("positive_button", "negative_button")]
    if value not in thumbs:
        msg = f"{element['action_id']} has no thumb {value!r}, only {thumbs}"
        raise Impossible(msg)
    return value


def _stated(element: Json, value: Value, offered: Offered) -> Json:
    """Return one input's entry in `state.values`, with `value` chosen or typed."""
    kind = element["type"]
    body: Json = {"type": kind}
    if kind in ONE_OPTION:
        return body | {"selected_option": _chosen(element, value, offered)}
    if kind in MANY_OPTIONS:
        return body | {"selected_options": [_option(element, one, offered) for one in value or []]}
    if kind in SELECTED:
        return body | {SELECTED[kind]: value}
    if kind == "rich_text_input":
        return body | {"rich_text_value": value}
    return body | {"value": value}


def filled(blocks: Blocks, values: Mapping[str, Any], offered: Offered) -> Json:
    """Return `state.values` of a view whose inputs hold `values`, by action id or block id.

    What is not in `values` keeps its initial value. Like Slack's client, refuse to leave a
    required input empty, and values for inputs that are not there.
    """
    state: Json = {}
    left = dict(values)
    for block, element in elements(blocks):
        if element["type"] == "button":
            continue
        key = element["action_id"] if element["action_id"] in left else block["block_id"]
        value = left.pop(key, _initial(element))
        if block["type"] == "input" and not block.get("optional") and value in (None, "", []):
            msg = f"{key} must be filled in"
            raise Impossible(msg)
        _check_bounds(element, value)
        entry = _stated(element, value, offered)
        state.setdefault(block["block_id"], {})[element["action_id"]] = entry
    if left:
        msg = f"no inputs called {sorted(left)}"
        raise Impossible(msg)
    return state


def _check_bounds(element: Json, value: Value) -> None:
    """Refuse what Slack's client would not send: too long, too short, or too many choices."""
    most, least, chosen = map(element.get, ("max_length", "min_length", "max_selected_items"))
    if most is not None and isinstance(value, str) and len(value) > most:
        msg = f"{element['action_id']} takes {most} characters"
        raise Impossible(msg)
    if least is not None and isinstance(value, str) and 0 < len(value) < least:
        msg = f"{element['action_id']} takes {least} characters or more"
        raise Impossible(msg)
    if chosen is not None and isinstance(value, list) and len(value) > chosen:
        msg = f"{element['action_id']} takes {chosen} choices"
        raise Impossible(msg)


def _initial(element: Json) -> Value:
    if "initial_option" in element:
        return element["initial_option"]["value"]
    if "initial_options" in element:
        return [option["value"] for option in element["initial_options"]]
    return next((value for name, value in element.items() if name.startswith("initial_")), None)


def _chosen(element: Json, value: Value, offered: Offered) -> Json | None:
    return None if value in {None, ""} else _option(element, value, offered)


def _option(element: Json, value: str, offered: Offered) -> Json:
    for option in _choices(element, offered):
        if option["value"] == value:
            return dict(option)
    msg = f"{element['action_id']} has no option {value!r}"
    raise Impossible(msg)


def _choices(element: Json, offered: Offered) -> Blocks:
    if element["type"].endswith("external_select"):
        initial = [element["initial_option"]] if "initial_option" in element else []
        return [
            *initial,
            *element.get("initial_options", []),
            *offered.get(element["action_id"], []),
        ]
    groups: list[Json] = element.get("option_groups", [])
    return [*element.get("options", []), *(o for g in groups for o in g["options"])]
