from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.slack.transport.catching_up import CatchUp
from bot.slack.web_api.pages import MOST_PAGES
from bot.triage.errors import Unavailable
from bot.triage.judgement import Question
from bot.triage.ticket import Entry, Status
from storage.arrivals.last_seen import LastSeen
from tests.builders import a_judgement, a_message, the_rules
from tests.slack.desk import MAX_LENGTH, Unreachable
from tests.workbench import Workbench

if TYPE_CHECKING:
    from bot.slack.blocks import Json
    from bot.slack.payload import Payload
    from bot.slack.web_api.calls import WebApi
    from bot.slack.web_api.methods import Method
    from bot.workspace import Message
    from tests.slack.desk import Desk


@dataclass
class Outage:
    """A desk whose deliveries can be lost, and the app's way to what it missed."""

    desk: Desk
    pauses: list[float] = field(default_factory=list)
    longest: int = 50

    def __post_init__(self) -> None:
        self.bench = Workbench(self.desk)
        self.rebuild()

    def rebuild(self) -> None:
        desk = self.desk
        rules = the_rules(*desk.channels)
        last_seen, team = LastSeen(desk.database), desk.bot.team_id
        self.catch_up = CatchUp(
            desk.app, desk.api, last_seen, rules, team, clock=desk.clock, pause=self._pause
        )

    def post(self, text: str = "It broke") -> Message:
        self.desk.clock.pass_by(1)
        return self.desk.workspace.post_as_user(self.desk.ann, self.desk.support, text)

    def lose_deliveries(self) -> None:
        while self.desk.workspace.deliveries.take():
            pass

    def texts(self) -> list[str]:
        return [ticket.messages[0].text for ticket in self.desk.all_tickets()]

    def _pause(self, seconds: float) -> None:
        if len(self.pauses) == self.longest:
            raise Unavailable("the app is stopping")
        self.pauses.append(seconds)
        self.desk.clock.pass_by(seconds)


@pytest.fixture
def outage(desk: Desk) -> Outage:
    """Return a desk with one ticket from before."""
    outage = Outage(desk)
    outage.post("before")
    desk.deliver()
    return outage


def test_what_was_said_meanwhile_becomes_tickets_in_order(outage: Outage) -> None:
    outage.post("first")
    outage.post("second")
    outage.lose_deliveries()

    outage.catch_up.read()

    assert outage.texts() == ["before", "first", "second"]


def test_what_is_delivered_after_all_opens_no_second_ticket(outage: Outage) -> None:
    outage.post("late")

    outage.catch_up.read()
    outage.desk.deliver()

    assert outage.texts() == ["before", "late"]


def test_a_refusal_is_told_once(outage: Outage) -> None:
    outage.post("x" * (MAX_LENGTH + 1))
    outage.catch_up.read()
    outage.desk.deliver()
    outage.catch_up.read()

    assert len(outage.desk.whispered()) == 1
    assert outage.texts() == ["before"]


def test_only_what_is_not_stored_is_taken_again(outage: Outage) -> None:
    outage.post("new")
    outage.lose_deliveries()
    outage.catch_up.read()
    outage.desk.open(tickets=Unreachable())
    outage.rebuild()

    outage.catch_up.read()

    assert outage.pauses == []


def test_bots_joins_and_our_own_posts_are_no_tickets(outage: Outage) -> None:
    slack, desk = outage.desk.workspace, outage.desk
    slack.post_as_app(desk.bot, desk.support, "Hello")
    slack.post_as_app(slack.add_app("CI"), desk.support, "Built")
    slack.join(slack.add_user("eve"), desk.support)
    outage.lose_deliveries()

    outage.catch_up.read()

    assert outage.texts() == ["before"]


def test_a_lost_message_is_found_though_a_later_one_was_stored(outage: Outage) -> None:
    outage.post("lost")
    outage.lose_deliveries()
    outage.post("later")
    outage.desk.deliver()

    outage.catch_up.read()

    assert outage.texts() == ["before", "later", "lost"]


def test_the_mark_is_what_was_stored_before_the_silence(outage: Outage) -> None:
    outage.catch_up.mark()
    outage.post("lost")
    outage.lose_deliveries()
    outage.desk.clock.pass_by(7200)
    outage.post("after the silence")
    outage.desk.deliver()
    outage.catch_up.mark()

    outage.catch_up.read()

    assert outage.texts() == ["before", "after the silence", "lost"]


