"""What Slack refuses to show, the workspace refuses too."""

import pytest

from tests.workspace.builders import (
    Json,
    Office,
    a_form,
    actions,
    an_input,
    button,
    markdown,
    option,
    plain,
    section,
    select,
)

LONG = "x"


def rich(*elements: Json) -> Json:
    lines = {"type": "rich_text_section", "elements": list(elements)}
    return {"type": "rich_text", "elements": [lines]}


def posted(office: Office, *blocks: Json) -> Json:
    return office.call("chat.postMessage", channel=office.support.id, text="t", blocks=list(blocks))


FITTING: list[Json] = [
    section(),
    section(LONG * 3000),
    {"type": "section", "fields": [markdown(LONG * 1000)] * 10},
    section(accessory=button()),
    section(accessory={"type": "image", "image_url": "https://a/b.png", "alt_text": "b"}),
    {"type": "header", "text": plain(LONG * 150)},
    {"type": "divider", "block_id": LONG * 255},
    {"type": "context", "elements": [markdown("a"), plain("b")]},
    actions(*(button(f"go{i}") for i in range(25))),
    actions(button("a" * 255, LONG * 2000, LONG * 75, style="danger", url="https://a")),
    actions(select(*map(str, range(100)))),
    actions({"type": "users_select", "action_id": "who"}),
    actions({"type": "overflow", "action_id": "more", "options": [option("1")]}),
    actions(
        button(
            confirm={
                "title": plain("Sure?"),
                "text": markdown("*Really*"),
                "confirm": plain("Yes"),
                "deny": plain("No"),
            }
        )
    ),
    {"type": "image", "image_url": "https://a/b.png", "alt_text": "b"},
    {"type": "markdown", "text": LONG * 12_000},
    {"type": "context_actions", "elements": [
        {
            "type": "feedback_buttons",
            "action_id": "rate",
            "positive_button": {"text": plain("Good"), "value": "+"},
            "negative_button": {"text": plain("Bad"), "value": "-"},
        }
    ]},
    {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]]},
    an_input(),
    rich({"type": "text", "text": "a", "style": {"strike": True}}),
]  # fmt: skip


@pytest.mark.parametrize("block", FITTING, ids=lambda block: str(block["type"]))
def test_block_within_the_limits_is_shown(office: Office, block: Json) -> None:
    assert posted(office, block)["ok"]


def a_group(name: str) -> Json:
    return {"label": plain("Others"), "options": [option(name)]}


def focused(block_id: str) -> Json:
    element = {"type": "plain_text_input", "action_id": "a", "focus_on_load": True}
    return an_input(block_id, element=element)


def written(**lengths: int) -> Json:
    element = {"type": "plain_text_input", "action_id": "a", **lengths}
    return {"type": "input", "label": plain("What"), "element": element}


