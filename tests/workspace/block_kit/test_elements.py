"""Buttons, menus and inputs: what Slack's pages say of each, a row a rule."""

import pytest

from tests.workspace.block_kit.validating import complaints
from tests.workspace.builders import Json, Office, a_form, actions, button, markdown, option, plain

LONG = "x"
YES = {"text": plain("t"), "title": plain("t"), "confirm": plain("Yes"), "deny": plain("No")}


def menu(kind: str = "static_select", **fields: object) -> Json:
    return {"type": kind, "action_id": "a", **fields}


def of_two(kind: str = "static_select", **fields: object) -> Json:
    return menu(kind, options=[option("1"), option("2")], **fields)


def typed(**fields: object) -> Json:
    return menu("plain_text_input", **fields)


def counted(**fields: object) -> Json:
    return menu("number_input", is_decimal_allowed=True, **fields)


def group(*values: str, label: str = "g") -> Json:
    return {"label": plain(label), "options": [option(value) for value in values]}


def linked(url: str) -> Json:
    return menu("overflow", options=[option("1") | {"url": url}])


def flow(**fields: object) -> Json:
    workflow = {"trigger": {"url": "https://slack.com/shortcuts/Ft0/0"}}
    return {"type": "workflow_button", "action_id": "a", "text": plain("t"), **fields} | (
        {} if "workflow" in fields else {"workflow": workflow}
    )


def lacking(value: Json, name: str) -> Json:
    return {key: one for key, one in value.items() if key != name}


RICH = {"type": "rich_text", "elements": []}
PRESSED: list[Json] = [
    button(confirm=YES | {"style": "danger"}),
    button(confirm=YES | {"title": plain(LONG * 100), "text": markdown(LONG * 300)}),
    button(confirm=YES | {"confirm": plain(LONG * 30), "deny": plain(LONG * 30)}),
    button(url="https://example.com/?a=b#c"),
    button(url="slack://open?team=T1"),
    button(url="https://e.de/" + LONG * 2987, accessibility_label=LONG * 75),
    linked("https://example.com"),
    menu("overflow", options=[option(str(number)) for number in range(5)]),
    of_two(initial_option=option("2"), placeholder=plain(LONG * 150)),
    menu(option_groups=[group("1", "2"), group("3")], initial_option=option("3")),
    menu(option_groups=[group("1"), group("1")]),
    of_two("multi_static_select", initial_options=[option("1")], max_selected_items=1),
    menu("external_select", min_query_length=0, initial_option=option("1")),
    menu("users_select", initial_user="U1"),
    menu("multi_users_select", initial_users=["U1"]),
    menu("conversations_select", filter={"include": ["im"]}, default_to_current_conversation=True),
    menu("multi_conversations_select", filter={"exclude_bot_users": False}),
    menu("multi_channels_select", initial_channels=["C1"]),
    of_two("checkboxes", initial_options=[option("1")]),
    menu("radio_buttons", options=[{"text": markdown("*1*"), "value": "1"}]),
    menu("datepicker", initial_date="2026-02-28"),
    menu("timepicker", initial_time="23:59", timezone="Europe/Berlin"),
    menu("datetimepicker", initial_date_time=1_628_633_820),
    flow(style="primary"),
]
WRITTEN: list[Json] = [
    typed(min_length=0, max_length=3000, multiline=True, initial_value=""),
    typed(dispatch_action_config={"trigger_actions_on": ["on_enter_pressed"]}),
    # Slack's page names no limits of what stands in an input at first, and refuses none.
    typed(max_length=3, initial_value=LONG * 3001),
    menu("email_text_input", initial_value="a@example.com"),
    menu("url_text_input", initial_value="https://example.com"),
    counted(min_value="-1", max_value="2.5", initial_value="0"),
    menu("file_input", filetypes=["pdf"], max_files=10),
    menu("rich_text_input", initial_value=RICH, min_lines=1, max_lines=100),
    menu("conversations_select", response_url_enabled=True),
]


@pytest.mark.parametrize("element", PRESSED, ids=lambda one: str(one["type"]))
def test_element_within_the_limits_is_shown(office: Office, element: Json) -> None:
    assert not complaints(office, blocks=[actions(element)])


