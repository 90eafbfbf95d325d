from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from bot.configuration.parsing import TriageFileError
from bot.configuration.rules import PACKAGED, load_rules
from bot.triage.arrivals.admission import Admission, Mode
from bot.triage.business_hours import ROUND_THE_CLOCK, BusinessHours
from bot.triage.judgement import Taxonomy
from bot.triage.routing import Conditions, Route
from bot.triage.teamwork.rights import Grant, Rights, Role

if TYPE_CHECKING:
    from pathlib import Path

SMALL = """\
categories:
  Billing: {meaning: Money., next_action: Look at the invoices.}
  Other: {meaning: All else., next_action: Ask., missing: ["What is it?"]}
severities:
  Low: {meaning: Nobody waits.}
  High: {meaning: Somebody waits., mark: "!"}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "triage.yml"


def _complaint(file: Path, text: str) -> str:
    file.write_text(text, "utf-8")
    with pytest.raises(TriageFileError) as raised:
        load_rules(file)
    return str(raised.value)


def test_the_packaged_file_is_used_where_there_is_no_other(file: Path) -> None:
    file.write_text(PACKAGED.read_text("utf-8"), "utf-8")

    assert load_rules(None) == load_rules(file)
    assert len(load_rules(None).taxonomy.category_names) == 5


def test_a_small_file_is_enough(file: Path) -> None:
    file.write_text(SMALL, "utf-8")

    rules = load_rules(file)

    assert isinstance(rules.taxonomy, Taxonomy)
    assert rules.taxonomy.category("Other").missing == ("What is it?",)
    assert rules.channels == ()


def test_what_is_left_out_is_as_in_the_packaged_file(file: Path) -> None:
    file.write_text("channels: [C0FILE]\n", "utf-8")

    assert load_rules(file) == load_rules(None, ("C0FILE",))


def test_own_severities_leave_out_the_floors_that_name_others(file: Path) -> None:
    file.write_text("severities: {P2: {meaning: Some}, P1: {meaning: All}}\n", "utf-8")

    rules = load_rules(file)

    assert rules.taxonomy.severity_names == ("P2", "P1")
    assert rules.floors == ()


def test_a_category_needs_no_more_than_its_meaning(file: Path) -> None:
    file.write_text("categories: {A: {meaning: One.}, B: {meaning: Two.}}\n", "utf-8")

    assert "answer there" in load_rules(file).taxonomy.category("A").next_action


def test_channels_of_the_environment_win(file: Path) -> None:
    file.write_text(f"{SMALL}channels: [C0FILE]\n", "utf-8")

    assert load_rules(file).channels == ("C0FILE",)
    assert load_rules(file, ("C0ENV",)).channels == ("C0ENV",)


def test_operators_may_have_a_channel(file: Path) -> None:
    file.write_text(f"{SMALL}operators_channel: C0OPERATORS\n", "utf-8")

    assert load_rules(file).operators_channel == "C0OPERATORS"
    assert load_rules(None).operators_channel is None


def test_channels_may_take_tickets_in_their_own_way(file: Path) -> None:
    entry = "entry: {noise_filter: false, channels: {C0123: mention, G0456: shortcut}}\n"
    file.write_text(SMALL + entry, "utf-8")

    rules = load_rules(file, ("C0ENV",))

    modes = {"C0123": Mode.MENTION, "G0456": Mode.SHORTCUT}
    assert rules.admission == Admission(modes, filters_noise=False)
    assert [rules.is_support_channel(name) for name in ("C0ENV", "C0123", "C9")] == [
        True,
        True,
        False,
    ]


def test_roles_are_given_to_people_groups_and_slacks_admins(file: Path) -> None:
    roles = "roles: {agent: {users: [U0ANN], groups: [S0DESK]}, admin: {slack_admins: true}}\n"
    file.write_text(SMALL + roles, "utf-8")

    assert load_rules(file).rights == Rights(
        {
            Role.AGENT: Grant(frozenset({"U0ANN"}), frozenset({"S0DESK"})),
            Role.ADMIN: Grant(slack_admins=True),
        }
    )


EXAMPLE = re.compile(r"# (?:[a-z_]+:$| +(?:- )?[A-Za-z_]+: ?)")
"""A line of an example in the packaged file, not of its prose."""
ROUTES = """\
business_hours: {zone: Europe/Berlin, days: [mon, tue], begins: 08:30, ends: 17:30}
routes:
  payments:
    when: {categories: [Billing], severities: [High], words: [refund], known_issues: [KB-1]}
    channel: C0PAY
    tell: [U0ANN, S0DESK]
    respond_within: 30m
    resolve_within: 1h 30m
    escalate_to: [U0BOSS]
  all:
    tell: [S0DESK]
    respond_within: 4h
    urgent: true
    hours: {zone: Asia/Tokyo, holidays: [2026-01-01]}
