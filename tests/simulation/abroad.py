"""Another workspace with the same app: what is said there stays there."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from storage.issues import Issues
from tests.adornments import SAYING
from tests.builders import an_issue
from tests.simulation.kinds import Kind
from tests.simulation.promise import Promise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.workspace import Message
    from tests.simulation.world import World

MARK = "Quetzal"
"""Stands in all that is written there, and nowhere else."""
SAID = (
    f"The {MARK} invoice counts every seat twice since we changed the plan",
    f"Production of {MARK} is down for everybody, we are losing orders",
    f"The {MARK} export ends after 100 rows, in every browser",
)
ASKED = ("help", "mine", "open", "status T-1", "search export", "kb invoice", "stats", "export csv")


class Abroad:
    """One person in one channel, where the app is installed too."""

    def __init__(self, world: World) -> None:
        slack, app = world.slack, world.slack.app_of(world.bot)
        self._slack = slack
        self._world = world
        self._chance = world.chance
        self._trace = world.trace
        team = slack.add_team("Globex")
        self._bot = slack.install(app, team, scopes=world.bot.scopes)
        self._eve = slack.add_user("eve", team)
        self._channel = slack.add_channel("support", self._eve, self._bot, team=team)
        self._roots: list[Message] = []

    def move(self) -> None:
        """Do anything that somebody may do there."""
        self._world.weather.count(Kind.ELSEWHERE)
        posting = [self.post] * 3
        self._chance.choice((*posting, self._reply, self._ask, self.know, self._go_home))()

    def leaks(self, written_here: tuple[str, ...]) -> Iterator[tuple[Promise, str]]:
        """Yield what was said here of what is theirs, and there of what is ours."""
        for call in self._slack.calls:
            if call.method in {*SAYING, "views.open", "views.update", "views.publish"}:
                said = json.dumps(call.params, ensure_ascii=False)
                is_theirs = self._channel.id in said or self._eve.id in said
                if MARK in said and not is_theirs:
                    yield Promise.KEPT_APART, f"{call.method}: {said}"
        for shown in self._slack.ephemerals:
            told = json.dumps([shown.text, shown.blocks], ensure_ascii=False)
            if shown.user_id == self._eve.id:
                if any(text in told for text in written_here):
                    yield Promise.KEPT_APART, f"shown there: {told}"
            elif MARK in told:
                yield Promise.KEPT_APART, f"shown here: {told}"

    def post(self) -> None:
        root = self._slack.post_as_user(self._eve, self._channel, self._chance.choice(SAID))
        self._roots.append(root)
        self._trace.note("abroad", root.ts)

    def _reply(self) -> None:
        if self._roots:
            text = self._chance.choice(SAID)
            reply = self._slack.reply_as_user(self._eve, self._chance.choice(self._roots), text)
            self._trace.note("abroad", reply.ts)

    def _ask(self) -> None:
        text = self._chance.choice((*ASKED, *SAID))
        self._slack.slash_command(self._eve, self._channel, "/triage", text)
        self._trace.note("abroad", repr(text))

    def know(self) -> None:
        """Import a known issue of theirs, on the command line."""
        database, number = self._world.beside(), self._chance.randint(1, 6)
        said, team = self._chance.choice(SAID), self._bot.team_id
        issue = replace(an_issue(f"KB-{number}"), title=said, symptoms=(said,), team=team)
        Issues(database).import_all([issue], "command line", self._world.wall.now)
        database.dispose()
        self._world.people.editors.have_changed = True
        self._trace.note("abroad", f"KB-{number}")

    def _go_home(self) -> None:
        self._slack.open_home(self._eve, self._bot)
        self._trace.note("abroad", "home")
