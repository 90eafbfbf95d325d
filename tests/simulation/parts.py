"""What outlives every life of the simulated bot: its settings, its analyst, its index server."""

from __future__ import annotations

import itertools
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import chromadb
from chromadb.config import Settings as ChromaSettings
from pydantic import SecretStr

from bot.analysts.examples import shipped
from bot.analysts.groundwork import lay_groundwork
from bot.analysts.offline import OfflineAnalyst
from bot.configuration.rules import load_rules
from bot.settings import Settings
from kb.search.chroma import Chroma
from tests.kb.parts import WordEmbedder
from tests.quick_database import QuickDatabase
from tests.simulation.mortal import watch

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

    from bot.parts.in_use import VersionInUse, VersionsInUse
    from bot.triage.rules import Rules

KNOWN_FROM = 0.6
"""Cosine from which words alone make an issue known; any value does."""
SPARED = 5
"""One example in so many is learned from: fitting all anew with each correction takes long."""
_names = itertools.count()


class Memory:
    """What the offline analyst is told that was learned; each life has its own."""

    versions: VersionsInUse | None = None

    def of(self, team: str) -> VersionInUse | None:
        """Return what was learned of `team`."""
        return None if self.versions is None else self.versions.of(team)


@dataclass(frozen=True, slots=True)
class Standing:
    """What takes long to make and is never changed: made once for all seeds."""

    rules: Rules
    embedder: WordEmbedder
    memory: Memory
    offline: OfflineAnalyst
    chroma: ClientAPI
    database: bytes
    """A database that has its schema, and watches itself."""

    def empty_chroma(self) -> Chroma:
        """Return the index server with nothing in it."""
        for collection in self.chroma.list_collections():
            self.chroma.delete_collection(collection.name)
        return Chroma(self.chroma, ExitStack(), None)  # type: ignore[arg-type]


@cache
def standing() -> Standing:
    """Return what all seeds share."""
    rules, embedder, memory = load_rules(None), WordEmbedder(), Memory()
    offline = OfflineAnalyst(
        embedder,
        rules.taxonomy,
        lay_groundwork(embedder, rules.taxonomy, shipped()[::SPARED]),
        KNOWN_FROM,
        learned=memory.of,
        monotonic=lambda: 0.0,
    )
    chroma = chromadb.EphemeralClient(ChromaSettings(anonymized_telemetry=False))
    return Standing(rules, embedder, memory, offline, chroma, _database())


def _database() -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "triage.db"
        database = QuickDatabase(f"sqlite:///{file}")
        database.migrate()
        with database.write() as connection:
            watch(connection)
        database.dispose()
        return file.read_bytes()


def settings_for(token: str, folder: Path, *, tokens_a_day: int) -> Settings:
    """Return the settings of the simulated bot: the defaults, with a model."""
    return Settings.model_validate(
        {
            "slack_bot_token": token,
            "openai_api_key": SecretStr("sk-simulated"),
            "data_dir": folder,
            "max_description_length": 500,
            "daily_token_budget": tokens_a_day,
        }
    )
