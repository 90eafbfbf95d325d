"""Guests and people of other organisations open tickets and answer questions, nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.slack.people.permissions import denied
from bot.triage.teamwork.rights import Action
from tests.slack.slash.asked import ask

if TYPE_CHECKING:
    from bot.workspace import User
    from tests.slack.desk import Desk
    from tests.slack.slash.office import Office

REFUSED = denied(Action.LOOK_UP)
KINDS = ("is_guest", "is_stranger", "is_of_another_workspace")


def an_outsider(desk: Desk, kind: str) -> User:
    if kind == "is_of_another_workspace":
        return desk.workspace.add_user("zoe", desk.workspace.add_team("Other"))
    user = desk.workspace.add_user("zoe")
    setattr(user, kind, True)
    return user


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("asked", ["search invoice", "kb invoice", "stats", "status T-1"])
def test_they_look_nothing_up(desk: Desk, kind: str, asked: str) -> None:
    desk.workspace.post_as_user(desk.ann, desk.support, "The invoice of May is wrong")
    desk.deliver()

    told = said(desk, an_outsider(desk, kind), asked)

    assert told == REFUSED


@pytest.mark.parametrize("kind", KINDS)
def test_they_see_nothing_of_how_a_channel_is_set_up(desk: Desk, kind: str) -> None:
    assert ask(desk, "settings", an_outsider(desk, kind)) == denied(Action.CONFIGURE)


@pytest.mark.parametrize("kind", KINDS)
def test_they_are_not_told_why_a_message_is_no_ticket(desk: Desk, kind: str) -> None:
    message = desk.workspace.post_as_user(desk.ann, desk.support, "The export is empty")
    desk.deliver()

    desk.workspace.message_shortcut(an_outsider(desk, kind), message, "why_ticket")
    desk.deliver()

    assert desk.whispered()[-1].text == REFUSED


@pytest.mark.parametrize("kind", KINDS)
def test_they_get_no_export(office: Office, kind: str) -> None:
    zoe = an_outsider(office.desk, kind)
    office.desk.support.members.append(zoe.id)
    office.post("The invoice of May is wrong", zoe)

    office.ask("export csv", zoe)

    assert office.sent(zoe) == []
    assert office.desk.whispered()[-1].text == REFUSED


@pytest.mark.parametrize("kind", KINDS)
def test_they_open_tickets_and_are_told_how_these_stand(desk: Desk, kind: str) -> None:
    zoe = an_outsider(desk, kind)

    opened = said(desk, zoe, "The export is empty")
    status, mine = said(desk, zoe, "status T-1"), ask(desk, "mine", zoe)

    assert desk.all_tickets()[0].reporter == zoe.id
    assert opened != REFUSED
    assert status.startswith("T-1 in")
    assert "T-1" in mine


def said(desk: Desk, who: User, text: str) -> str:
    """Type `/triage`, and return what is answered, at once or by and by."""
    desk.clock.pass_by(1)
    delivery = desk.workspace.slash_command(who, desk.support, "/triage", text)
    desk.deliver()
    body = delivery.ack.body if delivery.ack else None
    if isinstance(body, dict) and body.get("text"):
        return str(body["text"])
    return [one.text for one in desk.whispered() if one.user_id == who.id][-1]
