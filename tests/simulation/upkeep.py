"""Whether all that runs beside the tickets went as promised, looked at when all is quiet."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from bot.slack.posts.messenger import key_of
from bot.triage.delivery.posting import THREAD
from storage.delivery.posts import REDRAW_SUFFIX
from tests.simulation.hearing import timeless
from tests.simulation.promise import Promise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.workspace import Message
    from tests.simulation.world import World

COUNTED = re.compile(r"(\d+) posts? w(?:as|ere) given up")
GIVEN_UP = "SELECT count(*) FROM audit WHERE event LIKE '%_given_up' AND team = ?"
DEAD = "SELECT key, updated_at FROM outbox WHERE status = 'dead' AND team = ?"
TOLD = "SELECT through, since FROM operators_told"
STRANDED = """
    SELECT post.key FROM outbox AS post JOIN tickets ON tickets.id = post.ticket_id
    WHERE post.status = 'pending' AND post.due_at IS NULL AND post.operation = 'post'
    AND NOT EXISTS (SELECT 1 FROM outbox AS above WHERE above.ticket_id = post.ticket_id
        AND above.status = 'dead' AND above.operation = 'post' AND (
            (above.kind = 'root' AND post.place = ?)
            OR (above.kind = 'card' AND above.place = post.place AND post.kind <> 'card'
                AND tickets.review_channel IS NOT NULL)))
"""
"""Posts that wait, though nothing that they wait for was given up."""
UNDRAWN = """
    SELECT redraw.key FROM outbox AS redraw JOIN outbox AS post ON redraw.key = post.key || ?
    WHERE redraw.status = 'pending' AND post.status IN ('sent', 'called_off')
"""
"""Redraws that wait for a message that stands, or that there will not be."""
UNAUDITED = """
    SELECT number FROM learned_versions WHERE number NOT IN
    (SELECT json_extract(detail, '$.version') FROM audit WHERE event = 'learned')
"""
IN_USE = "SELECT count(*) FROM learned_versions WHERE state = 'in_use' GROUP BY team"
BOOKED = "SELECT day, sum(tokens), count(*) FROM tokens_spent GROUP BY day"


class Upkeep:
    """Looks at what the operators were told, what was learned, and what the model cost."""

    def __init__(self, world: World) -> None:
        self._world = world

    def at_the_end(self, log: Sequence[str]) -> Iterator[tuple[Promise, str]]:
        """Yield what is not as promised when nothing is left to be done."""
        yield from self._notices(log)
        yield from self._stranded()
        yield from self._learned()
        yield from self._spent()

    def _notices(self, log: Sequence[str]) -> Iterator[tuple[Promise, str]]:
        """Compare what the operators were told with what was given up."""
        if self._world.rules.operators_channel is None:
            return
        team = self._world.bot.team_id
        said = [int(found[1]) for one in self._told() if (found := COUNTED.match(one.text))]
        refused = [int(fields["dead_letters"]) for fields in _untold(log)]
        [(given_up,)] = self._rows(GIVEN_UP, team)
        if sum(said) > given_up:
            yield Promise.NOTHING_TWICE, f"operators were told {said} of {given_up}"
        dead, told = self._rows(DEAD, team), self._rows(TOLD)
        through = max((_moment(row[0]) for row in told), default=None)
        for key, at in dead:
            if through is None or _moment(at) > through:
                yield Promise.NOBODY_FORGOTTEN, f"no operator was told of {key}"
        if sum(said) + sum(refused) < len(dead):
            yield Promise.NOBODY_FORGOTTEN, f"operators were told {said} of {len(dead)}"
        if any(since is not None for _, since in told):
            yield Promise.NO_SILENCE, "a notice to the operators is left in doubt"

    def _told(self) -> list[Message]:
        channel = self._world.slack.channels[self._world.rules.operators_channel or ""]
        keyed = [(key_of(one.payload()) or "", one) for one in channel.messages.values()]
        return [one for key, one in keyed if one.is_by_bot and key.startswith("operators:")]

    def _stranded(self) -> Iterator[tuple[Promise, str]]:
        for (key,) in self._rows(STRANDED, THREAD):
            yield Promise.NO_SILENCE, f"{key} waits for nothing"
        for (key,) in self._rows(UNDRAWN, REDRAW_SUFFIX):
            yield Promise.NO_SILENCE, f"{key} waits for nothing"

    def _learned(self) -> Iterator[tuple[Promise, str]]:
        for (number,) in self._rows(UNAUDITED):
            yield Promise.ALL_AUDITED, f"version {number} was learned"
        for (count,) in self._rows(IN_USE):
            if count > 1:
                yield Promise.NOTHING_TWICE, f"{count} versions judge at once"

    def _spent(self) -> Iterator[tuple[Promise, str]]:
        """Compare the books with what the model told of: a crash leaves too much in them."""
        most = self._world.settings.daily_token_budget
        booked = {date.fromisoformat(day): (used, teams) for day, used, teams in self._rows(BOOKED)}
        line = self._world.model_line
        for day, used in line.used.items() if most else ():
            tokens, teams = booked.get(day, (0, 1))
            if used > tokens:
                yield Promise.WITHIN_BUDGET, f"{used} used, {tokens} booked"
            if used > teams * (most + line.most_used):
                yield Promise.WITHIN_BUDGET, f"{used} of {most} used, {teams} workspaces"

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self._world.database_file)) as connection:
            return connection.execute(query, values).fetchall()


def _untold(log: Sequence[str]) -> Iterator[dict[str, Any]]:
    for line in log:
        if '"operators_not_told"' in line:
            yield timeless(line)


def _moment(stored: str) -> datetime:
    return datetime.fromisoformat(stored)
