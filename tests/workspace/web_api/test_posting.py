"""What a bot may say and change: posts, replies, updates, ephemerals, reactions and the status."""

import pytest

from tests.workspace.builders import Json, Office, actions, button, section


def test_post_tells_the_flags_against_unfurling(office: Office) -> None:
    root = office.ticket()

    card = office.answer(root, unfurl_links=False, unfurl_media="false")

    assert card.posted_with["unfurl_links"] is False
    assert card.posted_with["unfurl_media"] == "false"


@pytest.mark.parametrize("state", ["unknown", "outside", "hidden", "archived", "elsewhere"])
def test_post_goes_only_where_the_bot_may_write(office: Office, state: str) -> None:
    slack = office.slack
    elsewhere = slack.add_team("Other")
    channels = {
        "outside": slack.add_channel("outside", office.ann),
        "hidden": slack.add_channel("hidden", office.ann, kind="group"),
        "archived": slack.add_channel("archived", office.bot),
        "elsewhere": slack.add_channel("elsewhere", team=elsewhere),
    }
    slack.archive(channels["archived"])
    channel_id = channels[state].id if state in channels else "C404"

    error = office.error("chat.postMessage", channel=channel_id, text="t")

    expected = {"outside": "not_in_channel", "archived": "is_archived"}
    assert error == expected.get(state, "channel_not_found")


def test_channel_may_be_named_and_a_person_means_direct_messages(office: Office) -> None:
    by_name = office.call("chat.postMessage", channel="#support", text="t")
    to_ann = office.call("chat.postMessage", channel=office.ann.id, text="t")
    again = office.call("chat.postMessage", channel=office.ann.id, text="t")

    assert by_name["channel"] == office.support.id
    assert to_ann["channel"].startswith("D")
    assert again["channel"] == to_ann["channel"]


def test_missing_argument_is_named(office: Office) -> None:
    body = office.call("chat.postMessage", text="t")

    assert body["response_metadata"]["messages"] == ["[ERROR] missing required field: channel"]


@pytest.mark.parametrize("disguise", ["username", "icon_emoji", "icon_url"])
def test_post_under_another_name_needs_its_scope(office: Office, disguise: str) -> None:
    params = {"channel": office.support.id, "text": "t", disguise: "Boss"}

    assert office.error("chat.postMessage", **params) == "missing_scope"


def test_direct_messages_need_their_tab_in_the_manifest() -> None:
    scopes = {"bot": ["chat:write"]}
    office = Office({"features": {"app_home": {}}, "oauth_config": {"scopes": scopes}})

    assert office.call("chat.postMessage", channel=office.support.id, text="t")["ok"]
    error = office.error("chat.postMessage", channel=office.ann.id, text="t")
    assert error == "messages_tab_disabled"


def test_reply_stands_in_the_thread(office: Office) -> None:
    root = office.ticket()

    card = office.answer(root, blocks=[section()])

    thread = office.slack.thread(office.support, root.ts)
    assert thread.by_bots == thread.replies == (card,)
    assert thread.root is root
    assert root.payload()["reply_count"] == 1


def test_broadcast_reply_shows_in_the_channel_too(office: Office) -> None:
    root = office.ticket()

    card = office.answer(root, reply_broadcast=True)

    listed = office.call("conversations.history", channel=office.support.id)["messages"]
    assert [message["ts"] for message in listed] == [card.ts, root.ts]
    assert listed[0]["root"]["ts"] == root.ts


@pytest.mark.parametrize("kind", ["unknown", "reply", "deleted"])
def test_reply_needs_a_root(office: Office, kind: str) -> None:
    root = office.ticket()
    reply = office.slack.reply_as_user(office.ben, root, "Which one?")
    gone = office.ticket()
    office.slack.delete_message(gone)
    ts = {"unknown": "1.0", "reply": reply.ts, "deleted": gone.ts}[kind]

    params = {"channel": office.support.id, "thread_ts": ts, "text": "t"}
    assert office.error("chat.postMessage", **params) == "thread_not_found"


def test_update_replaces_text_and_blocks_and_keeps_metadata(office: Office) -> None:
    metadata = {"event_type": "card", "event_payload": {"key": "1"}}
    card = office.answer(office.ticket(), blocks=[section()], metadata=metadata)

    office.call("chat.update", channel=card.channel_id, ts=card.ts, text="New")

    assert (card.text, card.blocks, card.metadata) == ("New", [], metadata)
    assert card.edited


def test_update_may_replace_metadata(office: Office) -> None:
    card = office.answer(office.ticket())
    metadata = {"event_type": "card", "event_payload": {}}

    office.call("chat.update", channel=card.channel_id, ts=card.ts, text="t", metadata=metadata)

    assert card.metadata == metadata


@pytest.mark.parametrize(
    ("method", "error"),
    [("chat.update", "cant_update_message"), ("chat.delete", "cant_delete_message")],
)
def test_messages_of_others_are_not_the_bots_to_change(
    office: Office, method: str, error: str
) -> None:
    root = office.ticket()

    assert office.error(method, channel=root.channel_id, ts=root.ts, text="t") == error


