"""The documents say what is true: settings, commands and make targets."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.settings import Settings

if TYPE_CHECKING:
    from tests.command_line import CommandLine

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
IN_CODE = {name.upper() for name in Settings.model_fields}


def test_every_setting_stands_in_the_example_file() -> None:
    example = (ROOT / ".env.example").read_text("utf-8")

    named = re.findall(r"^#?([A-Z][A-Z_]+)=", example, re.MULTILINE)

    assert sorted(named) == sorted(IN_CODE)


def test_every_setting_stands_in_the_table_of_the_readme() -> None:
    named = re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE)

    assert sorted(named) == sorted(IN_CODE)


def test_the_example_file_says_the_defaults_of_the_code() -> None:
    example = (ROOT / ".env.example").read_text("utf-8")
    said = dict(re.findall(r"^([A-Z_]+)=(.+)$", example, re.MULTILINE))

    of_example = Settings.model_validate({name.lower(): said[name] for name in said})

    assert of_example == Settings.model_validate({})


def test_each_make_target_of_the_readme_exists() -> None:
    named = set(re.findall(r"\bmake ([a-z-]+)", README))
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))

    assert named >= {"demo", "test", "install", "bench"}
    assert named <= targets


def test_the_readme_shows_what_the_demo_makes_of_its_first_ticket(command: CommandLine) -> None:
    first = (ROOT / "bot" / "demo_tickets.jsonl").read_text("utf-8").splitlines()[0]

    done = command("classify", json.loads(first)["text"], "--json")

    judged = json.loads(done.out.splitlines()[-1])["data"]
    assert f"{judged['severity']} · {judged['category']} " in README
    nearest = judged["related_issues"][0]
    assert f"Known issue {nearest['id']} " in README
    assert f"({nearest['similarity_score'] * 100:.0f} % match)" in README


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_each_link_of_the_readme_leads_somewhere(link: str) -> None:
    assert (ROOT / link).exists()


@pytest.mark.timeout(600)  # a dozen commands, on a machine that may have other things to do
def test_every_triage_command_of_the_readme_does_what_it_says(
    command: CommandLine, tmp_path: Path
) -> None:
    (tmp_path / "tickets.jsonl").write_text('{"text": "help", "category": "Bug"}')
    lines = [shlex.split(line) for line in re.findall(r"^ {4,}triage (.+)$", README, re.MULTILINE)]
    one_shot = [line for line in lines if line != ["run"]]

    for line in one_shot:
        done = command(*line)
        assert done.code == 0, (line, done.err)

    assert ["run"] in lines
    assert len(one_shot) >= 8


@pytest.mark.parametrize(
    "name", ["run", "classify", "kb", "tickets", "learning", "eval", "doctor", "db"]
)
def test_the_help_names_each_command(command: CommandLine, name: str) -> None:
    assert name in command("--help").out
