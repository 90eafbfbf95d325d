"""Every deed of a person is in the trail: who did it, and what was before and after."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot.triage.arrivals.admission import Mode
from bot.triage.routing import Conditions, Route
from bot.triage.teamwork.rights import Grant
from storage.issues import Issues
from tests.builders import a_hit, an_issue
from tests.slack.operations import OUTAGE, Operations
from tests.slack.shelving import FILLED, at, decide, edit, look
from tests.slack.slash.office import Office
from tests.workbench import Workbench

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.workspace import Message

    Deed = Callable[["House", Message], object]
    Row = tuple[str, str, str | None, Mapping[str, object]]


class House(Operations):
    """All that people can do somewhere: two teams, operators, known issues, Eve and Ben editors."""

    def __init__(self, bench: Workbench) -> None:
        desk = bench.desk
        desk.route(
            Route("payments", Conditions(frozenset({"Billing"}))),
            Route("access", Conditions(frozenset({"Login"}))),
        )
        super().__init__(bench)
        self.eve = self.slack.add_user("eve")
        people = frozenset({self.ann.id, self.ben.id})
        desk.grant(editor=Grant(users=frozenset({self.ben.id, self.eve.id})), agent=Grant(people))
        self.bench = Workbench(desk, rules=desk.rules())
        self.bench.shelf.hits = (a_hit(id="KB-1"), a_hit(0.7, id="KB-2"))
        own = an_issue("KB-1", team=desk.bot.team_id)
        Issues(desk.database).import_all([own, an_issue("KB-2")], "test", desk.clock.now)
        self.seen = 0

    def rows(self) -> list[Row]:
        """Return what the trail says since the last look: event, actor, issue, detail."""
        query = "SELECT id, event, actor, issue_id, detail FROM audit WHERE id > ? ORDER BY id"
        with self.desk.database.read() as connection:
            rows = connection.exec_driver_sql(query, (self.seen,)).all()
        self.seen = rows[-1].id if rows else self.seen
        return [(row.event, row.actor, row.issue_id, json.loads(row.detail)) for row in rows]

    def names(self) -> dict[str, str]:
        people = {"ann": self.ann, "ben": self.ben, "eve": self.eve}
        return {name: person.id for name, person in people.items()}


@pytest.fixture
def house(bench: Workbench) -> House:
    return House(bench)


def resolved(house: House, card: Message) -> None:
    house.resolve(house.ben, card, "Sent a new one")
    house.rows()


def an_incident(house: House) -> Message:
    house.flood(3, OUTAGE)
    [proposal] = house.incidents()
    house.rows()
    return proposal


def an_open_incident(house: House) -> Message:
    proposal = an_incident(house)
    house.click(house.ben, proposal, "incident_accept")
    house.rows()
    return proposal


def a_draft(house: House) -> None:
    home = at(house, house.eve)
    home.send(home.ask("kb_add"), FILLED)
    house.rows()


def a_second_version(house: House) -> None:
    edit(house, house.eve, "KB-1", title="Second words")
    decide(house, house.ben, "approve")
    house.rows()


def reopened(house: House, card: Message) -> None:
    resolved(house, card)
    house.click(house.ann, card, "reopen")


def reopened_by_writing(house: House, card: Message) -> None:
    resolved(house, card)
    house.reply(house.ann, card, "It is wrong again, please look")


def matched(house: House, card: Message) -> None:
    house.click(house.ben, card, "edit")
    house.search(house.ben, "kb-1")
    house.send(house.ben, {"issue_type": "known_issue", "matched_issue_id": "KB-1"})


def of_draft(house: House, **values: object) -> object:
    a_draft(house)
    home = at(house, house.ben, "review")
    return home.send(home.ask(look(home)), values)


def rolled_back(house: House) -> object:
    a_second_version(house)
    home = at(house, house.eve)
    form = home.ask("kb:KB-1", "kb_history:KB-1")
    return home.send(form, {"before": "1", "after": "2", "what": "roll_back"})


def retired(house: House) -> object:
    home = at(house, house.eve)
    return home.send(home.ask("kb:KB-1", "kb_retire:KB-1"), {})


def unhelpful(house: House, card: Message) -> object:
    house.click(house.ben, card, "feedback", "unhelpful:1")
    return house.send(house.ben, {"why": "Too vague"})


def rerouted(house: House, card: Message) -> object:
    house.more(house.ben, card, "reroute")
    return house.send(house.ben, {"route": "access"})


def by_emoji(house: House) -> None:
    house.desk.admit(Mode.EMOJI)
    message = house.slack.post_as_user(house.ann, house.desk.support, "The export hangs")
    house.slack.react(house.ben, message, "ticket")
    house.settle()
    house.desk.errands().run_due()


def exported(house: House) -> None:
    office = Office(house.bench)
    office.ask("export csv 7d")
    assert len(office.sent()) == 1


def a_draft_begun(house: House) -> object:
    home = at(house, house.eve)
    return home.send(home.ask("kb_add"), FILLED)


CLAIM: Mapping[str, object] = {
    "work_before": "open",
    "work": "in_progress",
    "assignee_before": "",
    "assignee": "ben",
}
DEEDS: dict[str, tuple[Deed, Row]] = {
    "claim": (lambda h, c: h.click(h.ben, c, "claim"), ("claimed", "ben", None, CLAIM)),
    "resolve": (
        lambda h, c: h.resolve(h.ben, c, "Sent a new one"),
        ("resolved", "ben", None, {"work_before": "open", "work": "resolved"}),
    ),
    "reopen": (
        reopened,
        ("reopened", "ann", None, {"work_before": "resolved", "work": "open"}),
    ),
    "reopen by writing": (
        reopened_by_writing,
        ("reopened", "ann", None, {}),
    ),
    "edit the category": (
        lambda h, c: h.edit(h.ben, c, category="Login"),
        ("corrected", "ben", None, {"category_before": "Billing", "category": "Login"}),
    ),
    "edit the severity": (
        lambda h, c: h.edit(h.ben, c, severity="High"),
        ("corrected", "ben", None, {"severity_before": "Medium", "severity": "High"}),
    ),
    "edit the known issue": (
        matched,
        ("corrected", "ben", None, {"matched_issue_id_before": "", "matched_issue_id": "KB-1"}),
    ),
    "edit the summary": (
        lambda h, c: h.edit(h.ben, c, summary="Wrong"),
        ("corrected", "ben", None, {"fields": "summary"}),
    ),
    "edit the next action": (
        lambda h, c: h.edit(h.ben, c, next_action="Call"),
        ("corrected", "ben", None, {"fields": "next_action"}),
    ),
    "edit the assignee": (
        lambda h, c: h.edit(h.ann, c, assignee=h.ben.id),
        ("corrected", "ann", None, CLAIM),
    ),
    "re-route": (
        rerouted,
        ("routed", "ben", None, {"route_before": "payments", "route": "access"}),
    ),
    "not a ticket": (
        lambda h, c: h.more(h.ben, c, "not_a_ticket"),
        ("dismissed", "ben", None, {"work_before": "open", "work": "not_a_ticket"}),
    ),
    "judge again": (
        lambda h, c: h.more(h.ben, c, "judge_again"),
        ("judge_again", "ben", None, {}),
    ),
    "open an incident": (
        lambda h, c: h.more(h.ben, c, "open_incident"),
        ("incident_opened", "ben", None, {"incident": 1}),
    ),
    "accept an incident": (
        lambda h, _: h.click(h.ben, an_incident(h), "incident_accept"),
        ("incident_accepted", "ben", None, {"incident": 1}),
    ),
    "dismiss an incident": (
        lambda h, _: h.click(h.ben, an_incident(h), "incident_dismiss"),
        ("incident_dismissed", "ben", None, {"incident": 1}),
    ),
    "resolve an incident": (
        lambda h, _: h.resolve_all(h.ben, an_open_incident(h)),
        ("incident_resolved", "ben", None, {"incident": 1}),
    ),
    "resolve its tickets": (
        lambda h, _: h.resolve_all(h.ben, an_open_incident(h)),
        ("resolved", "ben", None, {"incident": 1}),
    ),
    "save as known issue": (
        lambda h, c: h.more(h.ben, c, "write_up"),
        ("write_up_asked", "ben", "OUR-1", {"draft": 1}),
    ),
    "thumb up": (
        lambda h, c: h.click(h.ben, c, "feedback", "helpful:1"),
        ("helpful", "ben", None, {}),
    ),
    "thumb down": (unhelpful, ("unhelpful", "ben", None, {})),
    "yes, same issue": (
        lambda h, c: h.click(h.ben, c, "same"),
        ("same", "ben", "KB-1", {"matched_issue_id_before": "", "matched_issue_id": "KB-1"}),
    ),
    "not this": (
        lambda h, c: h.click(h.ben, c, "not_this"),
        ("not_this", "ben", "KB-1", {}),
    ),
    "add a known issue": (lambda h, _: a_draft_begun(h), ("draft_added", "eve", "OUR-1", {})),
    "edit a known issue": (
        lambda h, _: edit(h, h.eve, "KB-1", title="Second words"),
        ("draft_added", "eve", "KB-1", {}),
    ),
    "approve a draft": (
        lambda h, _: of_draft(h, decision="approve"),
        ("draft_approved", "ben", "OUR-1", {"draft": 1, "version": 1}),
    ),
    "send a draft back": (
        lambda h, _: of_draft(h, decision="send_back", remark="Which worker?"),
        ("draft_sent_back", "ben", "OUR-1", {"draft": 1}),
    ),
    "discard a draft": (
        lambda h, _: of_draft(h, decision="discard"),
        ("draft_discarded", "ben", "OUR-1", {"draft": 1}),
    ),
    "retire a known issue": (lambda h, _: retired(h), ("issue_retired", "eve", "KB-1", {})),
    "roll a known issue back": (
        lambda h, _: rolled_back(h),
        ("issue_rolled_back", "eve", "KB-1", {"version": 3, "copied_from": 1}),
    ),
    "export": (
        lambda h, _: exported(h),
        ("exported", "ben", None, {"format": "csv", "days": 7, "tickets": 1}),
    ),
    "ask for a ticket by emoji": (lambda h, _: by_emoji(h), ("opened", "ben", None, {})),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_is_in_the_trail_with_who_did_it_and_what_was_before(
    house: House, deed: str
) -> None:
    do, (event, actor, issue, detail) = DEEDS[deed]
    card = house.post()
    house.rows()

    do(house, card)

    people = house.names()
    rows = [row for row in house.rows() if row[:2] == (event, people[actor])]
    assert rows
    _, _, about, found = rows[0]
    expected = {name: people.get(str(value), value) for name, value in detail.items()}
    assert about == issue
    assert {name: found.get(name) for name in expected} == expected
