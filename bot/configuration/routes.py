"""Which team a ticket goes to, whom that tells, and by when it is to be answered and resolved."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from bot.configuration.checked_values import ChannelId
from bot.configuration.durations import Span
from bot.configuration.hours import HoursSection
from bot.configuration.roles import GROUP_ID, USER_ID
from bot.configuration.strict import Name, Sentence, Strict
from bot.triage.business_hours import ROUND_THE_CLOCK, BusinessHours
from bot.triage.routing import Conditions, Route, RoutingPlan


def _person_or_group(value: str) -> str:
    if not USER_ID.fullmatch(value) and not GROUP_ID.fullmatch(value):
        raise ValueError("expected ids of people or user groups such as U0123456789, S0123456789")
    return value


PersonOrGroup = Annotated[str, AfterValidator(_person_or_group)]
People = Annotated[tuple[PersonOrGroup, ...], Field(max_length=10)]


class ConditionsSection(Strict):
    """Which tickets are meant."""

    categories: tuple[Name, ...] = ()
    severities: tuple[Name, ...] = ()
    known_issues: tuple[Name, ...] = ()
    channels: tuple[ChannelId, ...] = ()
    words: Annotated[tuple[Sentence, ...], Field(max_length=50)] = ()

    def conditions(self) -> Conditions:
        """Return them as the rest of the app sees them."""
        return Conditions(
            frozenset(self.categories),
            frozenset(self.severities),
            frozenset(self.known_issues),
            frozenset(self.channels),
            self.words,
        )


class RouteEntry(Strict):
    """One route, below its name."""

    when: ConditionsSection = ConditionsSection()
    channel: ChannelId | None = None
    tell: People = ()
    respond_within: Span | None = None
    resolve_within: Span | None = None
    hours: HoursSection | None = None
    urgent: bool = False
    escalate_to: People = ()

    @model_validator(mode="after")
    def _leads_somewhere(self) -> RouteEntry:
        if self.channel is None and not self.tell:
            raise ValueError("leads nowhere: give a `channel`, or whom to `tell`")
        return self

    def route(self, name: str, usual: BusinessHours) -> Route:
        """Return it as the rest of the app sees it; `usual` are the hours if it has none."""
        return Route(
            name,
            self.when.conditions(),
            self.channel,
            self.tell,
            self.respond_within,
            self.resolve_within,
            usual if self.hours is None else self.hours.hours(),
            self.urgent,
            self.escalate_to,
        )


class RemindersSection(Strict):
    """When people are reminded of deadlines, and who is the last to be told."""

    before: Span | None = timedelta(minutes=30)
    escalate_every: Span = timedelta(hours=1)
    fallback_owner: PersonOrGroup | None = None


Routes = Annotated[dict[Name, RouteEntry], Field(max_length=50)]


def plan(entries: Routes, usual: HoursSection | None, reminders: RemindersSection) -> RoutingPlan:
    """Return the table of routes in the order of the file, with what holds for all of them."""
    hours = ROUND_THE_CLOCK if usual is None else usual.hours()
    return RoutingPlan(
        tuple(entry.route(name, hours) for name, entry in entries.items()),
        reminders.before,
        reminders.escalate_every,
        reminders.fallback_owner,
    )
