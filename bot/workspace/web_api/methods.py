"""The Web API: which methods exist, what each needs, and how a call is answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

from bot.workspace.records.calls import Answer, Call
from bot.workspace.records.errors import Refused
from bot.workspace.records.messages import Json
from bot.workspace.records.state import Bot
from bot.workspace.web_api import chat, conversations, files, lookups, reactions, views
from bot.workspace.web_api.access import need_scope
from bot.workspace.web_api.params import Params
from bot.workspace.world.faults import CallFault
from bot.workspace.world.world import World

Function = Callable[[World, Bot, Params], Json]
REVOKED = "token_revoked"


@dataclass(frozen=True)
class Method:
    """A method with the scopes of which one is needed, and its rate limit tier (0 = none)."""

    do: Function
    scopes: tuple[str, ...] = ()
    tier: int = 3
    takes_json: bool = True
    """Whether it reads arguments from a JSON body; from a form, all do."""


METHODS: dict[str, Method] = {
    "auth.test": Method(lookups.auth_test, tier=0),
    "assistant.threads.setStatus": Method(chat.set_status, ("chat:write", "assistant:write"), 5),
    "blocks.validate": Method(views.validate_blocks, tier=4),
    "bots.info": Method(lookups.bot_info, ("users:read",), takes_json=False),
    "chat.delete": Method(chat.delete, ("chat:write",)),
    "chat.getPermalink": Method(chat.get_permalink, tier=0, takes_json=False),
    "chat.postEphemeral": Method(chat.post_ephemeral, ("chat:write",), 4),
    "chat.postMessage": Method(chat.post_message, ("chat:write",), 0),
    "chat.update": Method(chat.update, ("chat:write",)),
    "conversations.history": Method(conversations.history),
    "conversations.info": Method(conversations.info, takes_json=False),
    "conversations.join": Method(conversations.join, ("channels:join",)),
    "conversations.list": Method(conversations.list_all, tier=2, takes_json=False),
    "conversations.members": Method(conversations.members, tier=4, takes_json=False),
    "conversations.open": Method(conversations.open_direct, ("im:write",)),
    "conversations.replies": Method(conversations.replies, takes_json=False),
    "files.completeUploadExternal": Method(files.end_upload, ("files:write",), 4),
    "files.getUploadURLExternal": Method(files.begin_upload, ("files:write",), 4, takes_json=False),
    "reactions.add": Method(reactions.add, ("reactions:write",)),
    "reactions.remove": Method(reactions.remove, ("reactions:write",), 2),
    "team.info": Method(lookups.team_info, ("team:read",)),
    "usergroups.list": Method(lookups.usergroup_list, ("usergroups:read",), 2, takes_json=False),
    "usergroups.users.list": Method(
        lookups.usergroup_users, ("usergroups:read",), 2, takes_json=False
    ),
    "users.conversations": Method(conversations.list_own, takes_json=False),
    "users.info": Method(lookups.user_info, ("users:read",), 4, takes_json=False),
    "users.list": Method(lookups.user_list, ("users:read",), 2, takes_json=False),
    "views.open": Method(views.open_modal, tier=4),
    "views.publish": Method(views.publish, tier=4),
    "views.push": Method(views.push, tier=4),
    "views.update": Method(views.update, tier=4),
}
APP_METHODS = {"apps.connections.open"}


class WebApi(World):
    """A world that answers Web API calls and remembers them all."""

    def answer(self, method: str, token: str | None, params: Mapping[str, Any]) -> Answer:
        """Take a call as a transport received it, faults and all."""
        with self.changed:
            read = Params(params)
            call = Call(method, token or "", read.values, self.clock())
            self.calls.append(call)
            fault = self.faults.for_call(method, read.values)
            call.answer = (
                self._do(method, token, read)
                if fault is None
                else self._go_wrong(fault, method, token, read)
            )
            self.changed.notify_all()
            return call.answer

    def call(self, method: str, token: str | None, params: Mapping[str, Any]) -> Json:
        """Call a method in this thread; raise ConnectionError where the wire would break."""
        answer = self.answer(method, token, params)
        if answer.is_dropped or not isinstance(answer.body, dict):
            raise ConnectionError(method)
        return answer.body

    def _go_wrong(self, fault: CallFault, method: str, token: str | None, params: Params) -> Answer:
        done: Answer | None = None
        if fault.lands == "now":
            done = self._do(method, token, params)
        elif fault.lands == "late":
            self.plan(fault.late_seconds, lambda: self._do(method, token, params))
        body = fault.body if fault.body is not None else (done.body if done else "")
        headers = {**(done.headers if done else {}), **fault.headers}
        return Answer(body, fault.status, headers, fault.delay_seconds, fault.is_dropped)

    def _do(self, method: str, token: str | None, params: Params) -> Answer:
        try:
            if method in APP_METHODS:
                return Answer(self._open_connection(token))
            return self._perform(method, token, params)
        except Refused as refusal:
            return Answer(refusal.body(), headers=self._scope_headers(token))

    def _perform(self, method: str, token: str | None, params: Params) -> Answer:
        known = METHODS.get(method)
        if known is None:
            raise Refused("unknown_method", req_method=method)
        bot = self._authenticated(token)
        if method in self.teams[bot.team_id].unsupported:
            raise Refused("unknown_method", req_method=method)
        need_scope(bot, *known.scopes)
        if wait := self._wait(known, method, bot, params):
            seconds = str(max(1, ceil(wait)))
            body = {"ok": False, "error": "ratelimited"}
            return Answer(body, 429, {"Retry-After": seconds})
        return Answer(
            {"ok": True, **known.do(self, bot, params)}, headers=self._scope_headers(token)
        )

    def _wait(self, known: Method, method: str, bot: Bot, params: Params) -> float:
        now = self.clock()
        if method == "chat.postMessage":
            return self.rates.wait_to_post(bot.app_id, params.text("channel"), now)
        return self.rates.wait_to_call(bot.app_id, bot.team_id, method, known.tier, now)

    def _authenticated(self, token: str | None) -> Bot:
        if not token:
            raise Refused("not_authed")
        bot = self.bots.get(token)
        if bot is None:
            is_app = any(app.app_token == token for app in self.apps.values())
            raise Refused("not_allowed_token_type" if is_app else "invalid_auth")
        if bot.is_revoked:
            raise Refused(REVOKED)
        return bot

    def _open_connection(self, token: str | None) -> Json:
        if not token:
            raise Refused("not_authed")
        for app in self.apps.values():
            if app.app_token == token:
                if self.new_connection_url is None:
                    raise Refused("internal_error")
                return {"ok": True, "url": self.new_connection_url(app)}
        raise Refused("not_allowed_token_type" if token in self.bots else "invalid_auth")

    def _scope_headers(self, token: str | None) -> dict[str, str]:
        bot = self.bots.get(token or "")
        return {"x-oauth-scopes": ",".join(sorted(bot.scopes))} if bot else {}
