"""A `triage.yml` that can't be used is refused, and each fault is named with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.configuration.parsing import TriageFileError
from bot.configuration.rules import load_rules
from tests.configuration.small_file import SMALL, complaint_of

if TYPE_CHECKING:
    from pathlib import Path


def test_names_that_a_model_can_not_be_told_are_refused_with_what_fits(file: Path) -> None:
    entries = "".join(f"  {chr(65 + n) * 40}: {{meaning: One.}}\n" for n in range(7))

    said = complaint_of(file, f"categories:\n{entries}")

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
        (
            "floors: [{severity: Huge, words: [fire]}]\n",
            "line 7: floors: there is no severity Huge",
        ),
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
        (
            "routes: {a: {tell: [U1], when: {categories: [X]}}}\n",
            "line 7: routes.a: there is no category X",
        ),
        (
            "routes: {a: {tell: [U1], when: {severities: [X]}}}\n",
            "line 7: routes.a: there is no severity X",
        ),
        (
            "routes:\n  b: {tell: [U1]}\n  a:\n    tell: [U1]\n    when: {categories: [X]}\n",
            "line 9: routes.a: there is no category X",
        ),
        ("routes: {a: {tell: [U1], when: {colour: red}}}\n", "routes.a.when.colour: unknown key"),
        ("routes: {a: {tell: [U1], respond_within: 2}}\n", "expected a time such as 30m"),
        ("routes: {a: {tell: [U1], respond_within: 0h}}\n", "expected a time such as 30m"),
        ("business_hours: {zone: Mars/Olympus}\n", "line 7: business_hours: there is no time zone"),
        ("business_hours: {zone: UTC, days: [monday]}\n", "`days` are mon, tue"),
        ("business_hours: {zone: UTC, begins: noon}\n", "begins: expected a time of day"),
        ("business_hours: {zone: UTC, ends: '24:30'}\n", "ends: expected a time of day"),
        ("business_hours: {zone: UTC, ends: 9999}\n", "ends: expected a time of day"),
        ("business_hours: {zone: UTC, begins: 9}\n", "begins: expected a time of day"),
        ("business_hours: {zone: UTC, begins: 930}\n", "line 7: business_hours.begins: expected"),
        ("business_hours:\n  zone: UTC\n  ends: 1730\n", "line 9: business_hours.ends: expected"),
        ("business_hours: {zone: UTC, ends: 17:30:00}\n", "ends: expected a time of day"),
        ("business_hours: {begins: 9:00}\n", "business_hours.zone: Field required"),
        ("severities: {}\n", "line 7: severities stands in line 4 too"),
        ("floors: [{severity: Low, severity: High}]\n", "severity stands in line 7 too"),
        ("channels: [\n", "line 8: "),
        ("channels: \x07\n", "special characters are not allowed"),
        ("? [a, b]\n: c\n", "line 7: "),
    ],
)
def test_a_fault_is_named_with_its_line(file: Path, addition: str, complaint: str) -> None:
    said = complaint_of(file, SMALL + addition)

    assert said.startswith(str(file))
    assert complaint in said


def test_every_fault_is_named_at_once(file: Path) -> None:
    said = complaint_of(file, f"{SMALL}colour: red\nshape: round\n")

    assert "line 7: colour" in said
    assert "line 8: shape" in said


def test_a_list_that_holds_itself_is_refused(file: Path) -> None:
    assert str(file) in complaint_of(file, f"{SMALL}channels: &again [*again]\n")


@pytest.mark.parametrize("text", ["", "# nothing\n", "- a\n- b\n", "just words\n"])
def test_a_file_that_holds_no_settings_is_refused(file: Path, text: str) -> None:
    assert str(file) in complaint_of(file, text)


def test_a_file_that_cannot_be_read_is_named(file: Path) -> None:
    with pytest.raises(TriageFileError, match=r"TRIAGE_CONFIG: .*triage\.yml can't be read"):
        load_rules(file)


def test_a_file_that_is_no_text_is_named(file: Path) -> None:
    file.write_bytes(b"\xff\xfe")

    with pytest.raises(TriageFileError, match="can't be read"):
        load_rules(file)


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
    assert complaint in complaint_of(file, f"{SMALL}required_facts: {section}\n")
