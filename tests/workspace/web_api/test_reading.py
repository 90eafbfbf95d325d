"""What a bot may read: history, threads, conversations and people."""

import pytest

from tests.workspace.builders import Json, Office


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
    assert office.error("conversations.open", users="U1," * 9) == "too_many_users"
    office.ben.is_deleted = True
    assert office.error("conversations.open", users=office.ben.id) == "user_disabled"


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
