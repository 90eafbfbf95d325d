"""What was judged silently is told to those who work tickets, and not to its own reporter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.slack.messages import request_sentences, why_sentences
from bot.triage.arrivals.admission import Mode
from tests.slack.slash.asked import ask, two_tickets
from tests.slack.slash.office import Office
from tests.slack.visiting import Visit
from tests.slack.working import Shift

if TYPE_CHECKING:
    from bot.workspace import User
    from tests.workbench import Workbench


@pytest.fixture
def silent(agents: Workbench) -> Workbench:
    """Give a desk where Ann and Ben posted a ticket each, that were judged silently."""
    review = agents.desk.workspace.add_channel("review", agents.desk.ben, agents.desk.bot)
    agents.desk.admit(Mode.SHADOW, review_channel=review.id)
    two_tickets(agents)
    return agents


@pytest.mark.parametrize("text", ["mine", "open", "search invoice"])
def test_no_list_of_its_reporter_names_it(silent: Workbench, text: str) -> None:
    assert "There are none." in ask(silent.desk, text)


@pytest.mark.parametrize("text", ["open", "search invoice"])
def test_agents_are_told_of_it(silent: Workbench, text: str) -> None:
    assert "|T-1>" in ask(silent.desk, text, silent.desk.ben)


def test_an_agent_is_told_of_their_own(silent: Workbench) -> None:
    assert "|T-2>" in ask(silent.desk, "mine", silent.desk.ben)


def test_an_agent_sees_their_own_in_the_home(silent: Workbench) -> None:
    words = Visit(Shift(silent), silent.desk.ben).open().words

    assert "*T-2*" in words.partition("*Open tickets*")[0]


@pytest.mark.parametrize("text", ["status T-1", "T-1", "status T-2"])
def test_how_it_stands_is_told_to_agents_alone(silent: Workbench, text: str) -> None:
    number = text[-1]

    assert ask(silent.desk, text) == f"There is no ticket T-{number} here."
    assert ask(silent.desk, text, silent.desk.ben).startswith(f"T-{number} in <#")


def why(silent: Workbench, user: User, shortcut: str = "why_ticket") -> str:
    """Choose in the menu of Ann's message; return what that person is told."""
    desk = silent.desk
    root = next(one for one in desk.support.messages.values() if one.user_id == desk.ann.id)
    desk.workspace.message_shortcut(user, root, shortcut)
    desk.deliver()
    return desk.whispered()[-1].text


def test_why_it_is_one_names_it_to_agents(silent: Workbench) -> None:
    assert why(silent, silent.desk.ben).startswith(
        "This is T-1: here I judge each message silently"
    )


def test_why_it_is_one_does_not_name_it_to_others(silent: Workbench) -> None:
    assert why(silent, silent.desk.ann) == why_sentences.SILENT


def test_who_asks_for_a_ticket_on_it_is_not_told_its_number(silent: Workbench) -> None:
    assert why(silent, silent.desk.ann, "triage_message") == request_sentences.SILENTLY


def test_nor_once_its_channel_is_automatic(silent: Workbench) -> None:
    silent.desk.admit(Mode.AUTOMATIC)

    assert why(silent, silent.desk.ann, "triage_message") == request_sentences.SILENTLY


def test_who_asks_for_an_earlier_ticket_of_its_channel_is_told_which(agents: Workbench) -> None:
    two_tickets(agents)
    agents.desk.admit(Mode.SHADOW, review_channel=agents.desk.lobby.id)

    assert why(agents, agents.desk.ann, "triage_message").startswith("That is T-1 already")


def test_nor_is_who_puts_the_emoji_on_it(silent: Workbench) -> None:
    desk = silent.desk
    root = next(one for one in desk.support.messages.values() if one.user_id == desk.ann.id)
    desk.workspace.react(desk.ann, root, "ticket")
    desk.deliver()

    assert desk.whispered()[-1].text == request_sentences.SILENTLY


def test_in_doubt_about_who_asks_it_is_not_told(silent: Workbench) -> None:
    silent.desk.workspace.faults.fail("users.info", times=9)

    assert "T-1" not in ask(silent.desk, "status T-1")


def test_the_figures_of_its_reporter_leave_it_out(silent: Workbench) -> None:
    assert "your tickets: 0" in ask(silent.desk, "stats")


def test_the_figures_of_agents_count_it(silent: Workbench) -> None:
    assert "all tickets: 2" in ask(silent.desk, "stats", silent.desk.ben)


def test_the_home_of_its_reporter_does_not_show_it(silent: Workbench) -> None:
    words = Visit(Shift(silent), silent.desk.ann).open().words

    assert "T-1" not in words
    assert "You have none." in words


def test_an_export_for_its_reporter_leaves_it_out(silent: Workbench) -> None:
    office = Office(silent)
    office.ask("export csv", silent.desk.ann)
    office.ask("export csv")

    assert office.sent(silent.desk.ann) == []
    assert [row["ticket"] for row in office.rows()] == ["T-1", "T-2"]
