"""Commands, clicks, forms and shortcuts, and what apps do with them."""

import pytest

from bot.workspace import Ack, View
from bot.workspace.errors import Impossible
from bot.workspace.messages import Message
from tests.workspace.builders import (
    Json,
    Office,
    a_form,
    actions,
    an_input,
    button,
    option,
    plain,
    section,
    select,
)


def a_card(office: Office, *elements: Json) -> Message:
    return office.answer(office.ticket(), blocks=[actions(*(elements or (button(),)))])


def key_of(payload: Json) -> str:
    return str(payload["response_url"]).partition("/actions/")[2]


def test_command_has_slacks_fields(office: Office) -> None:
    office.slack.slash_command(office.ann, office.support, "/triage", "The VPN is down")

    (payload,) = office.run().payloads

    assert (payload["command"], payload["text"]) == ("/triage", "The VPN is down")
    assert (payload["user_id"], payload["user_name"]) == (office.ann.id, "ann")
    assert (payload["channel_id"], payload["channel_name"]) == (office.support.id, "support")
    assert payload["trigger_id"].count(".") == 2
    assert "/actions/" in payload["response_url"]


@pytest.mark.parametrize("body", ["Not saved", {"text": "Not saved"}, '{"text": "Not saved"}'])
def test_answer_to_a_command_is_ephemeral(office: Office, body: object) -> None:
    office.receiver.ack = Ack(body=body)
    office.slack.slash_command(office.ann, office.support, "/triage")
    office.run()

    (shown,) = office.slack.ephemerals
    assert (shown.text, shown.user_id, shown.source) == ("Not saved", office.ann.id, "command")


def test_answer_to_a_command_can_be_public(office: Office) -> None:
    office.receiver.ack = Ack(body={"text": "All see", "response_type": "in_channel"})
    office.slack.slash_command(office.ann, office.support, "/triage")
    office.run()

    assert [message.text for message in office.support.messages.values()] == ["All see"]


@pytest.mark.parametrize("body", [None, "", []])
def test_empty_answer_shows_nothing(office: Office, body: object) -> None:
    office.receiver.ack = Ack(body=body)
    office.slack.slash_command(office.ann, office.support, "/triage")
    office.run()

    assert office.slack.ephemerals == []
    assert office.slack.complaints == []


def test_bad_answer_to_a_command_is_held_against_the_app(office: Office) -> None:
    office.receiver.ack = Ack(body={"text": "t", "blocks": [section("")]})
    office.slack.slash_command(office.ann, office.support, "/triage")
    office.run()

    assert office.slack.complaints == ["/triage: invalid_blocks"]


def test_undeclared_command_and_shortcut_do_not_exist() -> None:
    office = Office({"features": {"slash_commands": [{"command": "/triage"}]}})

    office.slack.slash_command(office.ann, office.support, "/triage")
    with pytest.raises(Impossible, match="/triaje"):
        office.slack.slash_command(office.ann, office.support, "/triaje")
    with pytest.raises(Impossible, match="make"):
        office.slack.global_shortcut(office.ann, "make")


def test_click_tells_what_where_and_by_whom(office: Office) -> None:
    card = a_card(office, button("yes", "a"), button("no", "b"))
    office.slack.click(office.ben, card, "no")

    payload = office.run().payloads[-1]

    assert (payload["type"], payload["user"]["id"]) == ("block_actions", office.ben.id)
    assert payload["container"] == {
        "type": "message",
        "message_ts": card.ts,
        "channel_id": office.support.id,
        "is_ephemeral": False,
        "thread_ts": card.thread_ts,
    }
    assert payload["message"]["ts"] == card.ts
    (action,) = payload["actions"]
    assert (action["action_id"], action["value"]) == ("no", "b")
    assert action["block_id"] == card.blocks[0]["block_id"]


def test_buttons_of_one_action_are_told_apart_by_value(office: Office) -> None:
    blocks = [section(accessory=button("pick", "a")), section(accessory=button("pick", "b"))]
    card = office.answer(office.ticket(), blocks=blocks)
    office.slack.click(office.ann, card, "pick", "b")

    assert office.run().payloads[-1]["actions"][0]["value"] == "b"


