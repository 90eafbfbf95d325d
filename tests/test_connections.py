"""Whoever talks to the HTTP server slowly, or without an end, is not waited for."""

from __future__ import annotations

import socket
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from bot.connections import LARGEST_HEAD_BYTES
from bot.health import Finding, Health, State
from bot.server import Server, build_site

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PATIENCE_SECONDS = 30.0
HEAD = b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n"
HEALTH = b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"


class Taken:
    status = 200
    headers: Mapping[str, str] = {}
    body = ""


def well() -> Health:
    return Health((Finding("database", State.OK, "seen"),), 0, 0)


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    monkeypatch.setattr("bot.connections.SECONDS_TO_ASK", 0.3)
    monkeypatch.setattr("bot.server.SECONDS_TO_SEND", 0.3)
    server = Server(build_site(well, lambda _body, _headers, _remote: Taken()), "127.0.0.1", 0)
    yield server.start()
    server.stop(5)


@contextmanager
def connected(port: int) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port), PATIENCE_SECONDS) as client:
        yield client


def dripped(client: socket.socket, drop: bytes) -> bytes:
    """Send `drop` now and then until the server hangs up; return what it said."""
    client.settimeout(0.05)
    said, until = b"", time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            client.sendall(drop)
            heard = client.recv(4096)
        except TimeoutError:
            continue
        except OSError:
            return said
        if not heard:
            return said
        said += heard
    pytest.fail("the server went on waiting")


def test_who_connects_and_says_nothing_is_hung_up_on(port: int) -> None:
    with connected(port) as client:
        assert client.recv(1) == b""


def test_a_head_that_drips_in_has_no_more_time_than_others(port: int) -> None:
    with connected(port) as client:
        client.sendall(b"GET /health HTTP/1.1\r\n")

        assert dripped(client, b"X-A: b\r\n") == b""


def test_a_body_that_drips_in_is_answered_with_408(port: int) -> None:
    with connected(port) as client:
        client.sendall(HEAD)

        assert dripped(client, b"x").startswith(b"HTTP/1.1 408")


def test_a_body_that_was_not_asked_for_is_not_listened_to_for_ever(port: int) -> None:
    with connected(port) as client:
        client.sendall(HEAD.replace(b"POST /slack/events", b"GET /health"))

        assert dripped(client, b"x").startswith(b"HTTP/1.1 200")


def test_a_head_larger_than_any_is_read_no_further(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.connections.SECONDS_TO_ASK", 2 * PATIENCE_SECONDS)
    with connected(port) as client:
        client.sendall(b"GET /health HTTP/1.1\r\nX-A: ")

        assert dripped(client, b"a" * LARGEST_HEAD_BYTES) == b""


def test_a_large_body_that_comes_with_its_head_is_taken(port: int) -> None:
    size = 4 * LARGEST_HEAD_BYTES
    with connected(port) as client:
        client.sendall(HEAD.replace(b"1000", str(size).encode()) + b"x" * size)

        assert client.recv(4096).startswith(b"HTTP/1.1 200")


def test_one_connection_takes_several_requests(port: int) -> None:
    with connected(port) as client:
        for _ in range(3):
            client.sendall(HEALTH)
            assert client.recv(4096).startswith(b"HTTP/1.1 200")
            time.sleep(0.2)
