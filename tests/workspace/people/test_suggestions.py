"""The choices that an app gives for a menu of its own."""

import pytest

from bot.workspace import Ack
from bot.workspace.records.errors import Impossible
from tests.workspace.builders import Office, a_card, button, option, plain


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
