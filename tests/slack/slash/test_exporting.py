"""`/triage export` sends tickets as a file to who asked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.slack.slash import sentences as ask_sentences
from bot.triage.overview.exported import COLUMNS
from storage.overview import exports as stored
from tests.builders import a_judgement
from tests.slack.working import Shift

if TYPE_CHECKING:
    import pytest

    from tests.slack.slash.office import Office


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
