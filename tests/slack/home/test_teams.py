"""Who works tickets sees those of their team first, by deadline too."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.triage.routing import Conditions, Route
from tests.builders import a_judgement
from tests.slack.home.test_drawing import judged
from tests.slack.slash.asked import ask
from tests.slack.visiting import Visit
from tests.slack.working import Shift
from tests.workbench import Workbench

if TYPE_CHECKING:
    from bot.workspace import User

HOUR = timedelta(hours=1)


class Teams(Shift):
    """A shift with two teams: Ben pays by his user group, Ann lets people in by her name."""

    def __init__(self, bench: Workbench) -> None:
        slack, desk = bench.desk.workspace, bench.desk
        self.group = slack.add_usergroup("payments-team", desk.ben)
        desk.route(
            Route("payments", _of("Billing"), tell=(self.group,), respond_within=HOUR),
            Route("access", _of("Login"), tell=(desk.ann.id,), respond_within=48 * HOUR),
        )
        super().__init__(Workbench(desk, rules=desk.rules()))
        for category in ("Billing", "Login", "Bug"):
            judged(self, category=category, summary=f"A {category} thing")


def _of(category: str) -> Conditions:
    return Conditions(frozenset({category}))


def listed(home: Visit) -> list[str]:
    """Return of which categories tickets stand below the filters."""
    below = home.words.partition("Open tickets")[2]
    return [name for name in ("Billing", "Login", "Bug") if f"A {name} thing" in below]


@pytest.fixture
def teams(bench: Workbench) -> Teams:
    return Teams(bench)


def test_each_team_sees_its_own_tickets_and_what_is_no_teams_yet(teams: Teams) -> None:
    assert listed(Visit(teams, teams.ben).open()) == ["Billing", "Bug"]
    assert listed(Visit(teams, teams.ann).open()) == ["Login", "Bug"]
    assert "*Open tickets of your team*" in Visit(teams, teams.ann).words


def test_whoever_is_next_in_line_belongs_to_the_team(teams: Teams) -> None:
    cid = teams.slack.add_user("cid")
    route = Route("payments", _of("Billing"), tell=(teams.ann.id,), escalate_to=(cid.id,))
    teams.desk.route(route, Route("access", _of("Login"), tell=(teams.ann.id,)))

    assert listed(Visit(teams, cid).open()) == ["Billing", "Bug"]


@pytest.mark.parametrize("kind", ["channel", "group"])
def test_where_a_route_names_nobody_its_channel_is_the_team(teams: Teams, kind: str) -> None:
    cid = teams.slack.add_user("cid")
    room = teams.slack.add_channel("payments", cid, teams.desk.bot, kind=kind)
    teams.desk.route(
        Route("payments", _of("Billing"), room.id), Route("access", _of("Login"), tell=("U0X",))
    )

    assert listed(Visit(teams, cid).open()) == ["Billing", "Bug"]
    assert listed(Visit(teams, teams.ben).open()) == ["Billing", "Login", "Bug"]


def test_whoever_is_in_no_team_sees_what_all_have(teams: Teams) -> None:
    home = Visit(teams, teams.slack.add_user("cid")).open()

    assert listed(home) == ["Billing", "Login", "Bug"]
    assert home.offers("home_team") == ["*", "=payments", "=access", "-"]


@pytest.mark.parametrize(
    ("choice", "shown", "headline"),
    [
        ("*", ["Billing", "Login", "Bug"], "*Open tickets*"),
        ("=access", ["Login"], "*Open tickets of access*"),
        ("-", ["Bug"], "*Open tickets of no team*"),
        ("~", ["Billing", "Bug"], "*Open tickets of your team*"),
    ],
)
def test_others_tickets_can_be_chosen(
    teams: Teams, choice: str, shown: list[str], headline: str
) -> None:
    home = Visit(teams, teams.ben).open().click("home_team", choice)

    assert listed(home) == shown
    assert headline in home.words
    menu = next(each for each in home.elements() if each["action_id"] == "home_team")
    assert menu["initial_option"]["value"] == choice


def test_a_team_that_is_not_there_any_more_gives_way_to_all(teams: Teams) -> None:
    home = Visit(teams, teams.ben).open().click("home_team", "=access")
    teams.desk.route(Route("payments", _of("Billing"), tell=(teams.group,)))

    assert listed(home.open()) == ["Billing", "Login", "Bug"]


@pytest.mark.parametrize("who", ["ann", "ben"])
def test_while_slack_does_not_say_who_is_in_a_group_all_is_shown(teams: Teams, who: str) -> None:
    teams.slack.faults.rate_limit("usergroups.users.list", "30")

    assert listed(Visit(teams, getattr(teams, who)).open()) == ["Billing", "Login", "Bug"]


def test_an_empty_team_is_told_how_to_see_the_others(teams: Teams) -> None:
    dora: User = teams.slack.add_user("dora")
    teams.desk.route(
        Route("payments", _of("Billing"), tell=(teams.group,)),
        Route("access", _of("Login"), tell=(teams.ann.id,)),
        Route("bugs", _of("Bug"), tell=(teams.group,)),
        Route("legal", Conditions(words=("contract",)), tell=(dora.id,)),
    )
    with teams.desk.database.write() as connection:
        connection.exec_driver_sql("UPDATE tickets SET route = 'bugs' WHERE route IS NULL")

    home = Visit(teams, dora).open()

    assert listed(home) == []
    assert "Nothing is open for your team. “All teams” shows what others have." in home.words


@pytest.mark.parametrize(
    ("choice", "hours", "shown"),
    [
        ("=overdue", 0, []),
        ("=overdue", 2, ["Billing"]),
        ("=soon", 0, ["Billing"]),
        ("=soon", 30, ["Login"]),
        ("=never", 0, ["Bug"]),
        ("*", 0, ["Billing", "Login", "Bug"]),
        ("=forged", 0, ["Billing", "Login", "Bug"]),
    ],
)
def test_tickets_are_filtered_by_their_deadline(
    teams: Teams, choice: str, hours: float, shown: list[str]
) -> None:
    teams.bench.run(hours * 3600)
    home = Visit(teams, teams.ben).open().click("home_team", "*")
    menu = next(each for each in home.elements() if each["action_id"] == "home_due")
    menu["options"].append({**menu["options"][0], "value": "=forged"})

    assert listed(home.click("home_due", choice)) == shown


def test_clearing_the_filters_returns_to_ones_own_team(teams: Teams) -> None:
    home = Visit(teams, teams.ben).open().click("home_team", "*").click("home_due", "=overdue")
    assert "No open ticket is like that." in home.words

    assert listed(home.click("home_clear")) == ["Billing", "Bug"]


@pytest.mark.parametrize(
    ("command", "title", "shown"),
    [
        ("open", "*Open tickets of your team*", ["Billing", "Bug"]),
        ("open all", "*Open tickets*", ["Billing", "Login", "Bug"]),
        ("open Access", "*Open tickets of access*", ["Login"]),
    ],
)
def test_the_command_lists_them_likewise(
    teams: Teams, command: str, title: str, shown: list[str]
) -> None:
    told = ask(teams.desk, command, teams.ben)

    assert told.splitlines()[0] == title
    assert [name for name in ("Billing", "Login", "Bug") if f"A {name} thing" in told] == shown
    assert ("_Other teams have 1: `/triage open all` lists them too" in told) == (command == "open")


def test_who_is_in_no_team_is_told_of_all(teams: Teams) -> None:
    told = ask(teams.desk, "open", teams.slack.add_user("cid"))

    assert told.splitlines()[0] == "*Open tickets*"
    assert "A Login thing" in told


def test_without_routes_there_are_no_teams_to_choose(shift: Shift) -> None:
    shift.bench.analyst.script.append(a_judgement(summary="A typo"))
    shift.post()

    home = Visit(shift, shift.ben).open()

    assert not any(each["action_id"] == "home_team" for each in home.elements())
    assert "*Open tickets*" in home.words
