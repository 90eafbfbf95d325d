from __future__ import annotations

from typing import TYPE_CHECKING

from bot.triage.teamwork.work import WorkState
from tests.scenarios.conversation import form_of, words
from tests.scenarios.texts import CLEAR, KNOWN

if TYPE_CHECKING:
    from bot.workspace import Message
    from tests.scenarios.office import Room


def _await_words(room: Room, card: Message, expected: str) -> None:
    room.slack.wait_for(lambda: expected in words(card))


def test_a_ticket_is_claimed_and_resolved_from_its_card(room: Room) -> None:
    conversation = room.post(KNOWN)
    card = conversation.card()

    room.slack.click(room.ben, card, "claim")
    _await_words(room, card, f"*In progress* with <@{room.ben.id}>")
    room.slack.click(room.ann, card, "resolve")
    form = form_of(room.slack, room.ann)
    room.slack.submit_view(room.ann, form, {"how": "The second payment was returned"})
    _await_words(room, card, f"*Resolved* by <@{room.ann.id}>: The second payment was returned")

    room.office.settle()
    work = room.office.ticket(conversation.number).work
    assert (work.state, work.assignee, work.by) == (WorkState.RESOLVED, room.ben.id, room.ann.id)
    assert not form.is_open
    assert conversation.cards == [card]


def test_of_two_who_claim_at_once_one_has_it_and_the_other_is_told(room: Room) -> None:
    conversation = room.post(CLEAR)
    card = conversation.card()

    room.slack.click(room.ben, card, "claim")
    room.slack.click(room.ann, card, "claim")

    room.office.settle()
    first = room.office.ticket(conversation.number).work.assignee
    told = room.slack.wait_for(lambda: conversation.thread.ephemerals)
    assert [one.text for one in told] == [f"<@{first}> has T-{conversation.number} already."]
    assert {first, told[0].user_id} == {room.ann.id, room.ben.id}


def test_a_verdict_and_a_reason_are_kept_with_the_ticket(room: Room) -> None:
    conversation = room.post(KNOWN)
    card, number = conversation.card(), conversation.number

    room.slack.click(room.ben, card, "not_this")
    _await_words(room, card, "*Issue type*\nNew issue")
    room.slack.click(room.ben, card, "feedback", f"unhelpful:{number}")
    form = form_of(room.slack, room.ben)
    room.slack.submit_view(room.ben, form, {"why": "It was charged on two cards"})

    room.slack.wait_for(lambda: not form.is_open)
    kept = room.office.ticket(number).corrections
    assert [(each.kind, each.before, each.reason) for each in kept if each.kind != "followed"] == [
        ("not_this", "KB-001", ""),
        ("unhelpful", "Billing · Medium · new", "It was charged on two cards"),
    ]


def test_a_ticket_is_corrected_in_a_form(room: Room) -> None:
    conversation = room.post(CLEAR)
    card, number = conversation.card(), conversation.number

    room.slack.click(room.ben, card, "edit")
    form = form_of(room.slack, room.ben)
    room.slack.type_into(room.ben, form, "matched_issue_id", "my money was taken two times")
    room.slack.wait_for(lambda: "KB-001" in str(room.slack.offered.get("matched_issue_id")))
    chosen = {"matched_issue_id": "KB-001", "category": "Billing", "assignee": room.ann.id}
    room.slack.submit_view(room.ben, form, chosen)

    _await_words(room, card, f"→ KB-001 by <@{room.ben.id}>")
    _await_words(room, card, f"*In progress* with <@{room.ann.id}>")
    decided = room.office.ticket(number).decided
    assert decided is not None
    assert (decided.category, decided.matched_issue_id) == ("Billing", "KB-001")


def test_a_resolved_ticket_reopens_when_its_reporter_writes_again(room: Room) -> None:
    conversation = room.post(CLEAR)
    card = conversation.card()
    room.slack.click(room.ben, card, "resolve")
    room.slack.submit_view(room.ben, form_of(room.slack, room.ben), {"how": "See the guide"})
    _await_words(room, card, "*Resolved*")

    conversation.reply(room.ann, "The guide does not say how")

    _await_words(room, card, f"with <@{room.ben.id}> · reopened")
    room.office.settle()
    (told,) = (one.text for one in conversation.thread.by_bots if one is not card)
    assert told.startswith(f"<@{room.ben.id}> T-{conversation.number} is open again")


def test_guests_can_not_work_tickets(room: Room) -> None:
    guest = room.slack.add_user("gus", is_guest=True)
    room.slack.join(guest, room.channel)
    conversation = room.post(CLEAR)
    card = conversation.card()

    room.slack.click(guest, card, "claim")

    told = room.slack.wait_for(lambda: conversation.thread.ephemerals)
    assert told[0].text == "Only people who work tickets can do that, so nothing was changed."
    assert room.office.ticket(conversation.number).work.is_untouched