def test_menu_reports_the_chosen_option(office: Office) -> None:
    card = a_card(office, select("low", "high"))
    office.slack.click(office.ann, card, "pick", "high")

    (action,) = office.run().payloads[-1]["actions"]

    assert action["selected_option"]["value"] == "high"
    with pytest.raises(Impossible, match="no option"):
        office.slack.click(office.ann, card, "pick", "middle")


def test_menus_of_one_action_are_told_apart_by_their_choices(office: Office) -> None:
    menus = [{"type": "overflow", "action_id": "more", "options": [option(v)]} for v in ("a", "b")]
    card = office.answer(office.ticket(), blocks=[section(accessory=menu) for menu in menus])

    office.slack.click(office.ann, card, "more", "b")

    (action,) = office.run().payloads[-1]["actions"]
    assert (action["type"], action["selected_option"]["value"]) == ("overflow", "b")
    with pytest.raises(Impossible):
        office.slack.click(office.ann, card, "more", "c")


def test_a_thumb_reports_its_value(office: Office) -> None:
    thumbs = {
        "type": "feedback_buttons",
        "action_id": "thumbs",
        "positive_button": {"text": plain("Good"), "value": "up"},
        "negative_button": {"text": plain("Bad"), "value": "down"},
    }
    block = {"type": "context_actions", "elements": [thumbs]}
    card = office.answer(office.ticket(), blocks=[block])

    office.slack.click(office.ann, card, "thumbs", "down")

    (action,) = office.run().payloads[-1]["actions"]
    assert (action["type"], action["value"]) == ("feedback_buttons", "down")
    with pytest.raises(Impossible):
        office.slack.click(office.ann, card, "thumbs", "sideways")


def test_only_what_is_there_can_be_clicked(office: Office) -> None:
    root = office.ticket()
    card = a_card(office)

    with pytest.raises(Impossible, match="nothing to click"):
        office.slack.click(office.ann, card, "absent")
    root.blocks = card.blocks
    with pytest.raises(Impossible, match="no buttons"):
        office.slack.click(office.ann, root, "go")


def test_ephemeral_can_be_clicked_and_replaced(office: Office) -> None:
    office.call(
        "chat.postEphemeral",
        channel=office.support.id,
        user=office.ann.id,
        text="Sure?",
        blocks=[actions(button())],
    )
    office.slack.click(office.ann, office.slack.ephemerals[0], "go")
    payload = office.run().payloads[-1]

    status = office.slack.respond(key_of(payload), {"text": "Done", "replace_original": True})

    assert status == 200
    assert payload["container"]["is_ephemeral"]
    assert "message" not in payload
    assert [shown.text for shown in office.slack.ephemerals] == ["Done"]
    office.slack.respond(key_of(payload), {"delete_original": True})


def test_response_url_answers_in_every_way(office: Office) -> None:
    card = a_card(office)
    payload = office.slack.click(office.ann, card, "go").payload
    key = key_of(payload)

    office.slack.respond(key, {"text": "Only you"})
    office.slack.respond(key, {"text": "All", "response_type": "in_channel"})
    office.slack.respond(key, {"text": "Other card", "replace_original": True})
    office.slack.respond(key, {"delete_original": True})

    assert office.slack.ephemerals[0].thread_ts == card.thread_ts
    assert [m.text for m in office.support.messages.values()][-1] == "All"
    assert (card.text, card.is_deleted) == ("Other card", True)
    assert len(office.slack.calls_to("response_url")) == 4


def test_response_url_wears_out(office: Office) -> None:
    payload = office.slack.slash_command(office.ann, office.support, "/triage").payload

    statuses = [office.slack.respond(key_of(payload), {"text": "t"}) for _ in range(6)]

    assert statuses == [200] * 5 + [404]


def test_response_url_expires_after_half_an_hour(office: Office) -> None:
    payload = office.slack.slash_command(office.ann, office.support, "/triage").payload
    office.clock.forward(1801)

    assert office.slack.respond(key_of(payload), {"text": "t"}) == 404
    assert office.slack.respond("unknown", {"text": "t"}) == 404


