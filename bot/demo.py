"""Plays tickets through the real bot process in a local workspace, and prints what it received.

    python -m bot.demo [TICKETS.jsonl]

All that is shown of the bot came over the wire. Exits 1 if a ticket got no answer, 2 on bad input.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from bot.demonstration.stage import NoAnswerError, stage
from bot.demonstration.terminal import draw
from bot.demonstration.tickets import COMMAND, DemoTicket, read_tickets
from bot.slack.posts.question import CLASSIFY_ANYWAY
from bot.slack.sentences import opened
from bot.triage.arrivals.noise import noise
from bot.workspace import Ephemeral, Message, WorkspaceServer, typed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.demonstration.stage import Said, Stage

FAILED, BAD_INPUT = 1, 2
TEXT_SHOWN = 80
REFERENCE = re.compile(r"T-[0-9]+")
ROOT_SECONDS = 10.0
"""How long after the answer to `/triage` the ticket may take to appear in the channel."""


class Player:
    """Plays tickets on a stage and prints the conversation."""

    def __init__(self, on: Stage, console: Console) -> None:
        self._stage = on
        self._console = console
        self._reporter = on.names[on.reporter.id]
        self.cards = 0
        self.questions = 0

    def play(self, ticket: DemoTicket) -> None:
        """Post the ticket, answer what is asked, and go on until its card is there."""
        thread_ts = self._post(ticket)
        replies = list(ticket.replies)
        while thread_ts is not None:
            said = self._hear(thread_ts)
            if isinstance(said, Ephemeral):
                if ticket.typed_after_command is None:
                    return
                continue
            if not _asks(said):
                self.cards += 1
                return
            self.questions += 1
            self._answer(said, replies.pop(0) if replies else None)

    def _post(self, ticket: DemoTicket) -> str | None:
        """Post as the reporter does; return the ts of the thread, None if it was refused."""
        slack, on, command = self._stage.slack, self._stage, ticket.typed_after_command
        if command is None:
            text = typed(ticket.text)
            self._show_reporter(text)
            ts = slack.post_as_user(on.reporter, on.channel, text).ts
            if noise(text) is None:
                return ts
            self._say_no_ticket("Greetings, thanks and chatter open no ticket.")
            return None
        self._show_reporter(COMMAND + typed(command))
        slack.slash_command(on.reporter, on.channel, COMMAND.strip(), typed(command))
        said = self._hear(None)
        if isinstance(said, Message):
            return said.ts
        if not _says_opened(said.text):
            self._say_no_ticket("This opened no ticket.")
            return None
        try:
            return self._hear(None, ROOT_SECONDS).ts
        except NoAnswerError:
            return None

    def _say_no_ticket(self, why: str) -> None:
        self._console.print(Text(f"  {why}\n", style="italic"))

    def _hear(self, thread_ts: str | None, patience_seconds: float | None = None) -> Said:
        said = self._stage.await_said(thread_ts, patience_seconds)
        author = "Ticket Triage"
        if isinstance(said, Ephemeral):
            author += f" (only visible to {self._reporter})"
        self._console.print(draw(author, said.text, said.blocks, self._stage.names))
        return said

    def _answer(self, question: Message, reply: str | None) -> None:
        slack, reporter = self._stage.slack, self._stage.reporter
        if reply is None:
            press = f"  {self._reporter} presses “Classify anyway”.\n"
            self._console.print(Text(press, style="italic"))
            slack.click(reporter, question, CLASSIFY_ANYWAY)
        else:
            self._show_reporter(typed(reply))
            slack.reply_as_user(reporter, question, typed(reply))

    def _show_reporter(self, text: str) -> None:
        self._console.print(draw(self._reporter, text, (), self._stage.names))


def main(arguments: Sequence[str]) -> int:
    """Play the tickets of a file, or those that ship; return the exit code."""
    try:
        source = Path(arguments[0]) if arguments else files("bot") / "demo_tickets.jsonl"
        tickets, bad = read_tickets(source.read_bytes())
    except OSError as error:
        click.echo(f"demo: the tickets can't be read: {error}", err=True)
        return BAD_INPUT
    for line in bad:
        click.echo(f"demo: line {line.number} is no ticket: {line.reason}", err=True)
    if not tickets:
        click.echo(f"demo: {source} holds no ticket to play", err=True)
        return BAD_INPUT
    with tempfile.TemporaryDirectory(prefix="triage-demo-") as folder:
        return _play_all(tickets, Path(folder))


def _play_all(tickets: Sequence[DemoTicket], folder: Path) -> int:
    started = time.monotonic()
    console = Console(width=None if sys.stdout.isatty() else 100, highlight=False)
    with WorkspaceServer() as server:
        console.print(f"A local workspace listens at {server.base_url}.")
        console.print("The bot starts in a process of its own: Socket Mode, SQLite, Chroma.\n")
        with stage(server, folder) as on:
            player = Player(on, console)
            for number, ticket in enumerate(tickets, start=1):
                console.print(Rule(f"Ticket {number} of {len(tickets)}", style="dim"))
                try:
                    player.play(ticket)
                except NoAnswerError as error:
                    return _say_unanswered(number, ticket, error, on)
    console.print(
        f"{_counted(len(tickets), 'ticket')}, {_counted(player.cards, 'card')}, "
        f"{_counted(player.questions, 'question')} in {time.monotonic() - started:.0f} s. "
        "All that the bot said came over the wire."
    )
    return 0


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _say_unanswered(number: int, ticket: DemoTicket, error: NoAnswerError, on: Stage) -> int:
    shown = ticket.text[:TEXT_SHOWN]
    click.echo(f"demo: no answer to ticket {number} ({shown!r}): {error}", err=True)
    click.echo("The last lines of the bot's log:", err=True)
    for line in on.last_log_lines():
        click.echo(f"  {line}", err=True)
    return FAILED


def _says_opened(text: str) -> bool:
    found = REFERENCE.match(text)
    return found is not None and text == opened(found[0])


def _asks(message: Message) -> bool:
    return any(
        element.get("action_id") == CLASSIFY_ANYWAY
        for block in message.blocks
        for element in block.get("elements", ())
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
