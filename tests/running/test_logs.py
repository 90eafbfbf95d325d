"""What is written to the log, read as bytes: one object a line, and nothing that must not stay."""

from __future__ import annotations

import asyncio
import gc
import io
import json
import logging
import sys
import threading
from contextlib import contextmanager, redirect_stderr
from typing import TYPE_CHECKING, Any

import pytest
import structlog
from slack_bolt import BoltRequest

from bot.running.logs import VENDORS, configure_logs, write_records_only
from bot.slack.web_api.calls import SlackCalls
from bot.slack.web_api.methods import Method
from bot.triage.errors import Rejected, TriageError, Unavailable
from bot.workspace import WorkspaceServer
from tests.builders import NOON
from tests.hostile import by_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.workbench import Workbench

ROWS = by_id("logs")
TOKEN = "xoxb-" + "123456789012-abcdefABCDEF"
log = structlog.stdlib.get_logger("test")


@contextmanager
def logging_as(style: str, level: str = "DEBUG") -> Iterator[io.StringIO]:
    """Log to the stream that is given; afterwards logging is what it was."""
    root, levels = logging.getLogger(), {each: logging.getLogger(each).level for each in VENDORS}
    handlers, level_before, config = root.handlers[:], root.level, structlog.get_config()
    written = io.StringIO()
    try:
        with redirect_stderr(written):
            configure_logs(level, style)
        yield written
    finally:
        root.handlers[:] = handlers
        root.setLevel(level_before)
        for vendor, own in levels.items():
            logging.getLogger(vendor).setLevel(own)
        structlog.configure(**config)


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    with logging_as("json") as stream:
        yield stream


