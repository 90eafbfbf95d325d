"""Why a message is a ticket or none, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from bot.slack.rendering import Mrkdwn, mention, mrkdwn
from bot.slack.web_api.methods import COMMAND, SHORTCUTS, TRIAGE_MESSAGE
from bot.triage.arrivals.admission import Mode, Refusal
from bot.triage.arrivals.noise import Noise
from bot.triage.ticket import Entry

if TYPE_CHECKING:
    from bot.triage.ticket import Ticket

_TRIAGE = f"“{SHORTCUTS[TRIAGE_MESSAGE]}”"
TO_OPEN = f"To open one, choose {_TRIAGE} in its menu."
OURS = Mrkdwn("This opened no ticket: it is one of my own messages.")
BY_APP = Mrkdwn(f"This opened no ticket: messages of apps don't. {TO_OPEN}")
NOT_SAID = Mrkdwn("This opened no ticket: Slack itself reports it, nobody said it.")
REPLY = Mrkdwn(f"This opened no ticket: replies in a thread don't. {TO_OPEN}")
NOT_HERE = Mrkdwn(f"This opened no ticket: in this channel I open none by myself. {TO_OPEN}")
SILENT = Mrkdwn("This was judged silently, as all that is said here, for the reviewers alone.")
UNSEEN = Mrkdwn(
    "This opened no ticket: I have no record of it. It may be from before I was here, or was said "
    f"while I could not be reached. {TO_OPEN}"
)
EDITED = Mrkdwn(
    "It was edited since: until somebody works a ticket, an edit has it judged once more."
)
_NOISE = {
    Noise.GREETING: "a greeting",
    Noise.THANKS: "thanks, or word that all is well",
    Noise.CHATTER: "chatter",
    Noise.NO_WORDS: "nothing but emoji or punctuation",
    Noise.CLOSED_BEFORE: "what people here closed as “Not a ticket” before, more than once",
}


def opened(ticket: Ticket, mode: Mode, emoji: str) -> Mrkdwn:
    """Return what made the message the ticket that it opened."""
    asker = mention(ticket.opened_by or ticket.reporter)
    match ticket.entry:
        case Entry.MESSAGE:
            how = Mrkdwn(_POSTED[mode])
        case Entry.COMMAND:
            how = mrkdwn("{} wrote `{}`", asker, COMMAND)
        case Entry.SHORTCUT:
            how = mrkdwn("{} chose {}", asker, _TRIAGE)
        case Entry.EMOJI:
            how = mrkdwn("{} put {} on it", asker, f":{emoji}:")
        case _:
            assert_never(ticket.entry)
    return mrkdwn("This is {}: {}.", ticket.reference, how)


_POSTED = {
    Mode.AUTOMATIC: "here each message is one that is more than a greeting, thanks or chatter",
    Mode.MENTION: "it mentions me",
    Mode.SHADOW: "here I judge each message silently, for the reviewers of this channel",
    Mode.EMOJI: "at that time each message of this channel was one",
    Mode.SHORTCUT: "at that time each message of this channel was one",
}


def part_of(number: int, *, is_reply: bool) -> Mrkdwn:
    """Return that the message is one of a ticket's, but did not open it."""
    if is_reply:
        return mrkdwn("This belongs to {}: it was said in its thread.", f"T-{number}")
    return mrkdwn("This belongs to {}: its author said it within a minute of it.", f"T-{number}")


def noise(kind: Noise) -> Mrkdwn:
    """Return which rule made the message none."""
    return mrkdwn(
        "This opened no ticket: it reads like {}. If that is wrong, choose {} in its menu.",
        _NOISE[kind],
        _TRIAGE,
    )


def refused(refusal: Refusal, limit: int) -> Mrkdwn:
    """Return why the message was refused."""
    match refusal:
        case Refusal.OVER_LIMIT:
            return mrkdwn("This opened no ticket: too many came within a minute. {}", TO_OPEN)
        case Refusal.UNFIT:
            return mrkdwn(
                "This opened no ticket: a ticket needs between 1 and {} characters of text.",
                f"{limit:,}",
            )
        case _:
            assert_never(refusal)


def not_in_mode(mode: Mode, emoji: str) -> Mrkdwn:
    """Return what a message of a channel of that mode would have needed."""
    is_by_mention = mode is Mode.MENTION
    needs = "it mentions me" if is_by_mention else "somebody asks for that"
    return mrkdwn(
        "This opened no ticket: in this channel a message is one only if {}. "
        "To open one, choose {} in its menu, or put {} on it.",
        needs,
        _TRIAGE,
        f":{emoji}:",
    )
