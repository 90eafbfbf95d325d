"""The post that tells a reporter who wrote too late that their ticket stays closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from bot.slack.blocks import View, section
from bot.slack.rendering import Mrkdwn, mention, mrkdwn
from bot.slack.web_api.methods import COMMAND, SHORTCUTS, TRIAGE_MESSAGE
from bot.triage.arrivals.admission import Mode
from bot.triage.teamwork.work import REOPENS_WITHIN

if TYPE_CHECKING:
    from bot.triage.rules import Rules
    from bot.triage.ticket import Ticket


def stays_closed(ticket: Ticket, rules: Rules) -> View:
    """Return it, with what opens a new ticket where the reporter wrote."""
    text = mrkdwn(
        "{} {} was resolved more than {} days ago and stays closed, so what you write here may "
        "go unread. Is something still wrong? {}",
        mention(ticket.reporter),
        ticket.reference,
        str(REOPENS_WITHIN.days),
        _how_to_open_another(ticket.channel, rules),
    )
    return View(text, [section(text)])


def _how_to_open_another(channel: str, rules: Rules) -> Mrkdwn:
    if not rules.is_support_channel(channel):
        return Mrkdwn(f"`{COMMAND} what happened` opens a new ticket.")
    mode = rules.admission.mode(channel)
    match mode:
        case Mode.AUTOMATIC | Mode.SHADOW:
            return Mrkdwn("A new message in this channel opens a new ticket.")
        case Mode.MENTION:
            return Mrkdwn("A new message in this channel that mentions me opens a new ticket.")
        case Mode.EMOJI | Mode.SHORTCUT:
            return mrkdwn(
                "{} on a new message in this channel opens a new ticket, as does “{}” in its menu.",
                f":{rules.admission.emoji}:",
                SHORTCUTS[TRIAGE_MESSAGE],
            )
        case _:
            assert_never(mode)
