"""Who may do what is asked of Slack, remembered for a while, and denied on doubt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from bot.slack.people.directory import Directory, described
from bot.slack.people.permissions import IN_DOUBT, Permissions, denied
from bot.triage.teamwork.rights import Action, Grant, Member, Rights, Role
from storage.audit import Trail
from storage.people import People

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.slack.blocks import Json
    from bot.slack.payload import Payload
    from bot.slack.web_api.methods import Method
    from bot.workspace import User
    from tests.slack.desk import Desk

WORK = Action.WORK


@pytest.fixture
def permissions(desk: Desk) -> Callable[[Rights], Permissions]:
    def with_rights(rights: Rights) -> Permissions:
        people = People(desk.database)
        directory = Directory(desk.api, people, groups=rights.groups, clock=desk.clock)
        return Permissions(directory, rights, Trail(desk.database), clock=desk.clock)

    return with_rights


def refusal(desk: Desk, who: Permissions, user: User | str) -> str | None:
    user_id = user if isinstance(user, str) else user.id
    return who.refusal(desk.bot.team_id, user_id, WORK, "T-1")


def trail(desk: Desk) -> list[tuple[str, str]]:
    with desk.database.read() as connection:
        rows = connection.execute(sa.text("SELECT actor, detail FROM audit WHERE event='denied'"))
        return [(row.actor, row.detail) for row in rows]


def asked(desk: Desk, method: str = "users.info") -> int:
    return len(desk.workspace.calls_to(method))


def test_a_full_member_works_tickets_and_is_looked_up_once(
    desk: Desk, permissions: Callable[[Rights], Permissions]
) -> None:
    open_to_all = permissions(Rights())

    assert refusal(desk, open_to_all, desk.ann) is None
    assert refusal(desk, open_to_all, desk.ann) is None
    assert asked(desk) == 1
    assert trail(desk) == []


@pytest.mark.parametrize("detail", ["is_guest", "is_stranger", "is_deleted", "is_bot"])
def test_who_is_no_full_member_is_denied_and_it_is_noted(
    desk: Desk, permissions: Callable[[Rights], Permissions], detail: str
) -> None:
    gus = desk.workspace.add_user("gus")
    setattr(gus, detail, True)

    assert refusal(desk, permissions(Rights()), gus) == denied(WORK)
    assert trail(desk) == [(gus.id, '{"action": "work", "about": "T-1"}')]


def test_people_of_another_organisation_are_strangers(
    desk: Desk, permissions: Callable[[Rights], Permissions]
) -> None:
    other = desk.workspace.add_team("Other")
    hidden = desk.workspace.add_user("zoe", other)
    shared = desk.workspace.add_user("yan", other, is_stranger=True)

    for who in (hidden, shared):
        assert refusal(desk, permissions(Rights()), who) == denied(WORK)


def test_what_was_looked_up_is_asked_again_after_half_a_minute(
    desk: Desk, permissions: Callable[[Rights], Permissions]
) -> None:
    open_to_all = permissions(Rights())
    refusal(desk, open_to_all, desk.ann)
    desk.ann.is_guest = True

    desk.clock.pass_by(29)
    assert refusal(desk, open_to_all, desk.ann) is None
    desk.clock.pass_by(2)
    assert refusal(desk, open_to_all, desk.ann) == denied(WORK)


def test_where_slack_does_not_say_it_what_it_said_counts_for_ten_minutes(
    desk: Desk, permissions: Callable[[Rights], Permissions]
) -> None:
    open_to_all = permissions(Rights())
    refusal(desk, open_to_all, desk.ann)

    desk.clock.pass_by(599)
    desk.workspace.faults.drop("users.info")
    assert refusal(desk, open_to_all, desk.ann) is None
    desk.clock.pass_by(2)
    desk.workspace.faults.drop("users.info")
    assert refusal(desk, open_to_all, desk.ann) == IN_DOUBT


def test_the_members_of_a_group_have_its_role(
    desk: Desk, permissions: Callable[[Rights], Permissions]
) -> None:
    group = desk.workspace.add_usergroup("desk", desk.ann)
    of_group = permissions(Rights({Role.AGENT: Grant(groups=frozenset({group}))}))

    assert refusal(desk, of_group, desk.ann) is None
    assert refusal(desk, of_group, desk.ben) == denied(WORK)
    assert asked(desk, "usergroups.users.list") == 1


def test_a_group_that_is_not_there_gives_its_role_to_nobody(
    desk: Desk, permissions: Callable[[Rights], Permissions]
) -> None:
    grant = Grant(users=frozenset({desk.ben.id}), groups=frozenset({"S0GONE"}))
    of_group = permissions(Rights({Role.AGENT: grant}))

    assert refusal(desk, of_group, desk.ann) == denied(WORK)
    assert refusal(desk, of_group, desk.ben) is None


@pytest.mark.parametrize("method", ["users.info", "usergroups.users.list"])
def test_a_look_up_that_fails_denies_and_says_so(
    desk: Desk, permissions: Callable[[Rights], Permissions], method: str
) -> None:
    group = desk.workspace.add_usergroup("desk", desk.ann)
    of_group = permissions(Rights({Role.AGENT: Grant(groups=frozenset({group}))}))
    desk.workspace.faults.drop(method)

    assert refusal(desk, of_group, desk.ann) == IN_DOUBT
    assert refusal(desk, of_group, desk.ann) is None


def test_a_refused_look_up_denies_too(
    desk: Desk, permissions: Callable[[Rights], Permissions]
) -> None:
    desk.bot.is_revoked = True

    assert refusal(desk, permissions(Rights()), desk.ann) == IN_DOUBT


@dataclass
class SlowCalls:
    """The Web API of a desk, each answer late."""

    desk: Desk

    def call(self, method: Method, arguments: Json) -> Payload:
        self.desk.clock.pass_by(1.6)
        return self.desk.api.call(method, arguments)


def test_no_group_is_asked_for_when_time_is_up(desk: Desk) -> None:
    group = desk.workspace.add_usergroup("desk", desk.ann)
    slow = Directory(SlowCalls(desk), People(desk.database), groups=[group], clock=desk.clock)

    assert slow.member(desk.bot.team_id, desk.ann.id) is None
    assert asked(desk, "usergroups.users.list") == 0


def test_tickets_are_given_to_those_who_may_work_them(
    desk: Desk, permissions: Callable[[Rights], Permissions]
) -> None:
    only_ann = permissions(Rights({Role.AGENT: Grant(users=frozenset({desk.ann.id}))}))

    assert only_ann.allows(desk.bot.team_id, desk.ann.id, WORK)
    assert not only_ann.allows(desk.bot.team_id, desk.ben.id, WORK)


def test_whom_nobody_has_time_to_look_up_is_neither_allowed_nor_refused(
    desk: Desk, permissions: Callable[[Rights], Permissions]
) -> None:
    known = permissions(Rights({Role.AGENT: Grant(users=frozenset({desk.ann.id}))}))
    until = known.time_is_up_at()
    desk.clock.pass_by(1.1)

    assert known.allows(desk.bot.team_id, desk.ann.id, WORK, until) is None
    assert asked(desk) == 0


USER = {
    "team_id": "T1",
    "deleted": False,
    "is_bot": False,
    "is_restricted": False,
    "is_ultra_restricted": False,
}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, Member("U1", is_guest=False, is_stranger=False)),
        ({"is_owner": True}, Member("U1", is_guest=False, is_stranger=False, is_admin=True)),
        ({"is_ultra_restricted": True}, Member("U1", is_guest=True, is_stranger=False)),
        ({"is_restricted": None}, Member("U1", is_guest=True, is_stranger=False)),
        ({"team_id": "T2"}, Member("U1", is_guest=False, is_stranger=True)),
        (
            {"team_id": "T2", "enterprise_user": {"teams": ["T3", "T1"]}},
            Member("U1", is_guest=False, is_stranger=False),
        ),
    ],
)
def test_what_slack_does_not_say_counts_against_a_person(
    said: dict[str, object], expected: Member
) -> None:
    assert described({**USER, **said}, "U1", "T1") == expected
