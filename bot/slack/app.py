"""Builds the Bolt app: which payload goes to which listener, and what an error answers."""

from __future__ import annotations

import logging
import re
import traceback
from typing import TYPE_CHECKING

import structlog
from slack_bolt import App, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk import WebClient
from structlog.contextvars import bound_contextvars

from bot.slack.messages.elsewhere import only_for
from bot.slack.parts import Parts
from bot.slack.payload import string
from bot.slack.slash.opening import FORM, FORM_BLOCK
from bot.slack.web_api.methods import COMMAND
from bot.slack.whispers import TO_ONE
from bot.triage.teamwork.correction import Field

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_bolt import Ack, BoltContext

    from bot.slack.blocks import Json
    from bot.slack.buttons.actions import Actions
    from bot.slack.forms.submissions import Submissions
    from bot.slack.forms.suggestions import Suggestions
    from bot.slack.home.drawing import Home
    from bot.slack.messages.events import Events
    from bot.slack.messages.reactions import Reactions
    from bot.slack.messages.shortcuts import Shortcuts
    from bot.slack.people.identity import Identity
    from bot.slack.slash.commands import Commands
    from bot.slack.slash.new_ticket import Forms
    from bot.slack.tools import Tools

Listeners = App
"""What Slack's deliveries are handed to, under a name for those who need not know Bolt."""

EVERY_ACTION = re.compile("")
"""A click without a handler is acknowledged too: links are buttons as well."""

log = structlog.stdlib.get_logger("slack")


def build_app(tools: Tools) -> App:
    """Return the app, which stores before it acknowledges."""
    app, me, parts = _bolt(tools.me), tools.me, Parts(tools)
    _listen_to_events(app, me, parts.events)
    _listen_to_reactions(app, me, parts.reactions)
    _listen_to_shortcuts(app, me, parts.shortcuts)
    _listen_to_home(app, me, parts.home.home)
    _listen_to_commands(app, me, parts.commands)
    _listen_to_opening(app, me, parts.opening)
    _listen_to_clicks(app, me, parts.actions)
    _listen_to_forms(app, me, parts.submissions)
    _listen_to_typing(app, me, parts.suggestions)
    return app


def _bolt(me: Identity) -> App:
    app = App(
        name="triage",
        logger=_errors_only(),
        client=WebClient(),
        authorize=_authorize(me),
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        # The guard has checked the raw bytes: Bolt decodes before it checks, and logs bodies.
        request_verification_enabled=False,
        # Our own posts come back as events, which confirm where they stand.
        ignoring_self_events_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    app.error(_on_error)
    app.use(_name_the_delivery)
    app.use(only_for(me.team))
    return app


def _name_the_delivery(body: Json, next_: Callable[[], BoltResponse]) -> BoltResponse:
    """Have the delivery's id in every record that is written because of it."""
    event_id = string(body, "event_id") or string(body, "trigger_id")
    with bound_contextvars(event_id=event_id):
        return next_()


def _errors_only() -> logging.Logger:
    """Return Bolt's logger without warnings: they quote payloads, and tokens it need not have."""
    logger = logging.getLogger("slack_bolt.triage")
    logger.setLevel(logging.ERROR)
    return logger


def _authorize(me: Identity) -> Callable[[], AuthorizeResult]:
    """Return Bolt's look-up of the installation, answered from what was learnt at start."""

    def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None, team_id=me.team, bot_user_id=me.bot_user, bot_id=me.bot
        )

    return authorize


def _listen_to_events(app: App, me: Identity, events: Events) -> None:
    def take(body: Json, context: BoltContext) -> None:
        events.take(context.team_id or me.team, body)

    app.event("message")(take)
    app.event("app_mention")(take)
    app.event("member_joined_channel")(take)


def _listen_to_reactions(app: App, me: Identity, reactions: Reactions) -> None:
    def take(body: Json, context: BoltContext) -> None:
        reactions.take(context.team_id or me.team, body)

    app.event("reaction_added")(take)


def _listen_to_shortcuts(app: App, me: Identity, shortcuts: Shortcuts) -> None:
    def take(ack: Ack, body: Json, context: BoltContext) -> None:
        shortcuts.take(context.team_id or me.team, body)
        ack()

    for callback in shortcuts.callbacks:
        app.message_shortcut(callback)(take)


def _listen_to_home(app: App, me: Identity, home: Home) -> None:
    def take(body: Json, context: BoltContext) -> None:
        home.opened(context.team_id or me.team, body)

    app.event("app_home_opened")(take)


def _listen_to_commands(app: App, me: Identity, commands: Commands) -> None:
    def run(ack: Ack, body: Json, context: BoltContext) -> None:
        answer = commands.run(context.team_id or me.team, body)
        if answer is None:
            ack()
        else:
            ack({**TO_ONE, "text": str(answer)})

    app.command(COMMAND)(run)


def _listen_to_opening(app: App, me: Identity, forms: Forms) -> None:
    def submit(ack: Ack, body: Json, context: BoltContext) -> None:
        problem = forms.submit(context.team_id or me.team, body)
        if problem is None:
            ack()
        else:
            ack(response_action="errors", errors={FORM_BLOCK: str(problem)})

    app.view(FORM)(submit)


def _listen_to_clicks(app: App, me: Identity, actions: Actions) -> None:
    def press(ack: Ack, body: Json) -> None:
        # Where organisations share a channel, Slack may name the workspace of who clicked.
        actions.press(me.team, body)
        ack()

    app.action(EVERY_ACTION)(press)


def _listen_to_forms(app: App, me: Identity, submissions: Submissions) -> None:
    def submit(ack: Ack, body: Json, context: BoltContext) -> None:
        answer = submissions.submit(context.team_id or me.team, body)
        if answer:
            ack(answer)
        else:
            ack()

    for callback in submissions.callbacks:
        app.view(callback)(submit)


def _listen_to_typing(app: App, me: Identity, suggestions: Suggestions) -> None:
    def suggest(ack: Ack, body: Json, context: BoltContext) -> None:
        ack(suggestions.issues(context.team_id or me.team, body))

    app.options(Field.MATCHED_ISSUE.value)(suggest)


def _on_error(error: Exception, body: Json) -> BoltResponse:
    """Answer 200 to what no listener is for, else 500, so that Slack delivers it again.

    Only ids are logged: the text of an exception can hold the text of a ticket.
    """
    about = {
        "type": string(body, "event", "type") or string(body, "type") or string(body, "command"),
        "event_id": string(body, "event_id") or string(body, "trigger_id"),
    }
    if isinstance(error, BoltUnhandledRequestError):
        log.debug("no_listener", **about)
        return BoltResponse(status=200, body="")
    place = traceback.extract_tb(error.__traceback__)[-1]
    log.error(
        "listener_failed", error=type(error).__name__, at=f"{place.name}:{place.lineno}", **about
    )
    return BoltResponse(status=500, body="")
