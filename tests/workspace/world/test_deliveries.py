"""At least once for events, at most once for what people do."""

import pytest

from bot.workspace import Ack
from tests.workspace.builders import Office


def test_acknowledged_event_is_not_sent_again(office: Office) -> None:
    office.ticket()
    office.run()

    office.run(1000)

    assert len(office.receiver.got) == 1
    assert office.receiver.got[0].state == "acknowledged"
    assert office.slack.next_due() is None


def test_unanswered_event_is_sent_three_more_times(office: Office) -> None:
    office.receiver.ack = None
    office.ticket()
    office.run()

    for seconds in (3, 3, 60, 3, 300, 3, 1000):
        office.run(seconds)

    (delivery,) = set(office.receiver.got)
    assert len(office.receiver.got) == 4
    assert delivery.state == "failed"
    assert [attempt.outcome for attempt in delivery.attempts] == ["http_timeout"] * 4


def test_redelivery_says_its_number_and_reason(office: Office) -> None:
    office.receiver.ack = Ack(500)
    office.ticket()
    office.run()
    office.receiver.ack = Ack()

    (again,) = set(office.run(60).got)

    assert (again.retry_num, again.retry_reason) == (2, "http_error")
    assert again.state == "acknowledged"


def test_delays_of_redelivery_can_be_set(office: Office) -> None:
    office.slack.deliveries.retry_delays = (10.0,)
    office.receiver.ack = Ack(500)
    office.ticket()

    assert len(office.run().got) == 1
    assert len(office.run(9).got) == 1
    assert len(office.run(1).got) == 2
    assert len(office.run(1000).got) == 2


def test_app_can_decline_redelivery(office: Office) -> None:
    office.receiver.ack = Ack(500, no_retry=True)
    office.ticket()

    assert len(office.run().got) == 1
    assert len(office.run(1000).got) == 1


def test_command_is_never_sent_again(office: Office) -> None:
    office.receiver.ack = None
    command = office.slack.slash_command(office.ann, office.support, "/triage", "help")
    office.run()

    office.run(1000)

    assert len(office.receiver.got) == 1
    assert command.state == "failed"


def test_late_acknowledgement_counts_for_nothing(office: Office) -> None:
    office.receiver.ack = None
    office.ticket()
    (delivery,) = office.run().got
    first = delivery.envelope_id
    office.run(3)

    assert not office.slack.deliveries.settle(first, Ack())
    office.slack.deliveries.fail(first, "http_error")
    assert delivery.state == "sent"


def test_event_can_be_delivered_twice(office: Office) -> None:
    office.slack.faults.duplicate(copies=2)
    office.ticket()
    office.ticket()

    ids = [payload["event_id"] for payload in office.run().payloads]

    assert len(ids) == 4
    assert len(set(ids)) == 2


def test_event_can_be_overtaken(office: Office) -> None:
    office.slack.faults.hold(5)
    office.ticket("first")
    office.ticket("second")

    office.run()
    office.run(5)

    assert [event["text"] for event in office.receiver.events] == ["second", "first"]


def test_acknowledgement_can_be_lost(office: Office) -> None:
    office.slack.faults.lose_ack(when=lambda delivery: delivery.event_type == "message")
    office.ticket()
    office.run()

    office.run(3)

    assert [delivery.retry_num for delivery in office.receiver.got] == [1, 1]
    assert office.receiver.got[0].state == "acknowledged"


def test_fault_spares_what_it_is_not_for(office: Office) -> None:
    office.slack.faults.duplicate(when=lambda delivery: delivery.kind == "slash_commands")
    office.ticket()

    assert len(office.run().got) == 1
    office.slack.faults.clear()
    office.slack.slash_command(office.ann, office.support, "/triage")
    assert len(office.run().got) == 2


def test_any_payload_can_be_delivered(office: Office) -> None:
    office.slack.deliver("events_api", office.bot, {"type": "event_callback", "event": {}})

    assert office.run().events == [{}]


def test_revoked_bot_hears_nothing(office: Office) -> None:
    office.bot.is_revoked = True
    office.ticket()

    assert office.run().got == []


def test_waiting_in_vain_ends_with_a_timeout(office: Office) -> None:
    with pytest.raises(TimeoutError):
        office.slack.wait_for(lambda: False, timeout=0.01)


def test_all_delivered_means_nothing_on_its_way(office: Office) -> None:
    office.ticket()
    with pytest.raises(TimeoutError):
        office.slack.wait_until_delivered(timeout=0.01)

    office.run()

    office.slack.wait_until_delivered()
