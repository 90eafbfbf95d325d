"""Gives the assembled bot its threads, sockets and signals, and runs it."""

from __future__ import annotations

import gc
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from bot.bootstrap import open_desk
from bot.duties import learner
from bot.duties.follower import Follower
from bot.duties.rounds import Rounds
from bot.duties.scribe import LOOK_SECONDS
from bot.indexing import alone, open_index
from bot.parts.kept_clock import KeptClock
from bot.parts.own_timing import OWN_TIMING, now
from bot.running.assembly import Assembly, Outside
from bot.running.crew import Crew
from bot.running.entrance import Entrance
from bot.running.life import insist, wind_down
from bot.running.logs import write_records_only
from bot.running.vital_signs import Threads, all_checks, database_check
from bot.server import Server, build_site
from bot.settings import SettingsError
from bot.slack.people.identity import identify
from bot.slack.transport.endpoint import Endpoint
from bot.slack.transport.silences import Pause
from bot.slack.transport.socket_mode import SocketMode
from bot.slack.web_api.calls import (
    POST_TIMEOUT_SECONDS,
    PROGRESS_TIMEOUT_SECONDS,
    SlackCalls,
    SlackResponder,
    SlackUploads,
)
from bot.triage.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pydantic import SecretStr

    from bot.bootstrap import Desk
    from bot.health import Check
    from bot.running.life import StopSignal
    from bot.settings import Settings
    from bot.slack.people.identity import Identity
    from bot.slack.transport.silences import Silences
    from kb.index import Index

INTAKE_SECONDS = 3.0
IDENTIFY_SECONDS = 5
"""Less than whoever sends SIGTERM waits."""
OPERATORS_SECONDS = 5.0
"""How often it is looked whether the operators are to be told something."""
ERRANDS_SECONDS = 0.3
"""How often it is looked whether there is an errand: the emoji is answered within a second."""
EXPORTS_SECONDS = 1.0
CHECKPOINT_SECONDS = 2.0

log = structlog.stdlib.get_logger("launch")


def run_bot(settings: Settings, stop: StopSignal) -> None:
    """Run until `stop` is given; raises what keeps it from starting."""
    _require_tokens(settings)
    write_records_only()
    with ExitStack() as stack:
        stack.callback(stop.over)
        desk = stack.enter_context(open_desk(settings))
        stack.enter_context(alone(settings))
        stack.enter_context(desk.store.database.alone(f"DATA_DIR={settings.data_dir.resolve()}"))
        index = stack.enter_context(open_index(settings, desk))
        # Only now it is known that no other process works on these tickets.
        desk.store.tickets.recover(now())
        entrance = Entrance([database_check(desk)], desk.store.reports, now)
        server = _server(settings, entrance)
        server.start()
        stack.callback(server.stop, INTAKE_SECONDS)
        follower = Follower(desk.store.issues, index, settings.rebuild_request)
        follower.start()
        stack.callback(follower.stop)
        checkpoint = desk.store.database.checkpoint
        rounds = [_go_round(stack, "checkpoints", checkpoint, CHECKPOINT_SECONDS)]
        desk.learner.catch_up()
        rounds.append(_go_round(stack, "learner", desk.learner.look, learner.LOOK_SECONDS))
        calls = slack_calls(settings, IDENTIFY_SECONDS)
        with _refusal_names("SLACK_BOT_TOKEN", "the bot token of the installed app, xoxb-…"):
            me = insist(lambda: identify(calls), stop, "slack")
        if me is not None:
            bot = _build(desk, index, follower, me, stack, rounds=rounds)
            _serve(bot, entrance, server, stop)


def _require_tokens(settings: Settings) -> None:
    if settings.slack_bot_token is None:
        raise SettingsError(
            "SLACK_BOT_TOKEN: not set; it is the bot token of the installed app, xoxb-…"
        )
    if settings.slack_app_token is None and settings.slack_signing_secret is None:
        raise SettingsError(
            "SLACK_APP_TOKEN or SLACK_SIGNING_SECRET: neither is set; the first is for Socket "
            "Mode, the second for HTTP"
        )


@contextmanager
def _refusal_names(variable: str, expected: str) -> Iterator[None]:
    """Have what Slack refuses say which variable it is about."""
    try:
        yield
    except Rejected as refusal:
        raise SettingsError(f"{variable}: refused, {refusal}; expected {expected}") from refusal


