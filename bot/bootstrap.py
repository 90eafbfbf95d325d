"""Joins the parts: the one file that knows every concrete class. Settings in, running parts out."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import Progress as ProgressBar

from bot.analysts import ready
from bot.analysts.examples import shipped
from bot.analysts.groundwork import lay_groundwork
from bot.analysts.offline import OfflineAnalyst, basis_of
from bot.analysts.reading.language import is_plainly_foreign
from bot.analysts.reading.recognition import recognised
from bot.analysts.write_up import WriteUp
from bot.configuration.rules import load_rules
from bot.conversation import converse
from bot.duties.gaps import Gaps
from bot.duties.learner import Learner
from bot.parts.embedders import CachedEmbedder, is_local, local_one, open_embedder
from bot.parts.experience import Experience
from bot.parts.first_issues import fill_if_empty
from bot.parts.in_use import VersionsInUse
from bot.parts.judges import analyst_of, model_of, patience_of, threshold_of
from bot.parts.knowledge import Knowledge
from bot.parts.own_timing import OWN_TIMING, now
from bot.parts.storeroom import PREPARED, READY, open_store
from bot.workflow import Workflow
from kb.loader import load, write
from kb.models.prepared import middle
from kb.search.exact import ExactSearch
from kb.search.fallback import Fallback
from kb.search.likeness import Likenesses
from kb.search.vectors import vectors_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from bot.analysts.groundwork import Groundwork
    from bot.conversation import Outcome
    from bot.parts.storeroom import Store
    from bot.settings import Settings
    from bot.triage.issue import KnownIssue
    from bot.triage.judgement import Taxonomy
    from bot.triage.judging.progress import Progress
    from bot.triage.judging.transcript import Names
    from bot.triage.rules import Rules
    from bot.workflow import Agents, Analyst, Search
    from kb.search.vectors import Embedder, VectorCache

EMBEDDING_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Desk:
    """What judges tickets, but for the search."""

    settings: Settings
    rules: Rules
    store: Store
    embedder: Embedder
    analyst: Analyst
    check_analyst: Callable[[], str]
    local: Embedder
    """The embedder that needs no network; `embedder` itself where that is local."""
    learner: Learner
    writer: WriteUp = field(default_factory=WriteUp)
    """Who writes known issues from tickets."""

    def gaps(self) -> Gaps:
        """Return what finds the tickets that no known issue is about."""
        model = self.local.model
        threshold = threshold_of(self.settings) if self.local is self.embedder else None
        return Gaps(
            self.store.new_issues,
            model,
            middle(PREPARED, model),
            search=exact_search(self.store, self.local),
            recognised=partial(recognised, threshold=threshold),
        )

    def workflow(
        self, search: Search, names: Names | None = None, agents: Agents | None = None
    ) -> Workflow:
        """Return the engine that finds known issues with `search`, and masks those `names`.

        Replies of `agents` count as first responses.
        """
        return Workflow(
            search=self.unfailing(search),
            analyst=self.analyst,
            rules=self.rules,
            max_questions=self.settings.max_questions,
            reply_deadline=self.settings.reply_deadline,
            # Tickets are compared without the network: what is only shown must not fail a ticket.
            likenesses=self._likenesses(),
            names=names,
            experience=Experience(self.store, self.local),
            agents=agents,
        )

    def _likenesses(self) -> Likenesses:
        spike = self.settings.spike(self.rules.operators_channel)
        return Likenesses(
            self.local,
            self.store.open_tickets,
            window=spike.within if spike.is_watched_for else None,
            is_foreign=is_plainly_foreign,
        )

    def unfailing(self, search: Search) -> Search:
        """Return `search`, which goes on over the cached vectors where index or network fail it."""
        return Fallback(search, exact_search(self.store, self.local), OWN_TIMING.monotonic)


@contextmanager
def open_desk(settings: Settings, answers: Path | None = None) -> Iterator[Desk]:
    """Open all that judges tickets: database, known issues, embedder, analyst.

    A model is not asked again what it has answered in the file `answers`, if there is one.
    """
    rules = load_rules(settings.triage_config, settings.support_channels)
    with ExitStack() as stack:
        store = stack.enter_context(open_store(settings, rules))
        embedder = stack.enter_context(_open_embedder(settings))
        fill_if_empty(settings, rules, store.issues, now())
        # Offline means offline: what judges in a model's stead must not need the network.
        local = embedder if is_local(settings) else local_one()
        basis = basis_of(local.model, rules.taxonomy)
        cached = CachedEmbedder(local, store.vectors)
        offline = OfflineAnalyst(
            cached,
            rules.taxonomy,
            groundwork_of(cached, rules.taxonomy),
            threshold_of(settings),
            learned=VersionsInUse(store.versions, basis).of,
        )
        tries, check = model_of(settings, store, stack, answers)
        analyst = analyst_of(tries, rules, offline)
        learner = Learner(store, local, offline.general, basis, now)
        writer = WriteUp(tries)
        yield Desk(settings, rules, store, embedder, analyst, check, local, learner, writer)


def groundwork_of(embedder: CachedEmbedder, taxonomy: Taxonomy) -> Groundwork:
    """Return what the examples that ship teach: made ready at install, else learned now."""
    key = ready.key_of(embedder.model, taxonomy)
    return ready.read(READY, key) or lay_groundwork(embedder, taxonomy, shipped())


def _open_embedder(settings: Settings) -> AbstractContextManager[Embedder]:
    patience = patience_of(settings, min(settings.openai_timeout, EMBEDDING_SECONDS))
    return open_embedder(settings, patience, OWN_TIMING)


def exact_search(store: Store, embedder: Embedder) -> ExactSearch:
    """Return the search of commands that run beside the bot: it opens no index."""
    return ExactSearch(
        lambda team: store.issues.all([team]), embedder, store.vectors, store.issues.hidden
    )


def classify_text(
    settings: Settings, text: str, replies: Sequence[str], report: Callable[[Progress], None]
) -> Outcome:
    """Judge one ticket without Slack, answering its questions with `replies`."""
    with open_desk(settings) as desk:
        workflow = desk.workflow(exact_search(desk.store, desk.embedder))
        return converse(workflow, text, replies, report, now(), tiers=desk.rules.confidence)


@contextmanager
def open_knowledge(settings: Settings) -> Iterator[Knowledge]:
    """Open the known issues for the command line."""
    rules = load_rules(settings.triage_config, settings.support_channels)
    with open_store(settings) as store, _open_embedder(settings) as embedder:
        fill_if_empty(settings, rules, store.issues, now())
        yield Knowledge(
            issues=store.issues,
            nearest=exact_search(store, embedder),
            load=lambda path: load(path, rules.taxonomy.category_names),
            write=write,
            embed=lambda issues: _embed_with_bar(issues, embedder, store.vectors),
            rebuild_request=settings.rebuild_request,
            clock=now,
        )


def _embed_with_bar(issues: Sequence[KnownIssue], embedder: Embedder, cache: VectorCache) -> None:
    """Make the vectors of `issues` that are not cached yet; a bar on stderr if it takes long."""
    console = Console(stderr=True)
    with ProgressBar(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("embedding", total=len(issues))
        made = vectors_for(issues, embedder, cache, lambda done: bar.update(task, completed=done))
    for refusal in made.refused:
        console.print(f"not to be found, as it can't be embedded: {refusal}", markup=False)
