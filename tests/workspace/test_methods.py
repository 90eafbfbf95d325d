"""The Web API: who may call what, and what changes."""

import pytest

from tests.workspace.builders import EPOCH, Json, Office, a_form, actions, button, section


@pytest.mark.parametrize(
    ("token", "error"),
    [(None, "not_authed"), ("", "not_authed"), ("xoxb-made-up", "invalid_auth")],
)
def test_unknown_token_is_refused(office: Office, token: str | None, error: str) -> None:
    assert office.slack.call("auth.test", token, {})["error"] == error


def test_app_token_is_for_connections_only(office: Office) -> None:
    app_token = office.app.app_token

    assert office.slack.call("auth.test", app_token, {})["error"] == "not_allowed_token_type"
    assert office.error("apps.connections.open") == "not_allowed_token_type"
    no_token = office.slack.call("apps.connections.open", None, {})
    assert no_token["error"] == "not_authed"
    unknown = office.slack.call("apps.connections.open", "xapp-made-up", {})
    assert unknown["error"] == "invalid_auth"


def test_workspace_without_sockets_opens_no_connection(office: Office) -> None:
    body = office.slack.call("apps.connections.open", office.app.app_token, {})

    assert body["error"] == "internal_error"


def test_revoked_token_is_refused(office: Office) -> None:
    office.bot.is_revoked = True

    assert office.error("auth.test") == "token_revoked"


def test_unknown_method_is_refused(office: Office) -> None:
    assert office.error("chat.postMassage") == "unknown_method"


def test_unsupported_method_is_unknown_in_that_team(office: Office) -> None:
    office.slack.team.unsupported.add("assistant.threads.setStatus")
    root = office.ticket()

    error = office.error(
        "assistant.threads.setStatus", channel_id=root.channel_id, thread_ts=root.ts, status="..."
    )

    assert error == "unknown_method"


def test_missing_scope_names_what_is_needed_and_what_is_there() -> None:
    office = Office(a_manifest(scopes=["channels:read"]))

    body = office.call("chat.postMessage", channel=office.support.id, text="t")

    assert body["error"] == "missing_scope"
    assert (body["needed"], body["provided"]) == ("chat:write", "channels:read")


def test_reading_needs_the_scope_of_the_kind_of_channel() -> None:
    office = Office(a_manifest(scopes=["channels:history", "channels:read"]))
    secret = office.slack.add_channel("secret", office.bot, kind="group")

    assert office.call("conversations.history", channel=office.support.id)["ok"]
    assert office.error("conversations.history", channel=secret.id) == "missing_scope"
    assert office.error("conversations.list", types="im") == "missing_scope"


def test_answers_carry_the_scopes_in_a_header(office: Office) -> None:
    answer = office.slack.answer("auth.test", office.bot.token, {})

    assert "chat:write" in answer.headers["x-oauth-scopes"].split(",")


def test_auth_test_says_who_is_calling(office: Office) -> None:
    body = office.call("auth.test")

    assert (body["user_id"], body["bot_id"]) == (office.bot.user_id, office.bot.id)
    assert body["team_id"] == office.slack.team.id


def test_calls_are_remembered_with_their_decoded_arguments(office: Office) -> None:
    office.call("chat.postMessage", channel=office.support.id, text="t", blocks="[]")
    office.call("auth.test")

    (call,) = office.slack.calls_to("chat.postMessage")
    assert (call.params["blocks"], call.at, call.is_ok) == ([], EPOCH, True)


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


def test_post_under_another_name_needs_its_scope(office: Office) -> None:
    params = {"channel": office.support.id, "text": "t", "username": "Boss"}

    assert office.error("chat.postMessage", **params) == "missing_scope"


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
    assert office.error("reactions.add", **params | {"name": "No Emoji"}) == "invalid_name"


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

    assert set_status(office, "1.0", "x")["error"] == "thread_not_found"
    assert set_status(office, root.ts, None)["error"] == "invalid_arguments"
    too_many = set_status(office, root.ts, "x", loading_messages=["x"] * 11)
    assert too_many["error"] == "invalid_arguments"
    assert set_status(office, root.ts, "")["ok"]


