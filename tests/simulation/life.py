"""One life of the bot: the product's own parts, joined as in production, in the calling thread."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from pydantic import SecretStr

from bot.analysts.language_model.breaker import Breaker
from bot.analysts.llm import Endpoint as ModelEndpoint
from bot.analysts.llm import LanguageModel
from bot.analysts.offline import basis_of
from bot.analysts.write_up import WriteUp
from bot.bootstrap import Desk
from bot.duties.follower import Follower
from bot.duties.learner import Learner
from bot.parts.in_use import VersionsInUse
from bot.parts.judges import analyst_of, tries_of
from bot.parts.storeroom import store_in
from bot.running.assembly import RECONCILE_AFTER, Assembly, Outside
from bot.slack.people.identity import identify
from bot.slack.transport.endpoint import Endpoint
from bot.slack.transport.envelopes import Envelopes
from bot.slack.transport.silences import Pause
from bot.slack.web_api.calls import POST_TIMEOUT_SECONDS, PROGRESS_TIMEOUT_SECONDS
from bot.triage.arrivals.intake import IntakeRules
from bot.triage.delivery.errand import Chore
from bot.triage.delivery.posting import PostingStatus
from bot.triage.delivery.retries import Patience, Timing
from bot.triage.errors import TriageError, Unavailable
from bot.workspace import Ack
from bot.workspace.transport.sockets import envelope
from kb.embeddings import Endpoint as EmbeddingEndpoint
from kb.embeddings import OpenAIEmbedder
from kb.index import Index
from kb.search.rows import unpacked
from storage.delivery.notices import APART, SETTLES_IN
from storage.schema import errands, issue_drafts, learning, operators_told, outbox
from storage.vectors import Vectors
from tests.simulation.kinds import Kind
from tests.simulation.team import spike_of
from tests.slack.handing_over import hand_over

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, timedelta

    from bot.parts.storeroom import Store
    from bot.slack.people.identity import Identity
    from bot.slack.web_api.calls import WebApi
    from bot.triage.issue import KnownIssue
    from bot.triage.judgement import Hit
    from bot.triage.redaction import Redacted
    from bot.workspace import Delivery
    from tests.simulation.clock import Clock
    from tests.simulation.mortal import Fate
    from tests.simulation.world import World

IDENTIFY_SECONDS = 10.0
ANY_DUE = sa.select(sa.func.min(errands.c.due_at))
ERRANDS_DUE = ANY_DUE.where(errands.c.chore != Chore.EXPORT)
EXPORTS_DUE = ANY_DUE.where(errands.c.chore == Chore.EXPORT)
DRAFTS_DUE = sa.select(sa.func.min(issue_drafts.c.due_at))
LEARNING_DUE = sa.select(sa.func.min(learning.c.due_at)).where(learning.c.is_held.is_(sa.false()))


Round = tuple["Callable[[], None]", "Callable[[], datetime | None]"]
"""What a thread of its own does, and when there is something for it to do."""


class VirtualPause(Pause):
    """Waits on the simulated clock."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock

    def __call__(self, seconds: float) -> None:
        self._clock.wait(seconds)


class BrittleIndex(Index):
    """The real index, which can't always be reached."""

    fate: Fate

    def search(self, team: str, text: Redacted, limit: int) -> tuple[Hit, ...]:
        if self.fate.weather.strikes((Kind.INDEX_DOWN,), self.fate.busy_share) is not None:
            raise Unavailable("the index does not answer")
        return super().search(team, text, limit)


@dataclass(frozen=True, slots=True)
class Nature:
    """What a test changes about the bot, to see whether the simulator notices."""

    store: Callable[[Store], Store] = lambda store: store
    slack: Callable[[WebApi], WebApi] = lambda slack: slack


