"""How apps answer people: with an acknowledgement, or through a response URL."""

import json

from bot.workspace.block_kit.composition import CHOICES
from bot.workspace.block_kit.limits import check_message, check_offered, check_view
from bot.workspace.records.calls import RESPONSE_URL, Answer, Call
from bot.workspace.records.errors import Refused
from bot.workspace.records.messages import Json, Value
from bot.workspace.records.state import RESPONSE_URL_USES, ResponseUrl, Trigger, View
from bot.workspace.web_api.chat import new_bot_message, show_ephemeral, with_ids
from bot.workspace.web_api.views import change, push_view
from bot.workspace.world.deliveries import HTTP_OK, Delivery
from bot.workspace.world.world import World

TIMED_OUT = "operation_timeout"
GONE = 404


class Answers(World):
    """A world in which apps answer commands, forms and clicks."""

    def respond(self, key: str, body: Json) -> int:
        """Take what an app posts to a `response_url`; return the HTTP status."""
        with self.changed:
            call = Call(RESPONSE_URL, key, body, self.clock())
            self.calls.append(call)
            url = self.response_urls.get(key)
            if url is None or url.uses >= RESPONSE_URL_USES or self.clock() > url.expires:
                return GONE
            url.uses += 1
            channel = self.channels[url.channel_id]
            original = channel.messages.get(url.message_ts or "")
            text, blocks = str(body.get("text", "")), body.get("blocks")
            if not body.get("delete_original"):
                self._check(body, url.bot.team_id)
            if body.get("replace_original") or body.get("delete_original"):
                self.ephemerals = [one for one in self.ephemerals if one.ts != url.message_ts]
            if original and body.get("delete_original"):
                self.erase(channel, original)
            elif original and body.get("replace_original"):
                previous = original.payload()
                original.text, original.blocks = text, with_ids(self, blocks or [])
                self.announce_change(channel, original, previous)
            elif not body.get("delete_original"):
                self._say(url, body, text, RESPONSE_URL)
            call.answer = Answer({"ok": True})
            self.changed.notify_all()
            return HTTP_OK

    def end_command(self, delivery: Delivery) -> None:
        """Show what came with the acknowledgement of a command."""
        body = _as_object(delivery.ack.body) if delivery.ack else {}
        if delivery.state == "failed" or not body:
            return
        payload, text = delivery.payload, str(body.get("text", ""))
        try:
            self._check(body, delivery.team_id)
        except Refused as refusal:
            self.complaints.append(f"{payload['command']}: {refusal.error}")
            return
        bot = self.bot_named(delivery.app_id, delivery.team_id)
        url = ResponseUrl("", bot, payload["channel_id"], payload["user_id"], 0.0)
        self._say(url, body, text, "command")

    def _check(self, body: Json, team_id: str) -> None:
        blocks = body.get("blocks")
        check_message(str(body.get("text", "")), blocks, body.get("attachments"))
        check_offered(blocks or [], self.teams[team_id].unsupported)

    def _say(self, url: ResponseUrl, body: Json, text: str, source: str) -> None:
        thread_ts, blocks = body.get("thread_ts") or url.thread_ts, body.get("blocks")
        if body.get("response_type") == "in_channel":
            channel = self.channels[url.channel_id]
            message = new_bot_message(self, url.bot, channel, text, blocks)
            message.thread_ts = thread_ts
            self.publish(channel, message)
            return
        show_ephemeral(
            self,
            url.bot,
            blocks,
            channel_id=url.channel_id,
            user_id=url.user_id,
            text=text,
            thread_ts=thread_ts,
            source=source,
        )

    def end_suggestion(self, element: Json, delivery: Delivery) -> None:
        """Offer in a menu what its app answered; what is no choice is held against it."""
        answered = _as_object(delivery.ack.body) if delivery.ack else {}
        problems: list[str] = []
        CHOICES(answered, "", problems)
        if delivery.state == "failed" or problems:
            self.complaints.append(f"{element['action_id']}: {problems or TIMED_OUT}")
            return
        self.offered[element["action_id"]] = [
            *answered.get("options", ()),
            *(one for group in answered.get("option_groups", ()) for one in group["options"]),
        ]
        self.changed.notify_all()

    def end_submission(self, view: View, delivery: Delivery) -> None:
        """Do with a form what its app answered, or show that it did not answer."""
        if delivery.state == "failed":
            view.failure = TIMED_OUT
        else:
            try:
                self._follow(view, _as_object(delivery.ack.body) if delivery.ack else {})
            except Refused as refusal:
                view.failure = refusal.error
                self.complaints.append(f"{view.id}: {refusal.error}")
        self.changed.notify_all()

    def _follow(self, view: View, body: Json) -> None:
        match body.get("response_action"):
            case None:
                view.is_open = False
            case "errors":
                view.errors = _form_errors(view, body.get("errors"))
            case "update":
                check_view(body["view"], "modal")
                change(self, view, body["view"])
            case "push":
                check_view(body["view"], "modal")
                bot = self.bot_named(view.app_id, view.team_id)
                trigger = Trigger("", view.app_id, view.user_id, 0.0, view.id)
                push_view(self, bot, trigger, body["view"])
            case "clear":
                for other in self.views.values():
                    if other.root_view_id == view.root_view_id:
                        other.is_open = False
            case _:
                raise Refused("invalid_response_action")


def _form_errors(view: View, errors: Value) -> dict[str, str]:
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or set(errors) - inputs:
        raise Refused("invalid_errors")
    return dict(errors)


def _as_object(body: Value) -> Json:
    if isinstance(body, str):
        try:
            body = json.loads(body)
        except ValueError:
            return {"text": body} if body.strip() else {}
    return body if isinstance(body, dict) else {}