def asked(element: Json, **fields: object) -> Json:
    return a_form({"type": "input", "label": plain("l"), "element": element, **fields})


@pytest.mark.parametrize("element", WRITTEN, ids=lambda one: str(one["type"]))
def test_input_within_the_limits_is_shown_in_a_form(office: Office, element: Json) -> None:
    assert not complaints(office, view=asked(element))


BREAKING: list[tuple[str, Json]] = [
    ("missing required field: deny", button(confirm=lacking(YES, "deny"))),
    ("missing required field: confirm", button(confirm=lacking(YES, "confirm"))),
    ("missing required field: title", button(confirm=lacking(YES, "title"))),
    ("missing required field: text", button(confirm=lacking(YES, "text"))),
    ("must be less than 101", button(confirm=YES | {"title": plain(LONG * 101)})),
    ("unsupported type: mrkdwn", button(confirm=YES | {"title": markdown("t")})),
    ("must be less than 301", button(confirm=YES | {"text": plain(LONG * 301)})),
    ("must be less than 31", button(confirm=YES | {"confirm": plain(LONG * 31)})),
    ("must be less than 31", button(confirm=YES | {"deny": plain(LONG * 31)})),
    ("valid enum value", button(confirm=YES | {"style": "loud"})),
    ("invalid url", button(url="javascript:x")),
    ("invalid url", button(url="example.com")),
    ("invalid url", button(url="https://")),
    ("invalid url", button(url="https://a b")),
    ("must be less than 3001", button(url="https://e.de/" + LONG * 2988)),
    ("must be less than 76", button(accessibility_label=LONG * 76)),
    ("additional property: focus_on_load", button(focus_on_load=True)),
    ("invalid url", linked("javascript:x")),
    ("no more than 5 items", menu("overflow", options=[option(one) for one in "123456"])),
    ("additional property: focus_on_load", of_two("overflow", focus_on_load=True)),
    ("additional property: url", menu(options=[option("1") | {"url": "https://a"}])),
    ("value 1 already exists", menu(options=[option("1"), option("1", "Two")])),
    ("value 1 already exists", menu("overflow", options=[option("1"), option("1")])),
    ("value 1 already exists", menu("checkboxes", options=[option("1"), option("1")])),
    ("value 1 already exists", menu("radio_buttons", options=[option("1"), option("1")])),
    ("value 1 already exists", menu(option_groups=[group("1", "1")])),
    ("missing required field: value", menu(options=[{"text": plain("t")}])),
    ("unsupported type: mrkdwn", menu(options=[{"text": markdown("t"), "value": "1"}])),
    ("unsupported type: mrkdwn", menu(options=[option("1") | {"description": markdown("d")}])),
    ("must be less than 76", menu(options=[option("1") | {"description": plain(LONG * 76)}])),
    ("must be less than 76", menu(option_groups=[group("1", label=LONG * 76)])),
    ("no less than 1 items", menu(option_groups=[group()])),
    ("no more than 10 items", menu("checkboxes", options=[option(f"{n}") for n in range(11)])),
    ("no more than 10 items", menu("radio_buttons", options=[option(f"{n}") for n in range(11)])),
    ("options must be among", of_two("radio_buttons", initial_option=option("3"))),
    ("no less than 1 items", of_two("checkboxes", initial_options=[])),
    ("must be an object", of_two("multi_static_select", initial_options=["1"])),
    ("must be less than 151", of_two(placeholder=plain(LONG * 151))),
    ("must be more than 0", of_two("multi_static_select", max_selected_items=0)),
    ("additional property: max_selected_items", of_two(max_selected_items=1)),
    ("must be more than -1", menu("external_select", min_query_length=-1)),
    ("must be a string", menu("users_select", initial_user=["U1"])),
    ("must be an array", menu("multi_users_select", initial_users="U1")),
    ("additional property: filter", menu("users_select", filter={"include": ["im"]})),
    ("additional property: filter", menu("channels_select", filter={"include": ["im"]})),
    ("must define either `include`", menu("conversations_select", filter={})),
    ("no less than 1 items", menu("conversations_select", filter={"include": []})),
    ("valid enum value", menu("conversations_select", filter={"include": ["dm"]})),
    ("must be a date", menu("datepicker", initial_date="2026-13-01")),
    ("must be a date", menu("datepicker", initial_date="1 May")),
    ("must be a time", menu("timepicker", initial_time="24:00")),
    ("must be between", menu("datetimepicker", initial_date_time=1_628_633)),
    ("additional property: placeholder", menu("datetimepicker", placeholder=plain("p"))),
    ("missing required field: workflow", flow(workflow=None)),
    ("missing required field: trigger", flow(workflow={})),
    ("unsupported type: plain_text_input", typed()),
]  # fmt: skip


