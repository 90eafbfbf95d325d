from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.processes import Triage

if TYPE_CHECKING:
    from tests.command_line import CommandLine

HEAVY = {
    "chromadb",
    "numpy",
    "onnxruntime",
    "openai",
    "phonenumbers",
    "pydantic",
    "slack_bolt",
    "slack_sdk",
    "sqlalchemy",
    "structlog",
}
SELDOM = {"matplotlib", "openai", "scipy", "sklearn"}
"""What is needed only where a model is asked, or where something is learned anew."""
LINUX = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")


def test_help_takes_less_than_a_second_of_work(triage: Triage) -> None:
    measured = {name: "" for name in os.environ if name.startswith("COVERAGE")}
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    shown = Triage(triage.home, measured)("--help")

    # It takes a twentieth of that, where nobody watches each of its lines.
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 1.0
    assert shown.returncode == 0
    assert "Triage support tickets in Slack" in shown.stdout


def imported(triage: Triage, program: str) -> set[str]:
    """Return the names of all modules that `program` has imported in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{program}\nprint(*sys.modules)"],
        env=triage.environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


def test_help_imports_none_of_the_heavy_parts(triage: Triage) -> None:
    program = (
        "import bot.cli, click.testing\n"
        "click.testing.CliRunner().invoke(bot.cli.commands, ['--help'])"
    )

    assert not HEAVY & imported(triage, program)


def test_a_start_imports_nothing_that_it_can_do_without(triage: Triage) -> None:
    assert not SELDOM & imported(triage, "import bot.running.launch")


def test_what_judges_without_slack_imports_neither_slack_nor_the_index(triage: Triage) -> None:
    needless = SELDOM | {"chromadb", "slack_bolt", "slack_sdk"}

    assert not needless & imported(triage, "import bot.bootstrap")


def test_the_version_is_that_of_the_package(command: CommandLine) -> None:
    assert command("--version").out.startswith("triage, version ")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("REPLY_DEADLINE_HOURS", "-1"),
        ("ANALYST", "oracle"),
        ("SUPPORT_CHANNELS", "#support"),
        ("DATABASE_URL", "postgres://db"),
        ("ENVIRONMENT", "staging"),
    ],
)
def test_a_wrong_setting_is_named_with_its_value(
    command: CommandLine, name: str, value: str
) -> None:
    done = command("doctor", **{name: value})

    assert done.code == 2
    assert done.err.startswith(f"triage: {name}: ")
    assert done.out == ""


def test_a_wrong_secret_is_named_without_its_value(command: CommandLine) -> None:
    done = command("doctor", SLACK_BOT_TOKEN="hunter2")

    assert done.code == 2
    assert "SLACK_BOT_TOKEN" in done.err
    assert "hunter2" not in done.err


def test_every_wrong_setting_is_named_at_once(command: CommandLine) -> None:
    done = command("doctor", PORT="http", WORKERS="0")

    assert "PORT: " in done.err
    assert "WORKERS: " in done.err


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({}, "SLACK_BOT_TOKEN"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN or SLACK_SIGNING_SECRET"),
    ],
)
def test_the_bot_says_which_token_it_lacks(
    command: CommandLine, settings: dict[str, str], named: str
) -> None:
    done = command("run", **settings)

    assert done.code == 2
    assert named in done.err


def test_a_chosen_model_without_a_key_is_refused(command: CommandLine) -> None:
    done = command("classify", "The invoice is wrong", ANALYST="openai")

    assert done.code == 2
    assert "OPENAI_API_KEY" in done.err


def test_a_fault_in_the_teams_file_is_named_with_its_line(
    command: CommandLine, tmp_path: Path
) -> None:
    file = tmp_path / "triage.yml"
    file.write_text("categories:\n  Billing:\n    meaning: Money\n    colour: red\n", "utf-8")

    done = command("classify", "The invoice is wrong", TRIAGE_CONFIG=str(file))

    assert done.code == 2
    assert f"{file}, line 4: " in done.err
    assert "unknown key" in done.err


def test_a_data_folder_that_cannot_be_made_is_named(command: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")

    done = command("db", "upgrade", DATA_DIR=str(tmp_path / "file" / "data"))

    assert done.code == 2
    assert "DATA_DIR" in done.err


def test_a_database_that_cannot_be_made_is_named(command: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")

    done = command("db", "upgrade", DATABASE_URL=f"sqlite:///{tmp_path}/file/data/triage.db")

    assert done.code == 2
    assert "triage: DATABASE_URL: " in done.err


def test_a_part_that_is_not_installed_is_named_by_its_own_error(triage: Triage) -> None:
    program = (
        "import sys; sys.modules['bot.analysts.offline'] = None\n"
        "import bot.cli; bot.cli.commands(['kb', 'list'])"
    )

    done = subprocess.run(
        [sys.executable, "-c", program],
        env=triage.environment(),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "bot.analysts.offline" in done.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        ("classify - <&-", 2, "triage: the ticket is empty"),
        ("kb list 2>&-", 0, "KB-001"),
        pytest.param("kb list >/dev/full", 1, "triage: the output can't be written", marks=LINUX),
        pytest.param("--help >/dev/full", 1, "triage: the output can't be written", marks=LINUX),
    ],
)
def test_a_closed_standard_stream_breaks_nothing(
    triage: Triage, command: str, code: int, said: str
) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f'exec "$0" -m bot {command}', sys.executable],
        env=triage.environment(),
        cwd=triage.home,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == code
    assert (done.stdout + done.stderr).startswith(said)
