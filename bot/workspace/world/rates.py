"""Slack's rate limits: posts a second per channel, and tiers per method and team."""

from collections import defaultdict, deque
from dataclasses import dataclass, field

MINUTE = 60.0
TIERS = {1: 1, 2: 20, 3: 50, 4: 100, 5: 600}
"""Calls a minute; 5 stands for the special limit of setStatus and its like."""


@dataclass
class Rates:
    """Limits to enforce; `None` where a limit is not enforced."""

    posts_per_second: float | None = None
    burst: int = 5
    are_tiers_enforced: bool = False
    history_per_minute: int | None = None
    """For apps that are distributed outside the Marketplace: 1."""
    history_items: int | None = None
    """The most messages a page for those apps: 15."""
    refused: int = 0
    _posts: dict[tuple[str, str], tuple[float, float]] = field(default_factory=dict)
    _calls: dict[tuple[str, str, str], deque[float]] = field(
        default_factory=lambda: defaultdict(deque)
    )

    def wait_to_post(self, app_id: str, channel_id: str, now: float) -> float:
        """Return 0 and count the post, or return the seconds until one is allowed."""
        if self.posts_per_second is None:
            return 0.0
        key = (app_id, channel_id)
        tokens, since = self._posts.get(key, (float(self.burst), now))
        tokens = min(float(self.burst), tokens + (now - since) * self.posts_per_second)
        if tokens < 1:
            self.refused += 1
            return (1 - tokens) / self.posts_per_second
        self._posts[key] = (tokens - 1, now)
        return 0.0

    def wait_to_call(self, app_id: str, team_id: str, method: str, tier: int, now: float) -> float:
        """Return 0 and count the call, or return the seconds until its tier allows one."""
        limit = TIERS[tier] if self.are_tiers_enforced and tier else None
        if method in {"conversations.history", "conversations.replies"}:
            limit = self.history_per_minute or limit
        if limit is None:
            return 0.0
        recent = self._calls[app_id, team_id, method]
        while recent and recent[0] <= now - MINUTE:
            recent.popleft()
        if len(recent) >= limit:
            self.refused += 1
            return recent[0] + MINUTE - now
        recent.append(now)
        return 0.0
