"""Many similar tickets at once are proposed as one incident; people decide about all at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest

from bot.slack.methods import Method
from bot.slack.permissions import denied
from bot.slack.work_sentences import OUTDATED
from bot.triage.admission import Admission, Mode
from bot.triage.errors import Unconfirmed
from bot.triage.rights import Action
from bot.triage.work import WorkState
from tests.builders import a_judgement
from tests.slack.working import Shift, deeds, options, words
from tests.workbench import Workbench

if TYPE_CHECKING:
    from bot.workspace import Message, User

OUTAGE = "Every page shows a 503 since this morning"
LINKED = (
    "This looks like what others report too. T-{} is handled as part of incident I-1. "
    "You are told here once it is resolved."
)


class Operations(Shift):
    """A shift with a channel for operators, where three similar tickets are an incident."""

    def __init__(self, bench: Workbench, count: int = 3) -> None:
        desk = bench.desk
        self.ops = desk.workspace.add_channel("ops", desk.ann, desk.ben, desk.bot)
        desk.watch_for_spikes(count, self.ops)
        super().__init__(Workbench(desk, rules=desk.rules()))

    def flood(self, count: int = 3, text: str = OUTAGE) -> list[Message]:
        """Post the same again and again, and return the cards."""
        return [self.open(text) for _ in range(count)]

    def open(self, text: str) -> Message:
        root = self.bench.post(text)
        self.settle()
        return self.bench.said(root)[0]

    def incidents(self) -> list[Message]:
        return [one for one in self.ops.messages.values() if one.is_by_bot]

    def resolve_all(
        self, user: User, incident: Message, how: str = "The proxy was restarted"
    ) -> None:
        self.click(user, incident, "incident_resolve")
        self.send(user, {"how": how})

    def reopen_after_all(self, incident: Message, card: Message) -> None:
        """Have Ann resolve all, and open one of them again."""
        self.resolve_all(self.ann, incident, "By Ann")
        self.click(self.ann, card, "reopen")

    def told_below(self, card: Message) -> list[str]:
        return self.thread(card)


@pytest.fixture
def shift(bench: Workbench) -> Operations:
    return Operations(bench)


def test_enough_similar_tickets_are_proposed_once_with_links_to_all(shift: Operations) -> None:
    shift.flood(3)

    [proposal] = shift.incidents()
    assert words(proposal).splitlines()[0] == "Is this an incident? 3 similar tickets in 1 minute"
    for number in (1, 2, 3):
        assert f"|T-{number}>: The invoice of May shows the wrong amount" in words(proposal)
    assert deeds(proposal) == ["incident_accept", "incident_dismiss"]


def test_tickets_that_are_judged_at_the_same_moment_count_too(shift: Operations) -> None:
    for _ in range(3):
        shift.bench.post(OUTAGE)
    shift.bench.analyst.pause = Barrier(3, timeout=30).wait
    worker, now = shift.bench.worker, shift.desk.clock.now
    jobs = [job for _ in range(3) if (job := worker.claim(now)) is not None]

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(worker.perform, jobs))
    shift.bench.run(seconds=60)

    [proposal] = shift.incidents()
    assert words(proposal).splitlines()[0].startswith("Is this an incident? 3 similar tickets")
    assert words(proposal).count("The invoice of May shows the wrong amount") == 3


def test_before_people_agree_no_thread_hears_of_it(shift: Operations) -> None:
    cards = shift.flood(3)

    assert [shift.told_below(card) for card in cards] == [[], [], []]
    assert not any("incident" in words(card).partition("Open an incident")[0] for card in cards)


def test_fewer_or_different_or_older_tickets_are_none(shift: Operations) -> None:
    shift.flood(2)
    shift.open("How do I export a report of all users?")
    shift.desk.clock.pass_by(11 * 60)
    shift.flood(1)

    assert shift.incidents() == []


def test_closed_tickets_do_not_count(shift: Operations) -> None:
    first, _ = shift.flood(2)
    shift.resolve(shift.ben, first)
    shift.flood(1)

    assert shift.incidents() == []


def test_later_similar_tickets_stand_in_the_same_proposal(shift: Operations) -> None:
    shift.flood(5)

    [proposal] = shift.incidents()
    assert words(proposal).splitlines()[0] == "Is this an incident? 5 similar tickets in 1 minute"


def test_accepted_each_thread_is_told_once_and_each_card_says_so(shift: Operations) -> None:
    cards = shift.flood(3)
    [incident] = shift.incidents()

    shift.click(shift.ben, incident, "incident_accept")

    assert [shift.told_below(card) for card in cards] == [[LINKED.format(n)] for n in (1, 2, 3)]
    assert all("Part of incident *I-1*" in words(card) for card in cards)
    assert f"*Open*, by <@{shift.ben.id}>." in words(incident)
    assert deeds(incident) == ["incident_resolve"]
    assert ("incident_accepted", shift.ben.id) in shift.trail()


def test_later_similar_tickets_join_an_open_incident_and_are_told(shift: Operations) -> None:
    shift.flood(3)
    [incident] = shift.incidents()
    shift.click(shift.ben, incident, "incident_accept")
    shift.desk.clock.pass_by(3600)

    card = shift.open(OUTAGE)

    assert shift.told_below(card) == [LINKED.format(4)]
    assert words(incident).splitlines()[0] == "Incident I-1 · 4 tickets"


def test_one_resolution_resolves_all_and_each_thread_is_told_once(shift: Operations) -> None:
    cards = shift.flood(3)
    [incident] = shift.incidents()
    shift.click(shift.ben, incident, "incident_accept")
    shift.resolve(shift.ann, cards[0], "It works for me again")

    shift.resolve_all(shift.ben, incident)

    tickets = [shift.ticket(number) for number in (1, 2, 3)]
    assert {ticket.work.state for ticket in tickets} == {WorkState.RESOLVED}
    assert tickets[0].work.by == shift.ann.id
    assert [len(shift.told_below(card)) for card in cards] == [2, 2, 2]
    assert shift.told_below(cards[1])[-1] == (
        "Incident I-1 is resolved, and T-2 with it: The proxy was restarted\n"
        "If it still happens to you, please write here."
    )
    assert "*Resolved* by" in words(cards[2])
    assert "Part of incident *I-1*, which is resolved" in words(cards[2])
    assert f"*Resolved* by <@{shift.ben.id}>: The proxy was restarted" in words(incident)
    assert deeds(incident) == []


def test_what_turned_out_to_be_no_ticket_hears_of_no_end(shift: Operations) -> None:
    cards = shift.flood(3)
    [incident] = shift.incidents()
    shift.click(shift.ben, incident, "incident_accept")
    shift.more(shift.ben, cards[0], "not_a_ticket")

    shift.resolve_all(shift.ben, incident)

    assert [len(shift.told_below(card)) for card in cards] == [1, 2, 2]
    assert shift.ticket(1).work.state is WorkState.NOT_A_TICKET


def test_who_resolves_one_of_the_tickets_can_resolve_all(shift: Operations) -> None:
    cards = shift.flood(3)
    [incident] = shift.incidents()
    shift.click(shift.ben, incident, "incident_accept")

    shift.click(shift.ben, cards[1], "resolve")
    assert "Resolve I-1 too, with all of its tickets" in words(shift.form(shift.ben))
    shift.send(shift.ben, {"how": "The proxy was restarted", "whole": ["incident"]})

    states = {shift.ticket(number).work.state for number in (1, 2, 3)}
    assert states == {WorkState.RESOLVED}
    assert [len(shift.told_below(card)) for card in cards] == [2, 2, 2]
    assert f"*Resolved* by <@{shift.ben.id}>: The proxy was restarted" in words(incident)


def test_who_resolves_one_of_the_tickets_need_not_resolve_all(shift: Operations) -> None:
    cards = shift.flood(3)
    shift.click(shift.ben, shift.incidents()[0], "incident_accept")

    shift.resolve(shift.ben, cards[1], "It was their own firewall")

    assert [shift.ticket(number).work.is_closed for number in (1, 2, 3)] == [False, True, False]


def test_all_are_resolved_once_by_two_ways_at_once(shift: Operations) -> None:
    cards = shift.flood(3)
    [incident] = shift.incidents()
    shift.click(shift.ben, incident, "incident_accept")
    shift.click(shift.ben, cards[1], "resolve")
    shift.reopen_after_all(incident, cards[1])

    shift.send(shift.ben, {"how": "By Ben", "whole": ["incident"]})

    assert "By Ann" in words(incident)
    assert shift.ticket(2).work.resolution == "By Ben"


def test_before_it_is_accepted_only_the_ticket_is_resolved(shift: Operations) -> None:
    cards = shift.flood(3)

    shift.click(shift.ben, cards[1], "resolve")

    assert "I-1" not in words(shift.form(shift.ben))


def test_nothing_need_be_told_of_what_fixed_it(shift: Operations) -> None:
    cards = shift.flood(3)
    [incident] = shift.incidents()
    shift.click(shift.ben, incident, "incident_accept")

    shift.resolve_all(shift.ben, incident, "")

    assert shift.told_below(cards[0])[-1].startswith("Incident I-1 is resolved, and T-1 with it.\n")


def test_a_resolved_ticket_reopens_alone(shift: Operations) -> None:
    cards = shift.flood(3)
    [incident] = shift.incidents()
    shift.click(shift.ben, incident, "incident_accept")
    shift.resolve_all(shift.ben, incident)

    shift.reply(shift.ann, cards[0], "It still shows a 503 here")

    states = [shift.ticket(number).work.state for number in (1, 2)]
    assert states == [WorkState.IN_PROGRESS, WorkState.RESOLVED]


def test_dismissed_it_is_not_proposed_again(shift: Operations) -> None:
    cards = shift.flood(3)
    [proposal] = shift.incidents()

    shift.click(shift.ben, proposal, "incident_dismiss")
    shift.flood(2)

    assert shift.incidents() == [proposal]
    assert f"I-1 was dismissed by <@{shift.ben.id}>." in words(proposal)
    assert deeds(proposal) == []
    assert shift.told_below(cards[0]) == []


def test_as_many_new_ones_after_a_dismissal_are_proposed_anew(shift: Operations) -> None:
    shift.flood(3)
    shift.click(shift.ben, shift.incidents()[0], "incident_dismiss")

    shift.flood(3)

    assert (
        words(shift.incidents()[1]).splitlines()[0]
        == "Is this an incident? 3 similar tickets in 1 minute"
    )


def test_of_two_who_decide_the_second_is_told_by_whom(shift: Operations) -> None:
    shift.flood(3)
    [proposal] = shift.incidents()

    shift.slack.click(shift.ben, proposal, "incident_accept")
    shift.slack.click(shift.ann, proposal, "incident_dismiss")
    shift.slack.click(shift.ben, proposal, "incident_accept")
    shift.settle()

    assert words(proposal).splitlines()[0] == "Incident I-1 · 3 tickets"
    assert shift.told(shift.ann) == [f"<@{shift.ben.id}> accepted I-1 already."]
    assert [event for event, _ in shift.trail()].count("incident_accepted") == 1


def test_of_two_who_resolve_the_second_is_told_in_the_form(shift: Operations) -> None:
    shift.flood(3)
    [incident] = shift.incidents()
    shift.click(shift.ben, incident, "incident_accept")
    shift.click(shift.ann, incident, "incident_resolve")
    shift.resolve_all(shift.ben, incident)

    late = shift.send(shift.ann, {"how": "Nothing"})

    assert f"<@{shift.ben.id}> resolved I-1 already." in words(late)


def press(shift: Shift, user: User, card: Message, name: str, value: str) -> None:
    """Press what was drawn once and is not there any more."""
    shift.slack.click(user, card, deeds(card)[0])
    shift.desk.deliver()
    payload = shift.slack.deliveries.log[-1].payload
    pressed = {"type": "button", "action_id": name, "value": value}
    shift.slack.deliver("interactive", shift.desk.bot, {**payload, "actions": [pressed]})
    shift.settle()


@pytest.mark.parametrize(
    ("name", "value", "answer"),
    [
        ("incident_accept", "9", OUTDATED),
        ("incident_accept", "", OUTDATED),
        ("incident_resolve", "9", OUTDATED),
        ("incident_resolve", "1", "<@{}> dismissed I-1 already."),
        ("open_incident", "", OUTDATED),
        ("open_incident", "9", "T-9 is not here any more, so nothing was changed."),
    ],
)
def test_old_buttons_are_answered_with_a_sentence(
    shift: Operations, name: str, value: str, answer: str
) -> None:
    [card, *_] = shift.flood(3)
    shift.click(shift.ben, shift.incidents()[0], "incident_dismiss")

    press(shift, shift.ann, card, name, value)

    assert shift.told(shift.ann) == [answer.format(shift.ben.id)]


def test_a_proposal_is_resolved_only_once_it_is_accepted(shift: Operations) -> None:
    [card, *_] = shift.flood(3)

    press(shift, shift.ann, card, "incident_resolve", "1")

    assert shift.told(shift.ann) == ["I-1 is not accepted yet."]


def test_guests_decide_nothing(shift: Operations) -> None:
    shift.flood(3)
    [proposal] = shift.incidents()
    guest = shift.slack.add_user("gus", is_guest=True)
    shift.slack.join(guest, shift.ops)

    shift.click(guest, proposal, "incident_accept")

    assert words(proposal).startswith("Is this an incident?")
    assert shift.told(guest) == [str(denied(Action.MANAGE_INCIDENT))]


def test_an_incident_of_one_ticket_is_opened_by_hand_and_others_join(shift: Operations) -> None:
    first = shift.open(OUTAGE)

    shift.more(shift.ben, first, "open_incident")
    second = shift.open(OUTAGE)

    [incident] = shift.incidents()
    assert words(incident).splitlines()[0] == "Incident I-1 · 2 tickets"
    assert shift.told_below(first) == [
        "T-1 is handled as part of incident I-1. You are told here once it is resolved."
    ]
    assert shift.told_below(second) == [LINKED.format(2)]
    assert "open_incident:1" not in options(first)
    assert ("incident_opened", shift.ben.id) in shift.trail()


def test_who_opens_one_by_hand_accepts_what_was_proposed(shift: Operations) -> None:
    cards = shift.flood(3)

    shift.more(shift.ben, cards[1], "open_incident")

    [incident] = shift.incidents()
    assert words(incident).splitlines()[0] == "Incident I-1 · 3 tickets"
    assert ("incident_accepted", shift.ben.id) in shift.trail()


def test_of_two_who_open_one_by_hand_the_second_is_told(shift: Operations) -> None:
    card = shift.open(OUTAGE)

    for user in (shift.ben, shift.ann):
        number = next(one for one in options(card) if one.startswith("open_incident:"))
        shift.slack.click(user, card, "more", number)
    shift.settle()

    assert len(shift.incidents()) == 1
    assert shift.told(shift.ann) == ["T-1 is part of I-1 already."]


def test_a_ticket_of_a_dismissed_proposal_can_still_be_made_an_incident(shift: Operations) -> None:
    [card, *_] = shift.flood(3)
    shift.click(shift.ben, shift.incidents()[0], "incident_dismiss")

    shift.more(shift.ben, card, "open_incident")

    assert "Incident I-2 · 1 ticket" in words(shift.incidents()[1])


def test_a_withdrawn_ticket_is_taken_off_also_the_oldest(shift: Operations) -> None:
    cards = shift.flood(3)
    [incident] = shift.incidents()
    shift.click(shift.ben, incident, "incident_accept")

    for card in cards:
        shift.slack.delete_message(shift.desk.support.messages[card.thread_ts or ""])
        shift.settle()

    assert words(incident).splitlines()[0] == "Incident I-1 · 0 tickets"
    assert "Its tickets were withdrawn." in words(incident)


def test_a_long_list_is_cut_and_counted(bench: Workbench) -> None:
    shift = Operations(bench, count=2)

    shift.flood(17)

    [proposal] = shift.incidents()
    assert "• … and 2 more" in words(proposal)


def test_what_is_closed_is_marked_in_the_list(shift: Operations) -> None:
    cards = shift.flood(3)

    shift.more(shift.ben, cards[1], "not_a_ticket")

    [proposal] = shift.incidents()
    marked = [line.endswith("· closed") for line in words(proposal).splitlines() if "|T-" in line]
    assert marked == [False, True, False]


def test_without_an_operators_channel_there_are_no_incidents(bench: Workbench) -> None:
    shift = Shift(bench)

    cards = [shift.post(OUTAGE) for _ in range(6)]

    assert not any("open_incident" in option for card in cards for option in options(card))
    press(shift, shift.ann, cards[0], "open_incident", "1")
    assert shift.told(shift.ann) == [OUTDATED]


def test_a_proposal_whose_answer_was_lost_is_not_posted_twice(shift: Operations) -> None:
    shift.flood(2)
    shift.bench.post(OUTAGE)
    lost = [Unconfirmed("lost")] * 2
    shift.bench.slack.fail(Method.POST, *lost, after_effect=True)

    shift.bench.run()
    shift.bench.run(60)

    assert len(shift.incidents()) == 1


def test_what_is_written_in_a_ticket_does_nothing_in_the_operators_channel(
    shift: Operations,
) -> None:
    hostile = a_judgement(summary="<!channel> *free* <https://evil.example|KB-1>")
    shift.bench.analyst.script.extend([hostile] * 3)

    shift.flood(3)

    [proposal] = shift.incidents()
    assert "<!channel>" not in words(proposal)
    assert "<https://evil" not in words(proposal)


def test_what_is_judged_silently_is_part_of_no_incident(shift: Operations) -> None:
    review = shift.slack.add_channel("review", shift.desk.bot)
    silent = Admission(modes={shift.desk.support.id: Mode.SHADOW}, review_channel=review.id)
    shift.desk.admission = silent
    shift.desk.watch_for_spikes(3, shift.ops)
    shift.bench = Workbench(shift.desk, rules=shift.desk.rules())

    for _ in range(4):
        shift.bench.post(OUTAGE)
        shift.settle()

    cards = [one for one in review.messages.values() if one.is_by_bot]
    assert len(cards) == 4
    assert not any("open_incident" in option for card in cards for option in options(card))
    press(shift, shift.ann, cards[0], "open_incident", "1")
    assert shift.incidents() == []
