"""Many similar tickets at once are proposed as one incident; people decide about all at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from bot.slack.buttons.sentences import OUTDATED
from bot.slack.web_api.methods import Method
from bot.triage.arrivals.admission import Admission, Mode
from bot.triage.errors import Unconfirmed
from tests.builders import a_judgement
from tests.slack.operations import LINKED, OUTAGE, Operations, press
from tests.slack.working import Shift, deeds, options, words
from tests.workbench import Workbench


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
