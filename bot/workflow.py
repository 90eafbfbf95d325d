"""Moves one ticket forward: performs what `next_step` says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol, assert_never

from bot.analysts.reading.subject import names_no_subject
from bot.duties.settling import settle
from bot.triage.arrivals.joining import is_brief
from bot.triage.delivery.posting import THREAD, Kind, Operation, Post
from bot.triage.judgement import RELATED_ISSUES_SHOWN, Case, Turn
from bot.triage.judging.progress import Asked, Decided, Finished, Found, Node, Started
from bot.triage.judging.transcript import people_in, search_text, turns
from bot.triage.steps import Judge, Rest, Wait, Weigh, next_step
from bot.triage.ticket import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime, timedelta

    from bot.triage.judgement import Hit, Judgement, Precedent
    from bot.triage.judging.ladder import Fall
    from bot.triage.judging.progress import Progress
    from bot.triage.judging.transcript import Names
    from bot.triage.redaction import Redacted
    from bot.triage.rules import Rules
    from bot.triage.teamwork.duplicates import Likeness
    from bot.triage.ticket import AskedQuestion, Ticket

NOT_AGAIN = "It could not be judged again, so what was said of it before stands."
UNANSWERED = "Nobody answered in time, so this was judged with what is known."


class Search(Protocol):
    """Finds known issues."""

    def search(self, team: str, text: Redacted, limit: int) -> tuple[Hit, ...]:
        """Return the issues nearest to `text`, of `team` and of all teams, best first."""


class Analyst(Protocol):
    """Judges a case."""

    def judge(self, case: Case) -> Judgement:
        """Return the whole judgement; its question is None unless `case.may_ask`."""


class Agents(Protocol):
    """Knows who works tickets."""

    def is_agent(self, team: str, user: str) -> bool:
        """Return True if `user` does, as far as can be found out now."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """The known issues found, by what people said of similar tickets, and some of these."""

    hits: tuple[Hit, ...]
    precedents: tuple[Precedent, ...] = ()


class Experience(Protocol):
    """Knows what the workspace made of similar tickets."""

    def recall(self, team: str, text: Redacted, hits: tuple[Hit, ...], limit: int) -> Recalled:
        """Return what is known beyond `hits`, which the search found; raises nothing."""


class Likenesses(Protocol):
    """Compares tickets with each other."""

    def of(self, ticket: Ticket, said: Redacted, now: datetime, /) -> Likeness | None:
        """Return what `ticket` reads like, from all that people said; None if nobody can tell."""


@dataclass(frozen=True, slots=True)
class Move:
    """What one step made of a ticket, and what is to be said about it."""

    ticket: Ticket
    event: str
    """The name of the move in the audit trail."""
    posts: tuple[Post, ...] = ()
    judgement: Judgement | None = None
    """The judgement behind the move, also one that only asks."""
    likeness: Likeness | None = None


class Workflow:
    """The engine behind Slack and the command line."""

    def __init__(
        self,
        *,
        search: Search,
        analyst: Analyst,
        rules: Rules,
        max_questions: int,
        reply_deadline: timedelta,
        likenesses: Likenesses | None = None,
        names: Names | None = None,
        experience: Experience | None = None,
        agents: Agents | None = None,
    ) -> None:
        """Take the parts; without `likenesses` no duplicates are looked for.

        Without `agents` nobody's reply counts as a first response.
        """
        self._search = search
        self._analyst = analyst
        self._rules = rules
        self._max_questions = max_questions
        self._reply_deadline = reply_deadline
        self._likenesses = likenesses
        self._names = names
        self._experience = experience
        self._agents = agents

    def advance(
        self, ticket: Ticket, now: datetime, report: Callable[[Progress], None]
    ) -> Move | None:
        """Do the next step of `ticket`; return None if there is nothing to do now."""
        step = next_step(ticket, now, self._max_questions)
        match step:
            case Judge():
                return self._judge_ticket(ticket, step, now, report)
            case Weigh():
                return self._weigh(ticket)
            case Wait() | Rest():
                return None
            case _:
                assert_never(step)

    def hand_over(self, ticket: Ticket, falls: tuple[Fall, ...] = ()) -> Move:
        """Give up judging `ticket` after `falls`: its card asks people to.

        One that was judged before keeps what was said of it then.
        """
        if ticket.status is Status.JUDGED and ticket.judgement is not None:
            return _kept(ticket, ticket.judgement)
        posts = (*_closed_question(ticket), _card(ticket, urgent=True))
        return Move(ticket.handed_over(falls), "handed_over", posts)

    def judge(
        self,
        team: str,
        turns: Sequence[Turn],
        report: Callable[[Progress], None],
        *,
        may_ask: bool,
        said: str = "",
    ) -> Judgement:
        """Search, then decide, reporting each step to `report`.

        `said` is what people wrote as they wrote it: where the team's words are looked for, so
        that nobody called Data Loss can hide them.
        """
        case = Case(tuple(turns), (), may_ask, team)
        report(Started(Node.SEARCH))
        hits = self._search.search(team, search_text(case), RELATED_ISSUES_SHOWN)
        case = self._with(case, hits)
        report(Found(case.hits))
        report(Finished(Node.SEARCH))
        report(Started(Node.CLASSIFY))
        judgement = self._analyst.judge(case)
        report(Finished(Node.CLASSIFY))
        decided = settle(judgement, case, self._rules, said)
        report(Decided(decided) if decided.question is None else Asked(decided.question))
        return decided

    def _with(self, case: Case, hits: tuple[Hit, ...]) -> Case:
        """Return `case` with what the search found, by what the workspace made of similar ones."""
        if self._experience is None:
            return replace(case, hits=hits)
        text = search_text(case)
        recalled = self._experience.recall(case.team, text, hits, RELATED_ISSUES_SHOWN)
        return replace(case, hits=recalled.hits, precedents=recalled.precedents)

    def _judge_ticket(
        self, ticket: Ticket, step: Judge, now: datetime, report: Callable[[Progress], None]
    ) -> Move:
        spoken = turns(ticket, people_in(ticket, self._names))
        said = "\n".join(message.full_text for message in ticket.messages)
        judgement = self.judge(ticket.team, spoken, report, may_ask=step.may_ask, said=said)
        earlier = ticket.judgement if ticket.is_second_look else None
        if earlier is not None and _is_worse(judgement, earlier):
            return _kept(ticket, earlier)
        closed = _closed_question(ticket)
        asked_before = ticket.open_question
        if judgement.question is not None and asked_before and _only_grew(ticket):
            still = ticket.asking_still(asked_before.asked_at + self._reply_deadline)
            return Move(still, "asked_still", (), judgement)
        if judgement.question is not None:
            asked = ticket.asking(judgement.question, now, now + self._reply_deadline)
            question = Post(Kind.QUESTION, round=asked.rounds, urgent=True)
            return Move(asked, "asked", (*closed, question), judgement)
        if step.unanswered:
            judgement = judgement.noting(UNANSWERED)
        urgent = judgement.severity == self._rules.taxonomy.severity_names[-1]
        posts = (*closed, _card(ticket, urgent=urgent))
        likeness = self._likeness(ticket, Case(spoken, (), may_ask=False), now)
        return Move(ticket.judged(judgement), "judged", posts, judgement, likeness)

    def _weigh(self, ticket: Ticket) -> Move | None:
        """Return that `ticket` has its first response, if an agent has written in its thread."""
        for message in ticket.messages:
            if message.user != ticket.reporter and self._is_agent(ticket.team, message.user):
                redraw = _card(ticket, urgent=False)
                return Move(ticket.responded(message.at), "responded", (redraw,))
        return None

    def _is_agent(self, team: str, user: str) -> bool:
        return self._agents is not None and self._agents.is_agent(team, user)

    def _likeness(self, ticket: Ticket, case: Case, now: datetime) -> Likeness | None:
        if self._likenesses is None:
            return None
        return self._likenesses.of(ticket, search_text(case), now)


def _only_grew(ticket: Ticket) -> bool:
    """Return True if nobody has answered its question, though its reporter said more meanwhile.

    What tells something of the matter is an answer, wherever it stands; "please hurry" is none.
    """
    said = [message.full_text for message in ticket.grown_by]
    is_no_answer = all(is_brief(text) or names_no_subject(text) for text in said)
    return bool(said) and is_no_answer and not ticket.has_new_reply


def _is_worse(judgement: Judgement, earlier: Judgement) -> bool:
    """Return True if the model has failed at it, and had not before."""
    return judgement.provenance.fell_back and not earlier.provenance.fell_back


def _kept(ticket: Ticket, earlier: Judgement) -> Move:
    """Return the move of a ticket that was to be judged again and could not be."""
    stands = earlier if NOT_AGAIN in earlier.notes else earlier.noting(NOT_AGAIN)
    return Move(ticket.judged(stands), "kept", (_card(ticket, urgent=False),), stands)


def _card(ticket: Ticket, *, urgent: bool) -> Post:
    """Return the post of the card, or the redraw of the one that stands."""
    operation = Operation.REDRAW if ticket.has_card else Operation.POST
    place = ticket.review_channel or THREAD
    return Post(Kind.CARD, operation=operation, urgent=urgent, place=place)


def _closed_question(ticket: Ticket) -> tuple[Post, ...]:
    """Return the redraw that takes the buttons off the question, or says how it ended after all."""
    asked = ticket.open_question or _answered_late(ticket)
    return () if asked is None else (Post(Kind.QUESTION, asked.round, Operation.REDRAW),)


def _answered_late(ticket: Ticket) -> AskedQuestion | None:
    """Return the question whose message says that nobody answered, though an answer came since."""
    is_unanswered = ticket.judgement is not None and UNANSWERED in ticket.judgement.notes
    return ticket.questions[-1] if is_unanswered and ticket.has_new_reply else None
