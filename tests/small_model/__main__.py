"""Plays tickets through the whole app with a real small model: each must end in a valid card.

    make test-llm

The model judges poorly, which is the point: whatever it says, people get a card that they can use.
That it said nothing, since the machine was too busy, is a failure: then nothing was tested.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from rich.console import Console
from rich.progress import track
from rich.table import Table

from bot.configuration.rules import load_rules
from bot.demonstration.stage import NoAnswerError, stage
from bot.demonstration.tickets import read_tickets
from bot.evaluation.predictions import UNUSABLE
from bot.slack.posts.question import CLASSIFY_ANYWAY
from bot.triage.judging.ladder import in_words
from bot.workspace import Message, WorkspaceServer
from storage.database import Database
from storage.judging import ladder
from storage.schema import judgements
from tests.scenarios.conversation import buttons, words
from tests.small_model.server import NAME, small_model

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.demonstration.stage import Stage
    from bot.demonstration.tickets import DemoTicket
    from bot.triage.judging.ladder import Fall

TICKETS = Path(__file__).resolve().parents[1] / "data" / "tickets.jsonl"
PLAYED = 30
MODEL_SETTINGS = {
    "OPENAI_API_KEY": "none",
    "OPENAI_MODEL": NAME,
    "ANALYST": "openai",
    "OPENAI_TIMEOUT": "600",
    "TICKET_TIMEOUT": "900",
    "MAX_RETRIES": "0",
}
PATIENCE_SECONDS = 1_000.0
"""A busy machine takes minutes for what takes seconds on a quiet one; the model is to be heard."""


def main() -> int:
    """Return 0 if every ticket ended in a valid card."""
    console = Console(stderr=True)
    tickets = _tickets()
    with tempfile.TemporaryDirectory(prefix="triage-llm-") as folder:
        home = Path(folder)
        with small_model(home / "model.log") as url, WorkspaceServer() as server:
            os.environ |= {**MODEL_SETTINGS, "OPENAI_BASE_URL": url}
            with stage(server, home) as on:
                played = track(tickets, "tickets", console=console)
                ends = Counter(_play(on, ticket, console) for ticket in played)
                complaints = list(server.workspace.complaints)
        falls = _falls(home / "data" / "triage.db")
    _print(ends, falls, complaints)
    unheard = sum(count for fall, count in falls.items() if fall.reason not in UNUSABLE)
    return int("no valid card" in ends or bool(complaints) or unheard > 0)


def _tickets() -> list[DemoTicket]:
    """Return thirty tickets, evenly from all that there are."""
    tickets, _ = read_tickets(TICKETS.read_bytes())
    return tickets[:: len(tickets) // PLAYED][:PLAYED]


def _play(on: Stage, ticket: DemoTicket, console: Console) -> str:
    """Post a ticket and wait for its card; return on which rung it ended."""
    started = time.monotonic()
    root = on.slack.post_as_user(on.reporter, on.channel, ticket.text)
    try:
        said = on.await_said(root.ts, PATIENCE_SECONDS)
        while isinstance(said, Message) and CLASSIFY_ANYWAY in buttons(said):
            on.slack.click(on.reporter, said, CLASSIFY_ANYWAY)
            said = on.await_said(root.ts, PATIENCE_SECONDS)
    except NoAnswerError as error:
        console.print(f"no answer to {ticket.text[:60]!r}: {error}")
        return "no valid card"
    end = _rung(said) if isinstance(said, Message) else "no valid card"
    console.print(f"{time.monotonic() - started:5.1f} s  {end:20} {ticket.text[:45]!r}")
    return end


def _rung(card: Message) -> str:
    """Return who judged according to the card; it is valid if it says all that a card must."""
    taxonomy, said = load_rules(None).taxonomy, words(card)
    parts = (
        any(name in said for name in taxonomy.category_names),
        any(name in said for name in taxonomy.severity_names),
        "Next action:" in said,
        "New issue" in said or "nown issue" in said,
    )
    if not all(parts):
        return "no valid card"
    return f"judged by {NAME}" if f"the model {NAME}" in said else "judged offline"


def _falls(database: Path) -> Counter[Fall]:
    """Return what kept the model's answers from becoming judgements, and how often."""
    opened = Database(f"sqlite:///{database}")
    with opened.read() as connection:
        rows = connection.execute(sa.select(judgements.c.falls)).scalars().all()
    opened.dispose()
    return Counter(fall for row in rows for fall in ladder.read(row))


def _print(ends: Counter[str], falls: Counter[Fall], complaints: Sequence[object]) -> None:
    table = Table("what came of them", "count")
    for end, count in ends.most_common():
        table.add_row(f"tickets {end}", str(count))
    for fall, count in falls.most_common():
        table.add_row(f"  {in_words([fall])}", str(count))
    table.add_row("posts refused by the workspace", str(len(complaints)))
    Console().print(table)


if __name__ == "__main__":
    sys.exit(main())
