"""What was deleted while Slack could not reach the app is withdrawn; never on a guess."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.slack.transport import vanishing
from bot.slack.transport.catching_up import CatchUp
from bot.slack.web_api.methods import Method
from bot.slack.web_api.pages import MOST_PAGES
from bot.slack.web_api.tiers import TieredCalls, Tiers
from bot.triage.judgement import Question
from bot.triage.ticket import Status
from storage.arrivals.last_seen import LastSeen
from tests.builders import a_judgement

if TYPE_CHECKING:
    from bot.slack.blocks import Json
    from bot.slack.payload import Payload
    from bot.slack.web_api.calls import WebApi
    from bot.workspace import Message
    from tests.slack.transport.outage import Outage

A_WHILE = 300
LONGER_THAN_KEPT = 25 * 3600


def a_ticket(outage: Outage) -> Message:
    """Return a message that became a ticket and has no reply yet: of it, nothing will be left."""
    root = outage.post("Invoice 1 is wrong")
    outage.desk.deliver()
    return root


def deleted_unheard(outage: Outage, message: Message) -> None:
    outage.desk.workspace.delete_message(message)
    outage.lose_deliveries()
    outage.desk.clock.pass_by(A_WHILE)


def last_status(outage: Outage) -> Status:
    return outage.desk.all_tickets()[-1].status


def test_what_is_missing_where_it_stood_is_withdrawn_and_erased(outage: Outage) -> None:
    deleted_unheard(outage, a_ticket(outage))

    outage.catch_up.read()
    outage.bench.run()

    assert last_status(outage) is Status.WITHDRAWN
    assert outage.texts() == ["before", ""]


def test_what_became_a_ticket_as_it_was_read_back_is_withdrawn_too(outage: Outage) -> None:
    desk = outage.desk
    root = outage.post("Invoice 1 is wrong")
    reply = desk.workspace.reply_as_user(desk.ann, root, "It says 12")
    outage.lose_deliveries()
    outage.catch_up.read()
    desk.workspace.delete_message(reply)
    deleted_unheard(outage, root)

    outage.catch_up.read()

    assert last_status(outage) is Status.WITHDRAWN


def test_what_stands_is_asked_for_no_second_time(outage: Outage) -> None:
    a_ticket(outage)
    outage.desk.clock.pass_by(A_WHILE)

    outage.catch_up.read()

    assert outage.desk.workspace.calls_to("conversations.replies") == []
    assert last_status(outage) is Status.RECEIVED


def test_what_a_list_lacks_stays_where_slack_knows_it(outage: Outage) -> None:
    root = a_ticket(outage)
    outage.desk.clock.pass_by(A_WHILE)

    catching_up_by(Forgetful(outage.desk.api), outage).read()

    asked = outage.desk.workspace.calls_to("conversations.replies")
    assert root.ts in {str(call.params["ts"]) for call in asked}
    assert last_status(outage) is Status.RECEIVED


class Forgetful:
    """A way to Slack on which lists of channels come out empty."""

    def __init__(self, api: WebApi) -> None:
        self._api = api

    def call(self, method: Method, arguments: Json) -> Payload:
        if method is Method.HISTORY:
            return {"ok": True, "messages": []}
        return self._api.call(method, arguments)


def catching_up_by(api: WebApi, outage: Outage) -> CatchUp:
    desk = outage.desk
    return CatchUp(
        desk.app,
        TieredCalls(api, Tiers(desk.clock)),
        LastSeen(desk.database),
        desk.rules(),
        desk.bot.team_id,
        clock=desk.clock,
        pause=desk.clock.pass_by,
    )


@pytest.mark.parametrize(
    "code", ["channel_not_found", "not_in_channel", "missing_scope", "account_inactive"]
)
def test_a_refusal_to_show_it_withdraws_nothing(outage: Outage, code: str) -> None:
    deleted_unheard(outage, a_ticket(outage))
    outage.desk.workspace.faults.refuse("conversations.replies", code)

    outage.catch_up.read()

    assert last_status(outage) is Status.RECEIVED


def test_a_channel_that_may_not_be_read_withdraws_nothing(outage: Outage) -> None:
    deleted_unheard(outage, a_ticket(outage))
    outage.desk.workspace.leave(outage.desk.bot, outage.desk.support)

    outage.catch_up.read()

    assert last_status(outage) is Status.RECEIVED


def test_what_is_read_only_in_part_withdraws_nothing(outage: Outage) -> None:
    deleted_unheard(outage, a_ticket(outage))
    for number in range(MOST_PAGES + 1):
        outage.post(f"lost {number}")
    outage.lose_deliveries()
    outage.desk.workspace.rates.history_items = 1

    outage.catch_up.read()

    assert Status.WITHDRAWN not in {ticket.status for ticket in outage.desk.all_tickets()}


def test_what_was_said_a_moment_ago_may_not_be_listed_yet(outage: Outage) -> None:
    root = a_ticket(outage)
    outage.desk.workspace.delete_message(root)
    outage.lose_deliveries()

    outage.catch_up.read()

    assert last_status(outage) is Status.RECEIVED


def test_where_too_much_is_missing_the_list_is_not_believed(
    outage: Outage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vanishing, "MOST_LOOKED_UP", 0)
    deleted_unheard(outage, a_ticket(outage))

    outage.catch_up.read()

    assert last_status(outage) is Status.RECEIVED


def asked(outage: Outage) -> Message:
    """Return the root of a ticket that waits for an answer."""
    outage.bench.run()
    outage.bench.analyst.script.append(a_judgement(question=Question("Which?")))
    root = a_ticket(outage)
    outage.bench.run()
    return root


def test_an_answer_that_was_deleted_counts_no_more(outage: Outage) -> None:
    desk = outage.desk
    root = asked(outage)
    answer = desk.workspace.reply_as_user(desk.ann, root, "Number 12")
    desk.deliver()
    deleted_unheard(outage, answer)

    outage.catch_up.read()

    said = [message.text for message in desk.all_tickets()[-1].messages]
    assert said == ["Invoice 1 is wrong", ""]


def test_a_thread_that_is_gone_whole_withdraws_its_ticket(outage: Outage) -> None:
    root = asked(outage)
    for ts in list(root.replies):
        outage.desk.workspace.delete_message(outage.desk.support.messages[ts])
    deleted_unheard(outage, root)

    outage.catch_up.read()

    assert last_status(outage) is Status.WITHDRAWN


def test_a_thread_that_slack_keeps_no_longer_withdraws_nothing(outage: Outage) -> None:
    root = asked(outage)
    for ts in list(root.replies):
        outage.desk.workspace.delete_message(outage.desk.support.messages[ts])
    deleted_unheard(outage, root)
    outage.desk.clock.pass_by(LONGER_THAN_KEPT)

    outage.catch_up.read()

    assert last_status(outage) is Status.WAITING
    assert outage.texts()[-1] == "Invoice 1 is wrong"
