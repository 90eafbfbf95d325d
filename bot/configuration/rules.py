"""The whole file: its sections, joined into the rules that the app goes by."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from pydantic import Field, model_validator

from bot.configuration.checked_values import ChannelId
from bot.configuration.entry import EntrySection
from bot.configuration.facts import RequiredFacts
from bot.configuration.hours import HoursSection
from bot.configuration.parsing import TriageFileError, parse
from bot.configuration.roles import RolesSection
from bot.configuration.routes import RemindersSection, Routes, plan
from bot.configuration.strict import Strict
from bot.configuration.taxonomy import (
    Categories,
    ConfidenceSection,
    FloorEntry,
    Severities,
    check_names,
    taxonomy,
)
from bot.triage.rules import Rules

if TYPE_CHECKING:
    from pathlib import Path

PACKAGED = files("bot") / "triage.yml"


def _categories() -> Categories:
    return _packaged().categories


def _severities() -> Severities:
    return _packaged().severities


class TriageFile(Strict):
    """Every section; what is left out is as in the packaged file."""

    categories: Categories = Field(default_factory=_categories)
    severities: Severities = Field(default_factory=_severities)
    required_facts: RequiredFacts = Field(default_factory=dict)
    channels: tuple[ChannelId, ...] = ()
    confidence: ConfidenceSection = ConfidenceSection()
    floors: tuple[FloorEntry, ...] | None = None
    roles: RolesSection = RolesSection()
    operators_channel: ChannelId | None = None
    business_hours: HoursSection | None = None
    routes: Routes = Field(default_factory=dict)
    entry: EntrySection = EntrySection()
    reminders: RemindersSection = RemindersSection()

    @model_validator(mode="after")
    def _names_fit(self) -> TriageFile:
        check_names((*self.categories, *self.severities))
        return self

    @model_validator(mode="after")
    def _floors_name_severities(self) -> TriageFile:
        for floor in self.floors or ():
            if floor.severity not in self.severities:
                raise ValueError(f"floors: there is no severity {floor.severity}")
        return self

    @model_validator(mode="after")
    def _facts_name_categories(self) -> TriageFile:
        if unknown := set(self.required_facts) - set(self.categories):
            raise ValueError(f"required_facts: there is no category {min(unknown)}")
        return self

    @model_validator(mode="after")
    def _routes_name_what_there_is(self) -> TriageFile:
        for name, route in self.routes.items():
            if unknown := set(route.when.categories) - set(self.categories):
                raise ValueError(f"routes: {name}: there is no category {min(unknown)}")
            if unknown := set(route.when.severities) - set(self.severities):
                raise ValueError(f"routes: {name}: there is no severity {min(unknown)}")
        return self

    def _floors(self) -> tuple[FloorEntry, ...]:
        """Return the team's floors, else the packaged ones whose severities it has."""
        if self.floors is not None:
            return self.floors
        usual = _packaged().floors or ()
        return tuple(floor for floor in usual if floor.severity in self.severities)

    def rules(self, channels: tuple[str, ...]) -> Rules:
        """Return it as the rest of the app sees it; `channels`, if any, win over the file's."""
        return Rules(
            taxonomy(self.categories, self.severities, self.required_facts),
            channels or self.channels,
            self.confidence.tiers(),
            tuple(entry.floor() for entry in self._floors()),
            self.roles.rights(),
            self.operators_channel,
            plan(self.routes, self.business_hours, self.reminders),
            admission=self.entry.admission(),
        )


@cache
def _packaged() -> TriageFile:
    return parse(PACKAGED.read_text("utf-8"), "triage.yml", TriageFile)


def load_rules(path: Path | None, channels: tuple[str, ...] = ()) -> Rules:
    """Return the rules in `path`, None = the packaged ones; raise TriageFileError.

    `channels`, if there are any, win over the file's.
    """
    if path is None:
        return _packaged().rules(channels)
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise TriageFileError(f"TRIAGE_CONFIG: {path} can't be read: it is not UTF-8") from error
    except OSError as error:
        raise TriageFileError(f"TRIAGE_CONFIG: {path} can't be read: {error.strerror}") from error
    return parse(text, str(path), TriageFile).rules(channels)
