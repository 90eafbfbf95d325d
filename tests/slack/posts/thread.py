"""A thread in a served workspace, and the messenger that posts to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.slack.posts.messenger import Messenger
from bot.slack.web_api.calls import SlackCalls
from bot.triage.delivery.posting import Kind, Operation, Posting
from bot.triage.ticket import Entry
from tests.builders import a_judged_ticket, a_posting, a_ticket, the_rules

if TYPE_CHECKING:
    from bot.triage.ticket import Ticket
    from bot.workspace import Channel, Faults, Message, Workspace, WorkspaceServer

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)


class Thread:
    """A thread in a served workspace, and the messenger that posts to it."""

    def __init__(self, server: WorkspaceServer, timeout_seconds: int = 30) -> None:
        self.slack: Workspace = server.workspace
        self.faults: Faults = self.slack.faults
        self.bot = self.slack.add_app()
        self.ann = self.slack.add_user("ann")
        self.support: Channel = self.slack.add_channel("support", self.ann, self.bot)
        self.root = self.slack.post_as_user(self.ann, self.support, "The invoice is wrong")
        self.api = SlackCalls(
            self.bot.token,
            clock=lambda: NOW,
            base_url=server.api_url,
            timeout_seconds=timeout_seconds,
        )
        self.messenger = Messenger(self.api, the_rules())

    def posting(
        self,
        kind: Kind = Kind.CARD,
        ticket: Ticket | None = None,
        *,
        round: int = 0,  # noqa: A002 - its name there
        operation: Operation = Operation.POST,
        ts: str | None = None,
        unconfirmed: bool = False,
    ) -> Posting:
        placed = replace(
            ticket or a_judged_ticket(), channel=self.support.id, thread_ts=self.root.ts
        )
        return a_posting(
            kind,
            placed,
            round=round,
            operation=operation,
            ts=ts,
            unconfirmed=unconfirmed,
            created_at=datetime.now(UTC),
        )

    def root_posting(self, *, unconfirmed: bool = False) -> Posting:
        ticket = a_ticket(channel=self.support.id, thread_ts=None, entry=Entry.COMMAND)
        created_at = datetime.now(UTC)
        return a_posting(Kind.ROOT, ticket, unconfirmed=unconfirmed, created_at=created_at)

    def replies(self) -> tuple[Message, ...]:
        return self.slack.thread(self.support, self.root.ts).replies
