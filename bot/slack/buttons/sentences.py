"""What is said to somebody who works a ticket, where the card itself does not say it."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from bot.slack.rendering import Mrkdwn, joined, mention, mrkdwn
from bot.triage.teamwork.correction import Field, standing, value
from bot.triage.teamwork.editing import ASSIGNEE
from bot.triage.teamwork.work import WorkState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.triage.teamwork.correction import Correction
    from bot.triage.teamwork.work import Work
    from bot.triage.ticket import Ticket

OUTDATED = Mrkdwn("That card is out of date, so nothing was changed.")
SAID_ALREADY = Mrkdwn("That is noted already.")
THANKS = Mrkdwn("Thank you, that is noted.")
NO_SUCH_CHOICE = Mrkdwn("That can no longer be chosen; please choose again.")
NO_SUCH_ISSUE = Mrkdwn("That known issue is no longer in use, please choose another.")
WHICH_ISSUE = Mrkdwn("Choose which known issue it is, or mark it as a new one.")
KNOWN_OR_NEW = Mrkdwn("Is it the known issue that you chose, or a new one?")
NO_SUMMARY = Mrkdwn("Say in a sentence what the ticket is about.")
NO_AGENT = Mrkdwn("Tickets can't be given to that person here.")
AGENT_UNKNOWN = Mrkdwn(
    "I can't find out just now whether that person may have tickets. Please save again."
)
CLOSED_MEANWHILE = Mrkdwn("The ticket was closed meanwhile: leave this empty.")
NO_FORM = Mrkdwn("The form could not be opened, please try again.")


def missing(number: int | None) -> Mrkdwn:
    """Return that there is no ticket of that number any more; None is no number at all."""
    if number is None:
        return OUTDATED
    return mrkdwn("{} is not here any more, so nothing was changed.", f"T-{number}")


def too_late(number: int, work: Work, user: str) -> Mrkdwn:
    """Return to `user` who was quicker, from how the ticket stands now."""
    ticket = f"T-{number}"
    match work.state:
        case WorkState.OPEN if work.by is not None:
            return mrkdwn("{} is open already: {} moved it last.", ticket, _whom(work.by, user))
        case WorkState.OPEN:
            return mrkdwn("{} is open already.", ticket)
        case WorkState.IN_PROGRESS:
            return mrkdwn("{} {} already.", _has(work.assignee, user), ticket)
        case WorkState.RESOLVED:
            return mrkdwn("{} resolved {} already.", _who(work.by, user), ticket)
        case WorkState.NOT_A_TICKET:
            return mrkdwn("{} closed {} already, as not a ticket.", _who(work.by, user), ticket)
        case _:
            assert_never(work.state)


def said_already(standing: Correction, wanted: str, user: str) -> Mrkdwn:
    """Return to `user`, who `wanted` to say something, what was said before of the same."""
    if standing.kind == wanted:
        is_own = standing.by == user
        return SAID_ALREADY if is_own else mrkdwn("{} said so already.", mention(standing.by))
    return mrkdwn(
        "{} said the opposite already, so nothing was changed. “Edit” sets the known issue.",
        _who(standing.by, user),
    )


def changed_meanwhile(ticket: Ticket, keys: Sequence[str]) -> list[Mrkdwn]:
    """Return what others made of a ticket while somebody filled in a form, a line each."""
    lines = [_changed(ticket, key) for key in keys]
    told = Mrkdwn("*Nothing is saved yet.* What you changed stands below; save again to set it.")
    return [joined("\n", [*lines, told])]


def moved_meanwhile(ticket: Ticket) -> list[Mrkdwn]:
    """Return whose a ticket became while somebody chose another team for it."""
    routing = ticket.routing
    route, by = ("", None) if routing is None else (routing.route, routing.by)
    line = mrkdwn("Meanwhile it went to *{}*.", route)
    if by is not None:
        line = mrkdwn("Meanwhile {} gave it to *{}*.", mention(by), route)
    told = Mrkdwn("*It is not moved again yet.* What you chose stands below; press “Move” for it.")
    return [joined("\n", [line, told])]


def judged_again(number: int) -> Mrkdwn:
    """Return that a ticket is being judged once more."""
    return mrkdwn("{} is being judged again; what people set stays as it is.", f"T-{number}")


def under_way(number: int, by: str | None, user: str) -> Mrkdwn:
    """Return to `user` that a ticket is being judged again already, and who asked for it."""
    if by is None:
        return mrkdwn("{} is being judged again already.", f"T-{number}")
    return mrkdwn(
        "{} asked for that already: {} is being judged again.", _who(by, user), f"T-{number}"
    )


def being_written_up(number: int) -> Mrkdwn:
    """Return that a known issue is being written from a ticket, and where to look at it."""
    return mrkdwn(
        "A known issue is being written from {}, without the names and personal data that I can "
        "tell. It waits for a second person's approval: open my *Home* tab, then *To review*.",
        f"T-{number}",
    )


def written_up_already(number: int, by: str) -> Mrkdwn:
    """Return who has had a known issue written from a ticket before, and where it waits."""
    return mrkdwn(
        "{} has had a known issue written from {} already. It waits for a second person's "
        "approval: open my *Home* tab, then *To review*.",
        mention(by),
        f"T-{number}",
    )


def write_up_is_private(number: int) -> Mrkdwn:
    """Return to somebody who may not read a ticket that they can't have it written up."""
    return mrkdwn(
        "{} was written in a private channel that you are not in, so nothing was done. Somebody "
        "who is in it can choose “Save as known issue” on its card.",
        f"T-{number}",
    )


def without_card(number: int) -> Mrkdwn:
    """Return that there is nothing that could be judged again."""
    return mrkdwn("There is nothing to judge again about {} now.", f"T-{number}")


def _who(person: str | None, user: str) -> Mrkdwn:
    if person is None:
        return Mrkdwn("Somebody")
    return Mrkdwn("You") if person == user else mention(person)


def _whom(person: str, user: str) -> Mrkdwn:
    return Mrkdwn("you") if person == user else mention(person)


def _has(person: str | None, user: str) -> Mrkdwn:
    verb = Mrkdwn("have") if person == user else Mrkdwn("has")
    return mrkdwn("{} {}", _who(person, user), verb)


def _changed(ticket: Ticket, key: str) -> Mrkdwn:
    if key == ASSIGNEE:
        if ticket.work.is_closed:
            return mrkdwn("{} closed it meanwhile.", _who(ticket.work.by, ""))
        who = Mrkdwn("nobody") if ticket.assignee is None else mention(ticket.assignee)
        return mrkdwn("Meanwhile it was given to {}.", who)
    field = Field(key)
    correction = standing(ticket.corrections).get(field)
    by = "the analyst" if correction is None else mention(correction.by)
    decided = ticket.decided
    now = "" if decided is None else value(decided, field)
    return mrkdwn("Meanwhile {} set the {} to: {}", by, _LABELS[field], now or "none")


_LABELS = {
    Field.CATEGORY: "category",
    Field.SEVERITY: "severity",
    Field.MATCHED_ISSUE: "known issue",
    Field.SUMMARY: "summary",
    Field.NEXT_ACTION: "next action",
}
