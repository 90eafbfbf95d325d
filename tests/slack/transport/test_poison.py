"""A message that broke its listener until Slack gave up on it is taken once that is mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from slack_bolt import BoltRequest

from storage.arrivals.last_seen import LastSeen
from tests.slack.poisoned import POISON, Poisoned

if TYPE_CHECKING:
    from tests.slack.desk import Desk
    from tests.slack.transport.outage import Outage


def _be_given_up(outage: Outage, text: str = POISON) -> None:
    """Post what fails as often as Slack tries it, and a ticket two hours later."""
    desk = outage.desk
    desk.open(Poisoned(desk.database))
    outage.rebuild()
    outage.post(text)
    for seconds in (60, 300):
        desk.clock.pass_by(seconds)
        desk.deliver()
    desk.clock.pass_by(2 * 3600)
    outage.post("later")
    desk.deliver()


def _mend(desk: Desk, outage: Outage) -> None:
    desk.open()
    outage.rebuild()


def test_it_is_a_ticket_once_it_is_mended_and_the_channel_is_read_back(outage: Outage) -> None:
    _be_given_up(outage)

    outage.catch_up.read()
    assert outage.texts() == ["before", "later"]
    _mend(outage.desk, outage)
    outage.catch_up.read()

    assert outage.texts() == ["before", "later", POISON]


def test_nothing_is_read_from_there_once_it_is_taken(outage: Outage) -> None:
    _be_given_up(outage)
    _mend(outage.desk, outage)

    assert outage.catch_up.read() == 2
    assert outage.catch_up.read() == 1


def test_after_a_day_it_holds_up_no_reading_any_more(outage: Outage) -> None:
    _be_given_up(outage)
    outage.desk.clock.pass_by(23 * 3600)

    outage.catch_up.read()

    assert outage.pauses == []
    assert outage.texts() == ["before", "later"]


@pytest.mark.parametrize("ts", ["", "nan", "soon", "1767614400.00012"])
def test_what_stands_nowhere_is_no_place_to_read_from(outage: Outage, ts: str) -> None:
    desk = outage.desk
    desk.open(Poisoned(desk.database))
    said = {"channel": desk.support.id, "user": desk.ann.id, "ts": ts, "text": POISON}
    event = {"type": "event_callback", "event_id": "E1", "event": {"type": "message", **said}}

    assert desk.app.dispatch(BoltRequest(mode="socket_mode", body=event)).status in {200, 500}

    assert LastSeen(desk.database).marks(desk.bot.team_id) == {}
