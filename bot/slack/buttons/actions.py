"""Takes clicks: looks up what is meant, asks whether they may, and tells who clicked in vain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot.slack import sentences
from bot.slack.buttons.clicks import Click
from bot.triage.errors import TriageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.slack.buttons.clicks import Handler
    from bot.slack.payload import Payload
    from bot.slack.people.permissions import Permissions
    from bot.slack.rendering import Mrkdwn
    from bot.slack.whispers import Whispers

log = structlog.stdlib.get_logger("slack.actions")


class Actions:
    """Hands each click to the one handler of its name."""

    def __init__(
        self, handlers: Mapping[str, Handler], permissions: Permissions, whispers: Whispers
    ) -> None:
        self._handlers = handlers
        self._permissions = permissions
        self._whispers = whispers

    def press(self, team: str, body: Payload) -> None:
        """Do what one click means; Slack does not deliver it again, so nothing is raised."""
        click = Click.read(team, body)
        handler = self._handlers.get(click.name)
        if handler is None:
            self._pass_over(click)
            return
        try:
            sentence = self._take(click, handler)
        except TriageError as error:
            log.warning("click_not_saved", name=click.name, team=team, reason=str(error))
            sentence = sentences.of_failure(error, sentences.NOT_SAVED)
        if sentence is None:
            return
        if not click.response_url:
            self._whispers.show(click.trigger, sentence)
        else:
            self._whispers.reply(click.response_url, sentence, click.thread_ts)

    def _pass_over(self, click: Click) -> None:
        """Tell who pressed a button of an older version; a mere link carries no value."""
        log.debug("ignored", name=click.name, team=click.team)
        if click.value and click.response_url:
            self._whispers.reply(click.response_url, sentences.OUTDATED_BUTTON, click.thread_ts)

    def _take(self, click: Click, handler: Handler) -> Mrkdwn | None:
        refusal = self._permissions.refusal(click.team, click.user, handler.needs, click.value)
        return handler.take(click) if refusal is None else refusal
