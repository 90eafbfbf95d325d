"""Where all that the Slack edge takes is stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.slack.home.ports import HomeStores
    from bot.slack.messages.team_replies import FirstResponses
    from bot.slack.people.directory import People
    from bot.slack.people.permissions import Trail
    from bot.slack.ports import (
        Errands,
        Incidents,
        KnownIssues,
        LastSeen,
        Outbox,
        PassedOver,
        Revisions,
        Tickets,
        Work,
        WriteUps,
    )
    from bot.slack.slash.asking import Finds


@dataclass(frozen=True, slots=True)
class Stores:
    """Where what arrives is stored."""

    tickets: Tickets
    work: Work
    revisions: Revisions
    outbox: Outbox
    last_seen: LastSeen
    passed_over: PassedOver
    errands: Errands
    issues: KnownIssues
    people: People
    trail: Trail
    write_ups: WriteUps
    home: HomeStores
    finds: Finds
    first_responses: FirstResponses
    incidents: Incidents
