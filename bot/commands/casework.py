"""What the command line says of tickets: how they stand, and what is tried again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.bad_input import BadInputError
from bot.triage.judging.ladder import in_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.triage.delivery.dead_letter import DeadLetter
    from bot.triage.ticket import Ticket
    from storage.delivery.second_chances import PutBack


def the_one_workspace(number: int, teams: Sequence[str]) -> str:
    """Return the one of `teams`, which have a ticket of that number; BadInputError if not one."""
    if not teams:
        raise BadInputError(f"there is no ticket T-{number}")
    if len(teams) > 1:
        named = ", ".join(teams)
        raise BadInputError(f"T-{number} is in several workspaces: {named}; name one with --team")
    return teams[0]


def as_line(ticket: Ticket) -> str:
    """Return how a ticket stands, for a person."""
    decided = ticket.decided
    judged = ("", "", "")
    if decided is not None:
        judged = decided.severity, decided.category, decided.provenance.analyst
    stands = ticket.status.value, ticket.work.state.value
    tried = in_words(ticket.ladder)
    return "\t".join((ticket.team, ticket.reference, *stands, *judged, tried)).rstrip()


def as_record(ticket: Ticket) -> dict[str, Any]:
    """Return how a ticket stands, for other programs; none of its text."""
    decided = ticket.decided
    return {
        "team": ticket.team,
        "ticket": ticket.reference,
        "channel": ticket.channel,
        "opened_at": ticket.created_at.isoformat(),
        "status": ticket.status.value,
        "work": ticket.work.state.value,
        "severity": None if decided is None else decided.severity,
        "category": None if decided is None else decided.category,
        "matched_issue_id": None if decided is None else decided.matched_issue_id,
        "analyst": None if decided is None else decided.provenance.analyst,
        "model": None if decided is None else decided.provenance.model,
        "ladder": [
            {"rung": fall.rung.value, "reason": fall.reason.value} for fall in ticket.ladder
        ],
    }


def dead_line(letter: DeadLetter) -> str:
    """Return a post that was given up, for a person."""
    return "\t".join(
        (
            letter.team,
            f"T-{letter.ticket_number}",
            f"{letter.operation} of {letter.kind}",
            letter.channel,
            f"{letter.given_up_at:%Y-%m-%d %H:%M} UTC",
            letter.error,
        )
    )


def dead_record(letter: DeadLetter) -> dict[str, Any]:
    """Return a post that was given up, for other programs."""
    return {
        "team": letter.team,
        "ticket": f"T-{letter.ticket_number}",
        "channel": letter.channel,
        "message": letter.kind,
        "operation": letter.operation,
        "error": letter.error,
        "attempts": letter.attempts,
        "given_up_at": letter.given_up_at.isoformat(),
    }


def in_sentence(number: int, put_back: PutBack | None) -> str:
    """Return what of a ticket is tried again; BadInputError if there is no such ticket."""
    if put_back is None:
        raise BadInputError(f"there is no ticket T-{number}, or it was withdrawn")
    done = []
    if put_back.posts:
        done.append(counted(put_back.posts, "post is put back", "posts are put back"))
    if put_back.is_judged_again:
        done.append("it is judged again")
    return f"T-{number}: {', '.join(done) or 'nothing of it was given up'}"


def spent_lines(spent: Mapping[str, int], most: int, team: str | None) -> list[str]:
    """Return how much of today's budget of `most` tokens is spent, of `team` or of all."""
    return [
        f"{each}: {tokens} of {most} tokens spent today; what needs more is judged offline"
        for each, tokens in spent.items()
        if team in {None, each}
    ]


def counted(count: int, one: str, many: str) -> str:
    """Return `count` with the words for one or for many."""
    return f"{count} {one if count == 1 else many}"
