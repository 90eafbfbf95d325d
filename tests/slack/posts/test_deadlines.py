"""People are reminded of deadlines in the team's thread: each stage once, while it counts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from bot.slack.web_api.methods import Method
from bot.triage.business_hours import BusinessHours
from bot.triage.errors import Unconfirmed
from bot.triage.routing import Route
from tests.builders import the_rules
from tests.slack.working import Shift, words
from tests.workbench import Workbench

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.workspace import Message, User

HOUR = 3600.0
OFFICE = BusinessHours(ZoneInfo("UTC"), 9 * 60, 17 * 60, frozenset(range(5)))
DESK = "<!subteam^S0DESK>"
LINK = re.compile(r"<https://[^|>]+\|([^>]+)>")


class Agents:
    """Knows one agent."""

    def __init__(self, agent: User) -> None:
        self.agent = agent

    def is_agent(self, _team: str, user: str) -> bool:
        return user == self.agent.id


class Watch(Shift):
    """A shift with a team that has deadlines; the clock stands at noon of a Monday."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self.payments = self.slack.add_channel("payments", self.ann, self.ben, self.desk.bot)
        self.set_up()

    def set_up(self, **changes: object) -> None:
        """Have everything routed to the team, with these changes of its route."""
        route = Route(
            "payments",
            channel=self.payments.id,
            tell=("S0DESK",),
            respond_within=timedelta(hours=2),
            resolve_within=timedelta(hours=4),
            hours=OFFICE,
            escalate_to=("U0LEAD",),
        )
        changed = replace(route, **changes)  # type: ignore[arg-type]
        other = Route("others", tell=("U0OTHER",))
        self.desk.route(changed, other, remind_before=timedelta(hours=1), fallback_owner="U0LAST")
        rules = replace(the_rules(), plan=self.desk.plan)
        self.bench = Workbench(self.desk, rules=rules, agents=Agents(self.ben))

    def post(self, text: str = "The invoice of May is wrong") -> Message:
        """Post as Ann, and return the card, below which a team may be told already."""
        root = self.bench.post(text)
        self.bench.run()
        return self.bench.said(root)[0]

    def wait(self, hours: float) -> None:
        """Let time pass, minute by quarter of an hour, with all that comes due."""
        for _ in range(round(hours * 4)):
            self.bench.run(HOUR / 4)
            self.desk.deliver()

    def said(self) -> list[str]:
        """Return what the team was told below its card, without the addresses of links."""
        told = [one.text for one in self.payments.messages.values() if one.is_reply]
        return [LINK.sub(r"\1", text) for text in told]

    def thread(self, card: Message) -> list[str]:
        """Return what was said below a card, without the addresses of links."""
        return [LINK.sub(r"\1", text) for text in super().thread(card)]


@pytest.fixture
def watch(bench: Workbench) -> Watch:
    return Watch(bench)


def test_a_team_is_told_below_its_card_with_the_deadlines(watch: Watch) -> None:
    card = watch.post()

    [told] = watch.said()
    assert told == (
        f"{DESK} T-1 is for *payments*. "
        "First answer due <!date^1767621600^{date_short_pretty} at {time}|2026-01-05 14:00 UTC>. "
        "Resolution due <!date^1767628800^{date_short_pretty} at {time}|2026-01-05 16:00 UTC>."
    )
    assert "First answer due <!date^" in words(card)


def test_what_a_team_is_told_leads_to_the_thread(watch: Watch) -> None:
    card = watch.post()

    [told] = [one.text for one in watch.payments.messages.values() if one.is_reply]
    ts = (card.thread_ts or "").replace(".", "")
    link = f"<https://acme.slack.com/archives/{watch.desk.support.id}/p{ts}|T-1>"
    assert told.startswith(f"{DESK} {link} is for *payments*.")


def test_each_stage_is_said_once_to_whose_turn_it_is(watch: Watch) -> None:
    watch.post()

    watch.wait(24)

    told = [(one.partition(" ")[0], one.partition(" ")[2]) for one in watch.said()[1:]]
    assert [who for who, _ in told] == [
        DESK, DESK, "<@U0LEAD>", DESK, "<@U0LAST>", DESK, "<@U0LEAD>", "<@U0LAST>",
    ]  # fmt: skip
    beginnings = [what.partition(":")[0].partition(";")[0] for _, what in told]
    assert beginnings[0] == "Nobody has answered T-1 yet"
    assert beginnings[1] == "Nobody has answered T-1"
    assert beginnings[2] == "Still nobody has answered T-1"
    assert beginnings[-1] == "T-1 is still not resolved"


def test_who_claims_it_gives_the_first_response(watch: Watch) -> None:
    card = watch.post()

    watch.click(watch.ben, card, "claim")
    watch.wait(3.5)

    assert "First answer" not in words(card)
    assert [one for one in watch.said() if "answered" in one] == []
    assert f"<@{watch.ben.id}> T-1 is not resolved yet; that is due" in watch.said()[-1]


