"""What apps are told, in the shapes in which Slack tells it."""

import json

import pytest

from bot.workspace import typed
from bot.workspace.records.errors import Impossible
from tests.workspace.builders import EPOCH, Json, Office


def test_message_is_wrapped_like_slacks_events(office: Office) -> None:
    root = office.ticket("The invoice is wrong")

    (payload,) = office.run().payloads

    assert payload["type"] == "event_callback"
    assert (payload["team_id"], payload["api_app_id"]) == (office.slack.team.id, office.app.id)
    assert payload["event_id"].startswith("Ev")
    assert payload["event_time"] == int(EPOCH)
    assert payload["authorizations"][0]["user_id"] == office.bot.user_id
    event = payload["event"]
    assert (event["type"], event["channel_type"]) == ("message", "channel")
    assert (event["user"], event["text"]) == (office.ann.id, "The invoice is wrong")
    assert (event["ts"], event["event_ts"]) == (root.ts, root.ts)
    assert event["client_msg_id"]


def test_reply_names_its_thread_and_the_parents_author(office: Office) -> None:
    root = office.ticket()
    office.slack.reply_as_user(office.ben, root, "Number 7")

    event = office.run().events[-1]

    assert (event["thread_ts"], event["parent_user_id"]) == (root.ts, office.ann.id)


def test_bots_own_post_comes_back_with_its_metadata(office: Office) -> None:
    metadata = {"event_type": "card", "event_payload": {"key": "1"}}
    office.answer(office.ticket(), metadata=metadata)

    event = office.run().events[-1]

    assert (event["bot_id"], event["app_id"]) == (office.bot.id, office.app.id)
    assert event["user"] == office.bot.user_id
    assert event["metadata"] == metadata


def test_mention_fires_beside_the_message(office: Office) -> None:
    office.slack.mention(office.ann, office.support, office.bot, "help")

    payloads = office.run().payloads

    assert [payload["event"]["type"] for payload in payloads] == ["message", "app_mention"]
    assert payloads[0]["event"]["ts"] == payloads[1]["event"]["ts"]
    assert payloads[0]["event_id"] != payloads[1]["event_id"]


def test_own_mention_of_itself_fires_no_mention(office: Office) -> None:
    office.answer(office.ticket(), f"<@{office.bot.user_id}> is me")

    assert [event["type"] for event in office.run().events] == ["message", "message"]


def test_edit_tells_the_text_before_and_after(office: Office) -> None:
    root = office.ticket("Before")
    office.slack.edit_message(root, "After")

    event = office.run().events[-1]

    assert (event["subtype"], event["hidden"]) == ("message_changed", True)
    assert event["message"]["text"] == "After"
    assert event["message"]["edited"]["user"] == office.ann.id
    assert event["previous_message"]["text"] == "Before"


def test_unfurl_is_a_change_that_leaves_the_text(office: Office) -> None:
    root = office.ticket("See https://example.com")
    office.slack.unfurl(root)

    event = office.run().events[-1]

    assert event["subtype"] == "message_changed"
    assert event["message"]["text"] == event["previous_message"]["text"]
    assert event["message"]["attachments"]


def test_deletion_names_the_message(office: Office) -> None:
    root = office.ticket()
    office.slack.delete_message(root)

    event = office.run().events[-1]

    assert (event["subtype"], event["deleted_ts"]) == ("message_deleted", root.ts)


def test_deletion_of_a_root_with_replies_is_told_as_a_tombstone(office: Office) -> None:
    root = office.ticket()
    office.slack.reply_as_user(office.ben, root, "Me too")
    office.slack.delete_message(root)

    event = office.run().events[-1]

    assert event["subtype"] == "message_changed"
    assert event["message"]["subtype"] == "tombstone"


def test_deleted_reply_leaves_the_thread(office: Office) -> None:
    root = office.ticket()
    reply = office.slack.reply_as_user(office.ben, root, "Me too")

    office.slack.delete_message(reply)

    assert office.slack.thread(office.support, root.ts).replies == ()
    assert "reply_count" not in root.payload()


def test_reactions_are_told_both_ways(office: Office) -> None:
    root = office.ticket()
    office.slack.react(office.ben, root, "ticket")
    office.slack.unreact(office.ben, root, "ticket")

    added, removed = office.run().events[-2:]

    assert (added["type"], removed["type"]) == ("reaction_added", "reaction_removed")
    assert added["item"] == {"type": "message", "channel": office.support.id, "ts": root.ts}
    assert (added["reaction"], added["item_user"]) == ("ticket", office.ann.id)


def test_join_is_an_event_and_a_message(office: Office) -> None:
    office.slack.leave(office.ben, office.support)
    office.slack.join(office.ben, office.support, inviter=office.ann)

    left, joined, message = office.run().events

    assert left["subtype"] == "channel_leave"
    assert (joined["type"], joined["inviter"]) == ("member_joined_channel", office.ann.id)
    assert message["subtype"] == "channel_join"


