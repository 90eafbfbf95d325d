"""A support desk in memory: people of a workspace on one side, the app's listeners on the other."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import IO, TYPE_CHECKING

from bot.duties.errands import Deed, ErrandRunner
from bot.duties.gaps import Gaps
from bot.parts.slack_stores import slack_stores
from bot.parts.storeroom import store_in
from bot.slack.app import build_app
from bot.slack.forms.seal import Seal
from bot.slack.messages.fetching import Fetching
from bot.slack.messages.reader import Reader
from bot.slack.messages.requests import MessageRequests
from bot.slack.messages.team_replies import GivingResponse
from bot.slack.people.directory import Directory
from bot.slack.people.identity import Identity
from bot.slack.people.permissions import Permissions
from bot.slack.posts.progress import SlackProgress
from bot.slack.tools import Tools
from bot.slack.transport.endpoint import Endpoint
from bot.slack.web_api.albums import Albums
from bot.slack.web_api.best_effort import BestEffort
from bot.slack.web_api.tiers import TieredCalls, Tiers
from bot.slack.whispers import Whispers
from bot.triage.arrivals.admission import Admission, Mode
from bot.triage.arrivals.intake import IntakeRules
from bot.triage.arrivals.limits import NO_LIMITS, Limits
from bot.triage.delivery.errand import Chore
from bot.triage.errors import Rejected, Unavailable, Unconfirmed
from bot.triage.routing import NO_ROUTES, RoutingPlan
from bot.triage.teamwork.incident import NO_SPIKES, Spike
from bot.triage.teamwork.rights import Grant, Rights, Role
from bot.workspace import Ack, Workspace
from bot.workspace.records.errors import Refused
from bot.workspace.web_api.files import HTTP_OK, take_upload
from kb.search.clusters import THRESHOLDS
from kb.search.exact import ExactSearch
from storage.arrivals.revisions import Revisions
from storage.audit import Trail
from storage.delivery.errands import Errands
from storage.outbox import Outbox
from storage.people import People
from storage.teamwork.first_responses import FirstResponses
from storage.teamwork.work import TicketWork
from storage.tickets import Tickets
from tests.builders import the_rules
from tests.kb.parts import WordEmbedder
from tests.slack.handing_over import hand_over

if TYPE_CHECKING:
    from bot.parts.storeroom import Store
    from bot.slack.blocks import Json
    from bot.slack.finding import Search
    from bot.slack.payload import Payload
    from bot.slack.ports import Errands as ErrandStore
    from bot.slack.ports import Tickets as TicketStore
    from bot.slack.ports import Work as WorkStore
    from bot.slack.stores import Stores
    from bot.slack.web_api.methods import Method
    from bot.triage.routing import Route
    from bot.triage.rules import Rules
    from bot.triage.ticket import Ticket
    from bot.workspace import Channel, Delivery, Ephemeral, User
    from storage.database import Database
    from tests.clock import Clock

MAX_LENGTH = 500
PATIENCE_SECONDS = 30.0


@dataclass
class WorkspaceCalls:
    """The Web API of a workspace in memory."""

    workspace: Workspace
    token: str

    def call(self, method: Method, arguments: Json) -> Payload:
        answer = self.workspace.answer(method.value, self.token, arguments)
        body: Payload = answer.body if isinstance(answer.body, dict) else {}
        if answer.is_dropped:
            raise Unconfirmed("dropped")
        if answer.status == 429:
            raise Unavailable("rate limited", retry_after_seconds=30)
        if body.get("ok") is not True:
            raise Rejected(str(body), code=str(body.get("error")))
        return body


@dataclass
class Desk:
    """Delivers what people do to the app, as signed requests in this thread."""

    database: Database
    clock: Clock
    channels: tuple[str, ...] = ()
    rights: Rights = field(default_factory=Rights)
    plan: RoutingPlan = NO_ROUTES
    spike: Spike = NO_SPIKES
    admission: Admission = field(default_factory=Admission)
    search: Search | None = None
    errand_store: ErrandStore | None = None
    woken: int = 0
    max_length: int = MAX_LENGTH
    workspace: Workspace = field(init=False)
    best_effort: BestEffort = field(init=False)

    def __post_init__(self) -> None:
        self.workspace = slack = Workspace(clock=self.clock.monotonic)
        self.bot = slack.add_app(request_url="https://bot.example/slack/events")
        self.ann: User = slack.add_user("ann")
        self.ben: User = slack.add_user("ben")
        self.support: Channel = slack.add_channel("support", self.ann, self.ben, self.bot)
        self.lobby: Channel = slack.add_channel("lobby", self.ann, self.bot)
        self.tiers = Tiers(self.clock)
        self.api = TieredCalls(WorkspaceCalls(slack, self.bot.token), self.tiers)
        self.best_effort = BestEffort()
        self.best_effort.start()
        self.keys = itertools.count(1)
        self.limits = NO_LIMITS
        self.tickets = self._tickets()
        self.revisions = Revisions(self.database)
        self.work = TicketWork(self.database, self.plan)
        self.outbox = Outbox(self.database)
        self.open()

    def open(self, tickets: TicketStore | None = None, work: WorkStore | None = None) -> None:
        """Build the app with the channels and rights as they are now, and with these stores."""
        self.me = Identity(
            self.bot.team_id, "Acme", self.bot.user_id, self.bot.id, "https://acme.slack.com/"
        )
        self.whispers = Whispers(
            self.api,
            self.respond,
            self.best_effort,
            bot_user=self.bot.user_id,
            clock=self.clock,
        )
        kept = store_in(self.database, str, self._intake_rules())
        stores = slack_stores(kept, self._gaps(kept))
        stores = replace(
            stores,
            tickets=tickets or self.tickets,
            work=work or self.work,
            errands=self.errand_store or stores.errands,
        )
        self.app = build_app(self._tools(stores))
        secret = self.workspace.app_of(self.bot).signing_secret
        self.endpoint = Endpoint(self.app, secret, clock=self.clock.seconds)

    def _gaps(self, kept: Store) -> Gaps:
        model = next(iter(THRESHOLDS))
        issues, embedder = kept.issues, WordEmbedder(model)
        search = ExactSearch(lambda team: issues.all([team]), embedder, kept.vectors, issues.hidden)
        return Gaps(kept.new_issues, model, search=search)

    def _tools(self, stores: Stores) -> Tools:
        return Tools(
            self.me,
            self.rules(),
            stores,
            api=self.api,
            albums=Albums(self.api, self.upload),
            progress=self.progress(),
            whispers=self.whispers,
            best_effort=self.best_effort,
            seal=Seal(self.bot.token),
            max_length=self.max_length,
            limits=self.limits,
            wake=self._wake,
            clock=self.clock,
            search=self.search,
        )

    def rules(self) -> Rules:
        """Return the rules that the desk goes by now."""
        return replace(
            the_rules(*self.channels),
            rights=self.rights,
            plan=self.plan,
            admission=self.admission,
            operators_channel=self.spike.channel,
        )

    def restrict_to(self, *channels: Channel) -> None:
        self.channels = tuple(channel.id for channel in channels)
        self.open()

    def admit(self, mode: Mode, channel: Channel | None = None, **changes: object) -> None:
        """Have tickets come in like this where everybody posts, or in `channel`."""
        modes = {(channel or self.support).id: mode}
        self.admission = replace(self.admission, modes=modes, **changes)  # type: ignore[arg-type]
        self.tickets = self._tickets()
        self.open()

    def grant(self, **grants: Grant) -> None:
        """Give roles, by name, to these and to nobody else."""
        self.rights = Rights({Role(name): grant for name, grant in grants.items()})
        self.open()

    def route(self, *routes: Route, **reminders: object) -> None:
        """Have tickets routed by this table."""
        self.plan = RoutingPlan(routes, **reminders)  # type: ignore[arg-type]
        self.tickets, self.work = self._tickets(), TicketWork(self.database, self.plan)
        self.open()

    def watch_for_spikes(self, count: int, channel: Channel) -> None:
        """Have so many similar tickets within ten minutes proposed as an incident."""
        self.spike = Spike(count, timedelta(minutes=10), channel.id)
        self.tickets = self._tickets()
        self.open()

    def limit(self, *, per_user: int = 0, per_channel: int = 0) -> None:
        self.limits = Limits(per_user, per_channel)
        self.tickets = self._tickets()
        self.open()

    def _tickets(self) -> Tickets:
        return Tickets(self.database, lambda: f"k{next(self.keys)}", self._intake_rules())

    def _intake_rules(self) -> IntakeRules:
        return IntakeRules(self.limits, self.plan, self.admission, self.spike)

    def progress(self) -> SlackProgress:
        return SlackProgress(
            self.api, self.best_effort, self.tiers, clock=self.clock, is_busy=lambda: False
        )

    def deliver(self) -> None:
        """Bring everything that people did to the app."""
        self.workspace.run_due(self._send)

    def errands(self) -> ErrandRunner:
        """Return what does the errands of this desk."""
        rules = replace(the_rules(*self.channels), admission=self.admission)
        asked = MessageRequests(
            Reader(self.me, rules, self.max_length, self.clock),
            self.tickets,
            progress=self.progress(),
            whispers=self.whispers,
            limits=self.limits,
            wake=self._wake,
        )
        people = People(self.database)
        groups, trail = self.rights.groups, Trail(self.database)
        directory = Directory(self.api, people, groups=groups, clock=self.clock)
        permissions = Permissions(directory, self.rights, trail, clock=self.clock)
        responses = FirstResponses(self.database, self.plan)
        deeds: dict[Chore, Deed] = {
            Chore.OPEN_TICKET: Fetching(self.api, asked, self.whispers),
            Chore.FIRST_RESPONSE: GivingResponse(responses, permissions, clock=self.clock),
        }
        return ErrandRunner(Errands(self.database), deeds, self.clock)

    def whispered(self) -> list[Ephemeral]:
        """Wait for all that the app says on the side; the desk is closed afterwards."""
        self.close()
        return list(self.workspace.ephemerals)

    def all_tickets(self) -> list[Ticket]:
        found = (self.tickets.find(self.bot.team_id, number) for number in itertools.count(1))
        return list(itertools.takewhile(lambda ticket: ticket is not None, found))  # type: ignore[arg-type]

    def respond(self, url: str, body: Json) -> None:
        try:
            self.workspace.respond(url.partition("/actions/")[2], body)
        except Refused as refusal:
            raise Rejected("response_url: status 400", code=refusal.error) from refusal

    def upload(self, url: str, file: IO[bytes], size: int) -> None:
        content = file.read(size)
        if take_upload(self.workspace, url.rpartition("/")[2], content) != HTTP_OK:
            raise Unavailable("upload: not taken")

    def close(self) -> None:
        """Wait for all that is done on the side, on a busy machine too."""
        self.best_effort.close(PATIENCE_SECONDS)

    def _wake(self) -> None:
        self.woken += 1

    def _send(self, delivery: Delivery) -> Ack:
        app = self.workspace.app_of(self.bot)
        return hand_over(delivery, app, self.endpoint, self.clock.seconds())
