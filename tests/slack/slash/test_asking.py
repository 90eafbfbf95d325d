"""`/triage mine`, `open`, `search`, `kb`, `stats`, `settings`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.slack import sentences
from bot.slack.people.permissions import IN_DOUBT
from bot.slack.slash import sentences as ask_sentences
from bot.slack.slash.sentences import stats
from bot.triage.arrivals.admission import Mode
from bot.triage.errors import Unavailable
from bot.triage.judgement import Question, Standing
from bot.triage.overview.figures import Figures
from bot.triage.teamwork.rights import Grant
from tests.builders import a_hit, a_judgement, an_issue
from tests.slack.working import Shift

if TYPE_CHECKING:
    from bot.workspace import Channel, User
    from tests.slack.desk import Desk
    from tests.workbench import Workbench


def ask(desk: Desk, text: str, who: User | None = None, where: Channel | None = None) -> str:
    """Type `/triage`, and return the answer; nothing more is said afterwards."""
    desk.clock.pass_by(1)
    desk.workspace.slash_command(who or desk.ann, where or desk.support, "/triage", text)
    desk.deliver()
    user_id = (who or desk.ann).id
    return [one.text for one in desk.whispered() if one.user_id == user_id][-1]


@pytest.fixture
def agents(bench: Workbench) -> Workbench:
    """Give a desk where Ben alone works tickets, and Ann is an admin."""
    desk = bench.desk
    desk.grant(agent=Grant(frozenset({desk.ben.id})), admin=Grant(frozenset({"U0BOSS"})))
    return bench


def two_tickets(bench: Workbench) -> None:
    desk = bench.desk
    bench.analyst.script.extend(
        [a_judgement(), a_judgement(category="Login", severity="High", summary="Nobody gets in.")]
    )
    desk.workspace.post_as_user(desk.ann, desk.support, "The invoice of May is wrong")
    desk.workspace.post_as_user(desk.ben, desk.support, "Nobody can log in, says ÉMILE")
    desk.deliver()
    bench.run()


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


def test_there_may_be_none(agents: Workbench) -> None:
    assert ask(agents.desk, "mine") == "*Your tickets*\nThere are none."


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


def test_settings_are_for_admins(agents: Workbench) -> None:
    assert ask(agents.desk, "settings") == "Only admins can do that, so nothing was changed."


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        (Mode.AUTOMATIC, "each message opens a ticket"),
        (Mode.MENTION, "messages that mention me open tickets"),
        (Mode.EMOJI, "people ask for a ticket with :ticket: or “Triage this message”"),
        (Mode.SHORTCUT, "people ask for a ticket with “Triage this message” or :ticket:"),
        (Mode.SHADOW, "each message is judged silently; cards go to <#C0REVIEW>"),
    ],
)
def test_settings_tell_what_is_on_here(desk: Desk, mode: Mode, words: str) -> None:
    boss = desk.workspace.add_user("boss", is_admin=True)
    desk.admit(mode, review_channel="C0REVIEW")

    told = ask(desk, "settings", boss)

    assert f"*Tickets:* {words}" in told
    assert "*Roles:* none: every full member works tickets" in told
    assert "*Tickets a minute:* any number a person, any number a channel" in told


def test_elsewhere_settings_say_that_none_are_opened(desk: Desk) -> None:
    boss = desk.workspace.add_user("boss", is_admin=True)
    desk.limit(per_user=10)
    desk.restrict_to(desk.support)

    told = ask(desk, "settings", boss, desk.lobby)

    assert "*Tickets:* none open by themselves here" in told
    assert "*Tickets a minute:* 10 a person" in told


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