def test_history_lists_the_newest_first_in_pages(office: Office) -> None:
    roots = [office.ticket(str(number)) for number in range(5)]
    office.slack.reply_as_user(office.ben, roots[0], "Not in the history")

    first = office.call("conversations.history", channel=office.support.id, limit=3)
    cursor = first["response_metadata"]["next_cursor"]
    second = office.call("conversations.history", channel=office.support.id, limit=3, cursor=cursor)

    assert first["has_more"]
    assert not second["has_more"]
    texts = [message["text"] for message in first["messages"] + second["messages"]]
    assert texts == ["4", "3", "2", "1", "0"]


def test_history_is_cut_at_both_ends(office: Office) -> None:
    one, two, three = (office.ticket(text) for text in "123")
    cut = {"channel": office.support.id, "oldest": one.ts, "latest": three.ts}

    inside = office.call("conversations.history", **cut)
    around = office.call("conversations.history", **cut, inclusive="true")

    assert [message["ts"] for message in inside["messages"]] == [two.ts]
    assert len(around["messages"]) == 3


def test_history_shows_metadata_only_when_asked(office: Office) -> None:
    metadata = {"event_type": "card", "event_payload": {"key": "1"}}
    office.call("chat.postMessage", channel=office.support.id, text="t", metadata=metadata)

    plain = office.call("conversations.history", channel=office.support.id)
    full = office.call(
        "conversations.history", channel=office.support.id, include_all_metadata=True
    )

    assert "metadata" not in plain["messages"][0]
    assert full["messages"][0]["metadata"] == metadata


@pytest.mark.parametrize(
    ("params", "error"),
    [
        ({"limit": 0}, "invalid_limit"),
        ({"limit": "many"}, "invalid_arguments"),
        ({"cursor": "?"}, "invalid_cursor"),
        ({"oldest": "yesterday"}, "invalid_ts_oldest"),
    ],
)
def test_history_refuses_bad_bounds(office: Office, params: Json, error: str) -> None:
    office.ticket()

    assert office.error("conversations.history", channel=office.support.id, **params) == error


def test_history_is_for_members(office: Office) -> None:
    outside = office.slack.add_channel("outside", office.ann)

    assert office.error("conversations.history", channel=outside.id) == "not_in_channel"


def test_pages_are_short_where_the_app_is_restricted(office: Office) -> None:
    office.slack.rates.history_items = 15
    for _ in range(20):
        office.ticket()

    body = office.call("conversations.history", channel=office.support.id, limit=100)

    assert len(body["messages"]) == 15


def test_replies_come_oldest_first_with_the_root_on_every_page(office: Office) -> None:
    root = office.ticket("root")
    for text in "abc":
        office.slack.reply_as_user(office.ben, root, text)

    params = {"channel": office.support.id, "ts": root.ts, "limit": 2}
    first = office.call("conversations.replies", **params)
    cursor = first["response_metadata"]["next_cursor"]
    second = office.call("conversations.replies", **params, cursor=cursor)

    assert [message["text"] for message in first["messages"]] == ["root", "a", "b"]
    assert [message["text"] for message in second["messages"]] == ["root", "c"]


def test_replies_of_a_reply_are_itself(office: Office) -> None:
    reply = office.slack.reply_as_user(office.ben, office.ticket(), "a")

    body = office.call("conversations.replies", channel=office.support.id, ts=reply.ts)

    assert [message["text"] for message in body["messages"]] == ["a"]


def test_deleted_root_with_replies_leaves_a_tombstone(office: Office) -> None:
    root = office.ticket()
    office.slack.reply_as_user(office.ben, root, "a")
    office.slack.delete_message(root)

    body = office.call("conversations.replies", channel=office.support.id, ts=root.ts)

    assert body["messages"][0]["subtype"] == "tombstone"
    params = {"channel": office.support.id, "ts": "1.0"}
    assert office.error("conversations.replies", **params) == "thread_not_found"


def test_conversations_are_listed_by_kind_and_membership(office: Office) -> None:
    slack = office.slack
    slack.add_channel("outside", office.ann)
    slack.add_channel("secret", office.bot, kind="group")
    slack.archive(slack.add_channel("old", office.bot))

    everything = office.call("conversations.list", types="public_channel,private_channel")
    own = office.call("users.conversations", exclude_archived="true")

    names = [channel["name"] for channel in everything["channels"]]
    assert names == ["support", "outside", "secret", "old"]
    assert [channel["name"] for channel in own["channels"]] == ["support"]
    assert office.error("conversations.list", types="secret_channel") == "invalid_types"


