from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from tests.scenarios.conversation import words
from tests.scenarios.texts import CLEAR, CRITICAL, KNOWN

if TYPE_CHECKING:
    from tests.scenarios.office import Office, Room


def test_a_ticket_gets_one_card_with_all_that_people_need(room: Room) -> None:
    conversation = room.post(KNOWN)

    card = conversation.card()

    room.office.settle()
    shown = words(card)
    assert conversation.cards == [card]
    assert card.blocks[0]["type"] == "header"
    assert "Medium" in card.blocks[0]["text"]["text"]
    assert KNOWN in shown
    assert "*Category*\nBilling" in shown
    assert "*Severity*\n🟡 Medium" in shown
    assert re.search(
        r"\*Confidence\*\ncategory (high|medium|low.*)\nseverity .+\nissue type", shown
    )
    assert "Next action: Look up both payments" in shown
    assert re.search(r"Judged offline \(offline-6\) · T-[0-9]+", shown)


def test_a_known_issue_is_named_with_its_link_and_its_match_in_per_cent(room: Room) -> None:
    card = room.post(KNOWN).card()

    shown = words(card)
    similar = re.findall(r"\*(KB-[0-9]+)\* .+ \(([0-9]+) % match\)", shown)
    assert "*Issue type*\nKnown issue KB-001" in shown
    assert similar[0][0] == "KB-001"
    assert int(similar[0][1]) > 60
    assert len(similar) == 3
    assert "<https://help.example.com/billing/duplicate-charge>" in shown


def test_an_outage_is_critical_and_new(room: Room) -> None:
    card = room.post(CRITICAL).card()

    assert "🔴 Critical" in card.blocks[0]["text"]["text"]
    assert "*Issue type*\nNew issue" in words(card)


def test_the_fallback_text_says_the_same_in_one_line(room: Room) -> None:
    card = room.post(KNOWN).card()

    assert re.match(r"T-[0-9]+: Medium · Billing · Known issue KB-001 · My card was", card.text)
    assert "\n" not in card.text


def test_what_people_write_can_neither_alarm_a_channel_nor_hide_a_link(room: Room) -> None:
    text = f"{CLEAR} &lt;!channel&gt; <https://evil.example|https://bank.example> @here"

    shown = words(room.post(text).card())

    assert "<!channel>" not in shown
    assert "|https://bank.example>" not in shown


def test_tickets_of_one_moment_get_a_card_each(room: Room) -> None:
    with ThreadPoolExecutor(8) as people:
        asked = list(people.map(room.post, [f"{CLEAR} Number {n}." for n in range(12)]))

    numbers = {conversation.number for conversation in asked}

    assert len(numbers) == 12


def test_the_status_line_shows_before_the_card_and_goes_when_it_is_there(room: Room) -> None:
    conversation = room.post(KNOWN)

    card = conversation.card()

    room.slack.wait_for(lambda: conversation.thread.statuses and not conversation.has_status())
    first = conversation.thread.statuses[0]
    assert first.at < float(card.ts)
    # Which step comes first is the machine's: a later one overtakes it where it is busy.
    assert first.text.startswith("is ")


def test_a_slow_or_broken_status_line_does_not_keep_a_ticket_waiting(room: Room) -> None:
    faults = room.slack.faults
    faults.fail("assistant.threads.setStatus", times=2)
    faults.drop("assistant.threads.setStatus", times=2)

    conversation = room.post(KNOWN)

    card = conversation.card()
    assert KNOWN in words(card)


def test_a_rate_limit_is_waited_out_and_posts_once(room: Room) -> None:
    fault = room.slack.faults.rate_limit("chat.postMessage", "1")
    fault.when = lambda params: params["channel"] == room.channel.id

    conversation = room.post(KNOWN)
    card = conversation.card()

    room.office.settle()
    assert float(card.ts) - float(conversation.root.ts) >= 1.0
    assert conversation.cards == [card]


