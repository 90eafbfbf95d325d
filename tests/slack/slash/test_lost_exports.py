"""An export comes once, whatever fails on its way; who can't have it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.duties.errands import MOST_ATTEMPTS
from bot.slack import sentences
from bot.slack.people.permissions import denied
from bot.slack.slash import sentences as ask_sentences
from bot.triage.errors import Unavailable
from bot.triage.teamwork.rights import Action

if TYPE_CHECKING:
    from tests.slack.desk import Desk
    from tests.slack.slash.office import Office


def test_a_command_delivered_twice_sends_one_file(office: Office) -> None:
    office.post("The invoice of May is wrong")
    office.desk.workspace.faults.duplicate()

    office.ask("export csv")

    assert len(office.sent()) == 1


@pytest.mark.parametrize("after_effect", [True, False])
def test_whether_or_not_slack_had_shared_it_when_the_answer_was_lost_it_comes_once(
    office: Office, *, after_effect: bool
) -> None:
    office.post("The invoice of May is wrong")
    faults = office.desk.workspace.faults
    faults.drop("files.completeUploadExternal", after_effect=after_effect)

    office.ask("export csv")
    office.desk.clock.pass_by(120)
    office.runner.run_due()

    [message] = office.sent()
    assert message.text == "Your export: 1 ticket."
    assert [one.text for one in office.desk.whispered()] == [str(ask_sentences.EXPORTING)]


def test_a_file_that_may_not_be_shared_is_given_up(office: Office) -> None:
    office.post("The invoice of May is wrong")
    faults = office.desk.workspace.faults
    faults.drop("files.completeUploadExternal")
    office.ask("export csv")

    faults.refuse("files.completeUploadExternal", "missing_scope")
    office.desk.clock.pass_by(120)
    office.runner.run_due()

    assert office.sent() == []
    assert str(ask_sentences.NOT_EXPORTED) in [one.text for one in office.desk.whispered()]


def test_what_fails_is_tried_again_and_then_given_up(office: Office) -> None:
    office.post("The invoice of May is wrong")
    faults = office.desk.workspace.faults
    faults.fail("files.getUploadURLExternal", times=MOST_ATTEMPTS)

    office.ask("export csv")
    for _ in range(MOST_ATTEMPTS):
        office.desk.clock.pass_by(120)
        office.runner.run_due()

    assert office.sent() == []
    assert str(ask_sentences.NOT_EXPORTED) in [one.text for one in office.desk.whispered()]


def test_what_is_refused_is_said_at_once(office: Office) -> None:
    office.post("The invoice of May is wrong")
    office.desk.workspace.faults.refuse("files.getUploadURLExternal", "missing_scope")

    office.ask("export csv")

    assert str(ask_sentences.NOT_EXPORTED) in [one.text for one in office.desk.whispered()]


def test_what_was_not_stored_is_said(desk: Desk) -> None:
    class Busy:
        def add(self, _errand: object) -> bool:
            raise Unavailable("the database is busy")

    desk.errand_store = Busy()
    desk.open()

    delivery = desk.workspace.slash_command(desk.ann, desk.support, "/triage", "export csv")
    desk.deliver()

    assert delivery.ack is not None
    assert delivery.ack.body["text"] == str(sentences.NOT_SAVED)


def test_a_guest_is_told_once_that_they_get_no_file(office: Office) -> None:
    guest = office.desk.workspace.add_user("gus", is_guest=True)

    office.ask("export csv", guest)

    assert [one.text for one in office.desk.whispered()] == [str(denied(Action.LOOK_UP))]


def test_a_guest_who_could_not_be_looked_up_at_once_gets_no_file_either(office: Office) -> None:
    guest = office.desk.workspace.add_user("gus", is_guest=True)
    office.desk.support.members.append(guest.id)
    office.desk.workspace.faults.refuse("users.info", "internal_error")

    assert office.ask("export csv", guest) == str(ask_sentences.EXPORTING)

    assert office.desk.whispered()[-1].text == str(denied(Action.LOOK_UP))


def test_who_cannot_be_looked_up_now_gets_their_file_later(office: Office) -> None:
    office.post("The invoice of May is wrong")
    office.desk.workspace.faults.refuse("users.info", "internal_error", times=2)

    office.ask("export csv")
    office.desk.clock.pass_by(120)
    office.runner.run_due()

    assert [one.text for one in office.sent()] == ["Your export: 1 ticket."]