BREAKING: list[tuple[str, Json]] = [
    ("missing required field: text", rich({"type": "text"})),
    ("must be more than 0 characters", rich({"type": "text", "text": ""})),
    ("invalid additional property: mark", rich({"type": "text", "text": "a", "mark": True})),
    ("must be less than 3001 characters", section(LONG * 3001)),
    ("must be more than 0 characters", section("")),
    ("must define either `text` or `fields`", {"type": "section"}),
    ("no more than 10 items", {"type": "section", "fields": [markdown("a")] * 11}),
    ("must be less than 2001", {"type": "section", "fields": [markdown(LONG * 2001)]}),
    ("invalid additional property: colour", section(colour="red")),
    ("must be less than 256 characters", section(block_id=LONG * 256)),
    ("must be less than 151 characters", {"type": "header", "text": plain(LONG * 151)}),
    ("unsupported type: mrkdwn", {"type": "header", "text": markdown("a")}),
    ("missing required field: text", {"type": "header"}),
    ("no more than 10 items", {"type": "context", "elements": [markdown("a")] * 11}),
    ("no less than 1 items", {"type": "context", "elements": []}),
    ("no more than 25 items", actions(*(button(f"go{i}") for i in range(26)))),
    ("action_id go already exists", actions(button(), button())),
    ("must be less than 76 characters", actions(button(text=LONG * 76))),
    ("must be less than 2001 characters", actions(button(value=LONG * 2001))),
    ("must be less than 256 characters", actions(button(LONG * 256))),
    ("must be a valid enum value", actions(button(style="loud"))),
    ("no more than 100 items", actions(select(*map(str, range(101))))),
    ("options must be among", actions({**select("a"), "initial_option": option("b")})),
    ("can't define both", actions({**select("a"), "option_groups": [a_group("b")]})),
    ("must be between 1 and 3000", written(max_length=3001)),
    ("must be between 0 and 3000", written(min_length=-1)),
    ("min_length must be at most max_length", written(min_length=9, max_length=8)),
    ("must be less than 76", actions({
        "type": "static_select",
        "action_id": "a",
        "option_groups": [{"label": plain("g"), "options": [option("1", LONG * 76)]}],
    })),
    ("must be less than 151 characters", actions(select(LONG * 151))),
    ("must define either `options`", actions({"type": "static_select", "action_id": "a"})),
    ("must be less than 12001", {"type": "markdown", "text": LONG * 12_001}),
    ("must be a string", {"type": "markdown", "text": 7}),
    ("must be an array", {"type": "actions", "elements": "none"}),
    ("must be an object", {"type": "actions", "elements": ["none"]}),
    ("must be an object", section(accessory=7)),
    ("must be an object", actions(button(confirm=7))),
    ("must be a valid boolean", section(expand="yes")),
    ("must be a valid number", an_input(element={
        "type": "plain_text_input", "action_id": "a", "max_length": "9"
    })),
    ("unsupported type: button", an_input(element=button())),
    ("unsupported type: carousel_of_doom", {"type": "carousel_of_doom"}),
    ("missing required field: type", {"text": "no type"}),
    ("must define either `image_url`", {"type": "image", "alt_text": "b"}),
]  # fmt: skip


@pytest.mark.parametrize(("complaint", "block"), BREAKING)
def test_block_beyond_the_limits_is_refused(office: Office, complaint: str, block: Json) -> None:
    body = posted(office, block)

    assert body["error"] == "invalid_blocks"
    assert complaint in body["response_metadata"]["messages"][0]


def test_complaint_points_at_the_place(office: Office) -> None:
    body = posted(office, section(), {"type": "header", "text": plain(LONG * 151)})

    told = "must be less than 151 characters [json-pointer:/blocks/1/text/text]"
    assert body["errors"] == [told]
    assert body["response_metadata"]["messages"] == [f"[ERROR] {told}"]


@pytest.mark.parametrize(
    ("complaint", "view"),
    [
        ("must be less than 25 characters", a_form(title=plain(LONG * 25))),
        ("must be less than 25 characters", a_form(submit=plain(LONG * 25))),
        ("must be less than 25 characters", a_form(close=plain(LONG * 25))),
        ("must be less than 3001 characters", a_form(private_metadata=LONG * 3001)),
        ("no more than 100 items", a_form(*[section()] * 101)),
        ("missing required field: title", {"type": "modal", "blocks": []}),
        ("missing required field: type", a_form(submit={})),
        ("unsupported type: markdown", a_form({"type": "markdown", "text": "a"})),
        ("unsupported type: home", a_form(type="home")),
        ("must be less than 256 characters", a_form(callback_id=LONG * 256)),
        ("must be less than 256 characters", a_form(external_id=LONG * 256)),
        ("only one element can set focus_on_load", a_form(focused("a"), focused("b"))),
    ],
)
def test_view_beyond_the_limits_is_refused(office: Office, complaint: str, view: Json) -> None:
    command = office.slack.slash_command(office.ann, office.support, "/triage")

    body = office.call("views.open", trigger_id=command.payload["trigger_id"], view=view)

    assert body["error"] == "invalid_arguments"
    assert any(complaint in message for message in body["response_metadata"]["messages"])


def test_form_with_inputs_needs_a_submit_button(office: Office) -> None:
    view = {name: value for name, value in a_form().items() if name != "submit"}

    assert office.error("views.open", trigger_id="1", view=view) == "invalid_arguments"


def test_view_of_more_than_250_kilobytes_is_refused(office: Office) -> None:
    form = a_form(*[section("é" * 3000)] * 15)

    assert office.error("views.open", trigger_id="1", view=form) == "view_too_large"
