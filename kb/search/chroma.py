"""Chroma: opens a folder or a server, and finds and makes its collections."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from threading import Lock
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import chromadb
import httpx
import structlog
from chromadb.api.client import Client
from chromadb.api.fastapi import FastAPI
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings
from chromadb.errors import ChromaError, NotFoundError

from bot.triage.errors import Rejected, Unavailable
from kb.search.chroma_rows import Rows
from kb.search.folder import held, move_aside, probe
from kb.search.rows import PREFIX
from kb.search.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from chromadb.api import ClientAPI
    from chromadb.api.collection_configuration import CreateHNSWConfiguration

GRAPH: CreateHNSWConfiguration = {
    "space": "cosine",
    "ef_search": 500,
    "ef_construction": 200,
    "max_neighbors": 32,
}
"""Set when a collection is made: changing it later does nothing in a running client.

Where issues crowd between near neighbours (12,000 between 60 texts), 0.92 of the ten nearest are
found with a search of 200 and 16 neighbours, all with these, for half a millisecond more.
"""

TIMEOUT = httpx.Timeout(10.0)
"""Seconds for a read, write or connection to a Chroma server."""

log = structlog.stdlib.get_logger("kb.chroma")


class Chroma:
    """An open Chroma; only collections whose names begin with PREFIX are touched."""

    def __init__(self, client: Client, resources: ExitStack, folder: Path | None) -> None:
        """Use `client`; `resources` are released when it is closed.

        In a `folder` of our own, whose client is closed too, collections are looked up once: that
        takes a quarter of a millisecond, in which Chroma lets no other thread run. A server is
        shared with other processes.
        """
        self._client = client
        self._resources = resources
        self._folder = folder
        if folder is not None:
            resources.callback(self._close_client)
        self._watch = None if folder is None else Watch(folder)
        self._is_closed = False
        self._known: dict[str, Rows | None] = {}
        self._changing = Lock()

    @contextmanager
    def session(self) -> Iterator[None]:
        """Turn what Chroma raises inside the block into Unavailable."""
        if self._is_closed:
            raise Unavailable("the index is closed")
        with _reported():
            yield

    def names(self) -> list[str]:
        """Return the names of our collections."""
        names = (collection.name for collection in self._client.list_collections())
        return [name for name in names if name.startswith(PREFIX)]

    def find(self, name: str) -> Rows | None:
        """Return the rows of a collection, None if there is no such collection."""
        if self._folder is None:
            return self._look_up(name)
        with self._changing:
            if name not in self._known:
                self._known[name] = self._look_up(name)
            return self._known[name]

    def make(self, name: str, width: int) -> Rows:
        """Return a new and empty collection for vectors of `width` dimensions."""
        with self._changing:
            collection = self._client.create_collection(
                name,
                embedding_function=None,
                configuration={"hnsw": GRAPH},
                metadata={"width": width},
            )
            rows = self._known[name] = Rows(collection)
        return rows

    def drop(self, name: str) -> None:
        """Delete a collection with its rows."""
        with self._changing:
            self._known.pop(name, None)
            self._client.delete_collection(name)

    def look(self) -> None:
        """Look whether anything of the folder was lost since it was opened."""
        with self._changing:
            if self._watch is not None:
                self._watch.look()

    @property
    def is_damaged(self) -> bool:
        """Return True if looks have found something lost, until all is begun anew."""
        return self._watch is not None and self._watch.is_damaged

    def begin_anew(self) -> bool:
        """Move the folder aside and go on in a new and empty one; False for a server: it has none.

        Who searches meanwhile still has the old one, which ends with its last search.
        """
        if self._folder is None or self._watch is None:
            return False
        with self._changing:
            SharedSystemClient.clear_system_cache()  # it would hand out the old client again
            move_aside(self._folder)
            self._folder.mkdir()
            self._client = _client(self._folder)
            self._known.clear()
            self._watch.begin_anew()
        return True

    def close(self) -> None:
        """Release the folder or the connection; safe to repeat."""
        self._is_closed = True
        self._resources.close()

    def _close_client(self) -> None:
        self._client.close()

    def _look_up(self, name: str) -> Rows | None:
        try:
            return Rows(self._client.get_collection(name, embedding_function=None))
        except NotFoundError:
            return None


def open_folder(path: Path) -> Chroma:
    """Open the folder `path`, which only one process may do at a time.

    A damaged folder is moved aside and a new one begun. Raise Rejected if another process has it
    open or it can't be written.
    """
    with ExitStack() as resources:
        is_suspect = resources.enter_context(held(path))
        client = _sound_client(path, is_suspect=is_suspect)
        return Chroma(client, resources.pop_all(), path)


def open_sound_client(path: Path) -> Client:
    """Return a client of the folder `path`; Unavailable if it does not find what it holds.

    Some damage ends the process instead of raising: see kb.search.probe.
    """
    with _reported(), ExitStack() as undo:
        client = _client(path)
        undo.callback(client.close)
        for collection in client.list_collections():
            Rows(collection).count_sound()
        undo.pop_all()
    return client


def connect(url: str) -> Chroma:
    """Open the Chroma server at `url`, which several processes may do."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise Rejected(f"{url} is no address of a Chroma server, such as http://localhost:8000")
    is_tls = parts.scheme == "https"
    port = parts.port or (443 if is_tls else 8000)
    # Without a password that may stand in the address: it is shown and logged.
    place = f"{parts.scheme}://{parts.hostname}:{port}"
    try:
        # Asked first with a timeout: the client's own first requests have none.
        httpx.get(f"{place}/api/v2/heartbeat", timeout=TIMEOUT)
        client = _closable(chromadb.HttpClient(parts.hostname, port, is_tls, settings=_settings()))
    except (ValueError, ChromaError, httpx.HTTPError) as error:
        raise Unavailable(f"the Chroma server at {place} does not answer") from error
    resources = ExitStack()
    resources.callback(client.close)
    for session in _sessions(client):
        session.timeout = TIMEOUT
        resources.callback(session.close)
    return Chroma(client, resources, None)


def _sessions(client: Client) -> Iterator[httpx.Client]:
    """Yield the connections of `client`, which it neither bounds in time nor closes.

    They are private, and there is no public way to them; the second checks tenants at the start.
    """
    for owner in (client, client._admin_client):  # noqa: SLF001 - see above
        server = owner._server  # type: ignore[union-attr]  # noqa: SLF001 - see above
        assert isinstance(server, FastAPI)
        yield server._session  # noqa: SLF001 - see above


def _sound_client(path: Path, *, is_suspect: bool) -> Client:
    """Return a client of `path`, begun anew if what lies there is damaged."""
    try:
        if is_suspect:
            probe(path)
        return open_sound_client(path)
    except Unavailable as error:
        log.warning("index_damaged", path=str(path), reason=str(error))
        SharedSystemClient.clear_system_cache()  # it would hand out the broken client again
        move_aside(path)
        return _client(path)


def _client(path: Path) -> Client:
    return _closable(chromadb.PersistentClient(path, settings=_settings()))


def _closable(client: ClientAPI) -> Client:
    """Return `client` as what it is: the declared type can't be closed."""
    assert isinstance(client, Client)
    return client


def _settings() -> Settings:
    return Settings(anonymized_telemetry=False)


@contextmanager
def _reported() -> Iterator[None]:
    try:
        yield
    except (ChromaError, httpx.HTTPError, OSError) as error:
        raise Unavailable(f"the index failed: {type(error).__name__}") from error
