"""What Slack is told not to make of our texts, in every call that says something.

No link is made of a bare address, no mention of a bare name, and nothing is unfurled: to fetch a
page that a ticket names would tell its owner who reads it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.slack.blocks import Json

UNPARSED: Json = {"link_names": False, "parse": "none"}
"""For what is never unfurled, such as sentences that one person sees."""
UNADORNED: Json = {**UNPARSED, "unfurl_links": False, "unfurl_media": False}
"""For messages, also those to a `response_url`."""
