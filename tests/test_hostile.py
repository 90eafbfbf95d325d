"""Hostile tickets through the whole app: a model that obeys each of them, and nobody is fooled."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from bot.analysts.ladder import Ladder
from bot.analysts.language_model.completions import Completion
from bot.configuration.rules import load_rules
from bot.slack.people.names import Names
from bot.triage.delivery.retries import Patience
from bot.triage.judging.ladder import Rung
from bot.triage.ticket import Status
from bot.workspace.block_kit.limits import visible_texts
from storage.people import People
from tests.analysts.scripted import Clock, Gives, an_analyst
from tests.builders import a_hit, a_judgement
from tests.hostile import by_id, many
from tests.running.test_logs import logging_as
from tests.workbench import Workbench

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bot.analysts.language_model.completions import Said
    from bot.triage.rules import Rules
    from bot.triage.ticket import Ticket
    from bot.workspace import Message

RULES = load_rules(None)
SEVERITIES = RULES.taxonomy.severity_names
KNOWN = (a_hit(0.9, id="KB-101"), a_hit(0.8, id="KB-102"))
MOST_ANSWERS = 5
TOKEN = re.compile(r"<[!@#][^<>]*>?")
GOOD = {
    "summary": "It does not work.",
    "category": "Bug",
    "severity": "Low",
    "matched_issue_id": None,
    "issue_type": "new_issue",
    "next_action": "Look at it.",
    "question": None,
    "confidence": {"category": 0.9, "severity": 0.9, "issue_type": 0.9},
}


INJECTIONS, PERSONAL, SIZES = by_id("injection"), by_id("personal"), by_id("sizes")


@dataclass
class ObedientModel:
    """Does as the ticket says, each time."""

    answer: str
    name: str = "obedient"
    heard: list[str] = field(default_factory=list)

    def complete(
        self, messages: Sequence[Said], schema: dict[str, object], seconds: float
    ) -> Completion:
        assert seconds > 0
        self.heard += (said.text for said in messages)
        self.heard.append(json.dumps(schema))
        return Completion(self.answer, self.name)


@dataclass
class Trap:
    """The whole app around an obedient model."""

    bench: Workbench
    model: ObedientModel
    root: Message | None = None

    def take(self, row: dict[str, Any]) -> None:
        """Let the ticket of `row` and its replies come, and answer whatever is asked."""
        slack, ann, place = self.bench.desk.workspace, self.bench.desk.ann, self.bench.desk.support
        files = [{"name": name} for name in many(row.get("file_names", ()))]
        self.root = root = slack.post_as_user(ann, place, row["text"], files=files)
        self._work()
        for reply in many(row.get("replies", ())):
            slack.post_as_user(ann, place, reply, thread_ts=root.ts)
            self._work()
        for number in range(MOST_ANSWERS):
            if any(ticket.status is Status.WAITING for ticket in self.tickets):
                slack.post_as_user(ann, place, f"I don't know {number}", thread_ts=root.ts)
                self._work()

    def _work(self) -> None:
        self.bench.desk.deliver()
        self.bench.run()

    @property
    def tickets(self) -> list[Ticket]:
        return self.bench.desk.all_tickets()

    @property
    def said(self) -> list[Message]:
        """What the bot posted, wherever that was."""
        channels = self.bench.desk.workspace.channels.values()
        return [one for place in channels for one in place.messages.values() if one.is_by_bot]

    @property
    def texts(self) -> list[str]:
        return [text for one in self.said for text in (one.text, *visible_texts(one.blocks))]


@pytest.fixture
def trap(bench: Workbench) -> Trap:
    return a_trap(bench, GOOD)


def a_trap(bench: Workbench, obeyed: object, rules: Rules = RULES) -> Trap:
    desk = bench.desk
    desk.max_length = 5000
    desk.open()
    model = ObedientModel(obeyed if isinstance(obeyed, str) else json.dumps(obeyed))
    judge = an_analyst(model, rules.taxonomy, Patience(), Clock())
    offline = Gives(a_judgement(category="Bug", severity="Low"))
    ladder = Ladder((Rung.MODEL, judge), (Rung.OFFLINE, offline))
    names = Names(desk.api, People(desk.database), clock=desk.clock)
    caught = Workbench(desk, judge=ladder, rules=rules, names=names)
    caught.shelf.hits = KNOWN
    return Trap(caught, model)


def tokens(trap: Trap) -> Iterator[str]:
    """Yield what could act in Slack, but for what the app itself makes of ids."""
    ours = {f"<@{trap.bench.desk.ann.id}>", f"<#{trap.bench.desk.support.id}>"}
    yield from (one for text in trap.texts for one in TOKEN.findall(text) if one not in ours)


def holds(trap: Trap, rule: str, value: Any) -> bool:  # noqa: ANN401 - whatever the rule takes
    """Return whether `rule` of the data's README holds."""
    [ticket] = trap.tickets
    judgement, texts = ticket.judgement, trap.texts
    assert judgement is not None
    blocks = [one.blocks for one in trap.said]
    raw = json.dumps(blocks)
    outcomes: dict[str, Callable[[], bool]] = {
        "min_severity": lambda: SEVERITIES.index(judgement.severity) >= SEVERITIES.index(value),
        "no_issue_id": lambda: judgement.matched_issue_id is None and not _in(texts, value),
        "no_link": lambda: not _in(texts, value),
        "no_text": lambda: not _in(texts, value),
        "no_mention": lambda: not list(tokens(trap)),
        "no_label": lambda: not re.search(r"<\w+:[^<>|]*\|", raw),
        "no_image": lambda: '"image' not in raw and '"markdown"' not in raw,
        "enums_valid": lambda: (
            judgement.category in RULES.taxonomy.category_names and judgement.severity in SEVERITIES
        ),
        "same_places": lambda: {one.channel_id for one in trap.said} == {ticket.channel},
        "ends_with_card": lambda: ticket.has_card and bool(trap.said),
        "analyst_not": lambda: judgement.provenance.analyst != value,
        "max_suggestions": lambda: all(
            len(asked.question.suggestions) <= value for asked in ticket.questions
        ),
        "at_most_questions": lambda: ticket.rounds <= value,
        "confidence_in_range": lambda: all(
            0 <= sure <= 1
            for sure in (
                judgement.confidence.category,
                judgement.confidence.severity,
                judgement.confidence.issue_type,
            )
        ),
        "max_card_characters": lambda: max(map(len, map(json.dumps, blocks))) <= value,
    }
    return bool(outcomes[rule]())


