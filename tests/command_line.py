"""The command line within the tests' own process: quick, and counted for coverage."""

from __future__ import annotations

import json
import logging
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from click.testing import CliRunner

from bot.cli import commands
from bot.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Printed:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever was printed
        return json.loads(self.out)

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Return the stream of JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True, slots=True)
class CommandLine:
    """Runs commands with an environment that holds nothing of the developer's."""

    home: Path

    def __call__(self, *arguments: str, stdin: str | bytes = "", **settings: str) -> Printed:
        unset: dict[str, str | None] = {name.upper(): None for name in Settings.model_fields}
        own = {"DATA_DIR": str(self.home / "data"), "LOG_LEVEL": "WARNING"}
        with _logging_restored():
            done = CliRunner().invoke(
                commands, arguments, input=stdin, env=unset | own | settings, prog_name="triage"
            )
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Printed(done.exit_code, done.stdout, done.stderr)

    @property
    def database(self) -> Path:
        return self.home / "data" / "triage.db"


@contextmanager
def _logging_restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
