"""What the command line does to a workspace's bot while it runs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.scenarios.conversation import words

if TYPE_CHECKING:
    from pathlib import Path

    from tests.scenarios.office import Office

GRINDER = {
    "id": "KB-900",
    "title": "Coffee grinder of the lounge emits purple smoke when the flux valve is opened",
    "category": "Bug",
    "symptoms": ["purple smoke out of the coffee grinder"],
    "recommended_action": "Close the flux valve.",
}
TICKET = "The coffee grinder of the lounge emits purple smoke whenever the flux valve is opened"


def test_the_running_bot_knows_an_imported_issue_within_a_second_or_so(
    socket_office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "issues.json"
    file.write_text(json.dumps([GRINDER]), "utf-8")
    room, triage = socket_office.room(), socket_office.triage
    imported = triage("kb", "import", str(file))
    assert imported.stdout == "1 added, 0 changed, 0 unchanged\n"

    room.office.bot.await_that(lambda: "KB-900" in words(room.post(TICKET).card()), seconds=20)


def test_the_doctor_does_not_disturb_the_running_bot(socket_office: Office) -> None:
    done = socket_office.triage("doctor")

    assert done.returncode == 0, done.stdout
    assert "in use by triage run" in done.stdout
    assert "Acme" in done.stdout
    assert socket_office.bot.health().status_code == 200
