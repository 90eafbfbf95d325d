"""Signs the ids that a form carries through Slack, so that what comes back is what was sent."""

from __future__ import annotations

import hashlib
import hmac

SEPARATOR = "|"
_PURPOSE = b"ticket-triage private metadata"


class Seal:
    """Signs with a key derived from `secret`: the same after a restart, and of no other use."""

    def __init__(self, secret: str) -> None:
        self._key = hmac.digest(secret.encode("utf-8"), _PURPOSE, hashlib.sha256)

    def closed(self, *ids: str) -> str:
        """Return `ids` with their signature; none of them holds a `|`."""
        text = SEPARATOR.join(ids)
        return SEPARATOR.join((text, self._signature(text)))

    def opened(self, metadata: str) -> tuple[str, ...] | None:
        """Return the ids; None if they are not as we sent them."""
        text, _, signature = metadata.rpartition(SEPARATOR)
        signed = self._signature(text).encode("utf-8")
        if not hmac.compare_digest(signed, signature.encode("utf-8", "replace")):
            return None
        return tuple(text.split(SEPARATOR))

    def _signature(self, text: str) -> str:
        return hmac.new(self._key, text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
