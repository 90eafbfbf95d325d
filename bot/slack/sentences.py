"""What the app says to one person, in plain sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from bot.slack.rendering import Mrkdwn, channel_link, joined, mention, mrkdwn
from bot.slack.web_api.methods import COMMAND, SHORTCUTS, TRIAGE_MESSAGE
from bot.triage.arrivals.admission import Mode
from bot.triage.arrivals.limits import Limit
from bot.triage.errors import Unreadable
from bot.triage.teamwork.work import WorkState
from bot.triage.ticket import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.triage.errors import TriageError
    from bot.triage.teamwork.work import Work
    from bot.triage.ticket import Ticket

CHANNELS_NAMED = 10
_TRIAGE = f"“{SHORTCUTS[TRIAGE_MESSAGE]}”"

HELP = Mrkdwn(
    f"*Open a ticket:* post in a support channel, or `{COMMAND} what happened`.\n"
    f"*Write it in a form:* `{COMMAND}`\n"
    f"*From a message that is there:* choose {_TRIAGE} in its menu.\n"
    f"*Ask how it stands:* `{COMMAND} status T-12`\n"
    f"*List tickets:* `{COMMAND} mine`, or `{COMMAND} open` (`open all`, or `open` and a team)\n"
    f"*Find tickets, or known issues:* `{COMMAND} search words`, `{COMMAND} kb words`\n"
    f"*See figures:* `{COMMAND} stats 7d`\n"
    f"*Get tickets as a file:* `{COMMAND} export csv 30d`, or `json`\n"
    f"*See what is on in this channel (admins):* `{COMMAND} settings`\n"
    f"*See this again:* `{COMMAND} help`"
)
NOT_SAVED = Mrkdwn("That was not saved, please try again in a moment.")
OUTDATED_BUTTON = Mrkdwn("That button is out of date, so nothing was changed.")
OUTDATED_FORM = Mrkdwn("This form is out of date. Please open it again.")
NOT_READ = Mrkdwn("That can't be looked up now, please try again in a moment.")
STANDS = {
    WorkState.OPEN: "open",
    WorkState.IN_PROGRESS: "in progress",
    WorkState.RESOLVED: "resolved",
    WorkState.NOT_A_TICKET: "not a ticket",
}
STALE = Mrkdwn("That question is no longer open.")
NO_FORM = Mrkdwn(f"The form could not be opened. Write `{COMMAND} what happened` instead.")


def too_long(length: int, limit: int) -> Mrkdwn:
    """Return why a text is refused, and what would be taken."""
    return mrkdwn(
        "That is {} characters long; a ticket can have {} at most, so it was not opened. "
        "Please shorten it, or attach the rest as a file.",
        f"{length:,}",
        f"{limit:,}",
    )


def empty(limit: int) -> Mrkdwn:
    """Return why a text without content is refused."""
    return mrkdwn("A ticket needs between 1 and {} characters of text.", f"{limit:,}")


def too_many(exceeded: Limit | None, most: int) -> Mrkdwn:
    """Return why one ticket more is refused for now."""
    tickets = "1 ticket" if most == 1 else f"{most:,} tickets"
    match exceeded:
        case Limit.USER:
            why = mrkdwn("You have opened {} within a minute", tickets)
        case Limit.CHANNEL:
            why = mrkdwn("This channel has had {} within a minute", tickets)
        case None:
            why = Mrkdwn("Too many tickets came within a minute")
        case _:
            assert_never(exceeded)
    return mrkdwn(
        "{}, and more are not taken, so that one was not opened. "
        "Please wait a minute, then send it again.",
        why,
    )


def opened(reference: str) -> Mrkdwn:
    """Return what the person who opened a ticket by command sees at once."""
    return mrkdwn("{} is saved. It shows in this channel as soon as I can post here.", reference)


def uninvited(reference: str, bot_user: Mrkdwn) -> Mrkdwn:
    """Return what to do when the app can't post where a ticket was opened."""
    return mrkdwn(
        "{} is saved, but I am not in that channel. Type `/invite {}` there, and it will appear.",
        reference,
        bot_user,
    )


