from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.triage.judgement import Taxonomy
from bot.triage.rights import Grant, Rights, Role
from bot.triage_file import PACKAGED, TriageFileError, load_rules

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


def test_channels_of_the_environment_win(file: Path) -> None:
    file.write_text(f"{SMALL}channels: [C0FILE]\n", "utf-8")

    assert load_rules(file).channels == ("C0FILE",)
    assert load_rules(file, ("C0ENV",)).channels == ("C0ENV",)


def test_operators_may_have_a_channel(file: Path) -> None:
    file.write_text(f"{SMALL}operators_channel: C0OPERATORS\n", "utf-8")

    assert load_rules(file).operators_channel == "C0OPERATORS"
    assert load_rules(None).operators_channel is None


def test_roles_are_given_to_people_groups_and_slacks_admins(file: Path) -> None:
    roles = "roles: {agent: {users: [U0ANN], groups: [S0DESK]}, admin: {slack_admins: true}}\n"
    file.write_text(SMALL + roles, "utf-8")

    assert load_rules(file).rights == Rights(
        {
            Role.AGENT: Grant(frozenset({"U0ANN"}), frozenset({"S0DESK"})),
            Role.ADMIN: Grant(slack_admins=True),
        }
    )


def test_without_roles_everybody_has_those_of_the_default(file: Path) -> None:
    file.write_text(SMALL, "utf-8")

    assert load_rules(file).rights == load_rules(None).rights == Rights()


@pytest.mark.parametrize(
    ("addition", "complaint"),
    [
        ("colour: red\n", "line 7: colour: unknown key"),
        ("channels: ['#support']\n", "line 7: channels.0: expected channel ids"),
        ("confidence: {certain: 0.5, likely: 0.9}\n", "line 7: confidence: `likely` must not be"),
        ("confidence: {certain: much}\n", "line 7: confidence.certain: Input should be"),
        ("floors: [{severity: Huge, words: [fire]}]\n", "there is no severity Huge"),
        ("roles: {agent: {users: [ann]}}\n", "line 7: roles.agent.users.0: expected ids of people"),
        (
            "roles: {agent: {groups: [U0ANN]}}\n",
            "roles.agent.groups.0: expected ids of user groups",
        ),
        ("roles: {agent: {}}\n", "line 7: roles.agent: names nobody"),
        ("roles: {boss: {slack_admins: true}}\n", "line 7: roles.boss: unknown key"),
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