def test_an_agents_reply_in_the_thread_is_the_first_response(watch: Watch) -> None:
    card = watch.post()

    watch.reply(watch.ben, card, "Which invoice do you mean?")
    watch.wait(3)

    assert "First answer" not in words(card)
    assert [one for one in watch.said() if "answered" in one] == []


def below_the_linked_card(watch: Watch, who: User, text: str = "I look at it") -> None:
    linked = next(one for one in watch.payments.messages.values() if not one.is_reply)
    watch.slack.reply_as_user(who, linked, text)
    watch.desk.deliver()
    watch.desk.errands().run_due()


def test_an_agents_reply_below_the_teams_card_is_the_first_response_too(watch: Watch) -> None:
    card = watch.post()

    below_the_linked_card(watch, watch.ben)
    watch.wait(3)

    assert "First answer" not in words(card)
    assert [one for one in watch.said() if "answered" in one] == []
    assert ("responded", watch.ben.id) in watch.trail()
    assert len(watch.ticket().messages) == 1, "the team's own talk is no part of the ticket"


def test_it_is_that_too_where_the_teams_channel_takes_tickets(watch: Watch) -> None:
    watch.desk.restrict_to(watch.desk.support, watch.payments)
    card = watch.post()

    below_the_linked_card(watch, watch.ben)
    watch.settle()

    assert "First answer" not in words(card)


def test_below_the_teams_card_the_reporter_and_guests_give_none(watch: Watch) -> None:
    card = watch.post()
    guest = watch.slack.add_user("gus", is_guest=True)
    watch.slack.join(guest, watch.payments)

    below_the_linked_card(watch, watch.ann)
    below_the_linked_card(watch, guest)
    watch.wait(1)

    assert "First answer" in words(card)


def test_in_doubt_who_replied_there_is_looked_up_again(watch: Watch) -> None:
    card = watch.post()

    watch.slack.faults.fail("users.info")
    below_the_linked_card(watch, watch.ben)
    assert "First answer" in words(card)
    watch.desk.clock.pass_by(2)
    watch.desk.errands().run_due()
    watch.settle()

    assert "First answer" not in words(card)


def test_who_took_it_meanwhile_has_given_the_first_response(watch: Watch) -> None:
    card = watch.post()
    watch.slack.faults.fail("users.info")
    below_the_linked_card(watch, watch.ben)

    watch.click(watch.ben, card, "claim")
    watch.desk.clock.pass_by(2)
    watch.desk.errands().run_due()

    assert ("responded", watch.ben.id) not in watch.trail()


def test_a_reply_of_the_reporter_or_of_no_agent_is_none(watch: Watch) -> None:
    card = watch.post()
    cleo = watch.slack.add_user("cleo")
    watch.slack.join(cleo, watch.desk.support)

    watch.reply(watch.ann, card, "It is invoice 4711")
    watch.reply(cleo, card, "We have that too")
    watch.wait(1)

    assert "First answer" in words(card)
    assert "Nobody has answered T-1 yet" in watch.said()[-1]


def test_an_agents_reply_from_before_it_was_judged_counts(watch: Watch) -> None:
    root = watch.slack.post_as_user(watch.ann, watch.desk.support, "The invoice is wrong")
    watch.slack.reply_as_user(watch.ben, root, "I look at it")
    watch.settle()

    assert watch.ticket().routing.responded_at is not None  # type: ignore[union-attr]


def resolve(watch: Watch, card: Message) -> None:
    watch.resolve(watch.ben, card)


def dismiss(watch: Watch, card: Message) -> None:
    watch.more(watch.ben, card, "not_a_ticket")


def withdraw(watch: Watch, card: Message) -> None:
    watch.slack.delete_message(watch.desk.support.messages[card.thread_ts or ""])
    watch.settle()


@pytest.mark.parametrize("end", [resolve, dismiss, withdraw])
def test_nobody_is_reminded_of_what_is_over(
    watch: Watch, end: Callable[[Watch, Message], None]
) -> None:
    card = watch.post()

    end(watch, card)
    watch.wait(24)

    assert len(watch.said()) == 1
    assert watch.desk.outbox.next_due() is None


def test_a_reopened_ticket_is_to_be_resolved_in_a_time_of_its_own(watch: Watch) -> None:
    card = watch.post()
    watch.resolve(watch.ben, card)
    watch.wait(1)

    watch.click(watch.ann, card, "reopen")
    watch.wait(2.75)
    assert [one for one in watch.said() if "not resolved yet" in one] == []
    watch.wait(0.25)

    assert "Resolution due <!date^1767632400^" in words(card)
    assert f"{DESK} T-1 is not resolved yet; that is due <!date^1767632400^" in watch.said()[-1]


def test_in_place_of_who_has_left_their_team_is_reminded(watch: Watch) -> None:
    card = watch.post()
    watch.click(watch.ben, card, "claim")
    watch.ben.is_deleted = True

    watch.wait(4)

    soon, missed = watch.said()[1:]
    left = f"<@{watch.ben.id}> has it, but is not here any more"
    assert soon.startswith(f"{DESK} T-1 is not resolved yet; that is due ")
    assert missed.endswith(f" UTC>. {left}: “Edit” on its card gives it to another.")