def where_to_post(channels: Sequence[str]) -> Mrkdwn:
    """Return where tickets are opened, to someone who asked elsewhere."""
    named = joined(", ", [channel_link(channel) for channel in channels[:CHANNELS_NAMED]])
    places = named if channels else Mrkdwn("a channel that I am in")
    return mrkdwn("I take tickets in {}. Type `{}` to see how.", places, Mrkdwn(f"{COMMAND} help"))


def how_to_open(mode: Mode, emoji: str) -> Mrkdwn:
    """Return how a ticket is opened in a channel where posting alone opens none."""
    match mode:
        case Mode.AUTOMATIC | Mode.SHADOW:
            return Mrkdwn("Just post here what happened.")
        case Mode.MENTION:
            return Mrkdwn("Mention me in a new message here and say what happened.")
        case Mode.EMOJI:
            asked = f"put :{emoji}: on a message, or choose {_TRIAGE} in its menu"
        case Mode.SHORTCUT:
            asked = f"choose {_TRIAGE} in the menu of a message, or put :{emoji}: on it"
        case _:
            assert_never(mode)
    return mrkdwn("In this channel I open no tickets by myself: {}.", asked)


def how_to_ask(emoji: str) -> Mrkdwn:
    """Return to somebody who mentioned the app in a thread of no ticket how one is opened."""
    return mrkdwn(
        "Replies open no ticket by themselves. To open one from a reply, choose {} in its menu, "
        "or put {} on it.",
        _TRIAGE,
        f":{emoji}:",
    )


SILENT = Mrkdwn("In this channel I only watch for now, so I open no tickets here for anybody.")


def of_failure(error: TriageError, otherwise: Mrkdwn) -> Mrkdwn:
    """Return why nothing came of what was asked for; `otherwise` where a later try may help."""
    if not isinstance(error, Unreadable):
        return otherwise
    return mrkdwn(
        "What is stored of {} can't be read, so nothing was done. Please tell who looks after this "
        "app: it was changed by hand, or by a later version, and has to be mended there.",
        error.what,
    )


def unknown(reference: str) -> Mrkdwn:
    """Return that there is no such ticket."""
    return mrkdwn("There is no ticket {} here.", reference)


def status(ticket: Ticket) -> Mrkdwn:
    """Return how a ticket stands: none of its text, since anyone may ask from anywhere."""
    if ticket.joined_into is not None:
        part_of = f"T-{ticket.joined_into}"
        return mrkdwn("{} is part of {}: its author said it just after.", ticket.reference, part_of)
    judgement = ticket.decided
    decided = f" as {judgement.severity}, {judgement.category}" if judgement else ""
    judged = f"{_in_words(ticket.status)}{decided}"
    worked = _worked(ticket.work)
    where = mrkdwn("{} in {}", ticket.reference, channel_link(ticket.channel))
    if ticket.status is Status.WITHDRAWN or worked is None:
        return mrkdwn("{} {}.", where, judged)
    return mrkdwn("{} {}; it {}.", where, worked, judged)


def _worked(work: Work) -> Mrkdwn | None:
    """Return how far people are; None if nobody has it and nobody has closed it."""
    match work.state:
        case WorkState.OPEN:
            return None
        case WorkState.IN_PROGRESS:
            return mrkdwn("is in progress with {}", mention(work.assignee or ""))
        case WorkState.RESOLVED:
            return Mrkdwn("is resolved")
        case WorkState.NOT_A_TICKET:
            return Mrkdwn("was closed as not a ticket")
        case _:
            assert_never(work.state)


def _in_words(status: Status) -> str:
    match status:
        case Status.RECEIVED:
            return "is being looked at"
        case Status.WAITING:
            return "waits for an answer to a question in its thread"
        case Status.JUDGED:
            return "was judged"
        case Status.HANDED_OVER:
            return "was handed to people"
        case Status.WITHDRAWN:
            return "was withdrawn"
        case _:
            assert_never(status)
