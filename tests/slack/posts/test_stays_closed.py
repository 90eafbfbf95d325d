"""Whoever writes too late is told what opens a new ticket where they wrote."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.slack.posts.stays_closed import stays_closed
from bot.triage.arrivals.admission import Admission, Mode
from tests.builders import a_ticket, the_rules

HERE = a_ticket().channel


@pytest.mark.parametrize(
    ("mode", "how"),
    [
        (Mode.AUTOMATIC, "A new message in this channel opens a new ticket."),
        (Mode.MENTION, "A new message in this channel that mentions me opens a new ticket."),
        (Mode.EMOJI, ":siren: on a new message in this channel opens a new ticket, as does “"),
        (Mode.SHORTCUT, "as does “Triage this message” in its menu."),
    ],
)
def test_it_depends_on_how_tickets_are_taken_in_the_channel(mode: Mode, how: str) -> None:
    rules = replace(the_rules(HERE), admission=Admission({HERE: mode}, emoji="siren"))

    assert how in stays_closed(a_ticket(), rules).text


def test_it_is_the_command_where_no_message_opens_one() -> None:
    said = stays_closed(a_ticket(), the_rules("C0OTHER")).text

    assert said.endswith("Is something still wrong? `/triage what happened` opens a new ticket.")
