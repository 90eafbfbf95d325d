"""Commands, clicks, forms and shortcuts, and what apps do with them."""

import pytest

from bot.workspace import Ack
from bot.workspace.records.errors import Impossible
from tests.workspace.builders import (
    Json,
    Office,
    a_card,
    actions,
    button,
    option,
    plain,
    section,
    select,
)


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


@pytest.mark.parametrize(
    ("error", "content"),
    [
        ("invalid_blocks", {"blocks": [section("")]}),
        ("invalid_blocks", {"blocks": [{"type": "plan", "title": "p"}]}),
        ("invalid_attachments", {"attachments": [{"blocks": [section("")]}]}),
    ],
)
def test_bad_answer_to_a_command_is_held_against_the_app(
    office: Office, error: str, content: Json
) -> None:
    office.slack.team.unsupported.add("plan")
    office.receiver.ack = Ack(body={"text": "t", **content})
    office.slack.slash_command(office.ann, office.support, "/triage")
    office.run()

    assert office.slack.complaints == [f"/triage: {error}"]


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
