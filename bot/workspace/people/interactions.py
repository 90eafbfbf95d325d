"""What people do with an app: commands, clicks, forms and shortcuts, and how it answers."""

from collections.abc import Mapping
from typing import Any

from bot.workspace.people.answers import Answers
from bot.workspace.people.forms import acted, filled, find_element
from bot.workspace.people.talking import People, Where, Who
from bot.workspace.records.errors import Impossible
from bot.workspace.records.messages import Ephemeral, Json, Message, Value
from bot.workspace.records.state import (
    Bot,
    View,
)
from bot.workspace.world.deliveries import Delivery

MIN_QUERY_LENGTH = 3


class Interactions(People, Answers):
    """A world in which people use apps; each method returns the delivery that it caused."""

    def slash_command(self, user: Who, channel: Where, command: str, text: str = "") -> Delivery:
        """Type a command in a channel (Slack has none in threads)."""
        with self.changed:
            place, who = self._place(channel), self.users[self._who(user)]
            bot = self._bot_for("commands", command, place.team_id)
            team = self.teams[place.team_id]
            payload = {
                "token": self.app_of(bot).verification_token,
                "team_id": team.id,
                "team_domain": team.domain,
                "channel_id": place.id,
                "channel_name": place.name or "directmessage",
                "user_id": who.id,
                "user_name": who.name,
                "command": command,
                "text": text,
                "api_app_id": bot.app_id,
                "is_enterprise_install": "false",
                "response_url": self.new_response_url(bot, place.id, who.id),
                "trigger_id": self.new_trigger(bot, who.id),
            }
            return self.deliver("slash_commands", bot, payload, self.end_command)

    def click(
        self,
        user: Who,
        on: Message | Ephemeral | View,
        action_id: str,
        value: Value = None,
        *,
        state: Mapping[str, Any] | None = None,
    ) -> Delivery:
        """Press a button or choose from a menu; `value` picks the button or the option."""
        with self.changed:
            block, element = find_element(on.blocks, action_id, value)
            bot = self._bot_of(on)
            who = self._who(user)
            source = self._source(on, bot, who)
            payload = {
                "type": "block_actions",
                **self._about(who, bot),
                **source,
                "trigger_id": self.new_trigger(bot, who, on.id if isinstance(on, View) else None),
                "actions": [acted(block, element, value, self.ids.ts(), self.offered)],
            }
            if not isinstance(on, View):
                payload["state"] = {"values": dict(state or {})}
            return self.deliver("interactive", bot, payload)

    def _source(self, on: Message | Ephemeral | View, bot: Bot, who: str) -> Json:
        if isinstance(on, View):
            return {"container": {"type": "view", "view_id": on.id}, "view": on.payload()}
        channel = self.channels[on.channel_id]
        is_ephemeral = isinstance(on, Ephemeral)
        thread_ts = on.thread_ts
        container: Json = {
            "type": "message",
            "message_ts": on.ts,
            "channel_id": channel.id,
            "is_ephemeral": is_ephemeral,
        }
        if thread_ts:
            container["thread_ts"] = thread_ts
        source: Json = {
            "container": container,
            "channel": {"id": channel.id, "name": channel.name or "directmessage"},
            "response_url": self.new_response_url(
                bot, channel.id, who, message_ts=on.ts, thread_ts=thread_ts
            ),
        }
        return source | ({"message": on.payload()} if isinstance(on, Message) else {})

    def type_into(self, user: Who, on: Message | View, action_id: str, typed: str) -> Delivery:
        """Type into a menu whose choices the app knows; what it answers can then be chosen."""
        with self.changed:
            block, element = find_element(on.blocks, action_id, None)
            least = element.get("min_query_length", MIN_QUERY_LENGTH)
            if not element["type"].endswith("external_select") or len(typed) < least:
                msg = f"{action_id} asks for no choices at {typed!r}"
                raise Impossible(msg)
            bot, who = self._bot_of(on), self._who(user)
            source = self._source(on, bot, who)
            source.pop("response_url", None)
            payload = {
                "type": "block_suggestion",
                **self._about(who, bot),
                **source,
                "action_id": action_id,
                "block_id": block["block_id"],
                "value": typed,
            }
            return self.deliver(
                "interactive", bot, payload, lambda delivery: self.end_suggestion(element, delivery)
            )

    def submit_view(self, user: Who, view: View, values: Mapping[str, Any]) -> Delivery:
        """Send a form; `values` by action id or block id."""
        with self.changed:
            if not view.is_open or view.user_id != self._who(user):
                msg = f"{view.id} is not open for {self._who(user)}"
                raise Impossible(msg)
            bot = self.bot_named(view.app_id, view.team_id)
            payload = {
                "type": "view_submission",
                **self._about(view.user_id, bot),
                "trigger_id": self.new_trigger(bot, view.user_id, view.id),
                "view": view.payload(filled(view.blocks, values, self.offered)),
                "response_urls": [],
            }
            view.errors, view.failure = {}, ""
            return self.deliver(
                "interactive", bot, payload, lambda delivery: self.end_submission(view, delivery)
            )

    def close_view(self, view: View) -> Delivery | None:
        """Cancel a form; the app hears of it only if the view asks for that."""
        with self.changed:
            view.is_open = False
            self.changed.notify_all()
            if not view.content.get("notify_on_close"):
                return None
            bot = self.bot_named(view.app_id, view.team_id)
            payload = {
                "type": "view_closed",
                **self._about(view.user_id, bot),
                "view": view.payload(),
                "is_cleared": False,
            }
            return self.deliver("interactive", bot, payload)

    def message_shortcut(self, user: Who, message: Message, callback_id: str) -> Delivery:
        """Use a shortcut from a message's menu."""
        with self.changed:
            bot = self._bot_for("shortcuts", callback_id, message.team_id)
            channel, who = self.channels[message.channel_id], self._who(user)
            payload = {
                "type": "message_action",
                **self._about(who, bot),
                "action_ts": self.ids.ts(),
                "callback_id": callback_id,
                "trigger_id": self.new_trigger(bot, who),
                "response_url": self.new_response_url(
                    bot, channel.id, who, thread_ts=message.thread_ts
                ),
                "channel": {"id": channel.id, "name": channel.name or "directmessage"},
                "message_ts": message.ts,
                "message": message.payload(),
            }
            return self.deliver("interactive", bot, payload)

    def global_shortcut(self, user: Who, callback_id: str) -> Delivery:
        """Use a shortcut from the search or the message box."""
        with self.changed:
            who = self.users[self._who(user)]
            bot = self._bot_for("shortcuts", callback_id, who.team_id)
            payload = {
                "type": "shortcut",
                **self._about(who.id, bot),
                "action_ts": self.ids.ts(),
                "callback_id": callback_id,
                "trigger_id": self.new_trigger(bot, who.id),
            }
            return self.deliver("interactive", bot, payload)

    def _about(self, user_id: str, bot: Bot) -> Json:
        user, team = self.users[user_id], self.teams[bot.team_id]
        return {
            "user": {
                "id": user.id,
                "username": user.name,
                "name": user.name,
                "team_id": user.team_id,
            },
            "api_app_id": bot.app_id,
            "token": self.app_of(bot).verification_token,
            "team": {"id": team.id, "domain": team.domain},
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def _bot_of(self, on: Message | Ephemeral | View) -> Bot:
        if on.app_id is None:
            msg = "people's messages have no buttons"
            raise Impossible(msg)
        team_id = self.channels[on.channel_id].team_id if not isinstance(on, View) else on.team_id
        return self.bot_named(on.app_id, team_id)

    def _bot_for(self, what: str, name: str, team_id: str) -> Bot:
        for bot in reversed(self.bots.values()):  # of two that offer it, the newer app wins
            offered = getattr(self.app_of(bot), what)
            if bot.team_id == team_id and (offered is None or name in offered):
                return bot
        msg = f"{name} is not a valid command or shortcut here"
        raise Impossible(msg)
