"""Puts tickets into a file and sends it to who asked, in a direct message."""

from __future__ import annotations

import json
import tempfile
from datetime import timedelta
from typing import IO, TYPE_CHECKING, Protocol

from bot.slack import ask_sentences as sentences
from bot.slack.asking import works_tickets
from bot.slack.export_file import write
from bot.slack.methods import Method
from bot.slack.payload import string
from bot.slack.subcommands import Format
from bot.slack.uploading import sent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from bot.slack.audience import Audience
    from bot.slack.blocks import Json
    from bot.slack.calls import WebApi
    from bot.slack.permissions import Permissions
    from bot.slack.rendering import Mrkdwn
    from bot.slack.uploading import Upload
    from bot.slack.whispers import Whispers
    from bot.triage.errand import Errand
    from bot.triage.exported import Exported


class Exports(Protocol):
    """Reads tickets for an export."""

    def tickets(
        self, team: str, since: datetime, until: datetime, /, *, reporter: str | None
    ) -> Iterator[Exported]:
        """Yield those that were opened then, of `reporter` or of all, the oldest first."""


class Exporting:
    """Does the errands of `Chore.EXPORT`. What somebody may see is looked up when it is done.

    A try that was cut short after the last call is repeated: the file may come twice.
    """

    def __init__(
        self,
        api: WebApi,
        upload: Upload,
        exports: Exports,
        *,
        permissions: Permissions,
        audience: Audience,
        whispers: Whispers,
    ) -> None:
        self._api = api
        self._upload = upload
        self._exports = exports
        self._permissions = permissions
        self._audience = audience
        self._whispers = whispers

    def do(self, errand: Errand) -> None:
        """Send the file; raises Unavailable if that can't be done now."""
        format_, days = Format(errand.detail["format"]), int(errand.detail["days"])
        with tempfile.TemporaryFile() as file:
            count = write(self._tickets(errand, days), format_, file)
            if count == 0:
                self._tell(errand, sentences.nothing_to_export(days))
                return
            self._send(errand, file, f"tickets-{errand.asked_at:%Y-%m-%d}.{format_}", count)

    def give_up(self, errand: Errand) -> None:
        """Tell who asked that it could not be done."""
        self._tell(errand, sentences.NOT_EXPORTED)

    def _tickets(self, errand: Errand, days: int) -> Iterator[Exported]:
        team, user = errand.team, errand.user
        works = works_tickets(self._permissions, team, user)
        since = errand.asked_at - timedelta(days=days)
        reporter = None if works else user
        for ticket in self._exports.tickets(team, since, errand.asked_at, reporter=reporter):
            is_own = user in {ticket.reporter, ticket.assignee}
            is_readable = is_own or self._audience.may_read(team, user, ticket.channel)
            yield ticket if is_readable else ticket.without_text()

    def _send(self, errand: Errand, file: IO[bytes], name: str, count: int) -> None:
        file_id = sent(self._api, self._upload, file, name)
        direct = self._api.call(Method.OPEN_DIRECT, {"users": errand.user})
        message: Json = {
            "files": json.dumps([{"id": file_id, "title": name}]),
            "channel_id": string(direct, "channel", "id"),
            "initial_comment": str(sentences.exported(count)),
        }
        self._api.call(Method.END_UPLOAD, message)

    def _tell(self, errand: Errand, sentence: Mrkdwn) -> None:
        """Say it where it was asked; in a direct message nobody else reads along."""
        if errand.channel.startswith("D"):
            self._whispers.answer_direct_message(errand.channel, None, sentence)
        else:
            self._whispers.tell(errand.channel, errand.user, None, sentence)