def test_trigger_opens_one_view(office: Office) -> None:
    command = office.slack.slash_command(office.ann, office.support, "/triage")
    params = {"trigger_id": command.payload["trigger_id"], "view": a_form()}

    assert office.call("views.open", **params)["view"]["title"] == plain("New ticket")
    assert office.error("views.open", **params) == "exchanged_trigger_id"


def test_trigger_expires_after_three_seconds(office: Office) -> None:
    command = office.slack.slash_command(office.ann, office.support, "/triage")
    office.clock.forward(3.1)

    params = {"trigger_id": command.payload["trigger_id"], "view": a_form()}
    assert office.error("views.open", **params) == "expired_trigger_id"


def test_form_sends_what_was_filled_in(office: Office) -> None:
    blocks = [
        an_input(),
        an_input("severity", element=select("low", "high", initial_option=option("high"))),
        an_input(
            "tags",
            optional=True,
            element={
                "type": "checkboxes",
                "action_id": "tags",
                "options": [option("a"), option("b")],
            },
        ),
        an_input("who", element={"type": "users_select", "action_id": "who"}),
        an_input("note", optional=True, element={"type": "rich_text_input", "action_id": "n"}),
        actions(button()),
    ]
    command = office.slack.slash_command(office.ann, office.support, "/triage")
    trigger = command.payload["trigger_id"]
    body = office.call(
        "views.open", trigger_id=trigger, view=a_form(*blocks, private_metadata="T-1")
    )
    view = office.slack.views[body["view"]["id"]]
    values = {"text": "The VPN is down", "tags": ["b"], "who": office.ben.id}
    office.slack.submit_view(office.ann, view, values)

    payload = office.run().payloads[-1]

    assert (payload["type"], payload["view"]["callback_id"]) == ("view_submission", "form")
    assert payload["view"]["private_metadata"] == "T-1"
    state = payload["view"]["state"]["values"]
    assert state["details"]["text"] == {"type": "plain_text_input", "value": "The VPN is down"}
    assert state["severity"]["pick"]["selected_option"]["value"] == "high"
    assert [one["value"] for one in state["tags"]["tags"]["selected_options"]] == ["b"]
    assert state["who"]["who"]["selected_user"] == office.ben.id
    assert state["note"]["n"]["rich_text_value"] is None
    assert not view.is_open


def test_form_keeps_initial_values_and_clicks_inside_it_are_told(office: Office) -> None:
    chosen = {
        "type": "checkboxes",
        "action_id": "tags",
        "options": [option("a")],
        "initial_options": [option("a")],
    }
    typed_in = {"type": "plain_text_input", "action_id": "text", "initial_value": "So far"}
    command = office.slack.slash_command(office.ann, office.support, "/triage")
    body = office.call(
        "views.open",
        trigger_id=command.payload["trigger_id"],
        view=a_form(
            an_input("a", element=chosen), an_input("b", element=typed_in), actions(button())
        ),
    )
    view = office.slack.views[body["view"]["id"]]
    office.slack.click(office.ann, view, "go")
    office.slack.submit_view(office.ann, view, {})

    click, submission = office.run().payloads[-2:]

    assert (click["container"]["type"], click["view"]["id"]) == ("view", view.id)
    state = submission["view"]["state"]["values"]
    assert state["b"]["text"]["value"] == "So far"
    assert len(state["a"]["tags"]["selected_options"]) == 1


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({}, "must be filled in"),
        ({"details": "x" * 101}, "takes 100 characters"),
        ({"details": "ok", "more": "?"}, "no inputs called"),
    ],
)
def test_form_is_sent_only_as_slacks_client_would(
    office: Office, values: Json, complaint: str
) -> None:
    view = office.open_form()

    with pytest.raises(Impossible, match=complaint):
        office.slack.submit_view(office.ann, view, values)
    with pytest.raises(Impossible, match="not open"):
        office.slack.submit_view(office.ben, view, {"details": "ok"})


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ({"response_action": "errors", "errors": {"details": "Too short"}}, None),
        ({"response_action": "errors", "errors": {"nowhere": "?"}}, "invalid_errors"),
        ({"response_action": "errors"}, "invalid_errors"),
        ({"response_action": "dance"}, "invalid_response_action"),
        ({"response_action": "update", "view": {"type": "modal"}}, "invalid_arguments"),
    ],
)
def test_refused_form_stays_open(office: Office, body: Json, complaint: str | None) -> None:
    view = office.open_form()
    office.receiver.ack = Ack(body=body)
    office.slack.submit_view(office.ann, view, {"details": "x"})
    office.run()

    assert view.is_open
    assert office.slack.complaints == ([f"{view.id}: {complaint}"] if complaint else [])
    assert view.errors == ({} if complaint else {"details": "Too short"})


