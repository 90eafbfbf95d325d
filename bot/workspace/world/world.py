"""The state of the workspace and the effects that change it, behind one lock."""

import heapq
import time
from collections.abc import Callable
from typing import TypeVar

from bot.workspace.records.calls import Call
from bot.workspace.records.errors import Refused
from bot.workspace.records.messages import (
    STATUS_SECONDS,
    Ephemeral,
    Json,
    Message,
    Status,
    Thread,
    Value,
)
from bot.workspace.records.state import (
    RESPONSE_URL_SECONDS,
    TRIGGER_SECONDS,
    App,
    Bot,
    Channel,
    ResponseUrl,
    Trigger,
    Upload,
    View,
)
from bot.workspace.world import events
from bot.workspace.world.deliveries import Ack, Deliveries, Delivery, Kind
from bot.workspace.world.faults import Faults
from bot.workspace.world.rates import Rates
from bot.workspace.world.roster import Roster

T = TypeVar("T")


class World(Roster):
    """Everything that exists; methods that change it hold `changed` and wake who waits."""

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.time,
        seed: int = 0,
        faults: Faults | None = None,
    ) -> None:
        """Create one empty team, with `clock` as the only source of time."""
        super().__init__(clock, seed)
        self.faults = faults or Faults()
        self.rates = Rates()
        self.deliveries = Deliveries(clock, self.ids.uuid, self.changed, self.faults)
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.views: dict[str, View] = {}
        self.offered: dict[str, list[Json]] = {}
        """The choices that apps answered last, by the action id of the menu."""
        self.ephemerals: list[Ephemeral] = []
        self.statuses: list[Status] = []
        self.uploads: dict[str, Upload] = {}
        """By the key in their address."""
        self.calls: list[Call] = []
        """What apps sent, refused or not, in order."""
        self.complaints: list[str] = []
        """What an app did wrong where Slack has no way to tell it; tests expect this empty."""
        self.new_connection_url: Callable[[App], str] | None = None
        """Set by the socket transport; without it there is no Socket Mode."""
        self.response_url_base = "https://hooks.slack.com"
        self._agenda: list[tuple[float, int, Callable[[], object]]] = []
        self._planned = 0

    def calls_to(self, *methods: str) -> list[Call]:
        """Return the calls to these methods, in order."""
        return [call for call in list(self.calls) if call.method in methods]

    def emit(self, event: Json, channel: Channel | None, only: Bot | None = None) -> list[Delivery]:
        """Queue `event` for each bot that subscribed to it and may see it."""
        with self.changed:
            bots = [only] if only else list(self.bots.values())
            return [
                self._deliver_event(event, bot)
                for bot in bots
                if self._may_see(bot, event, channel) and not bot.is_revoked
            ]

    def _may_see(self, bot: Bot, event: Json, channel: Channel | None) -> bool:
        wanted = self.app_of(bot).events
        if wanted is not None and events.subscription(event) not in wanted:
            return False
        if not events.is_allowed(event, bot):
            return False
        return channel is None or (
            bot.team_id == channel.team_id and bot.user_id in channel.members
        )

    def _deliver_event(self, event: Json, bot: Bot) -> Delivery:
        payload = events.wrapped(
            event,
            self.app_of(bot),
            bot,
            event_id=self.ids.new("Ev"),
            context=f"4-{self.ids.hex(32)}",
            now=self.clock(),
        )
        return self.deliver("events_api", bot, payload)

    def deliver(
        self,
        kind: Kind,
        bot: Bot,
        payload: Json,
        on_end: Callable[[Delivery], None] | None = None,
    ) -> Delivery:
        """Queue any payload for an app, well formed or not."""
        delivery = Delivery(kind, bot.app_id, bot.team_id, payload, on_end=on_end)
        return self.deliveries.add(delivery)

    def publish(self, channel: Channel, message: Message) -> Message:
        """Put a new message in its channel and tell the apps."""
        with self.changed:
            channel.messages[message.ts] = message
            parent = channel.messages.get(message.thread_ts or "")
            if message.is_reply and parent:
                parent.replies.append(message.ts)
                if message.user_id not in parent.reply_users:
                    parent.reply_users.append(message.user_id)
            self.emit(events.posted(message, channel), channel)
            mentioned = set(events.MENTION.findall(message.text))
            for bot in list(self.bots.values()):
                if bot.user_id in mentioned and bot.user_id != message.user_id:
                    self.emit(events.mentioned(message, channel), channel, only=bot)
            self.changed.notify_all()
            return message

    def erase(self, channel: Channel, message: Message) -> None:
        """Delete a message and tell the apps."""
        with self.changed:
            previous = message.payload()
            message.is_deleted = True
            parent = channel.messages.get(message.thread_ts or "")
            if message.is_reply and parent and message.ts in parent.replies:
                parent.replies.remove(message.ts)
            self.emit(events.deleted(message, previous, channel, self.ids.ts()), channel)
            self.changed.notify_all()

    def announce_change(self, channel: Channel, message: Message, previous: Json) -> None:
        """Tell the apps that a message is no longer what it was."""
        self.emit(events.changed(message, previous, channel, self.ids.ts()), channel)
        self.changed.notify_all()

    def new_trigger(self, bot: Bot, user_id: str, view_id: str | None = None) -> str:
        """Return a trigger id that opens one view within 3 s."""
        number, team = len(self.triggers) + 1000, int(bot.team_id[1:], 36) % 10**9
        trigger_id = f"{number}.{team}.{self.ids.hex(32)}"
        expires = self.clock() + TRIGGER_SECONDS
        self.triggers[trigger_id] = Trigger(trigger_id, bot.app_id, user_id, expires, view_id)
        return trigger_id

    def new_response_url(self, bot: Bot, channel_id: str, user_id: str, **source: Value) -> str:
        """Return a webhook address that answers one interaction."""
        key = f"{bot.team_id}/{len(self.response_urls) + 1}/{self.ids.hex(24)}"
        expires = self.clock() + RESPONSE_URL_SECONDS
        self.response_urls[key] = ResponseUrl(key, bot, channel_id, user_id, expires, **source)
        return f"{self.response_url_base}/actions/{key}"

    def use_trigger(self, trigger_id: str | None, bot: Bot) -> Trigger:
        """Spend a trigger; raise Refused where Slack would."""
        trigger = self.triggers.get(trigger_id or "")
        if trigger is None or trigger.app_id != bot.app_id:
            raise Refused("invalid_trigger_id")
        if trigger.is_used:
            raise Refused("exchanged_trigger_id")
        if self.clock() > trigger.expires:
            raise Refused("expired_trigger_id")
        trigger.is_used = True
        return trigger

    def plan(self, seconds: float, effect: Callable[[], object]) -> None:
        """Let `effect` happen `seconds` from now, when `run_effects` is next called."""
        with self.changed:
            self._planned += 1
            heapq.heappush(self._agenda, (self.clock() + seconds, self._planned, effect))
            self.changed.notify_all()

    def run_effects(self) -> None:
        """Let happen what is due: late effects, and deliveries that nobody answered."""
        with self.changed:
            while self._agenda and self._agenda[0][0] <= self.clock():
                heapq.heappop(self._agenda)[2]()
            self.deliveries.expire()

    def next_due(self) -> float | None:
        """Return when something is due next, as the clock tells time."""
        with self.changed:
            times = [self.deliveries.next_due(), self._agenda[0][0] if self._agenda else None]
            return min((at for at in times if at is not None), default=None)

    def run_due(self, send: Callable[[Delivery], Ack | None]) -> int:
        """Deliver what is due through `send`, in this thread; return how many there were.

        `send` returns the app's answer, or None if none came: Slack then tries again.
        """
        count = 0
        self.run_effects()
        while delivery := self.deliveries.take():
            count += 1
            if ack := send(delivery):
                self.deliveries.settle(delivery.envelope_id, ack)
        return count

    def wait_for(self, predicate: Callable[[], T], timeout: float = 30.0) -> T:
        """Return the first true answer of `predicate`, asked again after every change."""
        with self.changed:
            result = self.changed.wait_for(predicate, timeout)
            if not result:
                msg = f"nothing within {timeout} s"
                raise TimeoutError(msg)
            return result

    def wait_until_delivered(self, timeout: float = 30.0) -> None:
        """Wait until nothing is on its way to an app."""
        self.wait_for(lambda: not any(self.deliveries.unfinished()), timeout)

    def thread(self, channel: Channel | str, ts: str) -> Thread:
        """Return a conversation as its readers see it now."""
        with self.changed:
            place = channel if isinstance(channel, Channel) else self.channels[channel]
            root, here = place.messages[ts], (place.id, ts)
            return Thread(
                (root, *(place.messages[reply] for reply in root.replies)),
                tuple(one for one in self.ephemerals if (one.channel_id, one.thread_ts) == here),
                tuple(one for one in self.statuses if (one.channel_id, one.thread_ts) == here),
                self.status_of(place, ts),
            )

    def status_of(self, channel: Channel, ts: str) -> str:
        """Return the status showing in a thread now, or an empty string."""
        with self.changed:
            for status in reversed(self.statuses):
                if self.clock() - status.at > STATUS_SECONDS:
                    break
                if (status.channel_id, status.thread_ts) == (channel.id, ts):
                    return status.text
            return ""
