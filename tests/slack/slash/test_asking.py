"""`/triage mine` and `open`, and what holds for all that is asked with `/triage`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack import sentences
from bot.slack.people.permissions import IN_DOUBT
from bot.triage.errors import Unavailable
from bot.triage.judgement import Question
from tests.builders import a_judgement
from tests.slack.slash.asked import ask, two_tickets
from tests.slack.working import Shift

if TYPE_CHECKING:
    from tests.slack.desk import Desk
    from tests.workbench import Workbench


def test_mine_lists_ones_own_with_links(agents: Workbench) -> None:
    two_tickets(agents)

    told = ask(agents.desk, "mine")

    assert told.splitlines()[0] == "*Your tickets*"
    assert "|T-1> 🟡 Medium · Billing · open · <#" in told
    assert "The invoice of May shows the wrong amount." in told
    assert "T-2" not in told


def test_open_is_all_for_agents_and_ones_own_for_others(agents: Workbench) -> None:
    two_tickets(agents)
    desk = agents.desk
    desk.workspace.slash_command(desk.ben, desk.support, "/triage", "open")
    desk.deliver()
    own = ask(desk, "open")

    everything = next(one.text for one in desk.whispered() if one.user_id == desk.ben.id)
    assert everything.splitlines()[0] == "*Open tickets*"
    assert everything.index("T-2") < everything.index("T-1")
    assert own.splitlines()[0] == "*Your open tickets*"
    assert "T-2" not in own


def test_who_works_on_it_is_named(agents: Workbench) -> None:
    two_tickets(agents)
    card = agents.said(next(iter(agents.desk.support.messages.values())))[-1]
    Shift(agents).click(agents.desk.ben, card, "claim")

    assert f"with <@{agents.desk.ben.id}>" in ask(agents.desk, "mine")


def test_of_many_the_first_are_named(agents: Workbench) -> None:
    desk = agents.desk
    for number in range(12):
        desk.workspace.post_as_user(desk.ann, desk.support, f"Problem {number} with the export")
    desk.deliver()
    agents.run()

    assert "… and 2 more: my Home tab has them all" in ask(desk, "open", desk.ben)


def test_who_has_many_is_told_that_there_are_more(agents: Workbench) -> None:
    desk = agents.desk
    for number in range(12):
        desk.workspace.post_as_user(desk.ann, desk.support, f"Problem {number} with the export")
    desk.deliver()
    agents.run()
    for words in ("mine", "open"):
        desk.workspace.slash_command(desk.ann, desk.support, "/triage", words)
        desk.deliver()

    told = [one.text for one in desk.whispered() if "Your" in one.text]

    assert ["… and 2 more: my Home tab has them all" in text for text in told] == [True, True]


def test_there_may_be_none(agents: Workbench) -> None:
    assert ask(agents.desk, "mine") == "*Your tickets*\nThere are none."


def test_what_says_too_little_is_told_how(desk: Desk) -> None:
    assert ask(desk, "search") == "`/triage search words` finds tickets by up to five words."


def test_what_can_not_be_looked_up_is_said(desk: Desk) -> None:
    class Away:
        def search(self, *_: object) -> tuple[()]:
            raise Unavailable("the index is away")

    desk.search = Away()
    desk.open()

    assert ask(desk, "kb codes") == str(sentences.NOT_READ)


def test_while_too_much_is_asked_it_says_so(desk: Desk) -> None:
    desk.best_effort.close()

    delivery = desk.workspace.slash_command(desk.ann, desk.support, "/triage", "mine")
    desk.deliver()

    assert delivery.ack is not None
    assert delivery.ack.body["text"] == str(sentences.NOT_READ)


def test_asking_works_in_direct_messages_too(desk: Desk) -> None:
    direct = desk.workspace.direct_channel(desk.ann.id, desk.bot)

    assert ask(desk, "mine", where=direct) == "*Your tickets*\nThere are none."


def test_in_doubt_about_who_asks_nothing_is_listed(agents: Workbench) -> None:
    agents.desk.workspace.faults.fail("users.info", times=9)

    assert ask(agents.desk, "stats", agents.desk.ben) == IN_DOUBT


def test_a_ticket_whose_root_is_on_its_way_has_no_link(agents: Workbench) -> None:
    desk = agents.desk
    desk.workspace.slash_command(desk.ann, desk.support, "/triage", "The export is empty")
    desk.deliver()

    told = ask(desk, "mine")

    assert told.splitlines()[1] == f"• T-1 open · <#{desk.support.id}> — not judged yet"


def test_what_waits_for_its_reporter_says_so(agents: Workbench) -> None:
    agents.analyst.script.append(a_judgement(question=Question("Which invoice is it?")))
    agents.post()
    agents.run()

    said = ask(agents.desk, "mine").splitlines()[1]
    assert said.endswith("— waiting for an answer to a question in its thread")
