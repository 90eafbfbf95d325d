"""What was missed is read to its end, whatever comes between."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.slack.transport.catching_up import CatchUp
from bot.slack.web_api.pages import MOST_PAGES
from bot.slack.web_api.tiers import TieredCalls, Tiers
from bot.triage.errors import Unavailable
from storage.arrivals.last_seen import LastSeen
from tests.builders import the_rules
from tests.slack.unreachable import Unreachable

if TYPE_CHECKING:
    from bot.slack.blocks import Json
    from bot.slack.payload import Payload
    from bot.slack.web_api.calls import WebApi
    from bot.slack.web_api.methods import Method
    from tests.slack.transport.outage import Outage


def test_slack_s_limits_for_reading_are_waited_out(outage: Outage) -> None:
    rates = outage.desk.workspace.rates
    rates.history_per_minute, rates.history_items = 1, 15
    for number in range(40):
        outage.post(f"lost {number}")
    outage.lose_deliveries()

    outage.catch_up.read()

    assert len(outage.texts()) == 41
    assert outage.pauses


def test_there_is_an_end_to_what_is_read(outage: Outage) -> None:
    outage.desk.workspace.rates.history_items = 1
    for number in range(MOST_PAGES + 5):
        outage.post(f"lost {number}")
    outage.lose_deliveries()

    assert outage.catch_up.read() == MOST_PAGES


def test_a_channel_with_too_much_to_read_keeps_no_other_waiting(outage: Outage) -> None:
    desk = outage.desk
    desk.workspace.post_as_user(desk.ann, desk.lobby, "in the lobby")
    desk.deliver()
    outage.post("lost")
    desk.workspace.rates.history_items = 1
    for number in range(MOST_PAGES + 5):
        desk.workspace.post_as_user(desk.ann, desk.lobby, f"lost in the lobby {number}")
    outage.lose_deliveries()

    outage.catch_up.read()

    assert "lost" in outage.texts()


def test_what_can_not_be_stored_now_is_tried_again(outage: Outage) -> None:
    desk = outage.desk
    outage.post("lost")
    outage.post("poison")
    outage.lose_deliveries()
    desk.open(tickets=Unreachable())
    outage.rebuild()

    outage.catch_up.read()

    assert outage.pauses == [1, 2, 4, 8, 16] * 2
    desk.open()
    outage.rebuild()
    outage.catch_up.read()
    assert outage.texts() == ["before", "lost", "poison"]


def test_stopping_keeps_the_mark(outage: Outage) -> None:
    outage.post("lost")
    outage.lose_deliveries()
    outage.desk.workspace.faults.drop("conversations.history", times=3)
    outage.longest = 2
    with pytest.raises(Unavailable):
        outage.catch_up.read()
    outage.desk.clock.pass_by(7200)
    outage.post("after the silence")
    outage.desk.deliver()

    outage.longest = 9
    outage.catch_up.read()

    assert "lost" in outage.texts()


def test_a_gap_outlives_a_crash_in_the_midst_of_reading_it(outage: Outage) -> None:
    outage.hear_again_after_a_silence()
    outage.desk.workspace.faults.drop("conversations.history", times=3)
    outage.longest = 2
    with pytest.raises(Unavailable):
        outage.catch_up.read()
    outage.longest = 50

    outage.rebuild()
    outage.catch_up.mark()
    outage.catch_up.read()

    assert outage.texts() == ["before", "after the silence", "lost"]


def test_what_was_read_and_could_not_be_stored_is_read_again_hours_later(outage: Outage) -> None:
    desk = outage.desk
    outage.post("lost")
    outage.lose_deliveries()
    desk.open(tickets=Unreachable())
    outage.rebuild()
    outage.catch_up.read()
    desk.open()
    desk.clock.pass_by(7200)
    outage.post("later")
    desk.deliver()
    outage.rebuild()

    outage.catch_up.read()

    assert outage.texts() == ["before", "later", "lost"]


def test_a_silence_that_begins_while_reading_is_read_as_well(outage: Outage) -> None:
    outage.post("lost")
    outage.lose_deliveries()
    outage.catch_up = CatchUp(
        outage.desk.app,
        TieredCalls(Interrupted(outage.desk.api, outage), Tiers(outage.desk.clock)),
        LastSeen(outage.desk.database),
        the_rules(),
        outage.desk.bot.team_id,
        clock=outage.desk.clock,
        pause=outage.desk.clock.pass_by,
    )
    outage.catch_up.read()
    outage.desk.clock.pass_by(7200)
    outage.post("after both")
    outage.desk.deliver()
    outage.rebuild()

    outage.catch_up.read()

    assert outage.texts() == ["before", "lost", "after both", "lost as well"]


class Interrupted:
    """The way to Slack; deliveries fail anew while the first list is on its way."""

    def __init__(self, api: WebApi, outage: Outage) -> None:
        self._api = api
        self._outage = outage

    def call(self, method: Method, arguments: Json) -> Payload:
        answer = self._api.call(method, arguments)
        self._outage.catch_up.mark()
        self._outage.post("lost as well")
        self._outage.lose_deliveries()
        return answer


def test_a_channel_that_may_not_be_read_keeps_no_other_waiting(outage: Outage) -> None:
    desk = outage.desk
    desk.workspace.post_as_user(desk.ann, desk.lobby, "in the lobby")
    desk.deliver()
    outage.post("lost")
    outage.lose_deliveries()
    desk.workspace.leave(desk.bot, desk.lobby)

    outage.catch_up.read()

    assert outage.texts() == ["before", "in the lobby", "lost"]