def records(written: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def stumble_over(text: str) -> None:
    raise ValueError(text)


def give_up() -> None:
    try:
        stumble_over("BODY of a ticket")
    except ValueError as cause:
        raise Unavailable(f"slack is away, {TOKEN}") from cause


def failing(text: str) -> None:
    """Log an error whose message is `text`, in each way in which errors are logged."""
    try:
        stumble_over(text)
    except ValueError:
        log.exception("it_failed")
        logging.getLogger("slack_sdk").exception("vendor failed: %s", text)
    log.warning("refused", reason=str(Rejected(text)))


def an_envelope(bench: Workbench, event_id: str) -> dict[str, Any]:
    place = {"channel": bench.desk.support.id, "user": bench.desk.ann.id, "ts": "1767614400.0001"}
    event = {"type": "message", "text": "It broke", **place}
    return {"type": "event_callback", "event_id": event_id, "event": event}


def put(bench: Workbench, row: dict[str, Any]) -> None:
    """Bring the row's text where it arrives."""
    text, slack = row["text"], bench.desk.workspace
    bench.desk.max_length = 5000
    bench.desk.open()
    match row["place"]:
        case "exception":
            failing(text)
        case "user.name":
            user = slack.add_user("hana", real_name=text)
            bench.desk.support.members.append(user.id)
            slack.post_as_user(user, bench.desk.support, "It broke")
        case "file.name":
            slack.post_as_user(
                bench.desk.ann, bench.desk.support, "It broke", files=[{"name": text}]
            )
        case "event_id":
            bench.desk.app.dispatch(BoltRequest(mode="socket_mode", body=an_envelope(bench, text)))
        case "header.signature":
            headers = {"X-Slack-Signature": text, "X-Slack-Request-Timestamp": "1"}
            bench.desk.endpoint.deliver(text.encode(), headers)
        case _:
            bench.analyst.script.append(Unavailable("the model can't be reached"))
            slack.post_as_user(bench.desk.ann, bench.desk.support, text)
    bench.desk.deliver()
    bench.run()


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_nothing_hostile_stands_in_the_log(bench: Workbench, row: dict[str, Any]) -> None:
    # Not by a fixture: what pytest captured beside it could not leave its process.
    with logging_as("json") as written:
        put(bench, row)

    raw = written.getvalue()
    assert records(written)
    assert not [bad for bad in row["must_not_contain"] if bad in raw]
    assert max(map(len, raw.splitlines())) <= row.get("max_line", 20_000)


def test_what_fails_in_an_event_loop_is_logged_without_what_it_was_given(
    written: io.StringIO,
) -> None:
    async def fail(text: str) -> None:
        asyncio.get_running_loop().call_soon(stumble_over, text)
        await asyncio.sleep(0)
        asyncio.ensure_future(asyncio.to_thread(stumble_over, text))  # noqa: RUF006 - nobody waits
        await asyncio.sleep(0.2)
        gc.collect()

    asyncio.run(fail("my salary"))

    found = records(written)
    assert [record["logger"] for record in found] == ["asyncio"] * 2
    assert all(record["exception"].endswith("ValueError") for record in found)
    assert "salary" not in written.getvalue()


def test_how_a_connection_to_slack_ended_is_told_and_what_else_others_say_is_not(
    written: io.StringIO,
) -> None:
    for said in ("keepalive ping failed", "my salary is not paid"):
        logging.getLogger("websockets.client").error(said, exc_info=ValueError("my salary"))

    assert [record["event"] for record in records(written)] == [
        "keepalive ping failed",
        "an error outside of our code",
    ]
    assert "salary" not in written.getvalue()


def test_an_error_says_where_and_what_and_not_what_it_quotes(written: io.StringIO) -> None:
    try:
        give_up()
    except Unavailable:
        log.exception("it_failed")

    [record] = records(written)
    assert "BODY" not in written.getvalue()
    assert TOKEN not in written.getvalue()
    assert f"{__file__}:" in record["exception"]
    assert "ValueError" in record["exception"].splitlines()
    assert record["exception"].endswith("Unavailable: slack is away, [secret 1]")


@pytest.mark.parametrize("style", ["json", "text"])
def test_control_characters_are_written_out(style: str) -> None:
    with logging_as(style) as written:
        log.warning("odd", reason="red \x1b[31m \u202e \x9b \x7f \u2028 end\r\nforged", number=3)
        log.warning("odd", key="a\x1b[31m", value=["\x1b"], nothing=None)

    raw = written.getvalue()
    assert not [bad for bad in "\x1b\u202e\x9b\x7f\u2028\r" if bad in raw]
    assert len(raw.splitlines()) == 2
    assert "\\x1b[31m" in raw.replace("\\\\", "\\")


@pytest.mark.parametrize("level", ["DEBUG", "INFO", "WARNING"])
def test_vendors_are_heard_from_warning_on_whoever_they_are(level: str) -> None:
    with logging_as("json", level) as written:
        for name in (*VENDORS, "slack_sdk.web.base_client", "nobody.thought.of.this"):
            logging.getLogger(name).info("payload")
            logging.getLogger(name).debug("payload")
            logging.getLogger(name).warning("worth it")

    assert "payload" not in written.getvalue()
    assert len(records(written)) == len(VENDORS) + 2


def test_an_answer_of_slack_that_is_no_json_is_not_quoted(written: io.StringIO) -> None:
    with WorkspaceServer() as server:
        bot = server.workspace.add_app()
        calls = SlackCalls(bot.token, clock=lambda: NOON, base_url=server.api_url)
        server.workspace.faults.garble("auth.test", "<html>BODY of a ticket</html>")

        with pytest.raises(TriageError):
            calls.call(Method.AUTH_TEST, {})

    assert "BODY" not in written.getvalue()


def test_what_is_written_for_a_ticket_carries_its_ids(
    bench: Workbench, written: io.StringIO
) -> None:
    bench.slack.fail(Method.PERSON, Unavailable("away"))
    bench.post()
    bench.run()

    by_event = {record["event"]: record for record in records(written)}
    ticket = f"{bench.desk.bot.team_id}/T-1"
    assert by_event["message_recorded"]["event_id"].startswith("Ev")
    assert {
        by_event[name]["ticket"] for name in ("message_recorded", "ticket_moved", "posted")
    } == {ticket}


def test_what_ends_the_process_is_one_record_without_the_words_of_the_error(
    written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    for owner, name in (
        (sys, "excepthook"),
        (threading, "excepthook"),
        (logging, "raiseExceptions"),
    ):
        monkeypatch.setattr(owner, name, getattr(owner, name))
    write_records_only()
    logging.captureWarnings(capture=False)

    try:
        stumble_over(f'BODY of a ticket\n{{"event": "forged"}} {TOKEN}')
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)

    [record] = records(written)
    assert (record["event"], record["level"]) == ("ended_by_an_error", "critical")
    assert record["exception"].endswith("ValueError")
    assert "BODY" not in written.getvalue()
    assert TOKEN not in written.getvalue()


def test_a_thread_that_dies_and_a_record_that_breaks_write_no_text(
    written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging, "raiseExceptions", True)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    stderr = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stderr)
    write_records_only()

    thread = threading.Thread(target=stumble_over, args=("BODY of a ticket",), name="doomed")
    thread.start()
    thread.join()
    logging.getLogger("vendor").warning("BODY %d", "no number")
    logging.captureWarnings(capture=False)

    [record] = records(written)
    assert (record["event"], record["thread"]) == ("thread_died", "doomed")
    assert "BODY" not in written.getvalue() + stderr.getvalue()
