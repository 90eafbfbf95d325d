"""Rights: who is what, and that whoever is not known may do nothing."""

from __future__ import annotations

import pytest

from bot.triage.teamwork.rights import Action, Grant, Member, Rights, Role

REPORTING = {Action.OPEN_TICKET, Action.ANSWER}


def a_member(id: object = "U0ANN", **known: object) -> Member:  # noqa: A002 - its name there
    return Member(**{"id": id, "is_guest": False, "is_stranger": False, **known})  # type: ignore[arg-type]


def allowed(rights: Rights, member: Member | None) -> set[Action]:
    return {action for action in Action if rights.may(member, action)}


def test_without_roles_every_full_member_works_tickets() -> None:
    assert Rights().roles(a_member()) == {Role.AGENT, Role.REPORTER}
    assert not Rights().may(a_member(), Action.EDIT_KNOWLEDGE)


def test_without_roles_admins_of_the_workspace_are_editors_and_admins() -> None:
    assert Rights().roles(a_member(is_admin=True)) == set(Role)


@pytest.mark.parametrize("known", [{"is_guest": True}, {"is_stranger": True, "is_admin": True}])
def test_guests_and_strangers_open_tickets_and_answer_and_nothing_else(
    known: dict[str, object],
) -> None:
    everybody = Rights({Role.ADMIN: Grant(users=frozenset({"U0ANN"}), slack_admins=True)})

    assert allowed(Rights(), a_member(**known)) == REPORTING
    assert allowed(everybody, a_member(**known)) == REPORTING


def test_who_is_not_known_may_open_tickets_and_answer_and_nothing_else() -> None:
    assert allowed(Rights(), None) == REPORTING


@pytest.mark.parametrize(
    "grant",
    [
        Grant(users=frozenset({"U0ANN"})),
        Grant(groups=frozenset({"S0DESK", "S0MORE"})),
        Grant(slack_admins=True),
    ],
)
def test_a_role_is_given_by_id_group_or_flag(grant: Grant) -> None:
    rights = Rights({Role.AGENT: grant})

    ann = a_member(groups=frozenset({"S0DESK"}), is_admin=True)
    assert rights.roles(ann) == {Role.AGENT, Role.REPORTER}
    assert rights.roles(a_member("U0BEN")) == {Role.REPORTER}


def test_with_roles_configured_nobody_else_works_tickets() -> None:
    rights = Rights({Role.EDITOR: Grant(users=frozenset({"U0BEN"}))})

    assert allowed(rights, a_member(is_admin=True)) == REPORTING | {Action.LOOK_UP}
    assert rights.may(a_member("U0BEN"), Action.EDIT_KNOWLEDGE)
    assert not rights.may(a_member("U0BEN"), Action.WORK)


def test_an_admin_may_do_everything() -> None:
    rights = Rights({Role.ADMIN: Grant(users=frozenset({"U0ANN"}))})

    assert allowed(rights, a_member()) == set(Action)


def test_the_groups_to_look_up_are_those_of_all_roles() -> None:
    rights = Rights(
        {Role.AGENT: Grant(groups=frozenset({"S1"})), Role.ADMIN: Grant(groups=frozenset({"S2"}))}
    )

    assert rights.groups == {"S1", "S2"}
    assert Rights().groups == set()
