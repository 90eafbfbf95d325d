"""Small things that the workspace's tests are made of."""

from dataclasses import dataclass, field
from typing import Any

from bot.workspace import Ack, App, Bot, Channel, Delivery, Message, User, View, Workspace

Json = dict[str, Any]
EPOCH = 1_700_000_000.0


class Clock:
    """Time that passes only when told."""

    def __init__(self) -> None:
        self.now = EPOCH

    def __call__(self) -> float:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += seconds


@dataclass
class Receiver:
    """An app's side of the deliveries: keeps what comes, answers as told."""

    got: list[Delivery] = field(default_factory=list)
    payloads: list[Json] = field(default_factory=list)
    ack: Ack | None = field(default_factory=Ack)

    def __call__(self, delivery: Delivery) -> Ack | None:
        self.got.append(delivery)
        self.payloads.append(delivery.payload)
        return self.ack

    @property
    def events(self) -> list[Json]:
        return [payload["event"] for payload in self.payloads if "event" in payload]


class Office:
    """A workspace with one bot, two people and a support channel, on a stopped clock."""

    def __init__(self, manifest: Json | None = None, seed: int = 0) -> None:
        self.clock = Clock()
        self.slack = Workspace(clock=self.clock, seed=seed)
        self.bot: Bot = self.slack.add_app(manifest=manifest)
        self.app: App = self.slack.app_of(self.bot)
        self.ann: User = self.slack.add_user("ann")
        self.ben: User = self.slack.add_user("ben")
        self.support: Channel = self.slack.add_channel("support", self.ann, self.ben, self.bot)
        self.receiver = Receiver()

    def call(self, method: str, **params: object) -> Json:
        return self.slack.call(method, self.bot.token, params)

    def error(self, method: str, **params: object) -> str:
        return str(self.call(method, **params).get("error"))

    def ticket(self, text: str = "The invoice is wrong") -> Message:
        return self.slack.post_as_user(self.ann, self.support, text)

    def answer(self, to: Message, text: str = "Card", **params: object) -> Message:
        body = self.call(
            "chat.postMessage", channel=to.channel_id, thread_ts=to.ts, text=text, **params
        )
        return self.support.messages[body["ts"]]

    def run(self, seconds: float = 0.0) -> Receiver:
        self.clock.forward(seconds)
        self.slack.run_due(self.receiver)
        return self.receiver

    def open_form(self) -> View:
        command = self.slack.slash_command(self.ann, self.support, "/triage")
        trigger = command.payload["trigger_id"]
        body = self.call("views.open", trigger_id=trigger, view=a_form())
        self.run()
        return self.slack.views[body["view"]["id"]]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def markdown(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def section(text: str = "Hello", **fields: object) -> Json:
    return {"type": "section", "text": markdown(text), **fields}


def button(action_id: str = "go", value: str = "1", text: str = "Go", **fields: object) -> Json:
    inner = {"type": "button", "action_id": action_id, "value": value, "text": plain(text)}
    return inner | fields


def actions(*elements: Json, **fields: object) -> Json:
    return {"type": "actions", "elements": list(elements), **fields}


def option(value: str, text: str = "One") -> Json:
    return {"text": plain(text), "value": value}


def select(*values: str, **fields: object) -> Json:
    options = [option(value) for value in values]
    return {"type": "static_select", "action_id": "pick", "options": options, **fields}


def an_input(block_id: str = "details", **fields: object) -> Json:
    element = {"type": "plain_text_input", "action_id": "text", "max_length": 100}
    body = {"type": "input", "block_id": block_id, "label": plain("Details"), "element": element}
    return body | fields


def a_form(*blocks: Json, **fields: object) -> Json:
    body = {
        "type": "modal",
        "callback_id": "form",
        "title": plain("New ticket"),
        "submit": plain("Send"),
        "blocks": list(blocks) or [an_input()],
    }
    return body | fields


def a_card(office: Office, *elements: Json) -> Message:
    return office.answer(office.ticket(), blocks=[actions(*(elements or (button(),)))])
