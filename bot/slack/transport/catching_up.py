"""Looks up what was said while Slack could not reach us, and takes it as if it arrived now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

import structlog
from slack_bolt import BoltRequest

from bot.slack.payload import is_tombstone, part, string
from bot.slack.transport.vanishing import Vanishing
from bot.slack.transport.well_formed import is_well_formed
from bot.slack.web_api.methods import Method
from bot.slack.web_api.pages import GONE, Patient, TooMany, messages
from bot.triage.errors import Rejected
from bot.triage.teamwork.work import REOPENS_WITHIN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from slack_bolt import App

    from bot.slack.blocks import Json
    from bot.slack.payload import Payload
    from bot.slack.ports import LastSeen, Span
    from bot.slack.web_api.tiers import TieredCalls
    from bot.triage.rules import Rules

OVERLAP = timedelta(hours=1)
"""Before the last ticket too: a message can have got lost though a later one was stored."""
FARTHEST = timedelta(hours=24)
MOST_THREADS = 200
TRIES = 5
FIRST_PAUSE_SECONDS = 1.0

log = structlog.stdlib.get_logger("slack.catching_up")


@dataclass(frozen=True, slots=True)
class Listed:
    """What Slack listed, the oldest first; not whole where it ended before the list did."""

    messages: Sequence[Payload]
    is_whole: bool


class CatchUp:
    """Reads the support channels since their last ticket, and the threads that a reply moves.

    What is found goes to the app like a delivery of Slack's. Reading is limited to one call a
    minute for some apps, so this belongs in a thread of its own: `pause` waits, and raises
    Unavailable when there is no time left. It gives way to who looks for a post in doubt: else
    that ticket had no card before the last thread was read.
    """

    def __init__(
        self,
        app: App,
        api: TieredCalls,
        last_seen: LastSeen,
        rules: Rules,
        team: str,
        *,
        clock: Callable[[], datetime],
        pause: Callable[[float], None],
    ) -> None:
        self._app = app
        self._api = Patient(api.giving_way(), pause)
        self._last_seen = last_seen
        self._vanishing = Vanishing(self._api, last_seen, team, clock)
        self._rules = rules
        self._team = team
        self._clock = clock
        self._pause = pause
        self._times_marked = 0

    def mark(self) -> None:
        """Mark where to read on from, before newer messages hide it; an older mark stays."""
        now = self._clock().timestamp()
        self._times_marked += 1
        self._last_seen.mark(self._team, self._rules.channels, f"{now:.6f}")

    def read(self) -> int:
        """Take in what is missing since the marks; return how many messages were looked at.

        A channel's mark goes once all of it is stored, so that whatever cuts this short, be it
        the end of the process, leaves what is not read yet to the next time.
        """
        self.mark()
        return self._read_channels(self._last_seen.marks(self._team)) + self._read_threads()

    def _read_channels(self, marks: dict[str, Span]) -> int:
        count = 0
        for channel, span in sorted(marks.items(), key=lambda mark: mark[1][1], reverse=True):
            if self._rules.is_support_channel(channel):
                count += self._read_channel(channel, span)
        return count

    def _read_channel(self, channel: str, span: Span) -> int:
        times_marked = self._times_marked
        oldest = self._oldest(span)
        expected = self._vanishing.expected(channel, oldest)
        listed = self._listed(Method.HISTORY, {"channel": channel, "oldest": oldest})
        is_all_stored = listed is not None and self._take(channel, listed, expected)
        # Where another silence began meanwhile, the older mark covers it too.
        if is_all_stored and times_marked == self._times_marked:
            self._last_seen.caught_up(self._team, channel)
        return len(listed.messages) if listed else 0

    def _oldest(self, span: Span) -> str:
        """Return from which ts to read: nothing from before tickets were taken there."""
        first, last = span
        overlapping = datetime.fromtimestamp(float(last), UTC) - OVERLAP
        oldest = max(overlapping, self._clock() - FARTHEST)
        return max(first, f"{oldest.timestamp():.6f}", key=float)

    def _read_threads(self) -> int:
        count = 0
        resolved_since = self._clock() - REOPENS_WITHIN
        threads = self._last_seen.awaited_threads(self._team, resolved_since, MOST_THREADS)
        for channel, ts in threads:
            count += self._read_thread(channel, ts)
        return count

    def _read_thread(self, channel: str, ts: str) -> int:
        expected = self._vanishing.expected_in(channel, ts)
        listed = self._listed(Method.REPLIES, {"channel": channel, "ts": ts})
        if listed is None:
            return 0
        roots = [message for message in listed.messages if string(message, "ts") == ts]
        for root in roots:
            self._deliver_again(channel, root)
        replies = [one for one in listed.messages if one not in roots]
        known = [one for one in expected if not roots or one != ts]
        self._take(channel, replace(listed, messages=replies), known)
        return len(replies)

    def _listed(self, method: Method, arguments: Json) -> Listed | None:
        """Return what Slack lists, the oldest first; None where we may not look."""
        found: list[Payload] = []
        is_whole = True
        try:
            for message in messages(self._api, method, arguments):
                found.append(message)  # noqa: PERF402 - what was read before an error counts
        except TooMany as limit:
            is_whole = False
            log.warning("not_all_read", channel=arguments["channel"], reason=str(limit))
        except Rejected as refusal:
            log.warning("not_read", channel=arguments["channel"], reason=str(refusal))
            if found or refusal.code not in GONE:
                return None
        return Listed(sorted(found, key=lambda message: string(message, "ts")), is_whole=is_whole)

    def _take(self, channel: str, listed: Listed, expected: Sequence[str]) -> bool:
        """Have the app take what is not stored yet, and what of `expected` is gone."""
        is_taken = self._take_missing(channel, listed.messages)
        if not listed.is_whole:
            return is_taken
        gone = self._vanishing.gone(channel, expected, listed.messages)
        told = [self._deliver_deletion(channel, ts) for ts in gone]
        return is_taken and all(told)

    def _take_missing(self, channel: str, found: Sequence[Payload]) -> bool:
        """Have the app take what is not stored or was edited or deleted; False if it did not."""
        places = [string(message, "ts") for message in found]
        known = self._last_seen.stored(self._team, channel, places)
        taken = [
            self._deliver(channel, message, ts)
            if ts not in known
            else not _was_changed(message) or self._deliver_again(channel, message)
            for message, ts in zip(found, places, strict=True)
        ]
        return all(taken)

    def _deliver_again(self, channel: str, message: Payload) -> bool:
        """Have the app compare what is stored with what stands there: a change can get lost."""
        event: Json = {"subtype": "message_changed", "message": message}
        return self._deliver(channel, event, string(message, "ts"))

    def _deliver_deletion(self, channel: str, ts: str) -> bool:
        return self._deliver(channel, {"subtype": "message_deleted", "deleted_ts": ts}, ts)

    def _deliver(self, channel: str, event: Payload, ts: str) -> bool:
        """Hand an event to the app; one that fails time and again is left alone: False."""
        body = {
            "type": "event_callback",
            "team_id": self._team,
            "event_id": f"history:{channel}:{ts}",
            "event": {**event, "type": "message", "channel": channel},
        }
        if not is_well_formed(body):
            return True
        for seconds in _pauses():
            request = BoltRequest(mode="socket_mode", body=body)
            if self._app.dispatch(request).status == HTTPStatus.OK:
                return True
            self._pause(seconds)
        log.error("not_caught_up", channel=channel, ts=ts)
        return False


def _was_changed(message: Payload) -> bool:
    """Return True if it was edited or deleted."""
    return bool(part(message, "edited")) or is_tombstone(message)


def _pauses() -> Iterator[float]:
    return (FIRST_PAUSE_SECONDS * 2**number for number in range(TRIES))