def test_while_slack_does_not_say_who_left_who_has_it_is_reminded(watch: Watch) -> None:
    card = watch.post()
    watch.click(watch.ben, card, "claim")
    watch.slack.faults.drop(Method.PERSON, times=9)

    watch.wait(4)

    said = watch.said()[-1]
    assert said.startswith(f"<@{watch.ben.id}> T-1 is not resolved: ")
    assert "not here" not in said


def test_a_reopened_ticket_of_who_has_left_is_told_to_their_team(watch: Watch) -> None:
    card = watch.post()
    watch.click(watch.ben, card, "claim")
    watch.resolve(watch.ben, card)
    watch.ben.is_deleted = True

    watch.reply(watch.ann, card, "It happens again")

    [said] = watch.thread(card)
    told, _, left = said.partition(". ")
    assert told == f"{DESK} T-1 is open again: <@{watch.ann.id}> wrote after it was resolved"
    assert left.startswith(f"<@{watch.ben.id}> has it, but is not here any more: ")


def test_moved_to_another_team_the_first_is_reminded_no_more(watch: Watch) -> None:
    card = watch.post()

    watch.more(watch.ben, card, "reroute")
    watch.send(watch.ben, {"route": "others"})
    watch.wait(24)

    assert len(watch.said()) == 1
    assert watch.thread(card) == ["<@U0OTHER> T-1 is for *others*."]


def test_outside_of_business_hours_nobody_is_told_before_the_morning(watch: Watch) -> None:
    watch.desk.clock.pass_by(8 * HOUR)

    watch.post()
    watch.wait(12)
    assert watch.said() == []
    watch.wait(1)

    assert watch.said()[0].startswith(f"{DESK} T-1 is for *payments*.")


def test_given_back_at_night_a_ticket_is_told_to_its_team_in_the_morning(watch: Watch) -> None:
    watch.desk.clock.pass_by(8 * HOUR)
    card = watch.post()
    watch.click(watch.ben, card, "claim")
    watch.wait(1)

    watch.edit(watch.ben, card, assignee=None)
    watch.wait(12.25)

    assert [one.partition(".")[0] for one in watch.said()[:1]] == [f"{DESK} T-1 is for *payments*"]


def test_what_came_due_while_the_app_was_down_waits_too_and_only_the_latest_is_said(
    watch: Watch,
) -> None:
    watch.post()

    watch.bench.run(7 * HOUR)
    assert len(watch.said()) == 1
    watch.wait(14)

    assert [one.partition(" T-1")[0] for one in watch.said()[1:]] == [
        "<@U0LAST> Still nobody has answered",
        "<@U0LEAD>",
    ]


def test_reminders_survive_a_restart(watch: Watch) -> None:
    watch.post()
    watch.wait(0.5)

    watch.set_up()
    watch.wait(1)

    assert "Nobody has answered T-1 yet" in watch.said()[-1]
    assert len(watch.said()) == 2


def test_what_is_urgent_is_told_at_any_time(watch: Watch) -> None:
    watch.set_up(is_urgent=True)
    watch.desk.clock.pass_by(8 * HOUR)

    watch.post()
    watch.wait(1)

    assert len(watch.said()) == 2


def test_without_a_channel_the_team_is_told_in_the_tickets_thread(watch: Watch) -> None:
    watch.set_up(channel=None)

    card = watch.post()
    watch.wait(1)

    assert len(watch.thread(card)) == 2
    assert "Routed to *payments* ·" in words(card)


def test_where_the_app_is_not_invited_the_team_is_told_in_the_tickets_thread(watch: Watch) -> None:
    outside = watch.slack.add_channel("outside", watch.ann)
    watch.set_up(channel=outside.id)

    card = watch.post()
    watch.wait(1)
    watch.more(watch.ben, card, "reroute")
    watch.send(watch.ben, {"route": "others"})
    watch.more(watch.ben, card, "reroute")
    watch.send(watch.ben, {"route": "payments"})

    told = watch.thread(card)
    assert [one.partition(" T-1")[0] for one in told] == [
        DESK, f"{DESK} Nobody has answered", "<@U0OTHER>", DESK,
    ]  # fmt: skip


def test_what_a_team_was_told_in_the_tickets_thread_is_withdrawn_with_it(watch: Watch) -> None:
    outside = watch.slack.add_channel("outside", watch.ann)
    watch.set_up(channel=outside.id)
    card = watch.post()
    watch.wait(1)
    root = watch.slack.thread(watch.desk.support, card.thread_ts or "").root

    watch.slack.delete_message(root)
    watch.settle()

    told = [words(card), *watch.thread(card)]
    assert len(told) == 3
    assert {"was withdrawn" in one for one in told} == {True}


def test_a_reminder_whose_answer_was_lost_is_not_said_twice(watch: Watch) -> None:
    watch.post()
    watch.bench.slack.fail(Method.POST, Unconfirmed("lost"), after_effect=True)

    watch.wait(1.5)

    assert len(watch.said()) == 2