def test_unanswered_form_shows_a_failure(office: Office) -> None:
    view = office.open_form()
    office.receiver.ack = None
    office.slack.submit_view(office.ann, view, {"details": "x"})
    office.run()
    office.run(3)

    assert view.is_open
    assert view.failure == "operation_timeout"


def test_form_can_be_replaced_stacked_and_cleared(office: Office) -> None:
    view = office.open_form()
    answer(office, {"response_action": "update", "view": a_form(callback_id="second")}, view)
    answer(office, {"response_action": "push", "view": a_form(callback_id="third")}, view)
    top = list(office.slack.views.values())[-1]
    opened = [one.content["callback_id"] for one in office.slack.views.values()]
    answer(office, {"response_action": "clear"}, top)

    assert opened == ["second", "third"]
    assert top.previous_view_id == view.id
    assert not any(one.is_open for one in office.slack.views.values())


def answer(office: Office, body: Json, view: View) -> None:
    office.receiver.ack = Ack(body=body)
    office.slack.submit_view(office.ann, view, {"details": "x"})
    office.run()


def test_views_stack_three_high(office: Office) -> None:
    form = a_form(an_input(), actions(button()))
    command = office.slack.slash_command(office.ann, office.support, "/triage")
    body = office.call("views.open", trigger_id=command.payload["trigger_id"], view=form)
    errors = []
    for _ in range(3):
        view = office.slack.views[body["view"]["id"]]
        click = office.slack.click(office.ann, view, "go")
        trigger = click.payload["trigger_id"]
        answered = office.call("views.push", trigger_id=trigger, view=form)
        errors.append(answered.get("error"))
        body = answered if answered["ok"] else body

    assert errors == [None, None, "push_limit_reached"]


def test_push_needs_an_open_view(office: Office) -> None:
    command = office.slack.slash_command(office.ann, office.support, "/triage")

    params = {"trigger_id": command.payload["trigger_id"], "view": a_form()}
    assert office.error("views.push", **params) == "not_found"


def test_view_is_updated_by_id_or_external_id_unless_it_changed(office: Office) -> None:
    view = office.open_form()
    form = a_form(external_id="T-1")

    assert office.call("views.update", view_id=view.id, hash=view.hash, view=form)["ok"]
    assert office.call("views.update", external_id="T-1", view=form)["ok"]
    stale = {"view_id": view.id, "hash": "old", "view": form}
    assert office.error("views.update", **stale) == "hash_conflict"
    assert office.error("views.update", view_id="V404", view=form) == "not_found"


def test_home_tab_is_published_per_person(office: Office) -> None:
    home = {"type": "home", "blocks": [section()]}

    first = office.call("views.publish", user_id=office.ann.id, view=home)["view"]
    second = office.call("views.publish", user_id=office.ann.id, view=home)["view"]

    assert first["id"] == second["id"]
    assert first["hash"] != second["hash"]
    stale = {"user_id": office.ann.id, "hash": first["hash"], "view": home}
    assert office.error("views.publish", **stale) == "hash_conflict"
    assert office.error("views.publish", user_id="U404", view=home) == "user_not_found"


def test_closing_is_told_only_on_request(office: Office) -> None:
    silent, told = office.open_form(), office.open_form()
    told.content["notify_on_close"] = True

    assert office.slack.close_view(silent) is None
    office.slack.close_view(told)
    assert office.run().payloads[-1]["type"] == "view_closed"


