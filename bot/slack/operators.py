"""Tells the operators' channel of posts that were given up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import structlog

from bot.slack.blocks import FALLBACK_LIMIT, View, section
from bot.slack.messenger import UNADORNED
from bot.slack.methods import Method
from bot.slack.rendering import Mrkdwn, escaped, joined, mrkdwn
from bot.triage.errors import TriageError, Unavailable, Unconfirmed

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.slack.calls import WebApi
    from bot.triage.dead_letter import DeadLetter, Notice

WHAT_TO_DO = Mrkdwn(
    "`triage tickets list --dead` shows them all. Once the reason is gone, "
    "`triage tickets retry T-12` posts what is missing."
)

log = structlog.stdlib.get_logger("slack.operators")


class Notices(Protocol):
    """Knows what the operators have been told."""

    def take(self, team: str, now: datetime) -> Notice | None:
        """Return what is to be told now, which then counts as told."""

    def give_back(self, notice: Notice) -> None:
        """Let `notice` count as not told."""


class Operators:
    """The people who look after the app, in their channel of one workspace.

    A notice is no post of the outbox: one that can't be posted makes no dead letter and so no
    further notice; it is tried again only if it certainly did not arrive.
    """

    def __init__(
        self,
        api: WebApi,
        notices: Notices,
        channel: str,
        team: str,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._api = api
        self._notices = notices
        self._channel = channel
        self._team = team
        self._clock = clock

    def tell(self) -> None:
        """Post what is to be told now, if anything is; TriageError if that can't be looked up."""
        notice = self._notices.take(self._team, self._clock())
        if notice is None:
            return
        view = in_words(notice)
        try:
            self._api.call(
                Method.POST,
                {**UNADORNED, "channel": self._channel, "text": view.text, "blocks": view.blocks},
            )
        except Unconfirmed as doubt:
            log.warning("operators_maybe_told", reason=str(doubt))
        except Unavailable as failure:
            log.warning("operators_told_later", reason=str(failure))
            self._notices.give_back(notice)
        except TriageError as refusal:
            log.warning("operators_not_told", reason=str(refusal))
        else:
            log.info("operators_told", dead_letters=notice.count)


def in_words(notice: Notice) -> View:
    """Return what the operators read."""
    posts, them = (
        ("1 post was", "it") if notice.count == 1 else (f"{notice.count} posts were", "them")
    )
    lines = [_line(letter) for letter in notice.letters]
    if (unnamed := notice.count - len(lines)) > 0:
        lines.append(mrkdwn("• … and {} more", str(unnamed)))
    said = f"{posts} given up, since Slack can't or won't take {them}:"
    text = joined("\n", [escaped(said, FALLBACK_LIMIT), *lines, WHAT_TO_DO])
    return View(escaped(said, FALLBACK_LIMIT), [section(text)])


def _line(letter: DeadLetter) -> Mrkdwn:
    return mrkdwn(
        "• T-{}: {} of its {}: {}",
        str(letter.ticket_number),
        letter.operation.value,
        letter.kind.value,
        letter.error,
    )
