"""Several tickets about one thing that is broken: proposed by the app, decided by people."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class IncidentState(StrEnum):
    """Where an incident stands."""

    PROPOSED = "proposed"
    """The app thinks so; nobody has looked at it yet."""
    OPEN = "open"
    DISMISSED = "dismissed"
    """A person said that it is none."""
    RESOLVED = "resolved"


class IncidentMoved(ValueError):
    """Somebody was quicker; `incident` is how it stands."""

    def __init__(self, incident: Incident) -> None:
        super().__init__(f"{incident.reference} is {incident.state}")
        self.incident = incident


@dataclass(frozen=True, slots=True)
class Spike:
    """So many similar new tickets within so long are proposed as an incident, in that channel."""

    count: int = 0
    within: timedelta = timedelta(minutes=30)
    channel: str | None = None

    @property
    def is_watched_for(self) -> bool:
        """Return True if there is a number to reach, and somebody to tell."""
        return self.count > 0 and self.channel is not None


NO_SPIKES = Spike()


@dataclass(frozen=True, slots=True)
class Mark:
    """What a ticket knows of its incident."""

    number: int
    state: IncidentState

    @property
    def reference(self) -> str:
        """Return the incident's name among people, such as `I-3`."""
        return f"I-{self.number}"

    @property
    def is_alive(self) -> bool:
        """Return True if it is still to be decided or resolved."""
        return self.state in {IncidentState.PROPOSED, IncidentState.OPEN}

    @property
    def is_agreed(self) -> bool:
        """Return True if people said that it is one."""
        return self.state in {IncidentState.OPEN, IncidentState.RESOLVED}


@dataclass(frozen=True, slots=True)
class Involved:
    """One of its tickets, as people see it."""

    number: int
    channel: str
    thread_ts: str | None
    summary: str
    created_at: datetime
    is_closed: bool

    @property
    def reference(self) -> str:
        """Return its name among people, such as `T-12`."""
        return f"T-{self.number}"


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident with its tickets, oldest first; withdrawn ones are left out."""

    id: int
    team: str
    number: int
    state: IncidentState
    decided_by: str | None = None
    """Who accepted or dismissed it, or opened it by hand."""
    closed_by: str | None = None
    resolution: str = ""
    involved: tuple[Involved, ...] = ()

    @property
    def reference(self) -> str:
        """Return its name among people, such as `I-3`."""
        return f"I-{self.number}"

    def accepted(self, by: str) -> Incident:
        """Return it as one; IncidentMoved unless that is still to be decided."""
        return self._decided(IncidentState.OPEN, by)

    def dismissed(self, by: str) -> Incident:
        """Return it as none; IncidentMoved unless that is still to be decided."""
        return self._decided(IncidentState.DISMISSED, by)

    def resolved(self, by: str, resolution: str) -> Incident:
        """Return it over; IncidentMoved unless it is open."""
        self._require(IncidentState.OPEN)
        return replace(self, state=IncidentState.RESOLVED, closed_by=by, resolution=resolution)

    def _decided(self, state: IncidentState, by: str) -> Incident:
        self._require(IncidentState.PROPOSED)
        return replace(self, state=state, decided_by=by)

    def _require(self, state: IncidentState) -> None:
        if self.state is not state:
            raise IncidentMoved(self)
