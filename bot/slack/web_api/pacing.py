"""Keeps posts within Slack's limit per channel, before Slack has to say so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from threading import Lock

from bot.triage.delivery.retries import LONGEST_PAUSE_SECONDS

BURST = 5
RESERVE_SECONDS = 0.5
"""How much less a post may take on its way than the one before: Slack counts arrivals."""
_NEVER = datetime.min.replace(tzinfo=UTC)
LONGEST_HOLD = timedelta(seconds=LONGEST_PAUSE_SECONDS)

Place = tuple[str, str]
"""A team and one of its channels."""


@dataclass(frozen=True, slots=True)
class _Bucket:
    tokens: float
    at: datetime
    held_until: datetime


def _is_from_later(bucket: _Bucket, now: datetime) -> bool:
    """Return True if the clock was set back since: the channel would wait for it to catch up."""
    is_held = bucket.at <= bucket.held_until
    return bucket.held_until > now + LONGEST_HOLD or (bucket.at > now and not is_held)


class Pacing:
    """A token bucket for each channel; 0 posts a second means no pacing but after a 429.

    Slack allows about one post a second per channel, with short bursts:
    https://docs.slack.dev/apis/web-api/rate-limits
    """

    def __init__(self, posts_per_second: float, burst: int = BURST) -> None:
        self._rate = posts_per_second
        self._burst = float(burst)
        self._needed = 1 + min(posts_per_second * RESERVE_SECONDS, (burst - 1) / 2)
        self._buckets: dict[Place, _Bucket] = {}
        self._lock = Lock()

    def spend(self, team: str, channel: str, now: datetime) -> None:
        """Count one post."""
        with self._lock:
            bucket = self._filled((team, channel), now)
            spent = bucket.tokens - 1 if self._rate else bucket.tokens
            self._buckets[team, channel] = replace(bucket, tokens=spent)

    def hold(self, team: str, channel: str, until: datetime) -> None:
        """Let nothing be posted there before `until`, since Slack said so."""
        with self._lock:
            bucket = self._filled((team, channel), until)
            longest = max(bucket.held_until, until)
            self._buckets[team, channel] = _Bucket(min(bucket.tokens, self._needed), until, longest)

    def blocked(self, now: datetime) -> frozenset[Place]:
        """Return the places where nothing may be posted now, and forget those at rest."""
        with self._lock:
            self._buckets = {place: self._filled(place, now) for place in self._buckets}
            free_at = {place: self._free_at(place, now) for place in self._buckets}
            self._buckets = {
                place: bucket
                for place, bucket in self._buckets.items()
                if free_at[place] > now or (self._rate and bucket.tokens < self._burst)
            }
        return frozenset(place for place, free in free_at.items() if free > now)

    def next_free(self, now: datetime) -> datetime | None:
        """Return when the first blocked place is free again; None if none is blocked."""
        with self._lock:
            times = [self._free_at(place, now) for place in self._buckets]
        return min((time for time in times if time > now), default=None)

    def _free_at(self, place: Place, now: datetime) -> datetime:
        bucket = self._filled(place, now)
        missing = self._needed - bucket.tokens
        ready = now if missing <= 0 else now + timedelta(seconds=missing / self._rate)
        return max(ready, bucket.held_until)

    def _filled(self, place: Place, now: datetime) -> _Bucket:
        """Return the bucket as it is at `now`."""
        bucket = self._buckets.get(place, _Bucket(self._burst, now, _NEVER))
        if _is_from_later(bucket, now):
            bucket = _Bucket(bucket.tokens, now, _NEVER)
        elapsed = max((now - bucket.at).total_seconds(), 0.0)
        tokens = min(self._burst, bucket.tokens + elapsed * self._rate)
        return replace(bucket, tokens=tokens, at=max(now, bucket.at))