def test_what_stood_there_before_the_first_ticket_is_left_alone(desk: Desk) -> None:
    outage = Outage(desk)
    outage.post("an old talk")
    outage.lose_deliveries()
    assert outage.catch_up.read() == 0
    outage.post("the first ticket")
    desk.deliver()

    outage.catch_up.read()

    assert outage.texts() == ["the first ticket"]


def test_nothing_is_older_than_a_day(outage: Outage) -> None:
    outage.post("lost long ago")
    outage.desk.clock.pass_by(timedelta(hours=23).total_seconds())
    outage.post("lost yesterday")
    outage.lose_deliveries()
    outage.desk.clock.pass_by(timedelta(hours=2).total_seconds())

    outage.catch_up.read()

    assert outage.texts() == ["before", "lost yesterday"]


def test_only_support_channels_are_read(outage: Outage) -> None:
    desk = outage.desk
    outage.post("lost")
    outage.lose_deliveries()
    desk.restrict_to(desk.lobby)
    outage.rebuild()

    assert outage.catch_up.read() == 0


def test_a_channel_that_may_not_be_read_keeps_no_other_waiting(outage: Outage) -> None:
    desk = outage.desk
    desk.workspace.post_as_user(desk.ann, desk.lobby, "in the lobby")
    desk.deliver()
    outage.post("lost")
    outage.lose_deliveries()
    desk.workspace.leave(desk.bot, desk.lobby)

    outage.catch_up.read()

    assert outage.texts() == ["before", "in the lobby", "lost"]


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


def waiting(outage: Outage) -> Message:
    outage.bench.analyst.script.append(a_judgement(question=Question("Which one?")))
    outage.bench.run()
    [ticket] = outage.desk.all_tickets()
    assert ticket.status is Status.WAITING
    return outage.desk.support.messages[ticket.thread_ts or ""]


def test_an_answer_that_got_lost_resumes_its_ticket(outage: Outage) -> None:
    root = waiting(outage)
    outage.desk.workspace.reply_as_user(outage.desk.ben, root, "The red one")
    outage.lose_deliveries()

    outage.catch_up.read()

    [ticket] = outage.desk.all_tickets()
    assert [message.text for message in ticket.messages] == ["before", "The red one"]
    assert ticket.has_new_reply


def test_a_root_that_was_deleted_meanwhile_withdraws_its_ticket(outage: Outage) -> None:
    outage.desk.workspace.delete_message(waiting(outage))
    outage.lose_deliveries()

    outage.catch_up.read()

    assert outage.desk.all_tickets()[0].status is Status.WITHDRAWN


def test_a_root_that_was_edited_meanwhile_is_judged_by_what_it_says_now(outage: Outage) -> None:
    outage.desk.workspace.edit_message(waiting(outage), "The red one broke")
    outage.lose_deliveries()

    outage.catch_up.read()

    assert outage.texts() == ["The red one broke"]


def test_a_command_s_own_root_is_no_answer(desk: Desk) -> None:
    outage = Outage(desk)
    command = a_message("before", ts=None, team=desk.bot.team_id, channel=desk.support.id)
    desk.tickets.record(command, opens_ticket=True, entry=Entry.COMMAND)
    waiting(outage)

    outage.catch_up.read()

    assert [m.text for m in desk.all_tickets()[0].messages] == ["before"]


def test_a_channel_is_caught_up_from_the_day_the_bot_was_invited(desk: Desk) -> None:
    outage = Outage(desk)
    slack = desk.workspace
    slack.leave(desk.bot, desk.support)
    outage.post("an old talk")
    outage.desk.clock.pass_by(1)
    slack.join(desk.bot, desk.support)
    desk.deliver()
    outage.post("the first ticket, lost")
    outage.lose_deliveries()

    outage.catch_up.read()

    assert outage.texts() == ["the first ticket, lost"]


def test_a_configured_channel_is_caught_up_from_the_first_start_on(desk: Desk) -> None:
    outage = Outage(desk)
    outage.post("an old talk")
    outage.lose_deliveries()
    desk.restrict_to(desk.support)
    outage.rebuild()
    desk.clock.pass_by(1)
    outage.catch_up.mark()
    outage.post("the first ticket, lost")
    outage.lose_deliveries()
    desk.clock.pass_by(7200)

    outage.catch_up.read()

    assert outage.texts() == ["the first ticket, lost"]


def test_a_gap_outlives_a_crash_in_the_midst_of_reading_it(outage: Outage) -> None:
    outage.catch_up.mark()
    outage.post("lost")
    outage.lose_deliveries()
    outage.desk.clock.pass_by(7200)
    outage.post("after the silence")
    outage.desk.deliver()
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
        Interrupted(outage.desk.api, outage),
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
