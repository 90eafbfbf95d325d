"""Who changes known issues: beside the bot, while it runs, for everybody or for one workspace."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.triage.issue import EVERY_TEAM
from storage.issues import Issues
from storage.known_issues.publishing import Publishing
from tests.builders import an_issue
from tests.simulation.words import TICKETS, nasty

if TYPE_CHECKING:
    from bot.triage.issue import KnownIssue
    from bot.workspace import User
    from tests.quick_database import QuickDatabase
    from tests.simulation.world import World

TAKEN_OUT = 0.3
"""The share of changes that take one out of use, or into use again."""
OWN = 0.3
"""The share of imports that are for the workspace alone."""


class Editors:
    """Imports known issues, takes them out of use, and has the index built anew."""

    def __init__(self, world: World, editor: User) -> None:
        self.have_changed = False
        """Whether the bot has not followed yet."""
        self._world = world
        self._editor = editor

    def change(self) -> None:
        """Import one, or take one out of use or into use again."""
        chance = self._world.chance
        number = chance.randint(1, 6)
        if chance.random() < TAKEN_OUT:
            self.take_out(chance.choice(sorted({*self._in_use(), f"KB-{number}"})))
        else:
            whose = self._world.bot.team_id if chance.random() < OWN else EVERY_TEAM
            self.put_in(replace(self._issue(number), team=whose))

    def put_in(self, issue: KnownIssue) -> None:
        """Import it as the command line does."""
        database = self._world.beside()
        Issues(database).import_all([issue], "command line", self._world.wall.now)
        self._changed(database, issue.id)

    def take_out(self, issue_id: str) -> None:
        """Take it out of use; into use again if it was out of it."""
        database = self._world.beside()
        moves, team = Publishing(database), self._world.bot.team_id
        whose = (team, issue_id, self._editor.id, self._world.wall.now)
        _ = moves.retire(*whose) or moves.restore(*whose)
        self._changed(database, issue_id)

    def ask_for_rebuild(self) -> None:
        """Have the index built anew, as the command line does."""
        self._world.settings.rebuild_request.touch()
        self.have_changed = True
        self._world.trace.note("rebuild")

    def _in_use(self) -> set[str]:
        database = self._world.beside()
        issues = Issues(database).all()
        database.dispose()
        return {issue.id for issue in issues}

    def _issue(self, number: int) -> KnownIssue:
        chance = self._world.chance
        url = f"https://kb.example/{chance.randint(1, 9)}"
        return replace(
            an_issue(f"KB-{number}"), title=f"{chance.choice(TICKETS)} {nasty(chance)}", url=url
        )

    def _changed(self, database: QuickDatabase, issue_id: str) -> None:
        database.dispose()
        self.have_changed = True
        self._world.trace.note("issues", issue_id)
