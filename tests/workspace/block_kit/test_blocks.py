"""The kinds of blocks beside text and buttons, and where each is shown; a row a rule."""

from typing import Any

import pytest

from tests.workspace.block_kit.validating import complaints
from tests.workspace.builders import Json, Office, actions, button, markdown, plain, section

LONG = "x"
ICON: Json = {"type": "image", "image_url": "https://a/b.png", "alt_text": "b"}


def rich(*words: Json, part: str = "rich_text_section", **fields: object) -> Json:
    return {
        "type": "rich_text",
        "elements": [{"type": part, "elements": list(words), **fields}],
    }


def word(kind: str, **fields: object) -> Json:
    return {"type": kind, **fields}


def cell(text: str = "a") -> Json:
    return {"type": "raw_text", "text": text}


def table(*rows: list[Json], **fields: object) -> Json:
    return {"type": "table", "rows": list(rows) or [[cell()]], **fields}


def data(*rows: list[Json], **fields: object) -> Json:
    found = list(rows) or [[cell()], [cell()]]
    return {"type": "data_table", "caption": "c", "rows": found, **fields}


def card(**fields: object) -> Json:
    return {"type": "card", **fields}


def task(**fields: object) -> Json:
    return {"type": "task_card", "task_id": "1", "title": "t", **fields}


def video(**fields: object) -> Json:
    return {
        "type": "video",
        "alt_text": "a",
        "title": plain("t"),
        "thumbnail_url": "https://a/b.png",
        "video_url": "https://a/v",
        **fields,
    }


def box(*children: Json, **fields: object) -> Json:
    return {
        "type": "container",
        "title": plain("t"),
        "child_blocks": list(children) or [section()],
        **fields,
    }


def picture(**fields: object) -> Json:
    return {"type": "image", "alt_text": "b", **fields}


def chart(kind: str = "pie", **fields: object) -> Json:
    parts = (
        {"segments": [point()]} if kind == "pie" else {"series": [series()], "axis_config": AXIS}
    )
    drawn = {"type": kind, **parts, **fields}
    return {"type": "data_visualization", "title": "t", "chart": drawn}


def point(label: str = "a", value: float = 1) -> Json:
    return {"label": label, "value": value}


def series(name: str = "s", *points: Json) -> Json:
    return {"name": name, "data": list(points) or [point()]}


AXIS = {"categories": ["a"], "x_label": LONG * 50}


def lacking(value: Json, name: str) -> Json:
    return {key: one for key, one in value.items() if key != name}


TYPED_IN: list[Any] = ["a"]
ITEM = {"type": "rich_text_section", "elements": [word("text", text="a")]}
SOURCE = {"type": "url", "url": "https://a", "text": "A"}
FITTING: list[Json] = [
    picture(slack_file={"id": "F1"}, title=plain(LONG * 2000)),
    picture(slack_file={"url": "https://files.slack.com/f"}),
    {"type": "header", "text": plain("t"), "level": 4},
    rich(),
    rich(word("user", user_id="U1", style={"bold": True}), word("usergroup", usergroup_id="S1")),
    rich(word("channel", channel_id="C1"), word("team", team_id="T1")),
    rich(word("broadcast", range="here"), word("color", value="#00ff00")),
    rich(word("date", timestamp=1, format="{date}", fallback="then"), word("emoji", name="eyes")),
    rich(word("link", url="https://a", text="a"), part="rich_text_quote", border=1),
    rich(word("text", text="a"), part="rich_text_preformatted", language="python"),
    rich(ITEM, part="rich_text_list", style="ordered", indent=8, offset=0),
    table([cell(), rich(word("text", text="b"))], [cell()]),
    table([cell()] * 20, column_settings=[None, {"align": "right", "is_wrapped": True}]),
    table(*[[cell()]] * 100),
    data([cell(), cell()], [{"type": "raw_number", "value": 1}, rich()], page_size=100),
    card(title=markdown(LONG * 150), subtitle=plain(LONG * 150), body=plain(LONG * 200)),
    card(hero_image=ICON, icon=ICON),
    card(actions=[button("a"), button("b")]),
    {"type": "carousel", "elements": [card(title=plain("t"))] * 10},
    task(status="in_progress", details=rich(), output=rich(), sources=[SOURCE]),
    {"type": "plan", "title": "p", "tasks": [{"task_id": "1", "title": "t", "status": "complete"}]},
    {"type": "plan", "title": plain("p")},
    video(author_name=LONG * 49, description=plain(LONG * 199), title_url="https://a/w"),
    box(table(), actions(button()), subtitle=markdown(LONG * 150), icon=ICON, width="full"),
    lacking(box(), "title") | {"rich_text_title": rich()},
    chart(segments=[point(LONG * 20, 0.5)] * 6),
    chart("bar", series=[series(f"{number}") for number in range(6)]),
    chart("line", series=[series("s", point(value=-1))]),
]


