"""The home shows each person what concerns them, where they left it, within Slack's limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.triage.teamwork.rights import Grant
from tests.builders import a_judgement
from tests.slack.visiting import Visit

if TYPE_CHECKING:
    from bot.workspace import User
    from tests.slack.working import Shift

NOTHING = (
    "You have none. Post in a channel that I am in or write `/triage what happened` to open one."
)


def judged(shift: Shift, text: str = "The invoice of May is wrong", **changes: object) -> None:
    """Post as Ann a ticket that is judged like that."""
    shift.bench.analyst.script.append(a_judgement(**changes))
    shift.post(text)


def a_reporter(shift: Shift) -> User:
    """Return Ann, who may not work tickets; Ben may."""
    shift.desk.grant(agent=Grant(users=frozenset({shift.ben.id})))
    return shift.ann


def test_an_empty_home_says_what_to_do_first(shift: Shift) -> None:
    home = Visit(shift, shift.ben).open()

    assert f"*Your tickets*\n{NOTHING}" in home.words
    assert "Nothing is open. New tickets appear here as soon as they are posted." in home.words


def test_a_reporter_sees_their_own_tickets_only(shift: Shift) -> None:
    judged(shift, summary="The invoice is wrong")
    shift.slack.post_as_user(shift.ben, shift.desk.support, "Nobody can log in")
    shift.settle()

    home = Visit(shift, a_reporter(shift)).open()

    assert "*T-1* The invoice is wrong\nMedium · Billing · open · in" in home.words
    assert "T-2" not in home.words
    assert "Open tickets" not in home.words


def test_who_works_tickets_sees_all_that_is_open_the_most_severe_first(shift: Shift) -> None:
    judged(shift, severity="Low", summary="A typo")
    judged(shift, severity="Critical", summary="All is lost")
    judged(shift, severity="Medium", summary="Is slow")

    words = Visit(shift, shift.ben).open().words

    places = [words.index(text) for text in ("🔴 *T-2* All is lost", "🟡 *T-3*", "⚪ *T-1*")]
    assert places == sorted(places)


def test_a_ticket_leads_to_its_thread(shift: Shift) -> None:
    judged(shift)

    (link,) = (one for one in Visit(shift, shift.ben).open().elements() if "url" in one)

    ts = (shift.ticket().thread_ts or "").replace(".", "")
    assert link["url"] == f"https://acme.slack.com/archives/{shift.desk.support.id}/p{ts}"
    shift.slack.click(shift.ben, Visit(shift, shift.ben).view, "home_link:1")
    shift.settle()
    assert shift.slack.complaints == []


def test_filters_stay_until_they_are_taken_off(shift: Shift) -> None:
    judged(shift, severity="Low", summary="A typo")
    judged(shift, severity="High", category="Login", summary="No way in")

    home = Visit(shift, shift.ben).open().click("home_severity", "=High")
    assert "No way in" in home.words
    assert "A typo" not in home.words
    home.click("home_category", "=Billing")
    assert "No open ticket is like that. “Clear filters” takes the filters off." in home.words

    Visit(shift, shift.ben).open()
    assert "A typo" not in home.words
    home.click("home_clear")
    assert "A typo" in home.words
    assert not any(each["action_id"] == "home_clear" for each in home.elements())


def test_tickets_are_filtered_by_who_has_them_and_by_channel(shift: Shift) -> None:
    judged(shift, summary="A typo")
    judged(shift, summary="No way in")
    shift.bench.run()
    card = shift.bench.said(shift.desk.support.messages[shift.ticket(2).thread_ts or ""])[-1]
    shift.click(shift.ann, card, "claim")

    home = Visit(shift, shift.ben).open().click("home_assignee", shift.ann.id)
    assert f"in progress with <@{shift.ann.id}>" in home.words
    assert "A typo" not in home.words
    home.click("home_channel", shift.desk.lobby.id)
    assert "No way in" not in home.words


def test_any_severity_can_be_chosen_again(shift: Shift) -> None:
    judged(shift, severity="Low", summary="A typo")

    home = Visit(shift, shift.ben).open().click("home_severity", "=High")
    assert home.offers("home_severity")[0] == "*"

    assert "A typo" in home.click("home_severity", "*").words


def test_many_tickets_are_turned_through_page_by_page(shift: Shift) -> None:
    for number in range(12):
        judged(shift, summary=f"Problem {number}")

    home = Visit(shift, shift.ben).open()
    assert "Page 1 of 2 · 12 in all" in home.words
    home.click("home_page:next")
    assert "Page 2 of 2 · 12 in all" in home.words
    assert "Problem 11" in home.words
    assert "Problem 3" not in home.words
    assert "Problem 3" in home.click("home_page:back").words


def test_a_page_that_is_no_longer_there_gives_way_to_the_last(shift: Shift) -> None:
    for _ in range(11):
        judged(shift)
    home = Visit(shift, shift.ben).open().click("home_page:next")
    card = shift.bench.said(shift.desk.support.messages[shift.ticket(1).thread_ts or ""])[-1]
    shift.more(shift.ben, card, "not_a_ticket")

    home.open()

    assert "Page" not in home.words
    assert "T-11" in home.words


def test_what_was_resolved_lately_is_still_among_ones_own(shift: Shift) -> None:
    card = shift.post()
    shift.resolve(shift.ben, card)

    home = Visit(shift, a_reporter(shift)).open()
    assert "resolved" in home.words
    shift.desk.clock.pass_by(8 * 24 * 3600)

    assert "resolved" not in home.open().words


def test_text_of_a_private_channel_is_shown_to_its_members_only(shift: Shift) -> None:
    private = shift.slack.add_channel("board", shift.ann, shift.desk.bot, kind="group")
    shift.bench.analyst.script.append(a_judgement(summary="The merger is off"))
    shift.slack.post_as_user(shift.ann, private, "The merger is off")
    shift.settle()
    cid = shift.slack.add_user("cid")
    shift.slack.join(cid, private)

    assert "The merger is off" in Visit(shift, shift.ann).open().words
    assert "The merger is off" in Visit(shift, cid).open().words
    words = Visit(shift, shift.ben).open().words
    assert "*T-1* in a private channel\nMedium · Billing" in words
    assert "merger" not in words


def test_in_doubt_about_a_channel_none_of_its_text_is_shown(shift: Shift) -> None:
    judged(shift, summary="The invoice is wrong")
    shift.slack.faults.refuse("conversations.info", "fatal_error")

    assert "in a private channel" in Visit(shift, shift.ben).open().words
    assert "The invoice is wrong" in Visit(shift, shift.ben).open().words


def test_a_stranger_to_the_rights_sees_what_a_reporter_sees(shift: Shift) -> None:
    judged(shift, summary="The invoice is wrong")
    guest = shift.slack.add_user("gus", is_guest=True)

    home = Visit(shift, guest).open()

    assert home.words.splitlines() == ["*Your tickets*", NOTHING]


def test_a_ticket_that_nobody_has_judged_yet_is_shown_as_such(shift: Shift) -> None:
    shift.slack.post_as_user(shift.ann, shift.desk.support, "The invoice is wrong")
    shift.desk.deliver()

    home = Visit(shift, shift.ann)
    shift.slack.open_home(shift.ann, shift.desk.bot)
    shift.desk.deliver()
    shift.slack.wait_for(lambda: shift.slack.calls_to("views.publish"))

    assert "▫️ *T-1* Not judged yet\nbeing judged · in" in home.words


def test_the_messages_tab_draws_no_home(shift: Shift) -> None:
    shift.slack.open_home(shift.ben, shift.desk.bot, tab="messages")
    shift.settle()

    assert shift.desk.whispered() == []
    assert shift.slack.calls_to("views.publish") == []


def test_a_view_that_was_overtaken_is_drawn_again_as_all_stands_then(shift: Shift) -> None:
    home = Visit(shift, shift.ben).open()
    home.view.hash = "changed by somebody else"
    judged(shift, summary="A typo")

    home.click("home_severity", "=Medium")

    calls = shift.slack.calls_to("views.publish")
    assert [call.is_ok for call in calls] == [True, False, True]
    assert "A typo" in home.words


def test_a_click_with_a_value_that_nobody_offered_changes_nothing(shift: Shift) -> None:
    judged(shift, summary="A typo")
    home = Visit(shift, shift.ben).open()
    for block in home.view.blocks:
        for element in block.get("elements", ()):
            if element.get("action_id") == "home_severity":
                element["options"].append({**element["options"][0], "value": "forged"})

    assert "A typo" in home.click("home_severity", "forged").words


@pytest.mark.parametrize("deadline", ["due", "*overdue since*"])
def test_a_deadline_is_shown(shift: Shift, deadline: str) -> None:
    judged(shift)
    hours = 3600 if deadline == "due" else -3600
    with shift.desk.database.write() as connection:
        at = shift.desk.clock.now.timestamp() + hours
        moment = shift.desk.clock.now.fromtimestamp(at, shift.desk.clock.now.tzinfo)
        connection.exec_driver_sql(
            "UPDATE tickets SET respond_by = ?", (moment.isoformat(timespec="microseconds"),)
        )

    assert f"· {deadline} <!date^{int(at)}^" in Visit(shift, shift.ben).open().words


def test_a_hundred_blocks_are_never_exceeded(shift: Shift) -> None:
    for _ in range(12):
        judged(shift, summary="é<" * 2000)

    assert len(Visit(shift, shift.ann).open().view.blocks) < 100


def test_a_home_that_slack_refuses_is_drawn_at_the_next_look(shift: Shift) -> None:
    shift.slack.faults.refuse("views.publish", "fatal_error")
    home = Visit(shift, shift.ben).open()
    assert shift.slack.views == {}

    assert "*Your tickets*" in home.open().words


def test_a_ticket_whose_message_is_on_its_way_has_no_link_yet(shift: Shift) -> None:
    shift.slack.slash_command(shift.ann, shift.desk.support, "/triage", "The invoice is wrong")
    shift.desk.deliver()

    shift.slack.open_home(shift.ann, shift.desk.bot)
    shift.desk.deliver()
    shift.slack.wait_for(lambda: shift.slack.calls_to("views.publish"))

    home = Visit(shift, shift.ann)
    assert "*T-1*" in home.words
    assert not any("url" in each for each in home.elements())


def test_what_turned_out_to_be_none_is_said_to_its_reporter(shift: Shift) -> None:
    card = shift.post()
    shift.more(shift.ben, card, "not_a_ticket")

    assert "· not a ticket ·" in Visit(shift, shift.ann).open().words


def test_the_members_of_a_large_private_channel_are_read_page_by_page(
    shift: Shift, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.people.audience.PAGE", 1)
    cid = shift.slack.add_user("cid")
    private = shift.slack.add_channel("board", shift.ann, shift.desk.bot, cid, kind="group")
    shift.bench.analyst.script.append(a_judgement(summary="The merger is off"))
    shift.slack.post_as_user(shift.ann, private, "The merger is off")
    shift.settle()

    assert "The merger is off" in Visit(shift, cid).open().words
    assert len(shift.slack.calls_to("conversations.members")) == 3
