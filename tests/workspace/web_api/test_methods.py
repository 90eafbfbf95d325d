"""The Web API: who may call what, and what changes."""

import pytest

from tests.workspace.builders import EPOCH, Json, Office, a_form


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


def test_teams_are_kept_apart(office: Office) -> None:
    other = office.slack.add_team("Other")
    there = office.slack.install(office.app, other)
    channel = office.slack.add_channel("support", there, team=other)

    assert office.error("conversations.history", channel=channel.id) == "channel_not_found"
    body = office.slack.call("auth.test", there.token, {})
    assert body["team_id"] == other.id


def a_manifest(scopes: list[str]) -> Json:
    return {"oauth_config": {"scopes": {"bot": scopes}}}


def test_view_arguments_must_be_an_object(office: Office) -> None:
    assert office.error("views.open", trigger_id="1") == "invalid_arguments"
    assert office.error("views.open", trigger_id="1", view="[]") == "invalid_arguments"
    assert office.error("views.open", trigger_id="1", view=a_form()) == "invalid_trigger_id"
