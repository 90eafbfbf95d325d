"""Joins the Slack side to the desk: all that the bot does, without threads, sockets or a clock.

`bot.running.launch` runs it in threads; whoever wants it in one thread calls each part's `run_due`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.duties.courier import PREPARED_WITHIN, Courier
from bot.duties.errands import Deed, ErrandRunner
from bot.duties.joining import Joining
from bot.duties.scribe import Scribe
from bot.parts.slack_stores import slack_stores
from bot.slack.app import build_app
from bot.slack.forms.seal import Seal
from bot.slack.known_issues.news import DraftNews
from bot.slack.messages.fetching import Fetching
from bot.slack.messages.reader import Reader
from bot.slack.messages.requests import MessageRequests
from bot.slack.messages.team_replies import GivingResponse
from bot.slack.people.agents import Agents
from bot.slack.people.audience import Audience
from bot.slack.people.directory import Directory
from bot.slack.people.leavers import Leavers
from bot.slack.people.names import Names
from bot.slack.people.permissions import Permissions
from bot.slack.posts.messenger import Messenger
from bot.slack.posts.operators import Operators
from bot.slack.posts.progress import SlackProgress
from bot.slack.slash.exporting import Exporting
from bot.slack.tools import Tools
from bot.slack.transport.attention import Attention
from bot.slack.transport.silences import watch_silences
from bot.slack.transport.unread import Unread
from bot.slack.web_api.albums import Albums
from bot.slack.web_api.backlog import Backlog
from bot.slack.web_api.best_effort import BestEffort
from bot.slack.web_api.calls import POST_TIMEOUT_SECONDS
from bot.slack.web_api.earlier_calls import EarlierCalls
from bot.slack.web_api.in_flight import InFlight
from bot.slack.web_api.pacing import Pacing
from bot.slack.web_api.tiers import TieredCalls, Tiers
from bot.slack.whispers import Whispers
from bot.triage.delivery.errand import Chore
from bot.triage.delivery.retries import Backoff
from bot.worker import Worker, lease_for
from kb.search.likeness import Alikes

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.bootstrap import Desk
    from bot.slack.app import Listeners
    from bot.slack.people.identity import Identity
    from bot.slack.transport.silences import Pause, Silences
    from bot.slack.web_api.calls import WebApi
    from bot.slack.web_api.earlier_calls import Memory
    from bot.slack.web_api.uploading import Upload
    from bot.slack.whispers import Respond
    from bot.triage.delivery.retries import Timing
    from bot.workflow import Search

RECONCILE_AFTER = PREPARED_WITHIN + timedelta(seconds=POST_TIMEOUT_SECONDS + 5)
"""A request in flight can land until its timeout; 5 s more for what is on its way."""


@dataclass(frozen=True, slots=True)
class Outside:
    """What the bot reaches of the world: Slack, time and chance."""

    slack: WebApi
    quick_slack: WebApi
    """Gives up in half of the 3 s in which Slack wants its answer."""
    respond: Respond
    upload: Upload
    timing: Timing
    memory: Memory
    """Of how the machine's clocks ran."""