def test_deleted_message_cannot_be_changed(office: Office) -> None:
    card = office.answer(office.ticket())
    office.call("chat.delete", channel=card.channel_id, ts=card.ts)

    error = office.error("chat.update", channel=card.channel_id, ts=card.ts, text="t")

    assert error == "message_not_found"
    assert card.is_deleted


def test_ephemeral_is_seen_by_one_person(office: Office) -> None:
    root = office.ticket()
    where = {"channel": office.support.id, "thread_ts": root.ts}

    office.call(
        "chat.postEphemeral", **where, user=office.ann.id, text="Only you", blocks=[section()]
    )

    (shown,) = office.slack.thread(office.support, root.ts).ephemerals
    assert (shown.user_id, shown.text, shown.source) == (
        office.ann.id,
        "Only you",
        "chat.postEphemeral",
    )


def test_ephemeral_is_only_for_members(office: Office) -> None:
    outsider = office.slack.add_user("zoe")

    params = {"channel": office.support.id, "user": outsider.id, "text": "t"}
    assert office.error("chat.postEphemeral", **params) == "user_not_in_channel"


def test_permalink_leads_to_the_message(office: Office) -> None:
    root = office.ticket()
    reply = office.slack.reply_as_user(office.ben, root, "Same here")

    link = office.call("chat.getPermalink", channel=office.support.id, message_ts=reply.ts)

    assert link["permalink"].endswith(f"?thread_ts={root.ts}&cid={office.support.id}")
    assert office.call("chat.getPermalink", channel=office.support.id, message_ts=root.ts)["ok"]


def test_reaction_can_be_given_and_taken_once(office: Office) -> None:
    root = office.ticket()
    params = {"channel": office.support.id, "timestamp": root.ts, "name": "eyes"}

    assert office.error("reactions.remove", **params) == "no_reaction"
    assert office.call("reactions.add", **params)["ok"]
    assert root.reactions == {"eyes": [office.bot.user_id]}
    assert office.error("reactions.add", **params) == "already_reacted"
    assert office.call("reactions.remove", **params)["ok"]
    assert root.reactions == {}


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"name": "No Emoji"}, "invalid_name"),
        ({"name": "no_such_emoji"}, "invalid_name"),
        ({"name": "eyes::skin-tone-7"}, "invalid_name"),
        ({"name": ""}, "invalid_arguments"),
        ({"timestamp": "yesterday"}, "bad_timestamp"),
        ({"timestamp": "1.000001"}, "message_not_found"),
        ({"timestamp": None}, "no_item_specified"),
        ({"channel": None}, "no_item_specified"),
        ({"channel": "C404"}, "channel_not_found"),
        ({"name": ":+1::skin-tone-6:"}, "None"),
        ({"name": "simple_smile"}, "None"),
        ({"name": "acme"}, "None"),
    ],
)
def test_reaction_is_a_known_emoji_on_a_message(office: Office, changes: Json, error: str) -> None:
    office.slack.team.emoji.add("acme")
    params = {"channel": office.support.id, "timestamp": office.ticket().ts, "name": "eyes"}

    assert office.error("reactions.add", **params | changes) == error


def test_nothing_changes_in_an_archived_channel(office: Office) -> None:
    mine = office.answer(office.ticket())
    office.slack.archive(office.support)
    params = {"channel": office.support.id, "ts": mine.ts, "timestamp": mine.ts}

    assert office.error("reactions.add", **params, name="eyes") == "is_archived"
    assert office.error("chat.update", **params, text="t") == "is_inactive"


def test_status_shows_until_the_bot_replies(office: Office) -> None:
    root = office.ticket()
    set_status(office, root.ts, "is reading", loading_messages=["Reading", "Thinking"])
    shown = office.slack.thread(office.support, root.ts)

    office.answer(root)

    assert shown.status == "is reading"
    assert shown.statuses[0].loading_messages == ("Reading", "Thinking")
    assert not office.slack.thread(office.support, root.ts).status


def test_status_goes_after_two_minutes(office: Office) -> None:
    root = office.ticket()
    set_status(office, root.ts, "is reading")

    office.clock.forward(121)

    assert not office.slack.thread(office.support, root.ts).status


def test_status_needs_a_thread_and_a_text(office: Office) -> None:
    root = office.ticket()

    assert set_status(office, "1.0", "x")["error"] == "invalid_thread_ts"
    assert set_status(office, root.ts, None)["error"] == "invalid_arguments"
    too_many = set_status(office, root.ts, "x", loading_messages=["x"] * 11)
    assert too_many["error"] == "invalid_arguments"
    none = set_status(office, root.ts, "x", loading_messages=7)
    assert none["error"] == "invalid_arguments"
    assert set_status(office, root.ts, "")["ok"]


def set_status(office: Office, ts: str, status: str | None, **params: object) -> Json:
    return office.call(
        "assistant.threads.setStatus",
        channel_id=office.support.id,
        thread_ts=ts,
        status=status,
        **params,
    )


def test_blocks_get_ids_as_slack_gives_them(office: Office) -> None:
    card = office.answer(office.ticket(), blocks=[section(), actions(button(), block_id="mine")])

    assert card.blocks[0]["block_id"]
    assert card.blocks[1]["block_id"] == "mine"
