"""A ticket, its messages, and the moves it can make."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, NewType

from bot.triage.judging.claim import UNCLAIMED
from bot.triage.teamwork.correction import corrected
from bot.triage.teamwork.work import UNTOUCHED

if TYPE_CHECKING:
    from datetime import datetime

    from bot.triage.judgement import Judgement, Question
    from bot.triage.judging.claim import Claim
    from bot.triage.judging.ladder import Fall
    from bot.triage.routing import Routing
    from bot.triage.teamwork.correction import Correction
    from bot.triage.teamwork.duplicates import Duplicate
    from bot.triage.teamwork.incident import Mark
    from bot.triage.teamwork.work import Work

TicketId = NewType("TicketId", int)
"""Unique in the database; people see the number, which counts per workspace."""


class IllegalMove(ValueError):
    """The ticket's status does not allow this."""


class Status(StrEnum):
    """Where a ticket stands."""

    RECEIVED = "received"
    """Stored; nobody has judged it yet."""
    WAITING = "waiting"
    """A question is open; the reporter is to answer."""
    JUDGED = "judged"
    """Judged; its card is posted or on its way."""
    HANDED_OVER = "handed_over"
    """Could not be judged; its card asks people to."""
    WITHDRAWN = "withdrawn"
    """Its message was deleted, so that its text is gone, or joined another ticket.

    Nothing more is posted about it.
    """


class Entry(StrEnum):
    """How a ticket came in."""

    MESSAGE = "message"
    COMMAND = "command"
    SHORTCUT = "shortcut"
    """Somebody chose it in the menu of a message."""
    EMOJI = "emoji"
    """Somebody put the emoji on a message."""


