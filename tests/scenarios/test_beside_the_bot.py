"""What the command line does to a workspace's bot while it runs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.command_line import CommandLine
from tests.scenarios.conversation import words

if TYPE_CHECKING:
    from pathlib import Path

    from tests.command_line import Printed
    from tests.scenarios.office import Office

GRINDER = {
    "id": "KB-900",
    "title": "Coffee grinder of the lounge emits purple smoke when the flux valve is opened",
    "category": "Bug",
    "symptoms": ["purple smoke out of the coffee grinder"],
    "recommended_action": "Close the flux valve.",
}
TICKET = "The coffee grinder of the lounge emits purple smoke whenever the flux valve is opened"


def beside(office: Office, *arguments: str) -> Printed:
    """Run a command in the bot's home: this process is not the bot's."""
    return CommandLine(office.triage.home)(*arguments, **office.triage.settings)


def test_the_running_bot_knows_an_imported_issue_within_a_second_or_so(
    socket_office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "issues.json"
    file.write_text(json.dumps([GRINDER]), "utf-8")
    room = socket_office.room()
    imported = beside(socket_office, "kb", "import", str(file))
    assert imported.out == "1 added, 0 changed, 0 unchanged\n"

    room.office.bot.await_that(lambda: "KB-900" in words(room.post(TICKET).card()), seconds=20)


def test_the_doctor_does_not_disturb_the_running_bot(socket_office: Office) -> None:
    done = beside(socket_office, "doctor")

    assert done.code == 0, done.out
    assert "in use by triage run" in done.out
    assert "Acme" in done.out
    assert socket_office.bot.health().status_code == 200
