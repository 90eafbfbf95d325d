"""Forms and the home: how views are opened, filled in, sent, stacked and replaced."""

import pytest

from bot.workspace import Ack, View
from bot.workspace.records.errors import Impossible
from tests.workspace.builders import (
    Json,
    Office,
    a_card,
    a_form,
    actions,
    an_input,
    button,
    option,
    plain,
    section,
    select,
)


def opened(office: Office, form: Json) -> View:
    """Return `form` as Ann has it open after a command."""
    command = office.slack.slash_command(office.ann, office.support, "/triage")
    body = office.call("views.open", trigger_id=command.payload["trigger_id"], view=form)
    return office.slack.views[str(body["view"]["id"])]


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


TAGS = {"type": "checkboxes", "action_id": "tags", "options": [option("a"), option("b")]}
INPUTS = (
    an_input(),
    an_input("severity", element=select("low", "high", initial_option=option("high"))),
    an_input("tags", optional=True, element=TAGS),
    an_input("who", element={"type": "users_select", "action_id": "who"}),
    an_input("note", optional=True, element={"type": "rich_text_input", "action_id": "n"}),
    actions(button()),
)


def test_form_sends_what_was_filled_in(office: Office) -> None:
    view = opened(office, a_form(*INPUTS, private_metadata="T-1"))
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
    inputs = (an_input("a", element=chosen), an_input("b", element=typed_in))
    view = opened(office, a_form(*inputs, actions(button())))
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


def test_forms_inputs_have_bounds(office: Office) -> None:
    brief = {"type": "plain_text_input", "action_id": "why", "min_length": 3}
    tags = {**TAGS, "type": "multi_static_select", "max_selected_items": 1}
    inputs = an_input("why", element=brief, optional=True), an_input("tags", element=tags)
    view = opened(office, a_form(*inputs))

    with pytest.raises(Impossible, match="takes 3 characters or more"):
        office.slack.submit_view(office.ann, view, {"why": "No", "tags": ["a"]})
    with pytest.raises(Impossible, match="takes 1 choices"):
        office.slack.submit_view(office.ann, view, {"why": "Yes", "tags": ["a", "b"]})
    office.slack.submit_view(office.ann, view, {"why": "", "tags": ["a"]})


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


def test_external_id_is_of_one_view_in_a_team(office: Office) -> None:
    form, home = a_form(external_id="T-1"), {"type": "home", "blocks": [], "external_id": "T-1"}
    view = opened(office, form)
    other = office.open_form()
    command = office.slack.slash_command(office.ann, office.support, "/triage")
    again = {"trigger_id": command.payload["trigger_id"], "view": form}

    assert office.error("views.open", **again) == "duplicate_external_id"
    assert (
        office.error("views.publish", user_id=office.ann.id, view=home) == "duplicate_external_id"
    )
    assert office.error("views.update", view_id=other.id, view=form) == "duplicate_external_id"
    office.slack.close_view(view)
    assert office.call("views.update", view_id=other.id, view=form)["ok"]


def test_home_tab_needs_its_place_in_the_manifest() -> None:
    office = Office({"features": {"app_home": {"home_tab_enabled": False}}})
    home = {"type": "home", "blocks": [section()]}

    assert office.error("views.publish", user_id=office.ann.id, view=home) == "not_enabled"


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