def test_topic_is_a_message(office: Office) -> None:
    office.slack.set_topic(office.ann, office.support, "Be kind")

    assert office.run().events[0]["subtype"] == "channel_topic"


def test_files_come_with_their_names(office: Office) -> None:
    office.slack.upload_as_user(office.ann, office.support, "See here", "crash.log", "shot.png")

    event = office.run().events[0]

    assert event["subtype"] == "file_share"
    assert [file["name"] for file in event["files"]] == ["crash.log", "shot.png"]


def test_broadcast_reply_carries_its_root(office: Office) -> None:
    root = office.ticket()
    office.slack.reply_as_user(office.ann, root, "Solved", is_broadcast=True)

    event = office.run().events[-1]

    assert (event["subtype"], event["root"]["ts"]) == ("thread_broadcast", root.ts)


def test_direct_message_has_its_own_kind(office: Office) -> None:
    office.slack.direct_message(office.ann, office.bot, "Hello")

    event = office.run().events[0]

    assert event["channel_type"] == "im"
    assert event["channel"].startswith("D")


def test_home_tab_is_told_with_what_it_shows(office: Office) -> None:
    office.slack.open_home(office.ann, office.bot)
    office.call("views.publish", user_id=office.ann.id, view={"type": "home", "blocks": []})
    office.slack.open_home(office.ann, office.bot)

    empty, shown = office.run().events

    assert "view" not in empty
    assert shown["view"]["type"] == "home"


def test_other_bots_are_heard(office: Office) -> None:
    alerts = office.slack.add_app("Alerts")
    office.slack.join(alerts, office.support)
    office.slack.post_as_app(alerts, office.support, "CPU 99 %")

    theirs = [event for event in office.run().events if event.get("text") == "CPU 99 %"]

    assert len(theirs) == 2
    assert theirs[0]["bot_id"] == alerts.id


def test_bot_hears_nothing_from_channels_it_is_not_in(office: Office) -> None:
    outside = office.slack.add_channel("outside", office.ann)

    office.slack.post_as_user(office.ann, outside, "Lunch?")

    assert office.run().got == []


def test_app_gets_only_what_its_manifest_subscribes_to() -> None:
    office = Office(a_manifest("message.channels", scopes=("channels:history",)))
    office.slack.mention(office.ann, office.support, office.bot, "help")
    office.slack.direct_message(office.ann, office.bot, "Hello")

    assert [event["type"] for event in office.run().events] == ["message"]


def test_people_write_only_where_they_are(office: Office) -> None:
    outsider = office.slack.add_user("zoe")

    with pytest.raises(Impossible, match="is not in"):
        office.slack.post_as_user(outsider, office.support, "Hello")


def test_typed_text_holds_no_tokens() -> None:
    assert typed("<!channel> & co") == "&lt;!channel&gt; &amp; co"


def test_same_seed_and_clock_make_the_same_events() -> None:
    assert played(seed=7) == played(seed=7)
    assert played(seed=7) != played(seed=8)


def played(seed: int) -> str:
    office = Office(seed=seed)
    root = office.ticket()
    office.answer(root, metadata={"event_type": "card", "event_payload": {}})
    office.slack.slash_command(office.ann, office.support, "/triage", "help")
    return json.dumps([*office.run().payloads, office.app.app_token])


def test_timestamps_are_unique_on_a_stopped_clock(office: Office) -> None:
    stamps = [office.ticket().ts for _ in range(50)]

    assert stamps == sorted(set(stamps))


@pytest.mark.parametrize("is_granted", [True, False])
@pytest.mark.parametrize(
    ("scope", "event"),
    [
        ("channels:history", "message"),
        ("app_mentions:read", "app_mention"),
        ("reactions:read", "reaction_added"),
        ("channels:read", "member_joined_channel"),
    ],
)
def test_an_event_comes_only_with_its_scope(scope: str, event: str, *, is_granted: bool) -> None:
    names = ("message.channels", "app_mention", "reaction_added", "member_joined_channel")
    office = Office(a_manifest(*names, scopes=(scope,) if is_granted else ()))
    slack = office.slack
    slack.react(office.ben, slack.mention(office.ann, office.support, office.bot, "help"), "eyes")
    slack.join(slack.add_user("cleo"), office.support)

    told = {one["type"] for one in office.run().events}

    assert told == ({event} if is_granted else set())


def a_manifest(*events: str, scopes: tuple[str, ...] = ()) -> Json:
    return {
        "settings": {"event_subscriptions": {"bot_events": list(events)}},
        "oauth_config": {"scopes": {"bot": list(scopes)}},
    }
