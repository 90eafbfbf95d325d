"""Everything around the bot, drawn from one seed: Slack, the model, the index server, the clock."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import yaml

from bot.triage.redaction import redact
from bot.workspace import Workspace
from tests.clock import SameBoot
from tests.quick_database import QuickDatabase
from tests.scenarios.office import MANIFEST
from tests.simulation.abroad import Abroad
from tests.simulation.clock import Clock
from tests.simulation.kinds import Kind
from tests.simulation.model_line import InlinePortal, ModelLine
from tests.simulation.mortal import Fate, MortalDatabase
from tests.simulation.parts import settings_for, standing
from tests.simulation.people import People
from tests.simulation.power import Power
from tests.simulation.resetting import changed
from tests.simulation.slack_line import SlackLine
from tests.simulation.team import team_rules
from tests.simulation.trace import Trace
from tests.simulation.wall import Wall
from tests.simulation.weather import Weather
from tests.simulation.words import judged
from tests.standins.openai_server import OpenAIApi

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CRASH_SHARE = 0.01
MOST_CALLS_AT_ONCE = 3
OFF_SECONDS = (0.0, 0.0, 3.0, -20.0, 70.0, -130.0, 250.0, -250.0, 600.0)
"""How much the bot's clock can be ahead of Slack's."""
BUSY_SHARE = 0.01
BUDGETS = ((0, 0, 20_000), (0, 0, 2_000), (0, 0, 5_000))
"""Tokens a day, 0 = as many as you like; the seed says which of these are drawn from.

Few tickets spend the small ones, so that they run out midway.
"""


class World:
    """The stand-ins, and who is in them."""

    def __init__(
        self,
        seed: int,
        folder: Path,
        on_breach: Callable[[str], None],
        share: float,
        *,
        has_teams: bool,
    ) -> None:
        """Let `share` of what can fail do so; without teams nothing is configured."""
        self.chance = random.Random(seed)
        self.clock = Clock()
        self.wall = Wall(self.clock)
        self.same_boot = SameBoot()
        self.trace = Trace(self.clock)
        self.weather = Weather(self.chance, self.trace, self.clock, share)
        self.is_socket_mode = self.chance.random() < 0.5
        self.slack = self._workspace()
        self.bot = self.slack.add_app(manifest=yaml.safe_load(MANIFEST.read_text("utf-8")))
        budget = self.chance.choice(BUDGETS[seed % len(BUDGETS)])
        self.settings = settings_for(self.bot.token, folder, tokens_a_day=budget)
        self.line = SlackLine(self.slack, self.clock, self.wall, self.chance, self.trace)
        self.standing = standing()
        self.model = OpenAIApi(answer=judged, embed=self._embedded, clock=self.clock.seconds)
        self.portal = InlinePortal(self.clock)
        self.model_line = ModelLine(self.model, self.weather, self.chance, self.trace, self.wall)
        self.model_client = self.model_line.client()
        self.has_own_vectors = self.chance.random() < 0.5
        """Whether known issues are found with the local model, not over the network."""
        self.calls_at_once = MOST_CALLS_AT_ONCE
        """How many calls of the bot may be under way at once, each waiting for the next."""
        self.chroma = self.standing.empty_chroma()
        self.database_file = folder / "triage.db"
        self.database_file.write_bytes(self.standing.database)
        self.database_url = f"sqlite:///{self.database_file}"
        self.fate = self._fate(on_breach, share)
        self.power = Power(self.database_file)
        self.database = MortalDatabase(self.database_url, self.fate)
        self.power.supply(self.database)
        """Opened by each life, closed at its end: what SQLAlchemy has compiled outlives them."""
        self.people = People(self)
        self.abroad = Abroad(self)
        ann, ben, _ = self.people.users
        places = {channel.name: channel.id for channel in self.people.places}
        usual = self.standing.rules
        self.rules = team_rules(usual, places, ann, ben) if has_teams else usual

    def _workspace(self) -> Workspace:
        seed = self.chance.getrandbits(16)
        slack = Workspace(clock=self.clock.seconds, seed=seed, faults=self.weather)
        slack.rates.posts_per_second = 1.0
        slack.rates.are_tiers_enforced = True
        return slack

    def _fate(self, on_breach: Callable[[str], None], share: float) -> Fate:
        return Fate(
            self.weather,
            self.trace,
            self.clock,
            self.chance,
            crash_share=CRASH_SHARE if share else 0.0,
            busy_share=BUSY_SHARE if share else 0.0,
            on_breach=on_breach,
        )

    def _embedded(self, text: str, _width: int) -> list[float]:
        return [float(each) for each in self.standing.embedder.embed([redact(text)])[0]]

    def beside(self) -> QuickDatabase:
        """Return the database as another process of ours opens it."""
        database = QuickDatabase(self.database_url)
        self.power.supply(database)
        return database

    def set_up_anew(self) -> None:
        """Change the settings, the way to Slack and that to the vectors, for the next life."""
        self.weather.count(Kind.SET_UP_ANEW)
        self.settings = changed(self.settings, self.chance)
        self.is_socket_mode = self.chance.random() < 0.5
        self.has_own_vectors = self.chance.random() < 0.5
        self.calls_at_once = self.chance.choice((1, 2, 3, 3))

    def set_clock(self, seconds: float) -> None:
        """Let the bot's clock be so much ahead of Slack's from now on."""
        self.weather.count(Kind.CLOCK_SET)
        self.wall.set_off(seconds)

    def calm_down(self) -> None:
        """Let nothing go wrong any more."""
        self.weather.calm_down()
        self.wall.set_off(0.0)
        self.fate.crash_share = self.fate.busy_share = 0.0

    def new_key(self) -> str:
        """Return the name of the next ticket."""
        return f"{self.chance.getrandbits(64):016x}"
