"""What a server sends back, read as far as any honest answer goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from httpx2 import AsyncByteStream

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from httpx2 import Response

UNPACKED = {"accept-encoding": "identity"}
"""Headers that ask for an answer as it is: a packed one of some kB can hold gigabytes."""


class TooLarge(Exception):
    """The answer is larger than any that is asked for, or packed, so that nobody can tell."""


def at_most(size_bytes: int) -> Callable[[Response], Awaitable[None]]:
    """Return a response hook that has larger answers end in TooLarge, whoever reads them."""

    async def bound(response: Response) -> None:
        is_packed = response.headers.get("content-encoding", "identity").lower() != "identity"
        assert isinstance(response.stream, AsyncByteStream)
        response.stream = _Bounded(response.stream, 0 if is_packed else size_bytes)

    return bound


class _Bounded(AsyncByteStream):
    def __init__(self, stream: AsyncByteStream, size_bytes: int) -> None:
        self._stream = stream
        self._left = size_bytes

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._stream:
            self._left -= len(chunk)
            if self._left < 0:
                raise TooLarge
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()
