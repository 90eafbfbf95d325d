"""What people do with messages: post, reply, edit, delete, react, join, open the app's home."""

from bot.workspace.records.errors import Impossible
from bot.workspace.records.messages import Json, Message, Value
from bot.workspace.records.state import Bot, Channel, User
from bot.workspace.web_api.reactions import take_reaction
from bot.workspace.world import events
from bot.workspace.world.deliveries import Delivery
from bot.workspace.world.world import World

Who = User | Bot | str
Where = Channel | str


def typed(text: str) -> str:
    """Return what Slack's client sends when somebody types `text`: no token survives."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class People(World):
    """A world in which people act; every text is as it goes over the wire (see `typed`)."""

    def post_as_user(
        self, user: Who, channel: Where, text: str, *, thread_ts: str | None = None, **fields: Value
    ) -> Message:
        """Post a message; `fields` are further fields of `Message`."""
        with self.changed:
            place, who = self._place(channel), self._who(user)
            if who not in place.members:
                msg = f"{who} is not in {place.id}"
                raise Impossible(msg)
            message = Message(
                place.id,
                place.team_id,
                self.ids.ts(),
                who,
                text,
                thread_ts=thread_ts,
                client_msg_id=self.ids.uuid(),
                **fields,
            )
            if thread_ts:
                message.parent_user_id = place.messages[thread_ts].user_id
            return self.publish(place, message)

    def reply_as_user(
        self, user: Who, to: Message, text: str, *, is_broadcast: bool = False, **fields: Value
    ) -> Message:
        """Answer in the thread of `to`, shown in the channel too if broadcast."""
        with self.changed:
            thread_ts = to.thread_ts or to.ts
            root = self.channels[to.channel_id].messages[thread_ts]
            if is_broadcast:
                fields |= {"subtype": "thread_broadcast", "root": root.payload()}
            return self.post_as_user(user, to.channel_id, text, thread_ts=thread_ts, **fields)

    def upload_as_user(
        self, user: Who, channel: Where, text: str, *names: str, thread_ts: str | None = None
    ) -> Message:
        """Post files of these names, with `text` beside them."""
        with self.changed:
            files = [self._file(name, self._who(user)) for name in names]
            return self.post_as_user(
                user, channel, text, thread_ts=thread_ts, subtype="file_share", files=files
            )

    def _file(self, name: str, user_id: str) -> Json:
        file_id = self.ids.new("F")
        return {
            "id": file_id,
            "name": name,
            "title": name,
            "mimetype": "application/octet-stream",
            "filetype": name.rpartition(".")[2],
            "user": user_id,
            "size": 1024,
            "mode": "hosted",
            "is_external": False,
            "url_private": f"https://files.slack.com/files-pri/{file_id}/{name}",
        }

    def mention(self, user: Who, channel: Where, bot: Bot, text: str) -> Message:
        """Post a message that begins with a mention of the bot."""
        return self.post_as_user(user, channel, f"<@{bot.user_id}> {text}")

    def direct_message(self, user: Who, bot: Bot, text: str) -> Message:
        """Write to a bot in private."""
        return self.post_as_user(user, self.direct_channel(self._who(user), bot), text)

    def post_as_app(self, bot: Bot, channel: Where, text: str, **fields: Value) -> Message:
        """Post as an app does, without its code running: for other bots in the channel."""
        with self.changed:
            place = self._place(channel)
            message = Message(
                place.id,
                place.team_id,
                self.ids.ts(),
                bot.user_id,
                text,
                bot_id=bot.id,
                app_id=bot.app_id,
                **fields,
            )
            return self.publish(place, message)

    def edit_message(self, message: Message, text: str) -> Message:
        """Change the text of a message that stands."""
        with self.changed:
            previous = message.payload()
            message.text = text
            message.edited = {"user": message.user_id, "ts": self.ids.ts()}
            self.announce_change(self.channels[message.channel_id], message, previous)
            return message

    def unfurl(self, message: Message, title: str = "A page") -> None:
        """Let Slack attach a link's preview: a change that leaves the text as it was."""
        with self.changed:
            previous = message.payload()
            message.attachments = [*message.attachments, {"id": 1, "title": title}]
            self.announce_change(self.channels[message.channel_id], message, previous)

    def delete_message(self, message: Message) -> None:
        """Delete a message; a root with replies leaves a tombstone."""
        self.erase(self.channels[message.channel_id], message)

    def react(self, user: Who, message: Message, emoji: str) -> None:
        """Put an emoji on a message."""
        with self.changed:
            message.reactions.setdefault(emoji, []).append(self._who(user))
            self._announce("reaction_added", user, message, emoji)

    def unreact(self, user: Who, message: Message, emoji: str) -> None:
        """Take an emoji off again."""
        with self.changed:
            take_reaction(message, emoji, self._who(user))
            self._announce("reaction_removed", user, message, emoji)

    def _announce(self, kind: str, user: Who, message: Message, emoji: str) -> None:
        event = events.reacted(kind, message, self._who(user), emoji, self.ids.ts())
        self.emit(event, self.channels[message.channel_id])
        self.changed.notify_all()

    def join(self, who: Who, channel: Where, *, inviter: Who | None = None) -> Message:
        """Enter a channel, or be invited; the channel shows it as a message."""
        with self.changed:
            place, user_id = self._place(channel), self._who(who)
            if user_id not in place.members:
                place.members.append(user_id)
            by = self._who(inviter) if inviter else None
            self.emit(events.joined(place, user_id, by, self.ids.ts()), place)
            text = f"<@{user_id}> has joined the channel"
            return self.notice(place, user_id, "channel_join", text)

    def leave(self, who: Who, channel: Where) -> None:
        """Leave a channel, or be removed from it."""
        with self.changed:
            place, user_id = self._place(channel), self._who(who)
            place.members.remove(user_id)
            self.notice(place, user_id, "channel_leave", f"<@{user_id}> has left the channel")

    def set_topic(self, user: Who, channel: Where, topic: str) -> Message:
        """Change a channel's topic, which shows as a message."""
        with self.changed:
            place, user_id = self._place(channel), self._who(user)
            place.topic = topic
            return self.notice(place, user_id, "channel_topic", f"set the topic: {topic}")

    def notice(self, channel: Where, user: Who, subtype: str, text: str) -> Message:
        """Put one of Slack's own messages in a channel, of any subtype."""
        with self.changed:
            place = self._place(channel)
            message = Message(
                place.id, place.team_id, self.ids.ts(), self._who(user), text, subtype=subtype
            )
            return self.publish(place, message)

    def archive(self, channel: Where) -> None:
        """Archive a channel: it can be read but not written to."""
        with self.changed:
            self._place(channel).is_archived = True

    def open_home(self, user: Who, bot: Bot, tab: str = "home") -> list[Delivery]:
        """Open the app's home, or its `messages` tab."""
        with self.changed:
            user_id = self._who(user)
            shown = [
                view.payload()
                for view in self.views.values()
                if view.content["type"] == "home"
                and (view.user_id, view.bot_id) == (user_id, bot.id)
            ]
            channel = self.direct_channel(user_id, bot)
            view = shown[-1] if shown else None
            event = events.home_opened(user_id, channel.id, view, tab, self.ids.ts())
            return self.emit(event, None, only=bot)

    def _who(self, who: Who) -> str:
        if isinstance(who, Bot):
            return who.user_id
        return who.id if isinstance(who, User) else who

    def _place(self, channel: Where) -> Channel:
        return channel if isinstance(channel, Channel) else self.channels[channel]
