"""How the simulated team works: its channels, whose a ticket is, and who is told by when."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.triage.arrivals.admission import Admission, Mode
from bot.triage.business_hours import BusinessHours
from bot.triage.routing import Conditions, Route, RoutingPlan
from bot.triage.teamwork.incident import Spike

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.triage.rules import Rules
    from bot.workspace import User

MINUTE = timedelta(minutes=1)
OFFICE = BusinessHours(ZoneInfo("Europe/Berlin"), 9 * 60, 17 * 60, frozenset(range(5)))
"""The simulation begins in the middle of a working day."""
SUPPORT = ("support", "help")
MODES = {
    "mentions": Mode.MENTION,
    "ideas": Mode.EMOJI,
    "quiet": Mode.SHORTCUT,
    "silent": Mode.SHADOW,
}
TEAMS = ("payments", "outages", "operators", "reviewers")
SPIKE_COUNT = 3


def team_rules(rules: Rules, channels: Mapping[str, str], ann: User, ben: User) -> Rules:
    """Return `rules` with channels of each kind, by name, and routes that Ann and Ben are on."""
    modes = {channels[name]: mode for name, mode in MODES.items()}
    return replace(
        rules,
        plan=_plan(channels, ann.id, ben.id),
        admission=Admission(modes, review_channel=channels["reviewers"]),
        channels=(),
        operators_channel=channels["operators"],
    )


def spike_of(rules: Rules) -> Spike:
    """Return from how many similar tickets on an incident is proposed."""
    return Spike(SPIKE_COUNT, 30 * MINUTE, rules.operators_channel)


def _plan(channels: Mapping[str, str], ann: str, ben: str) -> RoutingPlan:
    outages = Route(
        "outages",
        Conditions(severities=frozenset({"Critical"})),
        channels["outages"],
        tell=(ann, ben),
        respond_within=5 * MINUTE,
        resolve_within=30 * MINUTE,
        is_urgent=True,
        escalate_to=(ben,),
    )
    payments = Route(
        "payments",
        Conditions(categories=frozenset({"Billing", "Login"})),
        channels["payments"],
        tell=(ann,),
        respond_within=20 * MINUTE,
        hours=OFFICE,
    )
    how_to = Route(
        "how-to",
        Conditions(categories=frozenset({"Question/How-To"})),
        tell=(ben,),
        resolve_within=15 * MINUTE,
        hours=OFFICE,
    )
    bugs = Route("bugs", Conditions(words=("export",)), channels["payments"])
    return RoutingPlan(
        routes=(outages, payments, how_to, bugs),
        remind_before=5 * MINUTE,
        escalate_every=10 * MINUTE,
        fallback_owner=ann,
    )
