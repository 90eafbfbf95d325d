"""What every command shares: settings, errors as one sentence, and how results are printed."""

from __future__ import annotations

import json
import re
import sys
from contextlib import contextmanager
from importlib.util import LazyLoader, find_spec, module_from_spec
from typing import TYPE_CHECKING, NoReturn, TypeVar

import click

from bot.bad_input import BadInputError
from bot.triage.errors import TriageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import ModuleType

    from bot.settings import Settings

FAILED, BAD_INPUT, QUESTION_OPEN = 1, 2, 3

Decorated = TypeVar("Decorated", bound="Callable[..., object] | click.Command")

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def on_first_use(name: str) -> ModuleType:
    """Return a module that is imported when something of it is asked for."""
    if name in sys.modules:
        return sys.modules[name]
    spec = find_spec(name)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(name)
    spec.loader = LazyLoader(spec.loader)
    module = sys.modules[name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if TYPE_CHECKING:
    from bot import settings as settings_of
    from bot.running import logs
else:
    logs = on_first_use("bot.running.logs")
    settings_of = on_first_use("bot.settings")


def require_team(team: str) -> str:
    """Return `team` if it can be a workspace's id."""
    if not re.fullmatch(r"[TE]\w*", team):
        raise click.BadParameter("a workspace's id was expected, such as T0123456789")
    return team


def team_option(default: str) -> Callable[[Decorated], Decorated]:
    """Return the option that names one workspace; `default` says which count without it."""
    return click.option(
        "--team",
        metavar="T",
        callback=_known_team,
        help=f"A workspace's id (T0123456789). Default: {default}.",
    )


def _known_team(_: click.Context, __: click.Parameter, team: str | None) -> str | None:
    return None if team is None else require_team(team)


@contextmanager
def errors_told() -> Iterator[None]:
    """Turn our errors into one sentence and an exit code; others are bugs and keep their trace."""
    try:
        yield
    except BadInputError as error:
        _fail(str(error), BAD_INPUT)
    except TriageError as error:
        _fail(str(error), FAILED)


def read_settings(**chosen: str) -> Settings:
    """Return the settings, what was chosen on the command line first; logging set up by them."""
    with errors_told():
        found = settings_of.load_settings(**chosen)
        for sentence in settings_of.misspelt():
            click.echo(f"triage: {sentence}", err=True)
    logs.configure_logs(found.log_level.value, found.log_format.value)
    return found


def _fail(sentence: str, code: int) -> NoReturn:
    click.echo(f"triage: {sentence}", err=True)
    sys.exit(code)


def print_line(record: dict[str, object]) -> None:
    """Print one line of a stream at once."""
    click.echo(json.dumps(record, ensure_ascii=False))
    sys.stdout.flush()


def print_json(value: object) -> None:
    """Print a whole result for other programs."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_lines(lines: Iterable[str]) -> None:
    """Print a result for a person."""
    for line in lines:
        click.echo(line)
