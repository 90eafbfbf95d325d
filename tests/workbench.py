"""A worker over a real database and a workspace in memory, with a scripted analyst."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.duties.courier import Courier
from bot.duties.joining import Joining
from bot.slack.people.audience import Audience
from bot.slack.people.leavers import Leavers
from bot.slack.posts.messenger import Messenger
from bot.slack.transport.unread import Unread
from bot.slack.web_api.earlier_calls import EarlierCalls
from bot.slack.web_api.in_flight import InFlight
from bot.slack.web_api.pacing import Pacing
from bot.triage.delivery.retries import Backoff
from bot.worker import LEASE, Worker
from bot.workflow import Workflow
from kb.search.likeness import SAME_MATTER, THRESHOLDS, Alikes, Likenesses
from storage.arrivals.joining import Joins
from storage.people import People
from storage.teamwork.duplicates import OpenTickets
from tests.builders import a_judgement, the_rules
from tests.clock import SameBoot
from tests.kb.parts import WordEmbedder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.slack.blocks import Json
    from bot.slack.payload import Payload
    from bot.slack.web_api.calls import WebApi
    from bot.slack.web_api.earlier_calls import Memory
    from bot.slack.web_api.methods import Method
    from bot.triage.delivery.posting import Post
    from bot.triage.judgement import Case, Hit, Judgement
    from bot.triage.judging.transcript import Names
    from bot.triage.redaction import Redacted
    from bot.triage.rules import Rules
    from bot.triage.ticket import Ticket
    from bot.workflow import Agents, Analyst, Experience
    from bot.workspace import Message
    from tests.slack.desk import Desk

RECONCILE_AFTER = timedelta(seconds=16)
BACKOFF = Backoff(lambda: 1.0)


@dataclass
class Shelf:
    """A search that always finds the same, at first nothing."""

    hits: tuple[Hit, ...] = ()
    asked: list[Redacted] = field(default_factory=list)

    def search(self, _team: str, text: Redacted, limit: int) -> tuple[Hit, ...]:
        self.asked.append(text)
        return self.hits[:limit]


@dataclass
class ScriptedAnalyst:
    """Answers as scripted, then always with the same judgement."""

    script: deque[Judgement | Exception] = field(default_factory=deque)
    cases: list[Case] = field(default_factory=list)
    pause: Callable[[], object] = bool
    """Called while it judges."""

    def judge(self, case: Case) -> Judgement:
        self.cases.append(case)
        self.pause()
        answer = self.script.popleft() if self.script else a_judgement()
        if isinstance(answer, Exception):
            raise answer
        return answer


@dataclass
class BrittleCalls:
    """The Web API of a workspace, which fails as scripted, before or after the effect."""

    api: WebApi
    before: dict[Method, deque[Exception]] = field(default_factory=dict)
    after: dict[Method, deque[Exception]] = field(default_factory=dict)

    def fail(self, method: Method, *errors: Exception, after_effect: bool = False) -> None:
        (self.after if after_effect else self.before).setdefault(method, deque()).extend(errors)

    def call(self, method: Method, arguments: Json) -> Payload:
        _raise_next(self.before.get(method))
        answer = self.api.call(method, arguments)
        _raise_next(self.after.get(method))
        return answer


def _raise_next(errors: deque[Exception] | None) -> None:
    if errors:
        raise errors.popleft()


def in_flight(desk: Desk, memory: Memory | None = None) -> InFlight:
    """Return what knows of a process that starts now what it has called."""
    clock = desk.clock
    earlier = EarlierCalls(clock, clock.monotonic, RECONCILE_AFTER, memory or SameBoot())
    return InFlight(clock.monotonic, RECONCILE_AFTER, earlier)


class Workbench:
    """Where a worker works through what people post at a desk."""

    def __init__(
        self,
        desk: Desk,
        *,
        posts_per_second: float = 0,
        judge: Analyst | None = None,
        rules: Rules | None = None,
        names: Names | None = None,
        experience: Experience | None = None,
        agents: Agents | None = None,
        joins: bool = False,
        memory: Memory | None = None,
        lease: timedelta = LEASE,
    ) -> None:
        self.desk = desk
        self._memory = memory
        self.unread = Unread(desk.clock.monotonic)
        self.analyst = ScriptedAnalyst()
        self.shelf = Shelf()
        self.slack = BrittleCalls(desk.api)
        rules = rules or the_rules()
        self.courier = self._courier(rules, posts_per_second)
        workflow = Workflow(
            search=self.shelf,
            analyst=judge or self.analyst,
            rules=rules,
            max_questions=2,
            reply_deadline=timedelta(hours=24),
            likenesses=Likenesses(WordEmbedder(next(iter(THRESHOLDS))), OpenTickets(desk.database)),
            names=names,
            experience=experience,
            agents=agents,
        )
        self.worker = Worker(
            tickets=desk.tickets,
            workflow=workflow,
            courier=self.courier,
            progress=desk.progress(),
            clock=desk.clock,
            backoff=BACKOFF,
            joining=self._joining() if joins else None,
            lease=lease,
            may_be_unread=self.unread.may_be,
        )

    def _courier(self, rules: Rules, posts_per_second: float) -> Courier:
        desk = self.desk
        messenger = Messenger(
            self.slack,
            rules,
            is_gone=Leavers(self.slack).is_gone,
            is_open=Audience(self.slack, People(desk.database), clock=desk.clock).is_open,
            site=desk.me.site,
        )
        return Courier(
            desk.outbox,
            messenger,
            Pacing(posts_per_second),
            plan=rules.plan,
            clock=desk.clock,
            backoff=BACKOFF,
            in_flight=in_flight(desk, self._memory),
            on_uninvited=desk.whispers.ask_for_invitation,
            may_be_unread=self.unread.may_be,
        )

    def _joining(self) -> Joining:
        embedder = WordEmbedder(next(iter(SAME_MATTER)))
        return Joining(Joins(self.desk.database), Alikes(embedder), timedelta(seconds=60))

    def post(self, text: str = "The invoice of May is wrong") -> Message:
        """Post as Ann, and bring it to the app."""
        root = self.desk.workspace.post_as_user(self.desk.ann, self.desk.support, text)
        self.desk.deliver()
        return root

    def run(self, seconds: float = 0.0) -> int:
        """Do what is due after some time has passed; return how many jobs that was."""
        self.desk.clock.pass_by(seconds)
        return self.worker.run_due(self.desk.clock.now)

    def queue(self, *posts: Post) -> None:
        """Have the first ticket say more."""
        now = self.desk.clock.now
        assert self.desk.tickets.save(
            self.ticket(), event="told", actor="bot", posts=posts, now=now
        )

    def said(self, root: Message) -> Sequence[Message]:
        """Return what the bot said below a message."""
        return self.desk.workspace.thread(self.desk.support, root.ts).by_bots

    def ticket(self, number: int = 1) -> Ticket:
        found = self.desk.tickets.find(self.desk.bot.team_id, number)
        assert found is not None
        return found
