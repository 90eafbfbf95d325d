"""What a person gave and the app can't use."""

from __future__ import annotations


class BadInputError(ValueError):
    """A setting, a file or a text can't be used; the message names it and says why."""
