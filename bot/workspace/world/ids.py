"""Ids and timestamps shaped like Slack's, the same for the same seed and clock."""

import random
import string
import uuid
from collections.abc import Callable

ALPHABET = string.digits + string.ascii_uppercase
MICROSECONDS = 1_000_000


class Ids:
    """Hands out ids; one seed and one order of calls give one sequence."""

    def __init__(self, clock: Callable[[], float], seed: int = 0) -> None:
        """Start to number, with `seed` as a visible part of every id."""
        self._clock = clock
        self._seed = seed
        self._count = 0
        self._last_ts = 0
        self._random = random.Random(seed)  # noqa: S311 - predictable on purpose

    def new(self, prefix: str) -> str:
        """Return the next id, such as `C00000000A1` for the prefix `C`."""
        self._count += 1
        return f"{prefix}{_base36(self._seed):0>3}{_base36(self._count):0>7}"

    def ts(self) -> str:
        """Return a message timestamp that no other message has; later ones sort later."""
        self._last_ts = max(self._last_ts + 1, round(self._clock() * MICROSECONDS))
        return f"{self._last_ts // MICROSECONDS}.{self._last_ts % MICROSECONDS:06d}"

    def uuid(self) -> str:
        """Return a version 4 UUID drawn from the seed."""
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))

    def hex(self, length: int) -> str:
        """Return `length` hexadecimal digits drawn from the seed."""
        return f"{self._random.getrandbits(length * 4):0{length}x}"


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, len(ALPHABET))
        digits = ALPHABET[rest] + digits
    return digits