class Life:
    """The bot from its start to its end."""

    def __init__(self, world: World, nature: Nature) -> None:
        self._world = world
        self.database = world.database
        rules = world.rules
        limits, spike = world.settings.limits, spike_of(rules)
        taken_in = IntakeRules(limits, rules.plan, rules.admission, spike)
        own = store_in(self.database, world.new_key, taken_in)
        self.store = nature.store(replace(own, vectors=Vectors(self.database)))
        self.store.tickets.recover(world.wall.now)
        basis = basis_of(world.standing.embedder.model, world.standing.rules.taxonomy)
        world.standing.memory.versions = VersionsInUse(self.store.versions, basis)
        timing = Timing(world.wall, world.clock.monotonic, world.clock.wait, world.chance.random)
        desk = self._desk(timing, basis)
        self.index = BrittleIndex(world.chroma, desk.embedder, self.store.vectors)
        self.index.fate = world.fate
        self.follower = Follower(self.store.issues, self.index, world.settings.rebuild_request)
        self.follower.catch_up()
        desk.learner.catch_up()
        outside = self._outside(nature, timing)
        self.me = self._identity(outside.slack)
        parts = Assembly(desk, self.me, outside, VirtualPause(world.clock))
        self.best_effort = parts.best_effort
        self.worker = parts.worker(self.index)
        self.rounds = self._rounds(parts, desk.learner)
        self._going: set[str] = set()
        app = parts.listeners(lambda: None)
        self.silences = parts.silences(app)
        self._envelopes = Envelopes(app)
        secret = world.slack.app_of(world.bot).signing_secret
        self._endpoint = Endpoint(app, secret, clock=world.wall.seconds)

    def _outside(self, nature: Nature, timing: Timing) -> Outside:
        line, token = self._world.line, self._world.bot.token
        return Outside(
            slack=nature.slack(line.calls(token, POST_TIMEOUT_SECONDS)),
            quick_slack=nature.slack(line.calls(token, PROGRESS_TIMEOUT_SECONDS)),
            respond=line.respond,
            upload=line.upload,
            timing=timing,
            memory=self._world.same_boot,
        )

    def _rounds(self, parts: Assembly, learner: Learner) -> dict[str, Round]:
        """Return what threads of their own do, and when each is due."""
        rounds: dict[str, Round] = {
            "errands": (parts.errands(lambda: None).act, self._first(ERRANDS_DUE)),
            "exports": (parts.exports().act, self._first(EXPORTS_DUE)),
            "scribe": (parts.scribe().write_due, self._first(DRAFTS_DUE)),
            "learner": (learner.look, self._first(LEARNING_DUE)),
        }
        operators = parts.operators()
        if operators is not None:
            rounds["operators"] = (operators.tell, self._notice_due)
        return rounds

    def next_due(self) -> datetime | None:
        """Return when something comes due if nothing arrives."""
        rounds = (self._due(name) for name in self.rounds if name not in self._going)
        times = (self.worker.next_due(self._world.wall.now), *rounds)
        first = min((time for time in times if time is not None), default=None)
        return None if first is None else self._world.wall.right(first)

    def work(self) -> bool:
        """Do one thing that is due; return False if there is none, or it can't be known."""
        try:
            job = self.worker.claim(self._world.wall.now)
        except TriageError:
            return False
        if job is None:
            return False
        self.worker.perform(job)
        return True

    def go_round(self, name: str) -> bool:
        """Do what a thread of its own does; False if nothing is due, or it is at it already."""
        due = self._due(name)
        if name in self._going or due is None or due > self._world.wall.now:
            return False
        self._going.add(name)
        try:
            self.rounds[name][0]()
        except TriageError:  # as `bot.duties.rounds` takes it: the next round comes
            return False
        finally:
            self._going.discard(name)
        return True

    def _due(self, name: str) -> datetime | None:
        return self.rounds[name][1]()

    def _first(self, query: sa.Select[Any]) -> Callable[[], datetime | None]:
        def due() -> datetime | None:
            with self.database.read() as connection:
                found: datetime | None = connection.execute(query).scalar()
                return found

        return due

    def _notice_due(self) -> datetime | None:
        """Return when the operators are to be told what they have not been told."""
        with self.database.read() as connection:
            told = connection.execute(sa.select(operators_told)).first()
            if told is not None and told.since is not None:
                return _after(told.at, RECONCILE_AFTER)
            untold = sa.select(sa.func.min(outbox.c.updated_at)).where(
                outbox.c.status == PostingStatus.DEAD,
                outbox.c.team == self.me.team,
                *([] if told is None else [outbox.c.updated_at > told.through]),
            )
            first: datetime | None = connection.execute(untold).scalar()
        if first is None:
            return None
        return (
            _after(first, SETTLES_IN) if told is None else max(first + SETTLES_IN, told.at + APART)
        )

    def index_rows(self) -> list[KnownIssue]:
        """Return what the index holds."""
        chroma = self._world.standing.chroma
        found = (collection.get(include=["metadatas"]) for collection in chroma.list_collections())
        rows = (row for answer in found for row in answer["metadatas"] or ())
        return [unpacked(str(row["issue"])) for row in rows]

    def end(self) -> None:
        """Let go of the database; nothing is finished or said."""
        self.database.dispose()

    def take(self, delivery: Delivery) -> Ack | None:
        """Return how the bot answers a delivery; None if it does not."""
        if self._world.is_socket_mode:
            answer = self._envelopes.answer(envelope(delivery))
            return None if answer is None else Ack(body=answer.get("payload"))
        app = self._world.slack.app_of(self._world.bot)
        return hand_over(delivery, app, self._endpoint, self._world.clock.seconds())

    def _desk(self, timing: Timing, basis: str) -> Desk:
        world = self._world
        endpoint = ModelEndpoint("gpt-4o-mini", SecretStr("sk-simulated"))
        model = LanguageModel(endpoint, world.model_client, world.portal, world.wall)
        standing = world.standing
        breaker = Breaker(model, timing.monotonic)
        tries = tries_of(world.settings, self.store, breaker, timing)
        asked = tries if world.settings.uses_model else None
        return Desk(
            settings=world.settings,
            rules=world.rules,
            store=self.store,
            embedder=standing.embedder if world.has_own_vectors else self._embedder(timing),
            analyst=analyst_of(asked, world.rules, standing.offline),
            check_analyst=model.check,
            local=standing.embedder,
            learner=Learner(
                self.store,
                standing.embedder,
                standing.offline.general,
                basis,
                world.wall,
            ),
            writer=WriteUp(asked),
        )

    def _embedder(self, timing: Timing) -> OpenAIEmbedder:
        return OpenAIEmbedder(
            EmbeddingEndpoint(SecretStr("sk-simulated")),
            self._world.model_client,
            self._world.portal,  # type: ignore[arg-type]
            patience=Patience(attempt_seconds=20.0, total_seconds=90.0),
            timing=timing,
        )

    def _identity(self, slack: WebApi) -> Identity:
        while True:
            try:
                return identify(slack)
            except Unavailable:
                self._world.clock.wait(IDENTIFY_SECONDS)


def _after(moment: datetime, span: timedelta) -> datetime:
    return moment + span
