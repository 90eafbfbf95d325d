"""What the parts of the Slack side work with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.slack.finding import Search
    from bot.slack.forms.seal import Seal
    from bot.slack.people.identity import Identity
    from bot.slack.posts.progress import SlackProgress
    from bot.slack.stores import Stores
    from bot.slack.web_api.albums import Albums
    from bot.slack.web_api.best_effort import BestEffort
    from bot.slack.web_api.calls import WebApi
    from bot.slack.whispers import Whispers
    from bot.triage.arrivals.limits import Limits
    from bot.triage.rules import Rules


@dataclass(frozen=True, slots=True)
class Tools:
    """All of it, for one workspace."""

    me: Identity
    rules: Rules
    stores: Stores
    api: WebApi
    """Opens forms and finds out who somebody is: a call takes at most half of the 3 s in which
    Slack wants its answer."""
    albums: Albums
    progress: SlackProgress
    whispers: Whispers
    best_effort: BestEffort
    seal: Seal
    max_length: int
    """Of a ticket, in characters."""
    limits: Limits
    wake: Callable[[], None]
    """Called when something has come due."""
    clock: Callable[[], datetime]
    search: Search | None = None
    """Finds known issues by their meaning; None = by their words alone."""
