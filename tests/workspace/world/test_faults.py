"""Calls that go wrong as planned, and rate limits."""

import pytest

from bot.workspace import CallFault
from bot.workspace.records.calls import Answer
from tests.workspace.builders import Office

POST = "chat.postMessage"


def post(office: Office, text: str = "t") -> Answer:
    params = {"channel": office.support.id, "text": text}
    return office.slack.answer(POST, office.bot.token, params)


def test_refusal_has_no_effect_and_ends(office: Office) -> None:
    office.slack.faults.refuse(POST, "fatal_error", times=2)

    errors = [office.error(POST, channel=office.support.id, text="t") for _ in range(3)]

    assert errors == ["fatal_error", "fatal_error", "None"]
    assert len(office.support.messages) == 1


@pytest.mark.parametrize("after_effect", [True, False])
def test_http_error_comes_before_or_after_the_effect(office: Office, after_effect: bool) -> None:  # noqa: FBT001
    office.slack.faults.fail(POST, 502, after_effect=after_effect)

    assert post(office).status == 502
    assert len(office.support.messages) == int(after_effect)


@pytest.mark.parametrize("after_effect", [True, False])
def test_connection_is_cut_before_or_after_the_effect(office: Office, after_effect: bool) -> None:  # noqa: FBT001
    office.slack.faults.drop(POST, after_effect=after_effect)

    with pytest.raises(ConnectionError):
        office.call(POST, channel=office.support.id, text="t")
    assert len(office.support.messages) == int(after_effect)
    assert not office.slack.calls[0].is_ok


@pytest.mark.parametrize("spelling", ["1", "1.5", "Wed, 21 Oct 2026 07:28:00 GMT", "-1", None])
def test_rate_limit_comes_in_every_spelling(office: Office, spelling: str | None) -> None:
    office.slack.faults.rate_limit(POST, spelling)

    answer = post(office)

    assert answer.status == 429
    assert answer.headers.get("Retry-After") == spelling


def test_slow_answer_has_its_effect_at_once(office: Office) -> None:
    office.slack.faults.delay(POST, 2.5)

    assert post(office).delay_seconds == 2.5
    assert len(office.support.messages) == 1


def test_post_can_land_late(office: Office) -> None:
    office.slack.faults.land_late(POST, 20)

    assert post(office).is_dropped
    office.run(19)
    assert not office.support.messages
    assert office.slack.next_due() == office.clock.now + 1
    office.run(1)
    assert len(office.support.messages) == 1


def test_answer_can_be_rubbish(office: Office) -> None:
    office.slack.faults.garble(POST, "<html>")

    assert post(office).body == "<html>"
    assert office.slack.faults.struck == 1


def test_fault_can_pick_its_calls(office: Office) -> None:
    office.slack.faults.plan(CallFault(status=500, when=lambda params: params["text"] == "bad"))

    assert post(office, "good").status == 200
    assert post(office, "bad").status == 500
    assert post(office, "bad").status == 200


def test_fault_can_last_for_a_while(office: Office) -> None:
    with office.slack.faults.always(CallFault(status=503)):
        assert [post(office).status for _ in range(5)] == [503] * 5
    assert post(office).status == 200


def test_posts_in_one_channel_are_limited_after_a_burst(office: Office) -> None:
    office.slack.rates.posts_per_second = 1
    other = office.slack.add_channel("other", office.bot)

    statuses = [post(office).status for _ in range(6)]

    assert statuses == [200] * 5 + [429]
    assert office.call(POST, channel=other.id, text="t")["ok"]
    office.clock.forward(1)
    assert post(office).status == 200
    assert post(office).headers["Retry-After"] == "1"
    assert office.slack.rates.refused == 2


def test_methods_are_limited_by_their_tier(office: Office) -> None:
    office.slack.rates.are_tiers_enforced = True
    root = office.ticket()
    card = office.answer(root)
    params = {"channel": card.channel_id, "ts": card.ts, "text": "t"}

    for _ in range(50):
        assert office.call("chat.update", **params)["ok"]

    answer = office.slack.answer("chat.update", office.bot.token, params)
    assert (answer.status, answer.headers["Retry-After"]) == (429, "60")
    office.clock.forward(60)
    assert office.call("chat.update", **params)["ok"]


def test_history_can_be_limited_to_one_a_minute(office: Office) -> None:
    office.slack.rates.history_per_minute = 1

    assert office.call("conversations.history", channel=office.support.id)["ok"]
    assert office.error("conversations.history", channel=office.support.id) == "ratelimited"
