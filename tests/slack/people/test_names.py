"""What people are called is found out so that it can be masked, and holds no ticket up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.slack.messages.markup import mentioned
from bot.slack.people.names import Names, names_in
from bot.slack.web_api.methods import Method
from bot.triage.errors import Rejected, Unavailable
from storage.people import People
from tests.workbench import BrittleCalls

if TYPE_CHECKING:
    from tests.slack.desk import Desk


@pytest.fixture
def slack(desk: Desk) -> BrittleCalls:
    return BrittleCalls(desk.api)


@pytest.fixture
def names(desk: Desk, slack: BrittleCalls) -> Names:
    return Names(slack, People(desk.database), clock=desk.clock)


def asked(desk: Desk) -> int:
    return len(desk.workspace.calls_to("users.info"))


def test_a_person_is_asked_for_once_a_day(desk: Desk, names: Names) -> None:
    jane = desk.workspace.add_user("jporter", real_name="Jane Porter")

    assert names.of(desk.bot.team_id, [jane.id]) == ("Jane Porter", "jporter")
    assert names.of(desk.bot.team_id, [jane.id]) == ("Jane Porter", "jporter")
    assert asked(desk) == 1

    desk.clock.pass_by(24 * 3600)
    names.of(desk.bot.team_id, [jane.id])
    assert asked(desk) == 2


def test_where_slack_does_not_answer_what_was_known_counts(
    desk: Desk, names: Names, slack: BrittleCalls
) -> None:
    jane = desk.workspace.add_user("jporter", real_name="Jane Porter")
    names.of(desk.bot.team_id, [jane.id])
    desk.clock.pass_by(48 * 3600)
    slack.fail(Method.PERSON, Unavailable("away"))

    assert names.of(desk.bot.team_id, [jane.id]) == ("Jane Porter", "jporter")


def test_after_one_failure_nobody_else_is_asked_for(
    desk: Desk, names: Names, slack: BrittleCalls
) -> None:
    slack.fail(Method.PERSON, Unavailable("away"))

    assert names.of(desk.bot.team_id, [desk.ann.id, desk.ben.id]) == ()
    assert asked(desk) == 0


def test_who_is_not_there_has_no_name_and_is_not_asked_for_again(desk: Desk, names: Names) -> None:
    assert names.of(desk.bot.team_id, ["U0NOBODY", desk.ann.id]) == names.of(
        desk.bot.team_id, [desk.ann.id]
    )
    names.of(desk.bot.team_id, ["U0NOBODY"])
    assert asked(desk) == 2


def test_a_missing_scope_costs_the_names_and_nothing_else(
    desk: Desk, names: Names, slack: BrittleCalls
) -> None:
    slack.fail(Method.PERSON, Rejected("users.info: missing_scope", code="missing_scope"))

    assert names.of(desk.bot.team_id, [desk.ann.id]) == ()


def test_a_database_that_is_away_costs_the_names_and_nothing_else(desk: Desk) -> None:
    class Away(People):
        def names(self, team: str, user: str) -> None:
            raise Unavailable(f"the database is busy for {team} {user}")

    names = Names(desk.api, Away(desk.database), clock=desk.clock)

    assert names.of(desk.bot.team_id, [desk.ann.id]) == ()


def test_every_name_of_a_profile_counts() -> None:
    profile = {"real_name": "Jane Porter", "display_name": "", "first_name": "Jane", "x": "y"}

    assert names_in({"name": "jp", "profile": profile}) == ("Jane Porter", "Jane", "jp")
    assert names_in({"id": "U1", "username": "jporter", "name": "jporter"}) == ("jporter",)
    assert names_in({}) == ()


def test_mentions_with_a_label_tell_names() -> None:
    text = "ask <@U02AB3CDE|jane.porter> or <@W02AB3CDE|@Ben> or <@U02AB3CDF>, <#C1|lobby>"

    assert mentioned(text) == ("jane.porter", "Ben")


def test_what_slack_says_with_a_command_is_kept_with_the_ticket(desk: Desk) -> None:
    text = f"ask <@{desk.ben.id}|ben.miller>"
    desk.workspace.slash_command(desk.ann, desk.support, "/triage", text)
    desk.deliver()

    [ticket] = desk.all_tickets()
    assert ticket.messages[0].names == ("ann", "ben.miller")


def test_names_go_with_the_text_that_they_came_with(desk: Desk) -> None:
    root = desk.workspace.post_as_user(desk.ann, desk.support, "ask <@U02AB3CDE|jane>")
    desk.deliver()
    assert desk.all_tickets()[0].messages[0].names == ("jane",)

    desk.workspace.edit_message(root, "ask <@U02AB3CDE|ben>")
    desk.deliver()
    assert desk.all_tickets()[0].messages[0].names == ("ben",)

    desk.workspace.delete_message(root)
    desk.deliver()
    assert desk.all_tickets()[0].messages[0].names == ()