"""


def test_tickets_are_routed_by_a_table_with_deadlines_in_business_hours(file: Path) -> None:
    file.write_text(SMALL + ROUTES, "utf-8")

    payments, everything = load_rules(file).plan.routes

    assert payments == Route(
        "payments",
        Conditions(
            frozenset({"Billing"}), frozenset({"High"}), frozenset({"KB-1"}), words=("refund",)
        ),
        "C0PAY",
        ("U0ANN", "S0DESK"),
        timedelta(minutes=30),
        timedelta(minutes=90),
        BusinessHours(ZoneInfo("Europe/Berlin"), 510, 1050, frozenset({0, 1})),
        escalate_to=("U0BOSS",),
    )
    assert everything.clock == ROUND_THE_CLOCK
    assert everything.hours.holidays == {date(2026, 1, 1)}


def test_reminders_have_defaults_and_may_be_set(file: Path) -> None:
    file.write_text(
        f"{SMALL}reminders: {{before: , escalate_every: 15m, fallback_owner: U0BOSS}}\n"
    )

    plan, usual = load_rules(file).plan, load_rules(None).plan

    assert (plan.remind_before, plan.escalate_every, plan.fallback_owner) == (
        None,
        timedelta(minutes=15),
        "U0BOSS",
    )
    assert (usual.remind_before, usual.fallback_owner) == (timedelta(minutes=30), None)


def test_what_the_packaged_file_shows_as_examples_can_be_used(file: Path) -> None:
    lines = PACKAGED.read_text("utf-8").splitlines()
    used = [line.removeprefix("# ") if EXAMPLE.match(line) else line for line in lines]
    empty = {"roles: {}", "routes: {}", "required_facts: {}"}
    text = "\n".join(line for line in used if line not in empty)
    file.write_text(text, "utf-8")

    rules = load_rules(file)

    assert [route.name for route in rules.plan.routes] == ["payments", "outages"]
    assert rules.plan.routes[0].hours.holidays == frozenset()
    assert Role.ADMIN in rules.rights.grants
    assert rules.taxonomy.category("Performance").required[0].words[0] == "Chrome"


def test_without_business_hours_deadlines_run_round_the_clock(file: Path) -> None:
    file.write_text(f"{SMALL}routes: {{all: {{tell: [U0ANN]}}}}\n", "utf-8")

    assert load_rules(file).plan.routes[0].hours == ROUND_THE_CLOCK


def test_without_roles_everybody_has_those_of_the_default(file: Path) -> None:
    file.write_text(SMALL, "utf-8")

    assert load_rules(file).rights == load_rules(None).rights == Rights()


def test_names_that_a_model_can_not_be_told_are_refused_with_what_fits(file: Path) -> None:
    entries = "".join(f"  {chr(65 + n) * 40}: {{meaning: One.}}\n" for n in range(7))

    said = _complaint(file, f"categories:\n{entries}")

    assert "the names of categories and severities have 301 characters together: at most" in said


@pytest.mark.parametrize(
    ("addition", "complaint"),
    [
        ("colour: red\n", "line 7: colour: unknown key"),
        ("channels: support\n", "line 7: channels: a list was expected"),
        ("routes: {a: 5}\n", "line 7: routes.a: keys with values were expected"),
        ("channels: ['#support']\n", "line 7: channels.0: expected channel ids"),
        ("entry: {channels: {C0123: loud}}\n", "line 7: entry.channels.C0123: Input should be"),
        ("entry: {channels: {C0123: shadow}}\n", "line 7: entry: shadow channels need a"),
        (
            "entry: {channels: {C0123: mention}, review_channel: C0123}\n",
            "line 7: entry: `review_channel` takes no tickets",
        ),
        ("entry: {emoji: 'no emoji'}\n", "line 7: entry.emoji: expected the name of an emoji"),
        ("confidence: {certain: 0.5, likely: 0.9}\n", "line 7: confidence: `likely` must not be"),
        ("confidence: {certain: much}\n", "line 7: confidence.certain: Input should be"),
        ("floors: [{severity: Huge, words: [fire]}]\n", "there is no severity Huge"),
        ("roles: {agent: {users: [ann]}}\n", "line 7: roles.agent.users.0: expected ids of people"),
        (
            "roles: {agent: {groups: [U0ANN]}}\n",
            "roles.agent.groups.0: expected ids of user groups",
        ),
        ("roles: {agent: {}}\n", "line 7: roles.agent: names nobody"),
        ("roles: {editor: {users: [U0ANN]}}\n", "line 7: roles: nobody could work tickets"),
        ("roles: {boss: {slack_admins: true}}\n", "line 7: roles.boss: unknown key"),
        ("routes: {a: {}}\n", "line 7: routes.a: leads nowhere"),
        ("routes: {a: {channel: pay}}\n", "line 7: routes.a.channel: expected channel ids"),
        ("routes: {a: {tell: [ann]}}\n", "routes.a.tell.0: expected ids of people or user groups"),
        ("routes: {a: {tell: [U1], when: {categories: [X]}}}\n", "a: there is no category X"),
        ("routes: {a: {tell: [U1], when: {severities: [X]}}}\n", "a: there is no severity X"),
        ("routes: {a: {tell: [U1], when: {colour: red}}}\n", "routes.a.when.colour: unknown key"),
        ("routes: {a: {tell: [U1], respond_within: 2}}\n", "expected a time such as 30m"),
        ("routes: {a: {tell: [U1], respond_within: 0h}}\n", "expected a time such as 30m"),
        ("business_hours: {zone: Mars/Olympus}\n", "line 7: business_hours: there is no time zone"),
        ("business_hours: {zone: UTC, days: [monday]}\n", "`days` are mon, tue"),
        ("business_hours: {zone: UTC, begins: noon}\n", "begins: expected a time of day"),
        ("business_hours: {zone: UTC, ends: '24:30'}\n", "ends: expected a time of day"),
        ("business_hours: {zone: UTC, ends: 9999}\n", "ends: expected a time of day"),
        ("business_hours: {zone: UTC, begins: 9}\n", "begins: expected a time of day"),
        ("business_hours: {begins: 9:00}\n", "business_hours.zone: Field required"),
        ("severities: {}\n", "line 7: severities stands in line 4 too"),
        ("floors: [{severity: Low, severity: High}]\n", "severity stands in line 7 too"),
        ("channels: [\n", "line 8: "),
        ("channels: \x07\n", "special characters are not allowed"),
        ("? [a, b]\n: c\n", "line 7: "),
    ],
)
def test_a_fault_is_named_with_its_line(file: Path, addition: str, complaint: str) -> None:
    said = _complaint(file, SMALL + addition)

    assert said.startswith(str(file))
    assert complaint in said


def test_every_fault_is_named_at_once(file: Path) -> None:
    said = _complaint(file, f"{SMALL}colour: red\nshape: round\n")

    assert "line 7: colour" in said
    assert "line 8: shape" in said


def test_a_list_that_holds_itself_is_refused(file: Path) -> None:
    assert str(file) in _complaint(file, f"{SMALL}channels: &again [*again]\n")


@pytest.mark.parametrize("text", ["", "# nothing\n", "- a\n- b\n", "just words\n"])
def test_a_file_that_holds_no_settings_is_refused(file: Path, text: str) -> None:
    assert str(file) in _complaint(file, text)


def test_a_file_that_cannot_be_read_is_named(file: Path) -> None:
    with pytest.raises(TriageFileError, match=r"TRIAGE_CONFIG: .*triage\.yml can't be read"):
        load_rules(file)


def test_a_file_that_is_no_text_is_named(file: Path) -> None:
    file.write_bytes(b"\xff\xfe")

    with pytest.raises(TriageFileError, match="can't be read"):
        load_rules(file)


def test_facts_that_a_team_needs_are_part_of_their_category(file: Path) -> None:
    required = "required_facts: {Other: [{question: 'Where?', words: [room], answers: [A, B]}]}"
    file.write_text(f"{SMALL}{required}\n", "utf-8")

    taxonomy = load_rules(file).taxonomy

    (fact,) = taxonomy.category("Other").required
    assert (fact.question, fact.words, fact.answers) == ("Where?", ("room",), ("A", "B"))
    assert taxonomy.category("Billing").required == ()


@pytest.mark.parametrize(
    ("section", "complaint"),
    [
        ("{Nothing: []}", "there is no category Nothing"),
        ("{Other: [{question: 'Which room?'}]}", "how is it seen that a report tells it?"),
        ("{Other: [{question: 'A?', words: [a], answers: [b]}]}", "a single one is no choice"),
        ("{Other: [{question: 'A?', told_by: [colour]}]}", "told_by"),
        ("{Other: [{question: 'A?', words: [a], extra: 1}]}", "extra: unknown key"),
    ],
)
def test_facts_that_can_not_be_looked_for_are_refused(
    file: Path, section: str, complaint: str
) -> None:
    assert complaint in _complaint(file, f"{SMALL}required_facts: {section}\n")
