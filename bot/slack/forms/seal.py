"""Signs the ids that a form carries through Slack, so that what comes back is what was sent."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

from bot.slack.payload import string

if TYPE_CHECKING:
    from bot.slack.blocks import Json
    from bot.slack.payload import Payload

SEPARATOR = "|"
_PURPOSE = b"ticket-triage private metadata"
_FORM, _CARRIED = "callback_id", "private_metadata"


def carried(*ids: str) -> str:
    """Return what a form carries, to be signed when it is shown; none of it holds a `|`."""
    return SEPARATOR.join(ids)


class Seal:
    """Signs with a key derived from `secret`: the same after a restart, and of no other use.

    What it signs is good for one form, in one workspace, sent by the person that it was shown to.
    """

    def __init__(self, secret: str) -> None:
        self._key = hmac.digest(secret.encode("utf-8"), _PURPOSE, hashlib.sha256)

    def closed(self, view: Json, team: str, user: str) -> Json:
        """Return `view` as `user` is to see it, what it carries signed; others as they are."""
        ids = string(view, _CARRIED)
        if not ids:
            return view
        signature = self._signature(string(view, _FORM), team, user, ids)
        return {**view, _CARRIED: SEPARATOR.join((ids, signature))}

    def opened(self, view: Payload, team: str, user: str) -> tuple[str, ...] | None:
        """Return the ids that `view` carries; None if they are not as we sent them to `user`."""
        ids, _, signature = string(view, _CARRIED).rpartition(SEPARATOR)
        signed = self._signature(string(view, _FORM), team, user, ids)
        if not hmac.compare_digest(signed.encode("utf-8"), signature.encode("utf-8", "replace")):
            return None
        return tuple(ids.split(SEPARATOR))

    def _signature(self, *parts: str) -> str:
        """Return the signature of `parts`; the length of each tells where it ends."""
        text = "".join(f"{len(one)}:{one}" for one in parts)
        return hmac.new(self._key, text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
