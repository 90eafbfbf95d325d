"""Bots that break a promise each, made by changing a part of the real one."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
import structlog

from bot.slack.rendering import DEFUSED_BRACKET
from bot.slack.web_api.methods import Method
from bot.triage.delivery.posting import Kind, PostingStatus
from storage.arrivals.recorded import Outcome, Recorded
from storage.budgets import Budgets
from storage.delivery.notices import Notices
from storage.issues import Change, Issues
from storage.outbox import Outbox
from storage.schema import outbox, tickets
from storage.tickets import Tickets
from tests.simulation.abroad import SAID
from tests.simulation.life import Nature

if TYPE_CHECKING:
    from datetime import date, datetime, timedelta

    from bot.parts.storeroom import Store
    from bot.slack.blocks import Json
    from bot.slack.payload import Payload
    from bot.slack.web_api.calls import WebApi
    from bot.triage.delivery.dead_letter import Notice
    from bot.triage.delivery.posting import Posting
    from bot.triage.ticket import Entry, Message, Ticket
    from storage.database import Database

log = structlog.stdlib.get_logger("broken")


class CarelessOutbox(Outbox):
    """Commits nothing before the call: what a crash leaves behind looks as if never sent."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._own = database

    def claim(
        self, now: datetime, blocked: frozenset[tuple[str, str]], reconcile_after: timedelta
    ) -> Posting | None:
        posting = super().claim(now, blocked, reconcile_after)
        if posting is not None:
            as_before = {"status": PostingStatus.PENDING, "in_doubt": 0}
            with self._own.write() as connection:
                row = sa.update(outbox).where(outbox.c.id == posting.id)
                connection.execute(row.values(as_before))
        return posting


class UnsettledOutbox(Outbox):
    """Leaves it to the disk when a claim is written: a power cut takes it back."""

    def settle(self) -> None:
        """Return at once."""


class HastyTickets(Tickets):
    """Stores a message only when it has been acknowledged, if it still can."""

    def __init__(self, *parts: Any, **more: Any) -> None:  # noqa: ANN401 - passed on as they are
        super().__init__(*parts, **more)
        self._put_off: list[tuple[Message, bool, Entry]] = []

    def record(self, message: Message, *, opens_ticket: bool, entry: Entry) -> Recorded:  # type: ignore[override]
        self._put_off.append((message, opens_ticket, entry))
        return Recorded(Outcome.NONE)

    def claim(self, now: datetime, lease: timedelta) -> Ticket | None:
        while self._put_off:
            message, opens_ticket, entry = self._put_off.pop()
            super().record(message, opens_ticket=opens_ticket, entry=entry)
        return super().claim(now, lease)


class SilentTickets(Tickets):
    """Takes in every ticket, and never looks at one."""

    def claim(self, now: datetime, lease: timedelta) -> None:
        """Find nothing to do."""

    def next_due(self) -> None:
        """Expect nothing."""


class HushedTickets(Tickets):
    """Changes a ticket before it says so in the trail."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, str)
        self._own = database

    def save(self, ticket: Ticket, **move: Any) -> bool:  # noqa: ANN401 - passed on as it is
        with self._own.write() as connection:
            row = sa.update(tickets).where(tickets.c.id == ticket.id)
            connection.execute(row.values(status=ticket.status))
        return super().save(ticket, **move)


class DeafIssues(Issues):
    """Does not notice that known issues have changed."""

    def revision(self) -> int:
        return 0


class HoardingIssues(Issues):
    """Does not tell what was taken out of use: it stays in the index until the next start."""

    def changed_since(self, revision: int) -> tuple[Change, ...]:
        changes = super().changed_since(revision)
        return tuple(change for change in changes if not (revision and change.retired))


class BluntSlack:
    """Says everything as it was written, as if nothing were escaped."""

    def __init__(self, api: WebApi) -> None:
        self._api = api

    def call(self, method: Method, arguments: Json) -> Payload:
        return self._api.call(method, _unescaped(arguments))


class LazySlack:
    """Says that a message was changed, and leaves it as it was."""

    def __init__(self, api: WebApi) -> None:
        self._api = api

    def call(self, method: Method, arguments: Json) -> Payload:
        if method is Method.UPDATE:
            return {"ts": arguments["ts"]}
        return self._api.call(method, arguments)


class GossipingSlack:
    """Says beside everything what it has heard in another workspace."""

    def __init__(self, api: WebApi) -> None:
        self._api = api

    def call(self, method: Method, arguments: Json) -> Payload:
        if method is Method.POST:
            arguments = {**arguments, "text": f"{arguments['text']} (as {SAID[0]})"}
        return self._api.call(method, arguments)


class ChattySlack:
    """Logs what it says, a word at a time, in which the log's own filter knows no secret."""

    def __init__(self, api: WebApi) -> None:
        self._api = api

    def call(self, method: Method, arguments: Json) -> Payload:
        for word in re.split(r"[\s-]", str(arguments.get("text"))):
            log.info("saying", word=word)
        return self._api.call(method, arguments)


