"""What the Slack edge needs from the rest of the app to store what arrives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from bot.triage.arrivals.admission import Refusal
    from bot.triage.arrivals.limits import Limit
    from bot.triage.arrivals.noise import Noise
    from bot.triage.arrivals.revision import Revision
    from bot.triage.delivery.errand import Errand
    from bot.triage.issue import KnownIssue
    from bot.triage.known_issues.draft import Draft
    from bot.triage.routing import Routing
    from bot.triage.teamwork.by import By
    from bot.triage.teamwork.change import Change
    from bot.triage.teamwork.incident import Incident
    from bot.triage.ticket import Entry, Message, Ticket, TicketId

OPENED = "opened"
REPLIED = "replied"
OVER_LIMIT = "over_limit"
DUPLICATE = "duplicate"
NONE = "none"

Span = tuple[str, str]
"""Two ts, the earlier one first."""


class Recorded(Protocol):
    """What became of a message."""

    @property
    def outcome(self) -> str:
        """Return OPENED, REPLIED, OVER_LIMIT, `duplicate` or `none`."""

    @property
    def ticket_id(self) -> TicketId | None:
        """Return the ticket that it belongs to, if it belongs to one."""

    @property
    def number(self) -> int | None:
        """Return that ticket's number among people."""

    @property
    def exceeded(self) -> Limit | None:
        """Return the limit that it would have exceeded."""

    @property
    def is_news(self) -> bool:
        """Return True if its author is to be told of that."""


class Tickets(Protocol):
    """Stores what people say; each method may raise Unavailable within 2 s."""

    def record(self, message: Message, *, opens_ticket: bool, entry: Entry) -> Recorded:
        """Store `message` once and wake its ticket."""

    def request(self, message: Message, *, by: str, reporter: str, entry: Entry) -> Recorded:
        """Open a ticket from any message, unless it belongs to one: then name that."""

    def about(self, team: str, channel: str, ts: str) -> Ticket | None:
        """Return the ticket that the message at `ts` belongs to; Unreadable if it can't be read."""

    def refuse(self, message: Message) -> bool:
        """Return True the first time that this is refused, as one event or as its twin."""

    def answer(self, team: str, ticket_id: TicketId, round_: int, message: Message, /) -> bool:
        """Store the answer to a question; False if it is not open any more."""

    def judge_now(
        self, team: str, ticket_id: TicketId, round_: int, /, *, actor: str, now: datetime
    ) -> bool:
        """Ask no more; False if the question is not open any more."""

    def find(self, team: str, number: int) -> Ticket | None:
        """Return the ticket with this number in `team`; Unreadable if it can't be read."""

    def in_thread(self, team: str, channel: str, thread_ts: str) -> Ticket | None:
        """Return the ticket whose root message that is."""


class Work(Protocol):
    """Stores what people do to tickets; each method may raise Unavailable within 2 s."""

    def change(
        self, team: str, number: int, make: Callable[[Ticket], Change], /, *, event: str, by: By
    ) -> Ticket | None:
        """Return the ticket after what `make` makes of it as it stands; None if it is gone.

        What `make` raises leaves everything as it was.
        """

    def reroute(
        self, team: str, number: int, make: Callable[[Ticket], Routing], /, *, by: By
    ) -> Ticket | None:
        """Return the ticket routed as `make` says of it; None if it is gone.

        What `make` raises leaves everything as it was.
        """

    def judge_again(self, team: str, number: int, /, *, by: By) -> bool:
        """Have the ticket judged once more; False if it has no card.

        Raises MoveRefused if it is closed, UnderWay if that is being done already.
        """


class Incidents(Protocol):
    """Stores what is decided about incidents; each method may raise Unavailable within 2 s."""

    def find(self, team: str, number: int) -> Incident | None:
        """Return the incident with this number in `team`."""

    def change(
        self, team: str, number: int, make: Callable[[Incident], Incident], /, *, event: str, by: By
    ) -> Incident | None:
        """Return the incident after what `make` makes of it; None if it is gone."""

    def open_by_hand(self, team: str, number: int, channel: str, /, *, by: By) -> Incident | None:
        """Return a new incident of that ticket; IncidentMoved if it is part of one."""