@dataclass(frozen=True, slots=True)
class Message:
    """One thing that a person said in Slack, as it arrived.

    `ts` is Slack's id of the message within its channel; None while a `/triage` ticket's root is
    not posted yet. `event_id` is Slack's id of the delivery that brought it (for a command its
    trigger id): unique within the team.
    """

    team: str
    channel: str
    user: str
    text: str
    event_id: str
    at: datetime
    ts: str | None = None
    thread_ts: str | None = None
    file_names: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    """What people are called who sent it or are mentioned in it, as far as Slack said with it."""

    @property
    def is_reply(self) -> bool:
        """Return True if it stands in a thread below another message."""
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def full_text(self) -> str:
        """Return the text followed by the names of attached files, a line each."""
        files = (f"[file: {name}]" for name in self.file_names)
        return "\n".join(part for part in (self.text.strip(), *files) if part)


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question that was put to the reporter; `round` counts from 1."""

    round: int
    question: Question
    asked_at: datetime
    seen_messages: int
    """How many messages the ticket had when it was asked: what comes later answers it."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A problem that somebody posted, and all that happened to it since."""

    id: TicketId
    team: str
    number: int
    channel: str
    thread_ts: str | None
    """The ts of the root message; None while the root of a `/triage` ticket is on its way."""
    reporter: str
    entry: Entry
    status: Status
    messages: tuple[Message, ...]
    """Oldest first; the first is the ticket itself."""
    created_at: datetime
    questions: tuple[AskedQuestion, ...] = ()
    judgement: Judgement | None = None
    """What the analyst said; see `decided` for what counts."""
    due_at: datetime | None = None
    """When to look at it again without being woken: the deadline of an open question."""
    judge_now: bool = False
    """A person pressed "Classify anyway", or nobody can be asked as its thread can't be opened."""
    judge_again: bool = False
    """Its text has changed, or a person asked: judge it once more and redraw what stands."""
    is_second_look: bool = False
    """A person asked for that, and nothing was said since."""
    falls: tuple[Fall, ...] = ()
    """Of a ticket that was handed over: the rungs that failed, in order."""
    claim: Claim = UNCLAIMED
    work: Work = UNTOUCHED
    """How far people are with it."""
    corrections: tuple[Correction, ...] = ()
    """What people said of its judgements, oldest first."""
    opened_by: str | None = None
    """Who asked for it, where that was done on a message; None where its reporter opened it."""
    origin_ts: str | None = None
    """The ts of the reply that it was opened from; None where that is the root of its thread."""
    review_channel: str | None = None
    """Where its only card goes, if it is judged silently: nothing is posted where it was said."""
    joined_into: int | None = None
    """The number of the ticket that its message is part of now."""
    duplicates: tuple[Duplicate, ...] = ()
    """Other open tickets that may be about the same."""
    routing: Routing | None = None
    """Whose it is and by when; None if no route fits."""
    incident: Mark | None = None
    """What it is part of."""

    @property
    def reference(self) -> str:
        """Return its name among people, such as `T-12`."""
        return f"T-{self.number}"

    @property
    def assignee(self) -> str | None:
        """Return who has it; None if nobody does."""
        return self.work.assignee

    @property
    def opening_ts(self) -> str | None:
        """Return the ts of the message that is the ticket itself; None until it is posted."""
        return self.origin_ts or self.thread_ts

    @property
    def is_silent(self) -> bool:
        """Return True if nothing may be posted where it was said."""
        return self.review_channel is not None

    @property
    def decided(self) -> Judgement | None:
        """Return what counts: the judgement with what people have set in its place."""
        return None if self.judgement is None else corrected(self.judgement, self.corrections)

    @property
    def rounds(self) -> int:
        """Return how many questions have been asked."""
        return len(self.questions)

    @property
    def ladder(self) -> tuple[Fall, ...]:
        """Return the rungs that failed before it came to stand where it does."""
        return self.falls if self.judgement is None else self.judgement.provenance.falls

    @property
    def open_question(self) -> AskedQuestion | None:
        """Return the question that waits for an answer, if one does."""
        return self.questions[-1] if self.status is Status.WAITING and self.questions else None

    @property
    def has_new_reply(self) -> bool:
        """Return True if something was said in the thread since the last question was put."""
        return any(not _is_further(message) for message in self._since_question)

    @property
    def grown_by(self) -> tuple[Message, ...]:
        """Return the further messages that joined since the last question was put."""
        return tuple(message for message in self._since_question if _is_further(message))

    @property
    def _since_question(self) -> tuple[Message, ...]:
        return self.messages[self.questions[-1].seen_messages :] if self.questions else ()

    @property
    def has_card(self) -> bool:
        """Return True if a card stands in its thread, or is on its way there."""
        return self.status in {Status.JUDGED, Status.HANDED_OVER}

    @property
    def may_be_answered(self) -> bool:
        """Return True if somebody else wrote in its thread while its first response is awaited."""
        awaits = self.routing is not None and self.routing.awaits_response
        return awaits and any(message.user != self.reporter for message in self.messages)

    @property
    def _open_to_judging(self) -> tuple[Status, ...]:
        undecided = (Status.RECEIVED, Status.WAITING)
        return (*undecided, Status.JUDGED, Status.HANDED_OVER) if self.judge_again else undecided

    def asking(self, question: Question, now: datetime, deadline: datetime) -> Ticket:
        """Return the ticket with `question` open until `deadline`."""
        self._require(Status.RECEIVED, Status.WAITING, to=Status.WAITING)
        asked = AskedQuestion(self.rounds + 1, question, now, len(self.messages))
        return replace(
            self,
            status=Status.WAITING,
            questions=(*self.questions, asked),
            due_at=deadline,
            claim=self.claim.succeeded(),
            judge_again=False,
        )

    def asking_still(self, deadline: datetime) -> Ticket:
        """Return the ticket with its question left as it is, until `deadline`."""
        self._require(Status.WAITING, to=Status.WAITING)
        return replace(self, due_at=deadline, claim=self.claim.succeeded(), judge_again=False)

    def judged(self, judgement: Judgement) -> Ticket:
        """Return the ticket with `judgement` as its result."""
        self._require(*self._open_to_judging, to=Status.JUDGED)
        return self._settled(Status.JUDGED, judgement)

    def handed_over(self, falls: tuple[Fall, ...] = ()) -> Ticket:
        """Return the ticket given to people unjudged, since all of `falls` failed."""
        self._require(*self._open_to_judging, to=Status.HANDED_OVER)
        return replace(self._settled(Status.HANDED_OVER, None), falls=falls)

    def responded(self, at: datetime) -> Ticket:
        """Return the ticket with its first response given."""
        routing = self.routing and self.routing.responded(at)
        return replace(self, routing=routing, due_at=None, claim=self.claim.succeeded())

    def failed(self, retry_at: datetime) -> Ticket:
        """Return the ticket after a try that came to nothing."""
        return replace(self, claim=self.claim.failed(), due_at=retry_at)

    def _settled(self, status: Status, judgement: Judgement | None) -> Ticket:
        return replace(
            self,
            status=status,
            judgement=judgement,
            falls=(),
            due_at=None,
            claim=self.claim.succeeded(),
            judge_again=False,
        )

    def _require(self, *allowed: Status, to: Status) -> None:
        if self.status not in allowed:
            message = f"{self.reference} is {self.status} and can't become {to}"
            raise IllegalMove(message)


def _is_further(message: Message) -> bool:
    """Return True if it stands in the channel itself: the ticket's, or one that joined it."""
    return message.ts is not None and not message.is_reply
