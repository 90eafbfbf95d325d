"""Formatted text, piece by piece.

https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
"""

from bot.workspace.block_kit.composition import PLENTY
from bot.workspace.block_kit.shapes import (
    Check,
    at_least,
    between,
    choice,
    flag,
    integer,
    items,
    matching,
    record,
    string,
    tagged,
)

STYLES = (
    "bold",
    "client_highlight",
    "code",
    "highlight",
    "italic",
    "strike",
    "underline",
    "unlink",
)
STYLE = record({}, dict.fromkeys(STYLES, flag))


def _word(required: dict[str, Check], **optional: Check) -> Check:
    return record(required, {"style": STYLE, **optional})


WORDS: dict[str, Check] = {
    "text": _word({"text": string()}),
    "link": _word({"url": string(3000)}, text=string(), unsafe=flag),
    "emoji": _word({"name": string()}, unicode=string(), skin_tone=integer, url=string()),
    "user": _word({"user_id": string()}),
    "usergroup": _word({"usergroup_id": string()}),
    "channel": _word({"channel_id": string()}),
    "team": _word({"team_id": string()}),
    "broadcast": _word({"range": choice("here", "channel", "everyone")}),
    "color": _word({"value": matching("#?[0-9a-fA-F]{6}", "must be a hex color")}),
    "date": _word(
        {"timestamp": at_least(0), "format": string()}, url=string(), fallback=string(least=0)
    ),
}
LINE = items(tagged(WORDS), PLENTY, 0)
_SECTION = record({"elements": LINE})
_BORDER: dict[str, Check] = {"border": between(0, 1)}
PARTS = items(
    tagged(
        {
            "rich_text_section": _SECTION,
            "rich_text_quote": record({"elements": LINE}, _BORDER),
            "rich_text_preformatted": record({"elements": LINE}, {**_BORDER, "language": string()}),
            "rich_text_list": record(
                {
                    "elements": items(tagged({"rich_text_section": _SECTION}), PLENTY),
                    "style": choice("bullet", "ordered"),
                },
                {**_BORDER, "indent": between(0, 8), "offset": at_least(0)},
            ),
        }
    ),
    PLENTY,
    0,
)
RICH_TEXT = record({"elements": PARTS}, {"block_id": string(255)})
FORMATTED = tagged({"rich_text": RICH_TEXT})
"""A whole block of formatted text where it stands inside of something else."""
