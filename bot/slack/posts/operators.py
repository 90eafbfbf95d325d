"""Tells the operators' channel of what was given up."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

import structlog

from bot.slack.blocks import FALLBACK_LIMIT, View, section
from bot.slack.posts.messenger import CLOCK_SLACK, METADATA_TYPE, key_of
from bot.slack.rendering import Mrkdwn, escaped, joined, mrkdwn
from bot.slack.web_api.in_flight import AT_REST
from bot.slack.web_api.methods import Method
from bot.slack.web_api.pages import messages
from bot.slack.web_api.unadorned import UNADORNED
from bot.triage.delivery.dead_letter import TICKET
from bot.triage.errors import Rejected, Unavailable, Unconfirmed

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.slack.blocks import Json
    from bot.slack.web_api.calls import WebApi
    from bot.slack.web_api.in_flight import InFlight
    from bot.triage.delivery.dead_letter import DeadLetter, Notice

WHAT_TO_DO = Mrkdwn(
    "`triage tickets list --dead` shows them all. Once the reason is gone, "
    "`triage tickets retry T-12` posts what is missing."
)
HOW_TO_MEND = Mrkdwn(
    "What can't be read was changed by hand, or by a later version: mend it or update first, and "
    "retry takes it up again."
)

GIVE_UP_AFTER = timedelta(hours=1)

log = structlog.stdlib.get_logger("slack.operators")


class Notices(Protocol):
    """Knows what the operators have been told."""

    def take(self, team: str, now: datetime, look_after: timedelta) -> Notice | None:
        """Return what is to be told now, which then is on its way; None if nothing is."""

    def settle(self, notice: Notice) -> None:
        """Let `notice` count as told for good."""

    def give_back(self, notice: Notice) -> None:
        """Let `notice` count as not told."""


class Operators:
    """The people who look after the app, in their channel of one workspace.

    A notice is no post of the outbox: one that is refused makes no dead letter and so no further
    notice. One whose fate is unknown is looked for in the channel, as posts are.
    """

    def __init__(
        self,
        api: WebApi,
        notices: Notices,
        channel: str,
        team: str,
        *,
        clock: Callable[[], datetime],
        in_flight: InFlight,
    ) -> None:
        """Take the parts; `in_flight` is asked whether a notice may still land."""
        self._api = api
        self._notices = notices
        self._channel = channel
        self._team = team
        self._clock = clock
        self._in_flight = in_flight

    def tell(self) -> None:
        """Post what is to be told now, if anything is; TriageError if that can't be looked up."""
        notice = self._notices.take(self._team, self._clock(), self._in_flight.lands_within)
        if notice is None or self._may_still_land(notice):
            return
        try:
            event = self._say(notice)
        except Unconfirmed as doubt:
            log.warning("operators_maybe_told", reason=str(doubt))
            self._give_up_late(notice)
        except Unavailable as failure:
            log.warning("operators_told_later", reason=str(failure))
            if notice.is_in_doubt:
                self._give_up_late(notice)
            else:
                self._in_flight.ended(notice.key)
                self._notices.give_back(notice)
        except Rejected as refusal:
            log.warning("operators_not_told", reason=str(refusal), dead_letters=notice.count)
            self._notices.settle(notice)
        else:
            # Where that can't be stored, it stays in doubt, and is looked for.
            self._notices.settle(notice)
            log.info(event, dead_letters=notice.count)

    def _may_still_land(self, notice: Notice) -> bool:
        """Return True if it is too soon to look for it, whatever the time of day says."""
        return self._in_flight.left(notice.key, is_in_doubt=notice.is_in_doubt) > AT_REST

    def _say(self, notice: Notice) -> str:
        """Have it stand in the channel; return what happened, for the log."""
        if notice.is_in_doubt and (notice.count == 0 or self._stands(notice)):
            return "operators_told_before"
        self._post(notice)
        return "operators_told"

    def _post(self, notice: Notice) -> None:
        view = in_words(notice)
        arguments: Json = {
            **UNADORNED,
            "channel": self._channel,
            "metadata": {"event_type": METADATA_TYPE, "event_payload": {"key": notice.key}},
        }
        self._in_flight.began(notice.key)
        self._api.call(Method.POST, {**arguments, "text": view.text, "blocks": view.blocks})

    def _stands(self, notice: Notice) -> bool:
        """Return True if an earlier call posted it; Unavailable if that can't be read.

        Being refused tells nothing of it: the app may be locked out for now.
        """
        oldest = (notice.through - CLOCK_SLACK).timestamp()
        where: Json = {"channel": self._channel, "oldest": f"{oldest:.6f}"}
        found = messages(self._api, Method.HISTORY, where)
        try:
            return any(key_of(message) == notice.key for message in found)
        except Rejected as refusal:
            raise Unconfirmed(str(refusal)) from refusal

    def _give_up_late(self, notice: Notice) -> None:
        """Leave it in doubt for the next time, unless it has been for long."""
        if self._clock() - notice.through > GIVE_UP_AFTER:
            log.warning("operators_not_told", reason="in doubt", dead_letters=notice.count)
            self._notices.settle(notice)


def in_words(notice: Notice) -> View:
    """Return what the operators read."""
    lines = [_line(letter) for letter in notice.letters]
    if (unnamed := notice.count - len(lines)) > 0:
        lines.append(mrkdwn("• … and {} more", str(unnamed)))
    said = escaped(
        f"{_counted(notice.count - notice.unreadable, notice.unreadable)}:", FALLBACK_LIMIT
    )
    advice = (WHAT_TO_DO, HOW_TO_MEND) if notice.unreadable else (WHAT_TO_DO,)
    return View(said, [section(joined("\n", [said, *lines, *advice]))])


def _counted(refused: int, unreadable: int) -> str:
    """Return how much was given up for which reason; one of them is not 0."""
    posts, them = ("1 post was", "it") if refused == 1 else (f"{refused} posts were", "them")
    others = "1 ticket or post was" if unreadable == 1 else f"{unreadable} tickets or posts were"
    them_too = "it" if unreadable == 1 else "them"
    given_up = f"{posts} given up, since Slack can't or won't take {them}"
    set_aside = f"{others} set aside, since what is stored of {them_too} can't be read"
    return "; ".join([given_up] * bool(refused) + [set_aside] * bool(unreadable))


def _line(letter: DeadLetter) -> Mrkdwn:
    what = "the ticket" if letter.kind == TICKET else f"{letter.operation} of its {letter.kind}"
    return mrkdwn("• T-{}: {}: {}", str(letter.ticket_number), what, letter.error)
