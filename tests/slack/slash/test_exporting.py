"""`/triage export` sends tickets as a file to who asked."""

from __future__ import annotations

import csv
import io
import json
from typing import IO, TYPE_CHECKING, Any

import pytest

from bot.duties.errands import MOST_ATTEMPTS, ErrandRunner
from bot.slack import sentences
from bot.slack.people.audience import Audience
from bot.slack.people.directory import Directory
from bot.slack.people.permissions import Permissions, denied
from bot.slack.slash import sentences as ask_sentences
from bot.slack.slash.exporting import Exporting
from bot.triage.delivery.errand import Chore
from bot.triage.errors import Unavailable
from bot.triage.overview.exported import COLUMNS
from bot.triage.teamwork.rights import Action, Grant
from bot.workspace.web_api.files import HTTP_OK, take_upload
from storage.audit import Trail
from storage.delivery.errands import Errands
from storage.overview import exports as stored
from storage.overview.exports import Exports
from storage.people import People
from tests.builders import a_judgement
from tests.slack.working import Shift

if TYPE_CHECKING:
    from bot.duties.errands import Deed
    from bot.workspace import Message, User
    from tests.slack.desk import Desk
    from tests.workbench import Workbench


class Office:
    """A desk where Ben works tickets, with what sends exports."""

    def __init__(self, bench: Workbench) -> None:
        self.bench = bench
        self.desk = desk = bench.desk
        desk.grant(agent=Grant(frozenset({desk.ben.id})))
        people = People(desk.database)
        directory = Directory(desk.api, people, groups=(), clock=desk.clock)
        trail = Trail(desk.database)
        deed: Deed = Exporting(
            desk.api,
            self._upload,
            Exports(desk.database),
            Errands(desk.database),
            permissions=Permissions(directory, desk.rights, trail, clock=desk.clock),
            audience=Audience(desk.api, people, clock=desk.clock),
            whispers=desk.whispers,
        )
        self.runner = ErrandRunner(Errands(desk.database), {Chore.EXPORT: deed}, desk.clock)

    def ask(self, text: str, who: User | None = None) -> str:
        """Type it, and let the export be made; return what is answered at once."""
        self.desk.clock.pass_by(1)
        delivery = self.desk.workspace.slash_command(
            who or self.desk.ben, self.desk.support, "/triage", text
        )
        self.desk.deliver()
        self.runner.run_due()
        assert delivery.ack is not None
        body: Any = delivery.ack.body
        return str(body["text"])

    def post(self, text: str, who: User | None = None) -> Message:
        message = self.desk.workspace.post_as_user(who or self.desk.ann, self.desk.support, text)
        self.desk.deliver()
        self.bench.run()
        return message

    def sent(self, who: User | None = None) -> list[Message]:
        direct = self.desk.workspace.direct_channel((who or self.desk.ben).id, self.desk.bot)
        return [one for one in direct.messages.values() if one.files]

    def content(self, who: User | None = None) -> str:
        """Return the text of the one file that somebody was sent."""
        [message] = self.sent(who)
        uploads = self.desk.workspace.uploads.values()
        [upload] = [one for one in uploads if one.file_id == message.files[0]["id"]]
        assert upload.content is not None
        return upload.content.decode("utf-8-sig")

    def rows(self, who: User | None = None) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.content(who))))

    def _upload(self, url: str, file: IO[bytes], size: int) -> None:
        content = file.read()
        assert len(content) == size
        if take_upload(self.desk.workspace, url.rpartition("/")[2], content) != HTTP_OK:
            raise Unavailable("upload: not taken")


@pytest.fixture
def office(bench: Workbench) -> Office:
    return Office(bench)


