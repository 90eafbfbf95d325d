"""Puts tickets into a file and sends it to who asked, in a direct message."""

from __future__ import annotations

import json
import tempfile
from datetime import timedelta
from typing import IO, TYPE_CHECKING, Protocol

from bot.slack.payload import string
from bot.slack.people.permissions import IN_DOUBT
from bot.slack.slash import sentences
from bot.slack.slash.asking import works_tickets
from bot.slack.slash.export_file import write
from bot.slack.slash.subcommands import Format
from bot.slack.web_api.methods import Method
from bot.slack.web_api.uploading import sent
from bot.triage.errors import Rejected, Unavailable
from bot.triage.teamwork.by import By
from bot.triage.teamwork.rights import Action

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from bot.slack.blocks import Json
    from bot.slack.people.audience import Audience
    from bot.slack.people.permissions import Permissions
    from bot.slack.rendering import Mrkdwn
    from bot.slack.web_api.calls import WebApi
    from bot.slack.web_api.uploading import Upload
    from bot.slack.whispers import Whispers
    from bot.triage.delivery.errand import Errand
    from bot.triage.overview.exported import Exported

FILE, NAME, COUNT = "file", "name", "count"
SHARED_ALREADY = "file_not_found"


class Exports(Protocol):
    """Reads tickets for an export."""

    def tickets(
        self, team: str, since: datetime, until: datetime, /, *, reporter: str | None
    ) -> Iterator[Exported]:
        """Yield those that were opened then, of `reporter` or of all, the oldest first."""


class Memory(Protocol):
    """Keeps what was found out about an errand."""

    def remember(self, errand: Errand, /, **known: str) -> Errand:
        """Return it with that; raises Unavailable."""


class Trail(Protocol):
    """The audit trail."""

    def exported(self, team: str, by: By, /, *, form: str, days: int, tickets: int) -> None:
        """Note that somebody was sent tickets as a file; raises Unavailable."""


class Exporting:
    """Does the errands of `Chore.EXPORT`. What somebody may see is looked up when it is done.

    A try that was cut short goes on with the file that it sent, which Slack shares only once.
    """

    def __init__(
        self,
        api: WebApi,
        upload: Upload,
        exports: Exports,
        memory: Memory,
        trail: Trail,
        *,
        permissions: Permissions,
        audience: Audience,
        whispers: Whispers,
    ) -> None:
        self._api = api
        self._upload = upload
        self._exports = exports
        self._memory = memory
        self._trail = trail
        self._permissions = permissions
        self._audience = audience
        self._whispers = whispers

    def do(self, errand: Errand) -> None:
        """Send the file; raises Unavailable if that can't be done now."""
        if FILE in errand.detail:
            self._share_if_new(errand)
            return
        format_, days = Format(errand.detail["format"]), int(errand.detail["days"])
        refusal = self._permissions.refusal(errand.team, errand.user, Action.LOOK_UP, "export")
        if refusal == IN_DOUBT:
            raise Unavailable("it can't be found out who somebody is")
        if refusal is not None:
            self._tell(errand, refusal)
            return
        with tempfile.TemporaryFile() as file:
            count = write(self._tickets(errand, days), format_, file)
            if count == 0:
                self._tell(errand, sentences.nothing_to_export(days))
                return
            by = By(errand.user, errand.asked_at)
            self._trail.exported(errand.team, by, form=format_, days=days, tickets=count)
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
            is_readable = self._audience.may_read_ticket(team, user, ticket)
            yield ticket if is_readable else ticket.without_text()

    def _send(self, errand: Errand, file: IO[bytes], name: str, count: int) -> None:
        known = {FILE: sent(self._api, self._upload, file, name), NAME: name, COUNT: str(count)}
        self._share(self._memory.remember(errand, **known))

    def _share(self, errand: Errand) -> None:
        """Show the file that was sent in a direct message."""
        direct = self._api.call(Method.OPEN_DIRECT, {"users": errand.user})
        known = errand.detail
        message: Json = {
            "files": json.dumps([{"id": known[FILE], "title": known[NAME]}]),
            "channel_id": string(direct, "channel", "id"),
            "initial_comment": str(sentences.exported(int(known[COUNT]))),
        }
        self._api.call(Method.END_UPLOAD, message)

    def _share_if_new(self, errand: Errand) -> None:
        """Share it unless an earlier try did: such a file Slack does not find."""
        try:
            self._share(errand)
        except Rejected as refusal:
            if refusal.code != SHARED_ALREADY:
                raise

    def _tell(self, errand: Errand, sentence: Mrkdwn) -> None:
        """Say it where it was asked; in a direct message nobody else reads along."""
        if errand.channel.startswith("D"):
            self._whispers.answer_direct_message(errand.channel, None, sentence)
        else:
            self._whispers.tell(errand.channel, errand.user, None, sentence)
