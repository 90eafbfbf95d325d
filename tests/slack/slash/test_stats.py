"""`/triage stats` counts tickets: all of them for agents, their own for others."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.slack.slash.sentences import stats
from bot.triage.overview.figures import Figures
from tests.slack.slash.asked import ask, two_tickets

if TYPE_CHECKING:
    from tests.workbench import Workbench


def test_stats_count_all_for_agents(agents: Workbench) -> None:
    two_tickets(agents)

    lines = ask(agents.desk, "stats 30d", agents.desk.ben).splitlines()

    assert lines[0] == "*The last 30 days*, all tickets: 2"
    assert "*Category:* Billing 1, Login 1" in lines
    assert "*Severity:* Medium 1, High 1" in lines
    assert "*Status:* judged 2" in lines
    assert "*Work:* open 2" in lines
    assert "*Issues:* 0 known, 2 new, 0 not judged yet" in lines
    assert "*First response:* none yet" in lines
    assert "*Questions asked about:* 0% of tickets; *corrected:* 0% of judgements" in lines


def test_stats_come_with_two_charts(agents: Workbench) -> None:
    two_tickets(agents)

    ask(agents.desk, "stats 2d", agents.desk.ben)

    charts: list[Any] = agents.desk.whispered()[-1].blocks[1:]
    assert [chart["title"] for chart in charts] == ["Tickets a day", "Tickets by category"]
    points = [chart["chart"]["series"][0]["data"] for chart in charts]
    assert [point["value"] for point in points[0]] == [0, 2]
    assert {point["label"] for point in points[1]} == {"Billing", "Login"}


def test_where_slack_shows_no_charts_the_words_stand_alone(agents: Workbench) -> None:
    two_tickets(agents)
    agents.desk.workspace.team.unsupported.add("data_visualization")

    told = ask(agents.desk, "stats", agents.desk.ben)

    assert told.startswith("*The last 7 days*, all tickets: 2")
    assert agents.desk.whispered()[-1].blocks == []


def test_stats_of_others_are_of_their_own(agents: Workbench) -> None:
    two_tickets(agents)

    assert ask(agents.desk, "stats").startswith("*The last 7 days*, your tickets: 1")


def test_of_one_day_it_says_so(agents: Workbench) -> None:
    assert ask(agents.desk, "stats 1d") == "*The last day*, your tickets: 0"


def test_without_tickets_there_is_one_figure(agents: Workbench) -> None:
    assert ask(agents.desk, "stats") == "*The last 7 days*, your tickets: 0"


@pytest.mark.parametrize(
    ("took", "words"),
    [
        (timedelta(seconds=20), "under a minute"),
        (timedelta(minutes=30), "30 min"),
        (timedelta(hours=3), "3.0 h"),
        (timedelta(days=3), "3.0 days"),
    ],
)
def test_times_are_said_as_people_say_them(took: timedelta, words: str) -> None:
    told = stats(Figures(tickets=1, first_response=took), 7, is_own=False)

    assert f"*First response:* {words} (median)" in told
    assert "*Category:* none yet" in told
