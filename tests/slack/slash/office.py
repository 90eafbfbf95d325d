"""A desk where Ben works tickets, with what sends exports."""

from __future__ import annotations

import csv
import io
from typing import IO, TYPE_CHECKING, Any

from bot.duties.errands import ErrandRunner
from bot.slack.people.audience import Audience
from bot.slack.people.directory import Directory
from bot.slack.people.permissions import Permissions
from bot.slack.slash.exporting import Exporting
from bot.triage.delivery.errand import Chore
from bot.triage.errors import Unavailable
from bot.triage.teamwork.rights import Grant
from bot.workspace.web_api.files import HTTP_OK, take_upload
from storage.audit import Trail
from storage.delivery.errands import Errands
from storage.overview.exports import Exports
from storage.people import People

if TYPE_CHECKING:
    from bot.duties.errands import Deed
    from bot.workspace import Message, User
    from tests.workbench import Workbench


class Office:
    """A desk where Ben works tickets, with what sends exports."""

    def __init__(self, bench: Workbench) -> None:
        self.bench = bench
        self.desk = desk = bench.desk
        desk.grant(agent=Grant(frozenset({desk.ben.id})))
        people = People(desk.database)
        directory = Directory(desk.api, people, groups=(), clock=desk.clock)
        trail = Trail(desk.database)
        deed: Deed = Exporting(
            desk.api,
            self._upload,
            Exports(desk.database),
            Errands(desk.database),
            trail,
            permissions=Permissions(directory, desk.rights, trail, clock=desk.clock),
            audience=Audience(desk.api, people, clock=desk.clock),
            whispers=desk.whispers,
        )
        self.runner = ErrandRunner(Errands(desk.database), {Chore.EXPORT: deed}, desk.clock)

    def ask(self, text: str, who: User | None = None) -> str:
        """Type it, and let the export be made; return what is answered at once."""
        self.desk.clock.pass_by(1)
        delivery = self.desk.workspace.slash_command(
            who or self.desk.ben, self.desk.support, "/triage", text
        )
        self.desk.deliver()
        self.runner.run_due()
        assert delivery.ack is not None
        body: Any = delivery.ack.body
        return str(body["text"])

    def post(self, text: str, who: User | None = None) -> Message:
        message = self.desk.workspace.post_as_user(who or self.desk.ann, self.desk.support, text)
        self.desk.deliver()
        self.bench.run()
        return message

    def sent(self, who: User | None = None) -> list[Message]:
        direct = self.desk.workspace.direct_channel((who or self.desk.ben).id, self.desk.bot)
        return [one for one in direct.messages.values() if one.files]

    def content(self, who: User | None = None) -> str:
        """Return the text of the one file that somebody was sent."""
        [message] = self.sent(who)
        uploads = self.desk.workspace.uploads.values()
        [upload] = [one for one in uploads if one.file_id == message.files[0]["id"]]
        assert upload.content is not None
        return upload.content.decode("utf-8-sig")

    def rows(self, who: User | None = None) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.content(who))))

    def _upload(self, url: str, file: IO[bytes], size: int) -> None:
        content = file.read()
        assert len(content) == size
        if take_upload(self.desk.workspace, url.rpartition("/")[2], content) != HTTP_OK:
            raise Unavailable("upload: not taken")