class WriteUps(Protocol):
    """Has known issues written from tickets; each method may raise Unavailable within 2 s."""

    def ask(self, team: str, number: int, /, *, actor: str, now: datetime) -> Draft | None:
        """Have one written, unless one is being written; None if the ticket is gone.

        Raises MoveRefused if people said that it is no ticket.
        """


class Revisions(Protocol):
    """Stores what people change afterwards; each method may raise Unavailable within 2 s."""

    def edit(self, revision: Revision) -> bool:
        """Store the new text; True if its ticket is to be judged again. Safe to repeat."""

    def delete(self, revision: Revision) -> bool:
        """Erase the message; True if something is to be done about its ticket. Safe to repeat."""


class Outbox(Protocol):
    """Learns from events where our posts stand, and where they may be said by now."""

    def confirm_echo(self, team: str, key: str, channel: str, ts: str, now: datetime) -> bool:
        """Note the ts of a post; False if it is none of ours. Safe to repeat."""

    def invited(self, team: str, channel: str, *, by: str, now: datetime) -> bool:
        """Say what was refused for want of an invitation; False if nothing was."""


class PassedOver(Protocol):
    """Keeps why messages opened no ticket; each method may raise Unavailable within 2 s."""

    def keep(self, team: str, channel: str, ts: str, noise: Noise, now: datetime, /) -> None:
        """Keep what the message at `ts` is. Safe to repeat."""

    def noise(self, team: str, channel: str, ts: str) -> Noise | None:
        """Return what the message at `ts` was found to be; None if it was not passed over."""

    def refusal(self, team: str, channel: str, ts: str) -> Refusal | None:
        """Return why the message at `ts` was refused; None if it was not."""

    def closed(self, team: str) -> Sequence[str]:
        """Return the messages that people closed last as no tickets."""


class Errands(Protocol):
    """Keeps what needs the network until it is done."""

    def add(self, errand: Errand, /) -> bool:
        """Keep it; False if the same is waiting. Raises Unavailable within 2 s."""


class LastSeen(Protocol):
    """Knows what is stored, and from where to read on; each method may raise Unavailable."""

    def joined(self, team: str, channel: str, ts: str) -> None:
        """Take it that tickets are posted in `channel` from now on, and that none is missing."""

    def mark(self, team: str, channels: Iterable[str], ts: str) -> None:
        """Mark where to read on from in each channel; an older mark stays.

        `channels` that were not known are watched from `ts` on.
        """

    def missed(self, team: str, channel: str, ts: str) -> None:
        """Mark that `ts` was not taken, to be read from there on; an older mark stays.

        Where no tickets are posted nothing is marked.
        """

    def marks(self, team: str) -> dict[str, Span]:
        """Return, by channel, since which ts tickets are taken there and its mark."""

    def caught_up(self, team: str, channel: str) -> None:
        """Remove the mark: nothing is missing in `channel`."""

    def awaited_threads(
        self, team: str, resolved_since: datetime, most: int, /
    ) -> list[tuple[str, str]]:
        """Return channel and root ts of threads in which a word would make a difference."""

    def stored(self, team: str, channel: str, among: Sequence[str]) -> frozenset[str]:
        """Return those of the ts in `among` whose messages are stored."""

    def standing(self, team: str, channel: str, *, since: str, until: str) -> list[str]:
        """Return the ts of what was said in `channel` and tickets rest on, without replies."""

    def standing_in(
        self, team: str, channel: str, root: str, *, since: str, until: str
    ) -> list[str]:
        """Return the ts of what was said in the thread of `root` and a ticket rests on."""


class KnownIssues(Protocol):
    """The known issues of a team and of all; each method may raise Unavailable."""

    def find(self, team: str, issue_id: str) -> KnownIssue | None:
        """Return the issue in use that `team` knows by that id."""

    def matching(self, team: str, words: str, limit: int) -> Sequence[KnownIssue]:
        """Return the issues that hold each of `words`, by id."""
