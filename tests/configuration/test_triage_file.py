"""What a team's `triage.yml` says holds, and what it leaves out is as in the packaged file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.configuration.rules import PACKAGED, load_rules
from bot.triage.arrivals.admission import Admission, Mode
from bot.triage.judgement import Taxonomy
from bot.triage.teamwork.rights import Grant, Rights, Role
from tests.configuration.small_file import SMALL

if TYPE_CHECKING:
    from pathlib import Path


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


def test_without_roles_everybody_has_those_of_the_default(file: Path) -> None:
    file.write_text(SMALL, "utf-8")

    assert load_rules(file).rights == load_rules(None).rights == Rights()


def test_facts_that_a_team_needs_are_part_of_their_category(file: Path) -> None:
    required = "required_facts: {Other: [{question: 'Where?', words: [room], answers: [A, B]}]}"
    file.write_text(f"{SMALL}{required}\n", "utf-8")

    taxonomy = load_rules(file).taxonomy

    (fact,) = taxonomy.category("Other").required
    assert (fact.question, fact.words, fact.answers) == ("Where?", ("room",), ("A", "B"))
    assert taxonomy.category("Billing").required == ()
