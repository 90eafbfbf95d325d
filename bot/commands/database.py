"""`triage db`: what an operator does with the database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.bad_input import BadInputError
from bot.commands.console import errors_told, on_first_use, read_settings
from bot.triage.errors import Rejected

if TYPE_CHECKING:
    from bot.parts import storeroom
else:
    storeroom = on_first_use("bot.parts.storeroom")


@click.group()
def db() -> None:
    """Look after the database."""


@db.command()
def upgrade() -> None:
    """Bring the database's schema up to date."""
    settings = read_settings()
    with errors_told(), storeroom.open_store(settings):
        click.echo("The database has the schema of this version.")


@db.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Write a consistent copy of the database to FILE, also while the bot runs."""
    settings = read_settings()
    with errors_told(), storeroom.open_store(settings) as store:
        try:
            store.database.backup(file)
        except Rejected as error:
            raise BadInputError(str(error)) from error
    click.echo(f"Backup written to {file}")
