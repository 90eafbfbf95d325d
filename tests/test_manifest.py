from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from bot.slack.web_api.methods import (
    COMMAND,
    EVENT_SCOPES,
    METHOD_SCOPES,
    SHORTCUTS,
    Method,
    scopes_in_use,
)

ROOT = Path(__file__).parents[1]
SCHEMA = ROOT.parent / "shared" / "manifest.schema.json"
MANIFEST: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yml").read_text(encoding="utf-8"))
SOURCES = "\n".join(
    path.read_text(encoding="utf-8") for path in sorted((ROOT / "bot" / "slack").rglob("*.py"))
)


def test_the_scopes_are_those_of_the_methods_and_events_in_use() -> None:
    declared = MANIFEST["oauth_config"]["scopes"]["bot"]

    assert set(declared) == scopes_in_use()
    assert declared == sorted(declared)


def test_the_events_are_those_with_a_listener() -> None:
    declared = MANIFEST["settings"]["event_subscriptions"]["bot_events"]
    listened = set(re.findall(r'app\.event\("(\w+)"\)', SOURCES))

    assert set(declared) == set(EVENT_SCOPES)
    assert {event.partition(".")[0] for event in declared} == listened


def test_the_command_is_the_one_that_is_listened_to() -> None:
    assert [one["command"] for one in MANIFEST["features"]["slash_commands"]] == [COMMAND]
    assert MANIFEST["features"]["slash_commands"][0]["should_escape"] is True


def test_every_method_has_its_scopes_and_is_used() -> None:
    assert set(METHOD_SCOPES) == set(Method)
    for method in Method:
        assert len(re.findall(rf"\bMethod\.{method.name}\b", SOURCES)) > 1


def test_no_call_goes_past_the_table() -> None:
    outside = [
        path.name
        for path in (ROOT / "bot" / "slack").rglob("*.py")
        if re.search(r"\bapi_call\(|\.chat_\w+\(|\bsay\(", path.read_text(encoding="utf-8"))
    ]

    assert outside == ["calls.py"]


def test_the_shortcuts_are_those_that_are_listened_to() -> None:
    declared = MANIFEST["features"]["shortcuts"]

    assert {one["callback_id"]: one["name"] for one in declared} == SHORTCUTS
    assert {one["type"] for one in declared} == {"message"}


def test_nothing_unused_is_declared() -> None:
    assert "user" not in MANIFEST["oauth_config"]["scopes"]
    assert "agent_description" in MANIFEST["features"]["agent_view"]


def test_both_transports_are_prepared() -> None:
    text = (ROOT / "manifest.yml").read_text(encoding="utf-8")

    assert MANIFEST["settings"]["socket_mode_enabled"] is True
    assert MANIFEST["settings"]["interactivity"]["is_enabled"] is True
    assert len(re.findall(r"# (?:\w+_)?url: https://example.com/slack/events", text)) == 4


@pytest.mark.skipif(not SCHEMA.is_file(), reason="Slack's schema is not part of the repository")
@pytest.mark.parametrize("over_http", [False, True])
def test_slack_would_take_the_manifest(*, over_http: bool) -> None:
    text = (ROOT / "manifest.yml").read_text(encoding="utf-8")
    if over_http:
        text = re.sub(r"# (\w*url:)", r"\1", text)
        text = text.replace("socket_mode_enabled: true", "socket_mode_enabled: false")

    jsonschema.validate(yaml.safe_load(text), json.loads(SCHEMA.read_text(encoding="utf-8")))
