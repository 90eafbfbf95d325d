"""What is said to somebody who works a ticket, where the card itself does not say it."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from bot.slack.rendering import Mrkdwn, mention, mrkdwn
from bot.triage.work import WorkState

if TYPE_CHECKING:
    from bot.triage.work import Work

OUTDATED = Mrkdwn("That card is out of date, so nothing was changed.")
SAID_ALREADY = Mrkdwn("That is noted already.")
THANKS = Mrkdwn("Thank you, that is noted.")
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


def judged_again(number: int) -> Mrkdwn:
    """Return that a ticket is being judged once more."""
    return mrkdwn("{} is being judged again; what people set stays as it is.", f"T-{number}")


def without_card(number: int) -> Mrkdwn:
    """Return that there is nothing that could be judged again."""
    return mrkdwn("There is nothing to judge again about {} now.", f"T-{number}")


def _who(person: str | None, user: str) -> Mrkdwn:
    if person is None:
        return Mrkdwn("Somebody")
    return Mrkdwn("You") if person == user else mention(person)


def _has(person: str | None, user: str) -> Mrkdwn:
    verb = Mrkdwn("have") if person == user else Mrkdwn("has")
    return mrkdwn("{} {}", _who(person, user), verb)
