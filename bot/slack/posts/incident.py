"""An incident as the operators see it, and what the threads of its tickets are told."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from bot.slack.blocks import View, actions, button, context, header, section
from bot.slack.permalinks import thread_link
from bot.slack.rendering import (
    Mrkdwn,
    channel_link,
    escaped,
    escaped_line,
    first_sentence,
    joined,
    mention,
    mrkdwn,
)
from bot.triage.teamwork.incident import IncidentState
from bot.triage.teamwork.work import WorkState

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.slack.blocks import Json
    from bot.triage.teamwork.incident import Incident, Involved
    from bot.triage.teamwork.work import Work
    from bot.triage.ticket import Ticket

ACCEPT, DISMISS, RESOLVE = "incident_accept", "incident_dismiss", "incident_resolve"
TICKETS_SHOWN = 15
SUMMARY_LIMIT = 120
HOW_LIMIT = 500


def incident_card(incident: Incident, site: str, may_show: Callable[[str], bool]) -> View:
    """Return it with its tickets and what can be done; `site` is the workspace's address.

    What was said in a channel that it `may_show` nothing of is left out.
    """
    title = _title(incident)
    shown = [
        _line(one, site) if may_show(one.channel) else _private_line(one, site)
        for one in incident.involved[:TICKETS_SHOWN]
    ]
    if (more := len(incident.involved) - len(shown)) > 0:
        shown.append(mrkdwn("• … and {} more", str(more)))
    blocks = [
        header(title),
        context([_stands(incident)]),
        section(joined("\n", shown) if shown else "Its tickets were withdrawn."),
        *_buttons(incident),
    ]
    return View(escaped(f"{incident.reference}: {title}", 300), blocks)


def linked(ticket: Ticket, incident: Incident) -> View:
    """Return what the thread of a ticket is told when it is part of an incident."""
    others = len(incident.involved) - 1
    text = mrkdwn(
        "{}{} is handled as part of incident {}. You are told here once it is resolved.",
        Mrkdwn("This looks like what others report too. ") if others > 0 else Mrkdwn(""),
        ticket.reference,
        incident.reference,
    )
    return View(text, [section(text)])


def over(ticket: Ticket, incident: Incident) -> View:
    """Return what the thread of a ticket is told when its incident is resolved.

    A ticket that was closed before by itself is not said to be resolved by that, and only what a
    word there can reopen invites one.
    """
    how = escaped_line(incident.resolution, HOW_LIMIT)
    is_part = _ended_with(incident, ticket.work)
    text = mrkdwn(
        "Incident {} is resolved{}{}{}",
        incident.reference,
        mrkdwn(", and {} with it", ticket.reference) if is_part else Mrkdwn(""),
        mrkdwn(": {}", how, limit=2 * HOW_LIMIT) if how else Mrkdwn("."),
        Mrkdwn("\nIf it still happens to you, please write here.") if is_part else Mrkdwn(""),
    )
    return View(text, [section(text)])


def _ended_with(incident: Incident, work: Work) -> bool:
    """Return True unless it was closed by itself: by somebody else, or for another reason."""
    is_the_same = (work.by, work.resolution) == (incident.closed_by, incident.resolution)
    return not work.is_closed or (work.state is WorkState.RESOLVED and is_the_same)


def incident_line(ticket: Ticket) -> list[Json]:
    """Return for a card what incident it is part of; nothing before people have agreed to it."""
    mark = ticket.incident
    if mark is None or not mark.is_agreed:
        return []
    is_over = mark.state is IncidentState.RESOLVED
    stands = Mrkdwn(", which is resolved") if is_over else Mrkdwn("")
    return [context([mrkdwn("Part of incident *{}*{}", mark.reference, stands)])]


def _title(incident: Incident) -> str:
    count = len(incident.involved)
    tickets = "1 ticket" if count == 1 else f"{count} tickets"
    match incident.state:
        case IncidentState.PROPOSED:
            return f"Is this an incident? {count} similar tickets in {_span(incident)}"
        case IncidentState.OPEN:
            return f"Incident {incident.reference} · {tickets}"
        case IncidentState.DISMISSED:
            return f"No incident · {tickets}"
        case IncidentState.RESOLVED:
            return f"Incident {incident.reference} is resolved · {tickets}"
        case _:
            assert_never(incident.state)


def _span(incident: Incident) -> str:
    """Return between which of its tickets how much time lies, in words."""
    times = [one.created_at for one in incident.involved]
    seconds = (max(times) - min(times)).total_seconds() if times else 0.0
    minutes = max(1, round(seconds / 60))
    return "1 minute" if minutes == 1 else f"{minutes} minutes"


def _stands(incident: Incident) -> Mrkdwn:
    decided = mention(incident.decided_by or "")
    match incident.state:
        case IncidentState.PROPOSED:
            return mrkdwn(
                "{}: if you accept it, each thread is told once, similar tickets that come later "
                "join, and one resolution resolves all.",
                incident.reference,
            )
        case IncidentState.OPEN:
            return mrkdwn("*Open*, by {}. Similar tickets that come later join it.", decided)
        case IncidentState.DISMISSED:
            return mrkdwn("{} was dismissed by {}.", incident.reference, decided)
        case IncidentState.RESOLVED:
            how = escaped_line(incident.resolution, HOW_LIMIT)
            by = mention(incident.closed_by or "")
            told = mrkdwn(": {}", how, limit=2 * HOW_LIMIT) if how else Mrkdwn("")
            return mrkdwn("*Resolved* by {}{}", by, told)
        case _:
            assert_never(incident.state)


def _line(involved: Involved, site: str) -> Mrkdwn:
    place = _link(involved, site) or channel_link(involved.channel)
    summary = first_sentence(involved.summary, SUMMARY_LIMIT) or involved.reference
    return mrkdwn("• {}: {}{}", place, summary, _closed(involved))


def _private_line(involved: Involved, site: str) -> Mrkdwn:
    place = _link(involved, site) or involved.reference
    return mrkdwn("• {}: a ticket in a private channel{}", place, _closed(involved))


def _link(involved: Involved, site: str) -> Mrkdwn | None:
    if involved.thread_ts is None:
        return None
    return thread_link(site, involved.channel, involved.thread_ts, involved.reference)


def _closed(involved: Involved) -> Mrkdwn:
    return Mrkdwn(" · closed") if involved.is_closed else Mrkdwn("")


def _buttons(incident: Incident) -> list[Json]:
    value = str(incident.number)
    match incident.state:
        case IncidentState.PROPOSED:
            accept = button("Accept", ACCEPT, value, primary=True)
            return [actions([accept, button("Dismiss", DISMISS, value)])]
        case IncidentState.OPEN:
            return [actions([button("Resolve all", RESOLVE, value, primary=True)])]
        case IncidentState.DISMISSED | IncidentState.RESOLVED:
            return []
        case _:
            assert_never(incident.state)