@dataclass(frozen=True, slots=True)
class Bot:
    """Everything that runs once the parts are joined."""

    crew: Crew
    socket: SocketMode | None
    endpoint: Endpoint | None
    silences: Silences
    checks: tuple[Check, ...]
    desk: Desk


def _build(
    desk: Desk,
    index: Index,
    follower: Follower,
    me: Identity,
    stack: ExitStack,
    *,
    rounds: list[Rounds],
) -> Bot:
    settings, pause = desk.settings, Pause()
    parts = Assembly(desk, me, _outside(settings), pause)
    parts.best_effort.start()
    stack.callback(parts.best_effort.close)
    crew = Crew(parts.worker(index), settings.workers, now)
    app = parts.listeners(crew.wake, index)
    silences = parts.silences(app)
    stack.callback(silences.stop)
    listener = parts.attention(app, silences)
    operators = parts.operators()
    if operators is not None:
        rounds.append(_go_round(stack, "operators", operators.tell, OPERATORS_SECONDS))
    rounds += [
        follower.rounds,
        _go_round(stack, "scribe", parts.scribe().write_due, LOOK_SECONDS),
        _go_round(stack, "errands", parts.errands(crew.wake).act, ERRANDS_SECONDS),
        _go_round(stack, "exports", parts.exports().act, EXPORTS_SECONDS),
    ]
    socket, endpoint = None, None
    if settings.slack_app_token is not None:
        socket = SocketMode(listener, socket_calls(settings), silences)
    else:
        endpoint = Endpoint(listener, _secret(settings.slack_signing_secret), clock=time.time)
    threads = Threads(crew, silences, rounds, parts.best_effort)
    checks = all_checks(desk, index, follower, threads, socket)
    return Bot(crew, socket, endpoint, silences, checks, desk)


def _go_round(stack: ExitStack, name: str, act: Callable[[], None], every_seconds: float) -> Rounds:
    """Do it again and again in the background until `stack` is left."""
    rounds = Rounds(name, act, every_seconds)
    rounds.start()
    stack.callback(rounds.stop)
    return rounds


def _outside(settings: Settings) -> Outside:
    return Outside(
        slack=slack_calls(settings),
        quick_slack=slack_calls(settings, PROGRESS_TIMEOUT_SECONDS),
        respond=SlackResponder(),
        upload=SlackUploads(),
        timing=OWN_TIMING,
        memory=KeptClock(settings.kept_clock),
    )


def slack_calls(settings: Settings, timeout_seconds: float = POST_TIMEOUT_SECONDS) -> SlackCalls:
    """Return the way to Slack's Web API with the bot's token."""
    return _calls(settings, settings.slack_bot_token, timeout_seconds)


def socket_calls(settings: Settings) -> SlackCalls:
    """Return the way to Slack's Web API with the app-level token."""
    return _calls(settings, settings.slack_app_token)


def _calls(
    settings: Settings, token: SecretStr | None, timeout_seconds: float = POST_TIMEOUT_SECONDS
) -> SlackCalls:
    return SlackCalls(
        _secret(token),
        clock=now,
        base_url=settings.slack_api_url,
        timeout_seconds=timeout_seconds,
    )


def _secret(value: SecretStr | None) -> str:
    return "" if value is None else value.get_secret_value()


def _server(settings: Settings, entrance: Entrance) -> Server:
    takes_events = settings.slack_app_token is None
    site = build_site(entrance.health, entrance.deliver if takes_events else None)
    return Server(site, settings.host, settings.port)


def _stop_intake(bot: Bot, server: Server) -> None:
    bot.silences.stop()
    if bot.socket is not None:
        bot.socket.stop()
    server.stop(INTAKE_SECONDS)


def _serve(bot: Bot, entrance: Entrance, server: Server, stop: StopSignal) -> None:
    if stop.given:
        return
    # What is loaded by now stays: looking through it for garbage stops every thread for 130 ms.
    gc.freeze()
    stop.started()
    bot.silences.began()
    bot.silences.start()
    bot.crew.start()
    entrance.open(bot.checks, bot.endpoint)
    if bot.socket is not None:
        socket = bot.socket
        with _refusal_names("SLACK_APP_TOKEN", "a token with connections:write, xapp-…"):
            insist(lambda: socket.start(lambda: stop.given), stop, "socket mode")
    else:
        bot.silences.ended()
    log.info("ready")
    stop.await_given()
    wind_down(lambda: _stop_intake(bot, server), bot.crew, bot.desk.store.tickets.release_all)
