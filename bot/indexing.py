"""Opens the search index, which one process at a time has open; most commands do without it."""

from __future__ import annotations

from contextlib import closing, contextmanager, nullcontext
from typing import TYPE_CHECKING

from bot.triage.errors import Unavailable
from kb.index import Index
from kb.search.chroma import connect, open_folder
from kb.search.folder import held

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.bootstrap import Desk
    from bot.settings import Settings
    from kb.search.chroma import Chroma


@contextmanager
def open_index(settings: Settings, desk: Desk) -> Iterator[Index]:
    """Open the search index; Rejected if another process has its folder open."""
    if settings.chroma_url is not None:
        chroma = _server(str(settings.chroma_url))
    else:
        chroma = open_folder(settings.index_folder)
    with closing(Index(chroma, desk.embedder, desk.store.vectors)) as index:
        yield index


def _server(url: str) -> Chroma:
    try:
        return connect(url)
    except Unavailable as error:
        raise Unavailable(f"CHROMA_URL: {error}") from error


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Keep a second bot off the same data; Rejected if one runs.

    An index folder of our own does that by itself, a Chroma server does not.
    """
    with nullcontext() if settings.chroma_url is None else held(settings.index_folder):
        yield
