"""By what rules tickets are taken in."""

from __future__ import annotations

from dataclasses import dataclass

from bot.triage.arrivals.admission import EVERYTHING, Admission
from bot.triage.arrivals.limits import NO_LIMITS, Limits
from bot.triage.routing import NO_ROUTES, RoutingPlan
from bot.triage.teamwork.incident import NO_SPIKES, Spike


@dataclass(frozen=True, slots=True)
class IntakeRules:
    """How many tickets, in what way, whose they become, and how many make an incident."""

    limits: Limits = NO_LIMITS
    plan: RoutingPlan = NO_ROUTES
    admission: Admission = EVERYTHING
    spike: Spike = NO_SPIKES


TAKE_ALL = IntakeRules()
"""No limits, no routes, no incidents."""
