"""`/triage settings` tells admins what is on in a channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.triage.arrivals.admission import Mode
from tests.slack.slash.asked import ask

if TYPE_CHECKING:
    from tests.slack.desk import Desk
    from tests.workbench import Workbench


def test_settings_are_for_admins(agents: Workbench) -> None:
    assert ask(agents.desk, "settings") == "Only admins can do that, so nothing was changed."


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        (Mode.AUTOMATIC, "each message opens a ticket"),
        (Mode.MENTION, "messages that mention me open tickets"),
        (Mode.EMOJI, "people ask for a ticket with :ticket: or “Triage this message”"),
        (Mode.SHORTCUT, "people ask for a ticket with “Triage this message” or :ticket:"),
        (Mode.SHADOW, "each message is judged silently; cards go to <#C0REVIEW>"),
    ],
)
def test_settings_tell_what_is_on_here(desk: Desk, mode: Mode, words: str) -> None:
    boss = desk.workspace.add_user("boss", is_admin=True)
    desk.admit(mode, review_channel="C0REVIEW")

    told = ask(desk, "settings", boss)

    assert f"*Tickets:* {words}" in told
    assert "*Roles:* none: every full member works tickets" in told
    assert "*Tickets a minute:* any number a person, any number a channel" in told


def test_elsewhere_settings_say_that_none_are_opened(desk: Desk) -> None:
    boss = desk.workspace.add_user("boss", is_admin=True)
    desk.limit(per_user=10)
    desk.restrict_to(desk.support)

    told = ask(desk, "settings", boss, desk.lobby)

    assert "*Tickets:* none open by themselves here" in told
    assert "*Tickets a minute:* 10 a person" in told