class Assembly:
    """The parts of one bot; what they share is made once, each method joins one part to it."""

    def __init__(self, desk: Desk, me: Identity, outside: Outside, pause: Pause) -> None:
        self._desk = desk
        self._me = me
        self._pause = pause
        self._timing = outside.timing
        self._in_flight = _in_flight(outside)
        self._unread = Unread(outside.timing.monotonic)
        self.best_effort = BestEffort()
        tiers = Tiers(self._clock)
        self._quick = quick = TieredCalls(outside.quick_slack, tiers)
        self._calls = TieredCalls(outside.slack, tiers)
        self._upload = outside.upload
        self._progress = self._shown_by(quick, tiers)
        self._whispers = Whispers(
            quick,
            outside.respond,
            self.best_effort,
            bot_user=me.bot_user,
            clock=self._clock,
        )

    @property
    def _clock(self) -> Callable[[], datetime]:
        return self._timing.now

    @property
    def _names(self) -> Names:
        return Names(self._quick, self._desk.store.people, clock=self._clock)

    def worker(self, search: Search) -> Worker:
        """Return what performs the work that is due."""
        desk, backoff = self._desk, Backoff(self._timing.jitter)
        return Worker(
            tickets=desk.store.tickets,
            workflow=desk.workflow(search, self._names, self._agents()),
            courier=self._courier(backoff),
            progress=self._progress,
            clock=self._clock,
            backoff=backoff,
            joining=Joining(desk.store.joins, Alikes(desk.local), desk.settings.join_within),
            lease=lease_for(desk.settings.ticket_timeout),
            may_be_unread=self._unread.may_be,
        )

    def _courier(self, backoff: Backoff) -> Courier:
        desk = self._desk
        messenger = Messenger(
            self._calls,
            desk.rules,
            is_gone=Leavers(self._quick).is_gone,
            is_open=self._audience().is_open,
            site=self._me.site,
        )
        return Courier(
            desk.store.outbox,
            messenger,
            Pacing(desk.settings.slack_posts_per_second),
            plan=desk.rules.plan,
            clock=self._clock,
            backoff=backoff,
            in_flight=self._in_flight,
            on_uninvited=self._whispers.ask_for_invitation,
            may_be_unread=self._unread.may_be,
        )

    def _agents(self) -> Agents:
        return Agents(self._directory(), self._desk.rules.rights)

    def _permissions(self) -> Permissions:
        desk = self._desk
        rights, trail = desk.rules.rights, desk.store.trail
        return Permissions(self._directory(), rights, trail, clock=self._clock)

    def _directory(self) -> Directory:
        groups, people = self._desk.rules.rights.groups, self._desk.store.people
        return Directory(self._quick, people, groups=groups, clock=self._clock)

    def _audience(self) -> Audience:
        return Audience(self._quick, self._desk.store.people, clock=self._clock)

    def scribe(self) -> Scribe:
        """Return what writes known issues from tickets."""
        desk = self._desk
        news = DraftNews(self._whispers)
        return Scribe(desk.store.write_ups, desk.writer, self._names, news, clock=self._clock)

    def listeners(self, wake: Callable[[], None], search: Search | None = None) -> Listeners:
        """Return the Bolt app; `wake` is called when something has come due.

        Without `search` people find known issues by their words alone.
        """
        desk, token = self._desk, self._desk.settings.slack_bot_token
        tools = Tools(
            self._me,
            desk.rules,
            slack_stores(desk.store, desk.gaps()),
            api=self._quick,
            albums=Albums(self._quick, self._upload),
            progress=self._progress,
            whispers=self._whispers,
            best_effort=self.best_effort,
            seal=Seal("" if token is None else token.get_secret_value()),
            max_length=desk.settings.max_description_length,
            limits=desk.settings.limits,
            wake=wake,
            clock=self._clock,
            search=None if search is None else desk.unfailing(search),
        )
        return build_app(tools)

    def errands(self, wake: Callable[[], None]) -> ErrandRunner:
        """Return what does the errands that are due; `wake` is called when they open a ticket."""
        desk = self._desk
        reader = Reader(self._me, desk.rules, desk.settings.max_description_length, self._clock)
        asked = MessageRequests(
            reader,
            desk.store.tickets,
            progress=self._progress,
            whispers=self._whispers,
            limits=desk.settings.limits,
            wake=wake,
        )
        responses = desk.store.first_responses
        deeds: dict[Chore, Deed] = {
            Chore.OPEN_TICKET: Fetching(self._calls, asked, self._whispers),
            Chore.FIRST_RESPONSE: GivingResponse(responses, self._permissions(), clock=self._clock),
        }
        return ErrandRunner(desk.store.errands, deeds, self._clock)

    def exports(self) -> ErrandRunner:
        """Return what makes the exports that are asked for; each can take its time."""
        desk = self._desk
        exporting = Exporting(
            self._calls,
            self._upload,
            desk.store.exports,
            desk.store.errands,
            desk.store.trail,
            permissions=self._permissions(),
            audience=self._audience(),
            whispers=self._whispers,
        )
        return ErrandRunner(desk.store.errands, {Chore.EXPORT: exporting}, self._clock)

    def silences(self, app: Listeners) -> Silences:
        """Return what has `app` catch up with what was said while Slack could not reach it."""
        return watch_silences(
            app,
            self._calls,
            self._desk.store.last_seen,
            self._desk.rules,
            self._me.team,
            clock=self._clock,
            pause=self._pause,
            unread=self._unread,
        )

    def attention(self, app: Listeners, silences: Silences) -> Attention:
        """Return what hands Slack's deliveries to `app` and notices when they failed for long."""
        is_called = self._desk.settings.slack_app_token is None
        return Attention(app, silences, clock=self._clock, is_called=is_called)

    def operators(self) -> Operators | None:
        """Return who tells the operators what was given up; None if they have no channel."""
        channel = self._desk.rules.operators_channel
        if channel is None:
            return None
        notices = self._desk.store.notices
        return Operators(
            self._calls,
            notices,
            channel,
            self._me.team,
            clock=self._clock,
            in_flight=self._in_flight,
        )

    def _shown_by(self, quick: WebApi, tiers: Tiers) -> SlackProgress:
        reports = self._desk.store.reports
        backlog = Backlog(lambda: reports.queue_depth(self._clock()), self._clock)
        return SlackProgress(
            quick, self.best_effort, tiers, clock=self._clock, is_busy=backlog.is_deep
        )


def _in_flight(outside: Outside) -> InFlight:
    monotonic = outside.timing.monotonic
    earlier = EarlierCalls(outside.timing.now, monotonic, RECONCILE_AFTER, outside.memory)
    return InFlight(monotonic, RECONCILE_AFTER, earlier)