def test_conversation_is_described(office: Office) -> None:
    direct = office.call("conversations.open", users=office.ann.id)["channel"]["id"]

    support = office.call(
        "conversations.info", channel=office.support.id, include_num_members=True
    )["channel"]

    assert (support["is_member"], support["num_members"]) == (True, 3)
    assert office.call("conversations.info", channel=direct)["channel"]["user"] == office.ann.id
    assert office.call("conversations.open", channel=direct)["channel"]["is_im"]
    assert office.error("conversations.open") == "users_list_not_supplied"


def test_members_and_people_are_listed(office: Office) -> None:
    members = office.call("conversations.members", channel=office.support.id)["members"]
    people = office.call("users.list")["members"]

    assert members == [office.ann.id, office.ben.id, office.bot.user_id]
    assert len(people) == 3


def test_person_is_described(office: Office) -> None:
    guest = office.slack.add_user("gus", is_guest=True)

    user = office.call("users.info", user=guest.id)["user"]

    assert user["is_restricted"]
    assert user["profile"]["email"] == "gus@example.com"
    assert office.error("users.info", user="U404") == "user_not_found"


def test_people_of_another_team_are_unknown_unless_connected(office: Office) -> None:
    other = office.slack.add_team("Other")
    hidden = office.slack.add_user("zoe", other)
    shared = office.slack.add_user("yan", other, is_stranger=True)

    assert office.error("users.info", user=hidden.id) == "user_not_found"
    assert office.call("users.info", user=shared.id)["user"]["is_stranger"]


def test_admins_and_members_of_groups_are_told_apart(office: Office) -> None:
    boss = office.slack.add_user("boss", is_admin=True)
    desk = office.slack.add_usergroup("desk", office.ann, boss)

    assert office.call("users.info", user=boss.id)["user"]["is_admin"]
    assert office.call("usergroups.users.list", usergroup=desk)["users"] == [office.ann.id, boss.id]
    assert "users" not in office.call("usergroups.list")["usergroups"][0]
    listed = office.call("usergroups.list", include_users=True)["usergroups"]
    assert listed[0]["users"] == [office.ann.id, boss.id]
    assert office.error("usergroups.users.list", usergroup="S404") == "no_such_subteam"


def test_bot_may_join_a_public_channel(office: Office) -> None:
    outside = office.slack.add_channel("outside", office.ann)
    old = office.slack.add_channel("old")
    office.slack.archive(old)

    assert office.call("conversations.join", channel=outside.id)["channel"]["is_member"]
    assert office.call("conversations.join", channel=outside.id)["ok"]
    assert office.error("conversations.join", channel=old.id) == "is_archived"


def test_team_usergroups_and_bots_are_described(office: Office) -> None:
    office.slack.team.usergroups.append({"id": "S1", "handle": "oncall"})

    assert office.call("team.info")["team"]["name"] == "Acme"
    assert office.call("usergroups.list")["usergroups"] == [{"id": "S1", "handle": "oncall"}]
    assert office.call("bots.info")["bot"]["app_id"] == office.app.id
    assert office.error("bots.info", bot="B404") == "bot_not_found"


def test_teams_are_kept_apart(office: Office) -> None:
    other = office.slack.add_team("Other")
    there = office.slack.install(office.app, other)
    channel = office.slack.add_channel("support", there, team=other)

    assert office.error("conversations.history", channel=channel.id) == "channel_not_found"
    body = office.slack.call("auth.test", there.token, {})
    assert body["team_id"] == other.id


def set_status(office: Office, ts: str, status: str | None, **params: object) -> Json:
    return office.call(
        "assistant.threads.setStatus",
        channel_id=office.support.id,
        thread_ts=ts,
        status=status,
        **params,
    )


def a_manifest(scopes: list[str]) -> Json:
    return {"oauth_config": {"scopes": {"bot": scopes}}}


def test_blocks_get_ids_as_slack_gives_them(office: Office) -> None:
    card = office.answer(office.ticket(), blocks=[section(), actions(button(), block_id="mine")])

    assert card.blocks[0]["block_id"]
    assert card.blocks[1]["block_id"] == "mine"


def test_view_arguments_must_be_an_object(office: Office) -> None:
    assert office.error("views.open", trigger_id="1") == "invalid_arguments"
    assert office.error("views.open", trigger_id="1", view="[]") == "invalid_arguments"
    assert office.error("views.open", trigger_id="1", view=a_form()) == "invalid_trigger_id"