def test_shortcut_on_a_message_carries_the_message(office: Office) -> None:
    root = office.ticket()
    office.slack.message_shortcut(office.ben, root, "triage_message")

    payload = office.run().payloads[-1]

    assert (payload["type"], payload["callback_id"]) == ("message_action", "triage_message")
    assert payload["message"]["text"] == root.text
    assert payload["response_url"]
    assert payload["message_ts"] == root.ts


def test_global_shortcut_has_no_channel(office: Office) -> None:
    office.slack.global_shortcut(office.ben, "new_ticket")

    payload = office.run().payloads[-1]

    assert payload["type"] == "shortcut"
    assert "channel" not in payload


def test_every_kind_of_input_reports_in_its_own_field(office: Office) -> None:
    card = a_card(
        office,
        {"type": "datepicker", "action_id": "day"},
        {"type": "external_select", "action_id": "issue"},
        {"type": "multi_static_select", "action_id": "tags", "options": [option("a")]},
        {
            "type": "static_select",
            "action_id": "team",
            "option_groups": [{"label": plain("g"), "options": [option("x")]}],
        },
    )
    office.receiver.ack = Ack(body={"options": [option("K-1")]})
    office.slack.type_into(office.ann, card, "issue", "K-1")
    office.run()
    for action_id, value in (
        ("day", "2026-01-01"),
        ("issue", "K-1"),
        ("tags", ["a"]),
        ("team", "x"),
    ):
        office.slack.click(office.ann, card, action_id, value)

    day, issue, tags, team = (payload["actions"][0] for payload in office.run().payloads[-4:])

    assert day["selected_date"] == "2026-01-01"
    assert issue["selected_option"]["value"] == "K-1"
    assert [one["value"] for one in tags["selected_options"]] == ["a"]
    assert team["selected_option"]["value"] == "x"


def test_an_app_gives_the_choices_of_its_own_menu(office: Office) -> None:
    card = a_card(office, {"type": "external_select", "action_id": "issue"})
    office.receiver.ack = Ack(body={"options": [option("K-1"), option("K-2")]})

    office.slack.type_into(office.ann, card, "issue", "invoice")

    asked = office.run().payloads[-1]
    assert (asked["type"], asked["action_id"], asked["value"]) == (
        "block_suggestion",
        "issue",
        "invoice",
    )
    assert [one["value"] for one in office.slack.offered["issue"]] == ["K-1", "K-2"]
    with pytest.raises(Impossible):
        office.slack.click(office.ann, card, "issue", "K-3")


@pytest.mark.parametrize("body", [{"options": [{"value": "K-1"}]}, {"choices": []}, None])
def test_bad_choices_are_held_against_the_app(office: Office, body: object) -> None:
    menu = {"type": "external_select", "action_id": "issue", "min_query_length": 0}
    card = a_card(office, menu)
    office.receiver.ack = Ack(body=body)

    office.slack.type_into(office.ann, card, "issue", "")
    office.run()

    assert bool(office.slack.complaints) == (body is not None)


def test_groups_of_choices_are_offered_too(office: Office) -> None:
    card = a_card(office, {"type": "external_select", "action_id": "issue"})
    groups = [{"label": plain("Billing"), "options": [option("K-1")]}]
    office.receiver.ack = Ack(body={"option_groups": groups})

    office.slack.type_into(office.ann, card, "issue", "invoice")
    office.run()

    assert [one["value"] for one in office.slack.offered["issue"]] == ["K-1"]


def test_nothing_is_asked_before_three_letters_are_typed(office: Office) -> None:
    card = a_card(office, {"type": "external_select", "action_id": "issue"}, button())

    with pytest.raises(Impossible):
        office.slack.type_into(office.ann, card, "issue", "in")
    with pytest.raises(Impossible):
        office.slack.type_into(office.ann, card, "go", "invoice")


def test_app_must_be_installed_to_be_asked(office: Office) -> None:
    with pytest.raises(Impossible, match="not installed"):
        office.slack.bot_named("A404", office.slack.team.id)