@pytest.mark.parametrize("block", FITTING, ids=lambda block: str(block["type"]))
def test_block_within_the_limits_is_shown(office: Office, block: Json) -> None:
    assert not complaints(office, blocks=[block])


BREAKING: list[tuple[str, Json]] = [
    ("invalid url", picture(image_url="b.png")),
    ("invalid url", picture(image_url="javascript:x")),
    ("can't define both `image_url`", ICON | {"slack_file": {"id": "F1"}}),
    ("can't define both `id`", picture(slack_file={"id": "F1", "url": "https://a"})),
    ("must define either `id`", picture(slack_file={})),
    ("must be less than 2001", ICON | {"alt_text": LONG * 2001}),
    ("must be between 1 and 4", {"type": "header", "text": plain("t"), "level": 5}),
    ("missing required field: user_id", rich(word("user"))),
    ("missing required field: usergroup_id", rich(word("usergroup"))),
    ("missing required field: channel_id", rich(word("channel"))),
    ("missing required field: range", rich(word("broadcast"))),
    ("valid enum value", rich(word("broadcast", range="all"))),
    ("must be a hex color", rich(word("color", value="green"))),
    ("missing required field: format", rich(word("date", timestamp=1))),
    ("must be a valid number", rich(word("date", timestamp="1", format="{date}"))),
    ("missing required field: url", rich(word("link", text="a"))),
    ("missing required field: name", rich(word("emoji"))),
    ("invalid additional property: loud", rich(word("user", user_id="U1", style={"loud": True}))),
    ("unsupported type: heading", rich(word("heading"))),
    ("missing required field: style", rich(ITEM, part="rich_text_list")),
    ("unsupported type: text", rich(word("text", text="a"), part="rich_text_list", style="bullet")),
    ("must be between 0 and 8", rich(ITEM, part="rich_text_list", style="bullet", indent=9)),
    ("must be between 0 and 1", rich(part="rich_text_quote", border=2)),
    ("missing required field: rows", {"type": "table"}),
    ("must be an object", table(TYPED_IN)),
    ("missing required field: text", table([{"type": "raw_text"}])),
    ("must be more than 0", table([cell("")])),
    ("unsupported type: mrkdwn", table([markdown("a")])),
    ("no more than 20 items", table([cell()] * 21)),
    ("no more than 100 items", table(*[[cell()]] * 101)),
    ("valid enum value", table(column_settings=[{"align": "top"}])),
    ("no more than 20 items", table(column_settings=[None] * 21)),
    ("missing required field: caption", lacking(data(), "caption")),
    ("no less than 2 items", data([cell()])),
    ("no more than 101 items", data(*[[cell()]] * 102)),
    ("unsupported type: rich_text", data([rich()], [cell()])),
    ("the same number of values", data([cell()], [cell(), cell()])),
    ("less than 10001 characters in all", data([cell()], [cell(LONG * 10_000)])),
    ("must be between 1 and 100", data(page_size=0)),
    ("must be more than 0", chart(segments=[point(value=0)])),
    ("must be a valid number", chart(segments=[{"label": "a", "value": "1"}])),
    ("no more than 6 items", chart(segments=[point()] * 7)),
    ("must be less than 21", chart(segments=[point(LONG * 21)])),
    ("no more than 6 items", chart("bar", series=[series(f"{number}") for number in range(7)])),
    ("name s already exists", chart("area", series=[series(), series()])),
    ("must match the categories", chart("line", series=[series("s", point("b"))])),
    ("no more than 20 items", chart("bar", axis_config={"categories": ["a"] * 21})),
    ("must be less than 51", chart("bar", axis_config=AXIS | {"y_label": LONG * 51})),
    ("must be less than 51", chart() | {"title": LONG * 51}),
    ("must define either `hero_image`", card(subtitle=plain("t"))),
    ("must be less than 151", card(title=plain(LONG * 151))),
    ("must be less than 201", card(body=plain(LONG * 201))),
    ("unsupported type: overflow", card(actions=[{"type": "overflow"}])),
    ("action_id go already exists", card(actions=[button(), button()])),
    ("no less than 1 items", {"type": "carousel", "elements": []}),
    ("no more than 10 items", {"type": "carousel", "elements": [card(title=plain("t"))] * 11}),
    ("unsupported type: section", {"type": "carousel", "elements": [section()]}),
    ("missing required field: task_id", {"type": "task_card", "title": "t"}),
    ("missing required field: title", {"type": "task_card", "task_id": "1"}),
    ("valid enum value", task(status="done")),
    ("unsupported type: mrkdwn", task(details=markdown("d"))),
    ("unsupported type: link", task(sources=[{"type": "link"}])),
    ("missing required field: title", {"type": "plan"}),
    ("missing required field: task_id", {"type": "plan", "title": "p", "tasks": [{"title": "t"}]}),
    ("missing required field: alt_text", lacking(video(), "alt_text")),
    ("missing required field: title", lacking(video(), "title")),
    ("missing required field: thumbnail_url", lacking(video(), "thumbnail_url")),
    ("missing required field: video_url", lacking(video(), "video_url")),
    ("invalid url", video(video_url="http://a/v")),
    ("must be less than 200", video(title=plain(LONG * 200))),
    ("must be less than 200", video(description=plain(LONG * 200))),
    ("must be less than 50", video(author_name=LONG * 50)),
    ("must define either `title`", lacking(box(), "title")),
    ("must be less than 151", box(title=plain(LONG * 151))),
    ("no more than 10 items", box(*[section()] * 11)),
    ("unsupported type: container", box(box())),
    ("unsupported type: markdown", box({"type": "markdown", "text": "a"})),
    ("valid enum value", box(width="huge")),
    ("unsupported type: datetimepicker", section(accessory={"type": "datetimepicker"})),
    ("action_id a already exists", {"type": "context_actions", "elements": [
        {"type": "icon_button", "icon": "trash", "text": plain("Delete"), "action_id": "a"}
    ] * 2}),
    ("valid enum value", {"type": "context_actions", "elements": [
        {"type": "icon_button", "icon": "bin", "text": plain("Delete")}
    ]}),
    # “You can't add this block to app surfaces directly” (File block).
    ("unsupported type: file", {"type": "file", "external_id": "1", "source": "remote"}),
]  # fmt: skip


