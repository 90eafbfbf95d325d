"""`/triage search` and `kb` find tickets and known issues, by words and by meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.slack.slash import sentences as ask_sentences
from bot.triage.judgement import Standing
from tests.builders import a_hit, an_issue
from tests.slack.slash.asked import ask, two_tickets
from tests.slack.working import Shift

if TYPE_CHECKING:
    from tests.workbench import Workbench


@pytest.mark.parametrize("words", ["invoice", "INVOICE may", "wrong amount"])
def test_search_finds_by_what_was_said_and_how_it_was_summed_up(
    agents: Workbench, words: str
) -> None:
    two_tickets(agents)

    told = ask(agents.desk, f"search {words}", agents.desk.ben)

    assert told.splitlines()[0] == f"*Tickets* with “{words}”"
    assert "T-1" in told
    assert "T-2" not in told
    assert told.endswith(str(ask_sentences.AS_TICKET))


def test_search_knows_the_cases_of_other_letters(agents: Workbench) -> None:
    two_tickets(agents)

    assert "T-2" in ask(agents.desk, "search émile", agents.desk.ben)


def test_others_find_their_own_tickets_only(agents: Workbench) -> None:
    two_tickets(agents)

    told = ask(agents.desk, "search nobody")

    assert "There are none." in told


def test_who_is_not_in_a_private_channel_finds_nothing_of_it(agents: Workbench) -> None:
    desk = agents.desk
    private = desk.workspace.add_channel("board", desk.ann, desk.bot, kind="group")
    desk.workspace.post_as_user(desk.ann, private, "The merger is not public")
    desk.deliver()
    agents.run()
    for question in ("search merger", "open"):
        desk.workspace.slash_command(desk.ben, desk.support, "/triage", question)
    desk.deliver()

    told = (one.text for one in desk.whispered())
    found, listed = sorted(told, key=lambda text: "*Open tickets*" in text)
    assert "There are none." in found
    assert "_private_" in listed
    assert "wrong amount" not in listed


def test_kb_finds_known_issues_with_what_to_do(agents: Workbench) -> None:
    Shift(agents).keep_issues(an_issue("KB-8", title="Codes rejected", url="https://kb.example/8"))

    told = ask(agents.desk, "kb codes")

    assert "• *KB-8* Codes rejected (Billing): Cancel the invoice" in told
    assert "https://kb.example/8" in told


def test_kb_finds_by_meaning_where_there_is_a_search(agents: Workbench) -> None:
    Shift(agents).keep_issues(an_issue("KB-9", title="Charged twice"))
    agents.shelf.hits = (a_hit(id="KB-9"),)
    agents.desk.search = agents.shelf
    agents.desk.open()

    told = ask(agents.desk, "kb paid double")

    assert "*KB-9* Charged twice" in told


def test_kb_says_so_where_nothing_is_near(agents: Workbench) -> None:
    far = Standing(nearness=-3)
    agents.shelf.hits = (a_hit(0.1, standing=far, id="KB-9", title="Charged twice"),)
    agents.desk.search = agents.shelf
    agents.desk.open()

    told = ask(agents.desk, "kb nonsense")

    assert told.startswith("No known issue is near “nonsense”. Try other words.")
    assert "KB-9" not in told


def test_guests_look_nothing_up(agents: Workbench) -> None:
    gus = agents.desk.workspace.add_user("gus", is_guest=True)

    assert ask(agents.desk, "kb codes", gus).startswith("Only members of this workspace can")


def test_kb_may_know_nothing(agents: Workbench) -> None:
    assert "No known issue is near “codes”. Try other words." in ask(agents.desk, "kb codes")