class ClumsySlack:
    """Fails in a way that nobody has thought of."""

    def __init__(self, api: WebApi) -> None:
        self._api = api

    def call(self, method: Method, arguments: Json) -> Payload:
        if method is Method.POST:
            raise ZeroDivisionError
        return self._api.call(method, arguments)


def _unescaped(part: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(part, str):
        raw = html.unescape(part).replace(DEFUSED_BRACKET, "<")
        return re.sub(r"\[(![a-z]+)\]", r"<\1>", raw)
    if isinstance(part, dict):
        return {name: _unescaped(value) for name, value in part.items()}
    return [_unescaped(item) for item in part] if isinstance(part, list) else part


def _hasty(store: Store) -> Store:
    return replace(store, tickets=HastyTickets(store.database, str))


class ForgetfulOutbox(Outbox):
    """Tells nobody of a deadline."""

    def claim(
        self, now: datetime, blocked: frozenset[tuple[str, str]], reconcile_after: timedelta
    ) -> Posting | None:
        posting = super().claim(now, blocked, reconcile_after)
        while posting is not None and posting.post.kind is Kind.REMINDER:
            self.call_off(posting, now)
            posting = super().claim(now, blocked, reconcile_after)
        return posting


class StrandingOutbox(Outbox):
    """Gives up a post, and leaves what waited for it waiting."""

    def bury(self, posting: Posting, error: str, now: datetime) -> None:
        root = replace(posting, post=replace(posting.post, kind=Kind.QUESTION))
        super().bury(root, error, now)


class PushyNotices(Notices):
    """Never wonders whether the operators have read it already."""

    def take(self, team: str, now: datetime, look_after: timedelta) -> Notice | None:
        notice = super().take(team, now, look_after)
        return None if notice is None else replace(notice, is_in_doubt=False)


class MuteNotices(Notices):
    """Takes what the operators are to be told for told."""

    def take(self, team: str, now: datetime, look_after: timedelta) -> None:
        notice = super().take(team, now, look_after)
        if notice is not None:
            self.settle(notice)


class OpenBudgets(Budgets):
    """Has money for everything, and keeps no books."""

    def reserve(self, team: str, day: date, tokens: int, most: int) -> bool:
        del team, day, tokens, most
        return True


class GenerousBudgets(Budgets):
    """Keeps its books, and lets a day have more than it may."""

    def reserve(self, team: str, day: date, tokens: int, most: int) -> bool:
        return super().reserve(team, day, tokens, most + 1_500)


def _loud(store: Store) -> Store:
    return replace(store, tickets=Tickets(store.database, str))


CARELESS = Nature(store=lambda own: replace(own, outbox=CarelessOutbox(own.database)))
UNSETTLED = Nature(store=lambda own: replace(own, outbox=UnsettledOutbox(own.database)))
HASTY = Nature(store=_hasty)
SILENT = Nature(store=lambda own: replace(own, tickets=SilentTickets(own.database, str)))
HUSHED = Nature(store=lambda own: replace(own, tickets=HushedTickets(own.database)))
GOSSIPING = Nature(slack=GossipingSlack)
DEAF = Nature(store=lambda own: replace(own, issues=DeafIssues(own.database)))
HOARDING = Nature(store=lambda own: replace(own, issues=HoardingIssues(own.database)))
BLUNT = Nature(slack=BluntSlack)
LAZY = Nature(slack=LazySlack)
CHATTY = Nature(slack=ChattySlack)
FORGETFUL = Nature(store=lambda own: replace(own, outbox=ForgetfulOutbox(own.database)))
LOUD = Nature(store=_loud)
STRANDING = Nature(store=lambda own: replace(own, outbox=StrandingOutbox(own.database)))
PUSHY = Nature(store=lambda own: replace(own, notices=PushyNotices(own.database)))
MUTE = Nature(store=lambda own: replace(own, notices=MuteNotices(own.database)))
SPENDING = Nature(store=lambda own: replace(own, budgets=OpenBudgets(own.database)))
GENEROUS = Nature(store=lambda own: replace(own, budgets=GenerousBudgets(own.database)))
CLUMSY = Nature(slack=ClumsySlack)
