"""Who looks after the bot: on the command line, beside it, while it runs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from storage.delivery.second_chances import SecondChances
from storage.judging.learned_versions import LearnedVersions
from storage.judging.learning import Learning
from storage.reports import Reports

if TYPE_CHECKING:
    from tests.quick_database import QuickDatabase
    from tests.simulation.world import World

HOUR = timedelta(hours=1)
ANALYSTS = (None, "offline", "openai")


class Operator:
    """Puts back, has judged again, and takes back what was learned."""

    def __init__(self, world: World) -> None:
        self._world = world

    def retry(self) -> None:
        """Have posted again what was given up of a ticket; of any, if nothing was."""
        database = self._opened()
        letters = Reports(database).dead_letters(20, self._team)
        numbers = [letter.ticket_number for letter in letters] or [1]
        number = self._world.chance.choice(numbers)
        put_back = SecondChances(database).retry(self._team, number, self._world.wall.now)
        self._done(database, "retry", f"T-{number}", put_back)

    def rejudge(self) -> None:
        """Have what was judged lately judged once more."""
        database, now = self._opened(), self._world.wall.now
        analyst = self._world.chance.choice(ANALYSTS)
        count = SecondChances(database).judge_again(now - HOUR, now, analyst=analyst)
        self._done(database, "rejudge", analyst, count)

    def roll_back(self) -> None:
        """Take back what was learned, and learn nothing more."""
        database = self._opened()
        version = LearnedVersions(database).roll_back(self._team, self._world.wall.now)
        self._done(database, "rollback", None if version is None else version.number)

    def resume(self) -> None:
        """Learn again."""
        database = self._opened()
        Learning(database).resume(self._team, self._world.wall.now)
        self._done(database, "resume")

    @property
    def _team(self) -> str:
        return self._world.bot.team_id

    def _opened(self) -> QuickDatabase:
        return self._world.beside()

    def _done(self, database: QuickDatabase, *about: object) -> None:
        database.dispose()
        self._world.trace.note("operator", *about)