def test_an_event_that_comes_three_times_opens_one_ticket(room: Room) -> None:
    room.slack.faults.duplicate(copies=2, when=lambda one: one.event_type == "message")

    conversation = room.post(KNOWN)
    conversation.card()

    room.office.settle()
    assert len(conversation.cards) == 1
    assert _next_number(room.office) == conversation.number + 1


def test_an_event_whose_acknowledgement_was_lost_opens_one_ticket(room: Room) -> None:
    deliveries = room.slack.deliveries
    patience, deliveries.ack_seconds = deliveries.ack_seconds, 0.5
    room.slack.faults.lose_ack(when=lambda delivery: delivery.event_type == "message")

    conversation = room.post(KNOWN)
    conversation.card()

    room.office.settle()
    deliveries.ack_seconds = patience
    event = next(one for one in deliveries.log if _is_about(one.payload, conversation.root.ts))
    assert [attempt.outcome for attempt in event.attempts] == ["http_timeout", "ok"]
    assert len(conversation.cards) == 1


def test_a_mention_in_a_support_channel_opens_one_ticket(room: Room) -> None:
    root = room.slack.mention(room.ann, room.channel, room.office.app_bot, KNOWN)
    conversation = room.about(root.ts)
    conversation.card()

    room.office.settle()
    assert len(conversation.cards) == 1
    assert _next_number(room.office) == conversation.number + 1


def test_the_names_of_files_are_part_of_a_ticket(room: Room) -> None:
    root = room.slack.upload_as_user(room.ann, room.channel, CRITICAL, "login-503.png")
    conversation = room.about(root.ts)

    opened = room.office.ticket(conversation.number)

    assert opened.messages[0].file_names == ("login-503.png",)


def test_what_nobody_asked_opens_no_ticket(room: Room) -> None:
    slack, channel = room.slack, room.channel
    before = room.post(CLEAR).number
    other = slack.add_app("Deploys", manifest={})
    slack.join(other, channel)
    slack.post_as_app(other, channel, CRITICAL)
    slack.set_topic(room.ann, channel, CRITICAL)
    slack.join(slack.add_user("cleo"), channel)
    slack.leave(room.ben, channel)
    linked = room.post(f"{KNOWN} <https://status.example.com>")
    slack.unfurl(linked.root)
    slack.edit_message(linked.root, CRITICAL)

    room.office.settle()

    assert linked.number == before + 1
    assert _next_number(room.office) == before + 2
    assert len(linked.cards) == 1
    assert [one for one in channel.messages.values() if one.is_reply and not one.is_by_bot] == []


def test_a_direct_message_gets_one_sentence_on_where_to_post(room: Room) -> None:
    slack, bot = room.slack, room.office.app_bot
    slack.direct_message(room.ann, bot, KNOWN)

    answers = slack.wait_for(
        lambda: [m for m in slack.direct_channel(room.ann.id, bot).messages.values() if m.is_by_bot]
    )

    room.office.settle()
    assert [message.text for message in answers] == [
        "I take tickets in a channel that I am in. Type `/triage help` to see how."
    ]


def test_what_the_app_does_not_know_is_acknowledged(room: Room) -> None:
    room.post(CLEAR).card()
    room.slack.wait_until_delivered()
    known = next(one for one in room.slack.deliveries.log if one.kind == "events_api")
    unknown = {**known.payload, "event_id": "Ev0UNKNOWN", "event": {"type": "team_rename"}}

    sent = room.slack.deliver("events_api", room.office.app_bot, unknown)

    room.slack.wait_until_delivered()
    assert sent.state == "acknowledged"
    assert [attempt.outcome for attempt in sent.attempts] == ["ok"]


def _next_number(office: Office) -> int:
    return office.room().post(CLEAR).number


def _is_about(payload: dict[str, object], ts: str) -> bool:
    event = payload.get("event")
    return isinstance(event, dict) and event.get("ts") == ts