@pytest.mark.parametrize(("complaint", "element"), BREAKING)
def test_element_beyond_the_limits_is_refused(
    office: Office, complaint: str, element: Json
) -> None:
    assert complaint in complaints(office, blocks=[actions(element)])[0]


UNASKABLE: list[tuple[str, Json]] = [
    ("missing required field: is_decimal_allowed", menu("number_input")),
    ("must be a number", counted(min_value="one")),
    ("min_value must be at most max_value", counted(min_value="10", max_value="9.5")),
    ("must be between 1 and 10", menu("file_input", max_files=11)),
    ("must be an array", menu("file_input", filetypes="pdf")),
    ("additional property: focus_on_load", menu("file_input", focus_on_load=True)),
    ("missing required field: action_id", {"type": "rich_text_input"}),
    ("unsupported type: section", menu("rich_text_input", initial_value={"type": "section"})),
    ("must be between 1 and 100", menu("rich_text_input", min_lines=0)),
    ("min_lines must be at most max_lines", menu("rich_text_input", min_lines=2, max_lines=1)),
    ("missing required field: trigger_actions_on", typed(dispatch_action_config={})),
    ("valid enum value", typed(dispatch_action_config={"trigger_actions_on": ["always"]})),
    ("must be less than 151", typed(placeholder=plain(LONG * 151))),
    ("unsupported type: overflow", of_two("overflow")),
    ("unsupported type: workflow_button", flow()),
]  # fmt: skip


@pytest.mark.parametrize(("complaint", "element"), UNASKABLE)
def test_input_beyond_the_limits_is_refused(office: Office, complaint: str, element: Json) -> None:
    assert complaint in complaints(office, view=asked(element))[0]


@pytest.mark.parametrize(
    ("surfaces", "element"),
    [
        ("message modal home", typed()),
        ("message modal home", of_two()),
        ("message modal", menu("datetimepicker")),
        ("modal home", menu("rich_text_input")),
        ("modal", menu("email_text_input")),
        ("modal", menu("url_text_input")),
        ("modal", menu("file_input")),
        ("modal", counted()),
    ],
    ids=lambda one: str(one)[:40],
)
def test_input_is_shown_where_its_page_says(office: Office, surfaces: str, element: Json) -> None:
    view = asked(element)
    refused = [f"unsupported type: {element['type']}"]

    for surface, content in (
        ("message", {"blocks": view["blocks"]}),
        ("modal", {"view": view}),
        ("home", {"view": {"type": "home", "blocks": view["blocks"]}}),
    ):
        assert complaints(office, **content) == ([] if surface in surfaces.split() else refused)


def test_formatted_text_may_be_typed_beside_buttons(office: Office) -> None:
    typing = actions(menu("rich_text_input"))

    assert not complaints(office, view={"type": "home", "blocks": [typing]})
    assert complaints(office, blocks=[typing]) == ["unsupported type: rich_text_input"]


def test_files_are_not_told_as_soon_as_they_are_chosen(office: Office) -> None:
    form = asked(menu("file_input"), dispatch_action=True)

    assert complaints(office, view=form) == ["unsupported type: file_input"]


def test_workflows_are_started_from_messages_alone(office: Office) -> None:
    assert complaints(office, view=a_form(actions(flow()))) == ["unsupported type: workflow_button"]
