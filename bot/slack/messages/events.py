"""Takes the events of channels: stores what is a ticket or a reply, answers the rest."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, assert_never

import structlog

from bot.slack.messages.incoming import (
    Aside,
    Deleted,
    Echo,
    Edited,
    Ignored,
    Invited,
    Misplaced,
    Passed,
    Said,
    Unfit,
    is_blank,
)
from bot.slack.payload import string
from bot.slack.ports import NONE, OPENED, REPLIED
from bot.slack.sentences import empty, how_to_ask, how_to_open, too_long, too_many, where_to_post
from bot.triage.arrivals.admission import Mode
from bot.triage.arrivals.chatter import gist, is_known
from bot.triage.arrivals.noise import Noise
from bot.triage.arrivals.revision import Revision
from bot.triage.errors import TriageError, Unavailable
from bot.triage.ticket import Entry

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.slack.messages.reader import Reader
    from bot.slack.messages.team_replies import TeamReplies
    from bot.slack.payload import Payload
    from bot.slack.ports import LastSeen, Outbox, PassedOver, Revisions, Tickets
    from bot.slack.posts.progress import SlackProgress
    from bot.slack.rendering import Mrkdwn
    from bot.slack.whispers import Whispers
    from bot.triage.arrivals.limits import Limits
    from bot.triage.ticket import Message

PLACE = re.compile(r"\d{10}\.\d{6}")

log = structlog.stdlib.get_logger("slack.events")


class Events:
    """Performs what an event means; an error here keeps it unacknowledged, so it comes again.

    Slack gives up on one that fails each time: where it stood is marked, to be read back later.
    """

    def __init__(
        self,
        reader: Reader,
        tickets: Tickets,
        revisions: Revisions,
        outbox: Outbox,
        last_seen: LastSeen,
        *,
        passed_over: PassedOver,
        team_replies: TeamReplies,
        progress: SlackProgress,
        whispers: Whispers,
        limits: Limits,
        wake: Callable[[], None],
        clock: Callable[[], datetime],
    ) -> None:
        self._reader = reader
        self._tickets = tickets
        self._revisions = revisions
        self._outbox = outbox
        self._last_seen = last_seen
        self._passed_over = passed_over
        self._team_replies = team_replies
        self._progress = progress
        self._whispers = whispers
        self._limits = limits
        self._wake = wake
        self._clock = clock

    def take(self, team: str, body: Payload) -> None:
        """Store what one event brings."""
        try:
            self._take(team, body)
        except Unavailable:
            raise  # soon over, and Slack repeats it until then
        except Exception:
            with suppress(TriageError):
                self._last_seen.missed(team, string(body, "event", "channel"), _place(body))
            raise

    def _take(self, team: str, body: Payload) -> None:
        incoming = self._reader.read(team, body)
        match incoming:
            case Said():
                self._hear(incoming)
            case Aside(message):
                self._record_aside(message)
            case Edited(message, opens_ticket):
                self._edit(message, opens_ticket=opens_ticket)
            case Deleted(revision):
                self._wake_if(needed=self._revisions.delete(revision))
            case Unfit(message):
                self._refuse(message, is_too_long=incoming.is_too_long)
            case Misplaced(message, is_direct):
                self._redirect(message, is_direct=is_direct)
            case Echo(key, channel, ts):
                found = self._outbox.confirm_echo(team, key, channel, ts, self._clock())
                self._wake_if(needed=found)
            case Invited(channel, by):
                self._join(team, channel, by)
            case Passed() | Ignored():
                self._leave(team, incoming)
            case _:
                assert_never(incoming)

    def _join(self, team: str, channel: str, by: str) -> None:
        now = self._clock()
        self._last_seen.joined(team, channel, f"{now.timestamp():.6f}")
        self._wake_if(needed=self._outbox.invited(team, channel, by=by, now=now))

    def _hear(self, said: Said) -> None:
        message, opens_ticket = said.message, said.opens_ticket
        if is_blank(message):
            self._answer_summons(message)
        elif opens_ticket and self._is_known_chatter(message):
            self._leave(message.team, Passed(message, Noise.CLOSED_BEFORE))
        else:
            self._record(message, opens_ticket=opens_ticket, is_asked=said.addresses_app)

    def _record(self, message: Message, *, opens_ticket: bool, is_asked: bool = False) -> bool:
        """Store a message; return False if that changed nothing."""
        recorded = self._tickets.record(message, opens_ticket=opens_ticket, entry=Entry.MESSAGE)
        log.info(
            "message_recorded",
            outcome=str(recorded.outcome),
            team=message.team,
            event_id=message.event_id,
            ticket=recorded.number and f"{message.team}/T-{recorded.number}",
        )
        is_silent = self._is_silent(message.channel)
        if recorded.exceeded is not None and recorded.is_news and not is_silent:
            sentence = too_many(recorded.exceeded, self._limits.most(recorded.exceeded))
            self._whispers.tell(message.channel, message.user, None, sentence)
        if recorded.outcome == NONE and is_asked:
            self._tell_how_to_ask(message)
        if recorded.outcome == OPENED and message.ts is not None and not is_silent:
            self._progress.started(message.team, message.channel, message.ts)
        is_new = recorded.outcome in {OPENED, REPLIED}
        is_heard = not is_new and self._team_replies.hear(message)
        self._wake_if(needed=is_new or is_heard)
        return is_new

    def _answer_summons(self, message: Message) -> None:
        """Answer a reply that is nothing but a mention of the app, unless it is to a ticket."""
        thread_ts = message.thread_ts or ""
        is_ticket = self._tickets.in_thread(message.team, message.channel, thread_ts) is not None
        if not is_ticket and self._is_first(message):
            self._tell_how_to_ask(message)

    def _tell_how_to_ask(self, message: Message) -> None:
        if not self._is_silent(message.channel):
            sentence = how_to_ask(self._reader.rules.admission.emoji)
            self._whispers.tell(message.channel, message.user, message.thread_ts, sentence)

    def _record_aside(self, message: Message) -> bool:
        """Store a reply only where its thread is a ticket's; return False if it is not."""
        thread_ts = message.thread_ts or ""
        is_ticket = self._tickets.in_thread(message.team, message.channel, thread_ts) is not None
        if is_ticket:
            self._record(message, opens_ticket=False)
        else:
            self._wake_if(needed=self._team_replies.hear(message))
        return is_ticket

    def _edit(self, message: Message, *, opens_ticket: bool) -> None:
        opens = opens_ticket and not self._is_known_chatter(message)
        if opens and self._record(message, opens_ticket=True):
            return
        self._wake_if(needed=self._revisions.edit(Revision.to(message)))

    def _refuse(self, message: Message, *, is_too_long: bool) -> None:
        if not self._is_first(message) or self._is_silent(message.channel):
            return
        limit = self._reader.max_length
        sentence = too_long(len(message.text), limit) if is_too_long else empty(limit)
        self._whispers.tell(message.channel, message.user, None, sentence)

    def _leave(self, team: str, incoming: Passed | Ignored) -> None:
        """Open no ticket; of noise keep, by its id, that it is that: people may ask."""
        match incoming:
            case Passed(message, Noise() as noise) if message.ts is not None:
                self._passed_over.keep(team, message.channel, message.ts, noise, self._clock())
                log.info("passed_over", noise=str(noise), team=team, event_id=message.event_id)
            case Passed():
                log.debug("ignored", reason="opens no ticket here", team=team)
            case Ignored(reason):
                log.debug("ignored", reason=reason, team=team)

    def _redirect(self, message: Message, *, is_direct: bool) -> None:
        if message.is_reply and not is_direct and self._record_aside(message):
            return
        if not self._is_first(message):
            return
        sentence = self._how_to_open(message.channel)
        thread_ts = message.thread_ts
        if is_direct:
            self._whispers.answer_direct_message(message.channel, thread_ts, sentence)
        else:
            self._whispers.tell(message.channel, message.user, thread_ts, sentence)

    def _is_known_chatter(self, message: Message) -> bool:
        """Return True if people have closed the same as no ticket, more than once."""
        admission = self._reader.rules.admission
        is_filtered = admission.filters_noise and not message.file_names
        if not is_filtered or admission.mode(message.channel) is not Mode.AUTOMATIC:
            return False
        if gist(message.text) is None:
            return False
        return is_known(message.text, self._passed_over.closed(message.team))

    def _is_silent(self, channel: str) -> bool:
        return self._reader.rules.admission.review_for(channel) is not None

    def _how_to_open(self, channel: str) -> Mrkdwn:
        rules = self._reader.rules
        if channel in rules.admission.modes:
            return how_to_open(rules.admission.mode(channel), rules.admission.emoji)
        return where_to_post(rules.channels)

    def _wake_if(self, *, needed: bool) -> None:
        if needed:
            self._wake()

    def _is_first(self, message: Message) -> bool:
        """Return True once per message: redeliveries and the mention's twin come after."""
        return self._tickets.refuse(message)


def _place(body: Payload) -> str:
    """Return the ts of the message that an event is about; empty if it is about none."""
    paths = (("message", "ts"), ("deleted_ts",), ("ts",))
    found = (string(body, "event", *path) for path in paths)
    return next(filter(PLACE.fullmatch, found), "")