@pytest.mark.parametrize(("complaint", "block"), BREAKING)
def test_block_beyond_the_limits_is_refused(office: Office, complaint: str, block: Json) -> None:
    assert complaint in complaints(office, blocks=[block])[0]


ALERT = {"type": "alert", "text": plain("a"), "level": "info"}
SURFACES: list[tuple[str, Json]] = [
    ("message modal home", section()),
    ("message modal home", card(title=plain("t"))),
    ("message modal home", video()),
    ("modal", ALERT),
    ("message home", {"type": "carousel", "elements": [card(title=plain("t"))]}),
    ("message home", box()),
    ("message home", table()),
    ("message home", data()),
    ("message home", chart()),
    ("message", {"type": "markdown", "text": "a"}),
    ("message", {"type": "plan", "title": "p"}),
    ("message", task()),
    ("message", {"type": "context_actions", "elements": [
        {"type": "icon_button", "icon": "trash", "text": plain("Delete")}
    ]}),
]  # fmt: skip


@pytest.mark.parametrize(("surfaces", "block"), SURFACES, ids=lambda one: str(one)[:60])
def test_block_is_shown_where_its_page_says(office: Office, surfaces: str, block: Json) -> None:
    content: dict[str, Json] = {
        "message": {"blocks": [block]},
        "modal": {"view": {"type": "modal", "title": plain("t"), "blocks": [block]}},
        "home": {"view": {"type": "home", "blocks": [block]}},
    }
    refused = [f"unsupported type: {block['type']}"]

    for surface, arguments in content.items():
        assert complaints(office, **arguments) == ([] if surface in surfaces.split() else refused)


@pytest.mark.parametrize(
    ("complaint", "alert"),
    [
        ("must be less than 201", ALERT | {"text": plain(LONG * 201)}),
        ("valid enum value", ALERT | {"level": "loud"}),
        ("missing required field: text", lacking(ALERT, "text")),
    ],
)
def test_alert_beyond_the_limits_is_refused(office: Office, complaint: str, alert: Json) -> None:
    view = {"type": "modal", "title": plain("t"), "blocks": [alert]}

    assert complaint in complaints(office, view=view)[0]