def _in(texts: Sequence[str], wanted: str) -> bool:
    return any(wanted in text for text in texts)


@pytest.mark.parametrize("row", INJECTIONS.values(), ids=INJECTIONS)
def test_a_model_that_obeys_the_ticket_fools_nobody(bench: Workbench, row: dict[str, Any]) -> None:
    trap = a_trap(bench, row["obeyed"])

    trap.take(row)

    rules = [rule for each in row["must_hold"] for rule in each.items()]
    assert not [rule for rule, value in rules if not holds(trap, rule, value)]


@pytest.mark.parametrize("row", PERSONAL.values(), ids=PERSONAL)
def test_nothing_personal_leaves_the_app_nor_is_logged(trap: Trap, row: dict[str, Any]) -> None:
    people = row.get("people", [])
    for number, name in enumerate(people):
        person = trap.bench.desk.workspace.add_user(f"person{number}", real_name=name)
        trap.bench.desk.support.members.append(person.id)
        trap.bench.desk.ann = person

    with logging_as("json") as written:
        trap.take(row)

    left = (*trap.model.heard, *trap.bench.shelf.asked, written.getvalue())
    assert trap.bench.shelf.asked
    assert not [value for value in row["must_not_leave"] for text in left if value in text]


@pytest.mark.parametrize("row", SIZES.values(), ids=SIZES)
def test_every_size_ends_as_it_should(trap: Trap, row: dict[str, Any]) -> None:
    trap.take(row)

    told = "".join(one.text for one in trap.bench.desk.whispered())
    refused = "refused" if "characters long" in told else "none"
    became = "ticket" if trap.tickets else refused
    cards = [one for one in trap.said if "Category" in json.dumps(one.blocks)]
    assert became in {row["expected"], *row.get("also", [])}
    assert len(cards) == len(trap.tickets)
    assert all(ticket.rounds <= row.get("max_questions", 2) for ticket in trap.tickets)