def test_a_table_comes_as_a_direct_message(office: Office) -> None:
    office.post("The invoice of May is wrong")
    office.post("The export is empty")

    assert office.ask("export csv") == str(ask_sentences.EXPORTING)

    [message] = office.sent()
    assert message.text == "Your export: 2 tickets."
    assert message.files[0]["name"] == "tickets-2026-01-05.csv"
    assert [row["ticket"] for row in office.rows()] == ["T-1", "T-2"]
    assert tuple(office.rows()[0]) == COLUMNS


def test_a_row_says_how_its_ticket_stands(office: Office) -> None:
    root = office.post("The invoice of May is wrong")
    card = office.bench.said(root)[-1]
    shift = Shift(office.bench)
    shift.edit(office.desk.ben, card, category="Login")
    shift.resolve(office.desk.ben, card, "Sent a new one")

    office.ask("export csv")

    [row] = office.rows()
    assert (row["severity"], row["category"], row["work"]) == ("Medium", "Login", "resolved")
    assert row["resolution"] == "Sent a new one"
    assert row["first_response_at"] == row["closed_at"] == "2026-01-05T12:00:00+00:00"
    assert (row["known_issue"], row["questions"]) == ("", "0")


def test_as_json_it_is_one_list(office: Office) -> None:
    office.post("The invoice of May is wrong")
    office.post("The export is empty")

    office.ask("export json 7d")

    tickets = json.loads(office.content())
    assert [ticket["ticket"] for ticket in tickets] == ["T-1", "T-2"]
    assert tickets[0]["questions"] == 0
    assert tickets[0]["closed_at"] is None


def test_no_cell_is_a_formula(office: Office) -> None:
    office.bench.analyst.script.append(a_judgement(summary="=HYPERLINK(1)", next_action="@now"))
    office.post("The invoice of May is wrong")

    office.ask("export csv")

    [row] = office.rows()
    assert (row["summary"], row["next_action"]) == ("'=HYPERLINK(1)", "'@now")


def test_who_works_no_tickets_gets_their_own(office: Office) -> None:
    office.post("The invoice of May is wrong")
    office.post("The export is empty", office.desk.ben)

    office.ask("export csv", office.desk.ann)

    assert [row["ticket"] for row in office.rows(office.desk.ann)] == ["T-1"]
    assert office.sent() == []


def test_text_of_private_channels_is_for_their_members(office: Office) -> None:
    desk = office.desk
    private = desk.workspace.add_channel("board", desk.ann, desk.bot, kind="group")
    desk.workspace.post_as_user(desk.ann, private, "The merger is not public")
    desk.deliver()
    office.bench.run()

    office.ask("export csv")

    [row] = office.rows()
    assert (row["summary"], row["next_action"], row["category"]) == ("", "", "Billing")


def test_older_and_withdrawn_tickets_are_left_out(office: Office) -> None:
    office.post("The invoice of May is wrong")
    office.desk.clock.pass_by(8 * 24 * 3600)
    gone = office.post("The export is empty")
    office.post("So is the report")
    office.desk.workspace.delete_message(gone)
    office.desk.deliver()

    office.ask("export csv 7d")

    assert [row["ticket"] for row in office.rows()] == ["T-3"]


def test_many_tickets_are_read_page_by_page(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored, "AFTER", stored.AFTER.limit(2))
    for number in range(5):
        office.post(f"Problem {number} with the export")

    office.ask("export csv")

    assert len(office.rows()) == 5


def test_without_tickets_there_is_no_file(office: Office) -> None:
    office.ask("export csv 7d")

    assert office.sent() == []
    told = [one.text for one in office.desk.whispered()]
    assert "There are no tickets of the last 7 days for you to export." in told


def test_in_a_direct_message_it_is_said_there(office: Office) -> None:
    desk = office.desk
    direct = desk.workspace.direct_channel(desk.ben.id, desk.bot)
    desk.workspace.slash_command(desk.ben, direct, "/triage", "export csv")
    desk.deliver()
    office.runner.run_due()
    desk.whispered()

    assert [one.text for one in direct.messages.values()] == [
        "There are no tickets of the last 30 days for you to export."
    ]


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
