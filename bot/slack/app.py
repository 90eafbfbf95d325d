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

from bot.slack.actions import Actions
from bot.slack.asking import Asking
from bot.slack.audience import Audience
from bot.slack.commands import Commands
from bot.slack.directory import Directory
from bot.slack.events import Events
from bot.slack.explaining import Explaining
from bot.slack.forms import Forms
from bot.slack.home_parts import home_parts
from bot.slack.message_requests import MessageRequests
from bot.slack.methods import COMMAND
from bot.slack.opening import FORM, FORM_BLOCK
from bot.slack.payload import string
from bot.slack.permissions import Permissions
from bot.slack.reactions import Reactions
from bot.slack.reader import Reader
from bot.slack.requests import Requests
from bot.slack.shortcuts import Shortcuts
from bot.slack.submissions import Submissions
from bot.slack.suggestions import Suggestions
from bot.slack.tables import tables
from bot.slack.team_replies import TeamReplies
from bot.triage.correction import Field

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from slack_bolt import Ack, BoltContext

    from bot.slack.albums import Albums
    from bot.slack.asking import Search
    from bot.slack.best_effort import BestEffort
    from bot.slack.blocks import Json
    from bot.slack.calls import WebApi
    from bot.slack.home import Home
    from bot.slack.identity import Identity
    from bot.slack.ports import Stores
    from bot.slack.progress import SlackProgress
    from bot.slack.seal import Seal
    from bot.slack.whispers import Whispers
    from bot.triage.limits import Limits
    from bot.triage.rules import Rules

Listeners = App
"""What Slack's deliveries are handed to, under a name for those who need not know Bolt."""

EVERY_ACTION = re.compile("")
"""A click without a handler is acknowledged too: links are buttons as well."""

log = structlog.stdlib.get_logger("slack")


def build_app(
    me: Identity,
    rules: Rules,
    stores: Stores,
    *,
    api: WebApi,
    albums: Albums,
    progress: SlackProgress,
    whispers: Whispers,
    best_effort: BestEffort,
    seal: Seal,
    max_length: int,
    limits: Limits,
    wake: Callable[[], None],
    clock: Callable[[], datetime],
    search: Search | None = None,
) -> App:
    """Return the app, which stores before it acknowledges.

    It calls `api` to open a form and to find out who somebody is, and nobody else: the time limit
    of a call must be half of the 3 s in which Slack wants its answer.
    """
    app = _bolt(me)
    reader = Reader(me, rules, max_length, clock)
    events = Events(
        reader,
        stores.tickets,
        stores.revisions,
        stores.outbox,
        stores.last_seen,
        passed_over=stores.passed_over,
        team_replies=TeamReplies(stores.first_responses, stores.errands, rules.plan),
        progress=progress,
        whispers=whispers,
        limits=limits,
        wake=wake,
        clock=clock,
    )
    requests = Requests(stores.tickets, whispers, max_length=max_length, limits=limits, wake=wake)
    asked = MessageRequests(
        reader,
        stores.tickets,
        progress=progress,
        whispers=whispers,
        limits=limits,
        wake=wake,
    )
    reactions = Reactions(reader, asked, stores.errands, whispers, wake=wake, clock=clock)
    explaining = Explaining(reader, stores.tickets, stores.passed_over)
    directory = Directory(api, stores.people, groups=rules.rights.groups, clock=clock)
    permissions = Permissions(directory, rules.rights, stores.trail, clock=clock)
    asking = Asking(
        stores.finds,
        stores.home.briefs,
        stores.issues,
        permissions=permissions,
        audience=Audience(api, stores.home.channels, clock=clock),
        rules=rules,
        search=search,
        limits=limits,
        site=me.site,
        clock=clock,
    )
    commands = Commands(
        stores.tickets,
        requests,
        api,
        whispers,
        seal,
        asking=asking,
        errands=stores.errands,
        rules=rules,
        max_length=max_length,
        clock=clock,
    )
    known = tables(stores, rules, permissions, api, seal, whispers=whispers, wake=wake, clock=clock)
    home = home_parts(
        stores,
        rules,
        permissions,
        api,
        albums,
        best_effort=best_effort,
        seal=seal,
        site=me.site,
        clock=clock,
    )
    _listen_to_events(app, me, events)
    _listen_to_reactions(app, me, reactions)
    _listen_to_shortcuts(app, me, Shortcuts(asked, explaining, whispers, rules))
    _listen_to_home(app, me, home.home)
    _listen_to_commands(app, me, commands)
    _listen_to_opening(app, me, Forms(requests, whispers, seal, clock=clock))
    _listen_to_clicks(app, me, Actions(known.handlers | home.handlers, permissions, whispers))
    _listen_to_forms(app, me, Submissions(known.forms | home.forms, permissions, seal))
    _listen_to_typing(app, me, Suggestions(stores.issues, permissions))
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
            ack({"response_type": "ephemeral", "text": str(answer)})

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
    def press(ack: Ack, body: Json, context: BoltContext) -> None:
        actions.press(context.team_id or me.team, body)
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
