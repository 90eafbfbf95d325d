"""The workflow: what one step makes of a ticket, and what is said about it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.triage.delivery.posting import Kind, Operation, Post
from bot.triage.judgement import Case, Hit, Judgement, Question
from bot.triage.judging.floors import Floor
from bot.triage.judging.progress import Asked, Decided, Finished, Found, Node, Progress, Started
from bot.triage.ticket import Status
from bot.workflow import UNANSWERED, Workflow
from tests.builders import (
    NOON,
    REPORTER,
    TEAM,
    a_hit,
    a_judged_ticket,
    a_judgement,
    a_message,
    a_related,
    a_reply,
    a_ticket,
    a_waiting_ticket,
    the_rules,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.triage.redaction import Redacted

DEADLINE = timedelta(hours=24)
RULES = replace(the_rules(), floors=(Floor("Critical", ("data loss",)),))
QUESTION = Question("Which invoice?", ("May", "June"))


@dataclass
class FoundHits:
    """A search with a fixed answer that remembers what it was asked."""

    hits: tuple[Hit, ...] = ()
    asked: list[tuple[str, str, int]] = field(default_factory=list)

    def search(self, team: str, text: Redacted, limit: int) -> tuple[Hit, ...]:
        self.asked.append((team, text, limit))
        return self.hits


@dataclass
class SetAnalyst:
    """An analyst with a fixed judgement that remembers its cases."""

    judgement: Judgement
    cases: list[Case] = field(default_factory=list)

    def judge(self, case: Case) -> Judgement:
        self.cases.append(case)
        return self.judgement


def a_workflow(analyst: SetAnalyst, search: FoundHits | None = None) -> Workflow:
    return Workflow(
        search=search or FoundHits(),
        analyst=analyst,
        rules=RULES,
        max_questions=2,
        reply_deadline=DEADLINE,
    )


def ignore(_: Progress) -> None:
    """Watch nothing."""


def test_a_new_ticket_is_judged_and_its_card_posted() -> None:
    move = a_workflow(SetAnalyst(a_judgement())).advance(a_ticket(), NOON, ignore)

    assert move is not None
    assert (move.ticket.status, move.event) == (Status.JUDGED, "judged")
    assert move.posts == (Post(Kind.CARD),)
    assert move.judgement == move.ticket.judgement == a_judgement()


def test_the_card_of_a_critical_ticket_goes_first() -> None:
    analyst = SetAnalyst(a_judgement(severity="Critical"))

    move = a_workflow(analyst).advance(a_ticket(), NOON, ignore)

    assert move is not None
    assert move.posts == (Post(Kind.CARD, urgent=True),)


def test_a_vague_ticket_gets_a_question_with_a_deadline() -> None:
    analyst = SetAnalyst(a_judgement(question=QUESTION))

    move = a_workflow(analyst).advance(a_ticket(), NOON, ignore)

    assert move is not None
    assert (move.ticket.status, move.event) == (Status.WAITING, "asked")
    assert move.ticket.due_at == NOON + DEADLINE
    assert move.posts == (Post(Kind.QUESTION, round=1, urgent=True),)
    assert move.judgement is not None


def test_an_answer_closes_its_question_before_the_next_one_opens() -> None:
    ticket = a_waiting_ticket(messages=(a_message(), a_reply()))

    move = a_workflow(SetAnalyst(a_judgement(question=QUESTION))).advance(ticket, NOON, ignore)

    assert move is not None
    assert move.posts == (
        Post(Kind.QUESTION, round=1, operation=Operation.REDRAW),
        Post(Kind.QUESTION, round=2, urgent=True),
    )


def test_a_question_that_may_not_be_put_is_dropped() -> None:
    ticket = a_waiting_ticket(due_at=NOON)
    analyst = SetAnalyst(a_judgement(question=QUESTION))

    move = a_workflow(analyst).advance(ticket, NOON, ignore)

    assert move is not None
    assert analyst.cases[0].may_ask is False
    assert move.ticket.status is Status.JUDGED
    assert move.ticket.judgement == a_judgement(notes=(UNANSWERED,))


@pytest.mark.parametrize("ticket", [a_judged_ticket(), a_waiting_ticket()])
def test_nothing_is_done_when_nothing_is_due(ticket: object) -> None:
    analyst = SetAnalyst(a_judgement())

    assert a_workflow(analyst).advance(ticket, NOON, ignore) is None  # type: ignore[arg-type]  # parametrize has no types
    assert analyst.cases == []


def test_a_ticket_judged_again_has_its_card_redrawn() -> None:
    ticket = replace(a_judged_ticket(), judge_again=True)

    move = a_workflow(SetAnalyst(a_judgement())).advance(ticket, NOON, ignore)

    assert move is not None
    assert move.posts == (Post(Kind.CARD, operation=Operation.REDRAW),)


def test_handing_over_posts_an_urgent_card_and_closes_the_question() -> None:
    move = a_workflow(SetAnalyst(a_judgement())).hand_over(a_waiting_ticket())

    assert (move.ticket.status, move.event) == (Status.HANDED_OVER, "handed_over")
    assert move.posts == (
        Post(Kind.QUESTION, round=1, operation=Operation.REDRAW),
        Post(Kind.CARD, urgent=True),
    )


def test_each_step_of_judging_is_reported() -> None:
    seen: list[Progress] = []
    hits = (a_hit(),)

    a_workflow(SetAnalyst(a_judgement()), FoundHits(hits)).advance(a_ticket(), NOON, seen.append)

    decided = a_judgement(related=(a_related(),))
    assert seen == [
        Started(Node.SEARCH),
        Found(hits),
        Finished(Node.SEARCH),
        Started(Node.CLASSIFY),
        Finished(Node.CLASSIFY),
        Decided(decided),
    ]


def test_a_question_ends_the_report() -> None:
    seen: list[Progress] = []

    a_workflow(SetAnalyst(a_judgement(question=QUESTION))).advance(a_ticket(), NOON, seen.append)

    assert seen[-1] == Asked(QUESTION)


def test_search_and_analyst_see_redacted_text_only() -> None:
    search, analyst = FoundHits(), SetAnalyst(a_judgement())
    ticket = a_ticket("I am a@b.co", messages=(a_message("I am a@b.co"), a_reply("A@B.CO again")))

    a_workflow(analyst, search).advance(ticket, NOON, ignore)

    assert search.asked == [("T0TEAM", "I am [email 1]\n[email 1] again", 3)]
    assert analyst.cases[0].reported == ("I am [email 1]", "[email 1] again")


@dataclass
class Called:
    """Knows what everybody is called."""

    names: dict[str, str]
    asked: list[str] = field(default_factory=list)

    def of(self, team: str, users: Sequence[str]) -> tuple[str, ...]:
        assert team == TEAM
        self.asked += users
        return tuple(self.names[user] for user in users if user in self.names)


def test_the_people_of_the_thread_are_masked_before_anybody_sees_the_text() -> None:
    search, analyst = FoundHits(), SetAnalyst(a_judgement())
    root = a_message("Jane here: @U02BENMIL and hana.ito can't log in", names=("Hana Ito",))
    reply = a_reply("Ben says the same", user="U02BENMIL")
    names = Called({REPORTER: "Jane Porter", "U02BENMIL": "Ben Miller"})
    workflow = Workflow(
        search=search,
        analyst=analyst,
        rules=RULES,
        max_questions=2,
        reply_deadline=DEADLINE,
        names=names,
    )

    workflow.advance(a_ticket(messages=(root, reply)), NOON, ignore)

    [case] = analyst.cases
    assert names.asked == [REPORTER, "U02BENMIL"]
    assert [turn.text for turn in case.turns] == [
        "[person 1] here: [person 2] and [person 3] can't log in",
        "[person 4] says the same",
    ]
    assert search.asked[0][1] == "\n".join(case.reported)


def test_nobody_is_called_so_that_the_words_of_the_team_are_not_heard() -> None:
    analyst = SetAnalyst(a_judgement(severity="Low"))
    workflow = Workflow(
        search=FoundHits(),
        analyst=analyst,
        rules=RULES,
        max_questions=2,
        reply_deadline=DEADLINE,
        names=Called({REPORTER: "Data Loss"}),
    )

    move = workflow.advance(a_ticket("We have a data loss"), NOON, ignore)

    assert "data loss" not in analyst.cases[0].reported[0]
    assert move is not None
    assert move.judgement is not None
    assert move.judgement.severity == "Critical"
