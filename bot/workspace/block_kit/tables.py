"""Slack's limits on tables, plain ones and those that people sort and filter.

https://docs.slack.dev/reference/block-kit/blocks/table-block
https://docs.slack.dev/reference/block-kit/blocks/data-table-block
"""

from bot.workspace.block_kit.rich_text import RICH_TEXT
from bot.workspace.block_kit.shapes import (
    Check,
    at_least,
    between,
    choice,
    complain,
    either,
    every,
    flag,
    items,
    nothing,
    number,
    record,
    string,
    tagged,
)

MOST_COLUMNS = 20
MOST_ROWS = 100
MOST_IN_CELLS = 10_000
RAW_TEXT = record({"text": string()})
_COLUMN = record({}, {"align": choice("left", "center", "right"), "is_wrapped": flag})
_HEADING: dict[str, Check] = {
    "raw_text": RAW_TEXT,
    "raw_number": record({"value": number}, {"text": string()}),
}

TABLE = record(
    {
        "rows": items(
            items(tagged({"raw_text": RAW_TEXT, "rich_text": RICH_TEXT}), MOST_COLUMNS), MOST_ROWS
        )
    },
    {
        "block_id": string(255),
        "column_settings": items(either(nothing, _COLUMN), MOST_COLUMNS, 0),
    },
)


def _as_header(value: object, pointer: str, problems: list[str]) -> None:
    """Check the first row, in which nothing is formatted, and that all are as long as it."""
    rows = [row for row in value if isinstance(row, list)] if isinstance(value, list) else []
    for index, cell in enumerate(rows[0] if rows else ()):
        tagged(_HEADING)(cell, f"{pointer}/0/{index}", problems)
    if any(len(row) != len(rows[0]) for row in rows):
        complain(problems, "all rows must have the same number of values", pointer)


def _fits(value: object, pointer: str, problems: list[str]) -> None:
    if sum(map(len, _texts(value))) > MOST_IN_CELLS:
        complain(problems, f"must be less than {MOST_IN_CELLS + 1} characters in all", pointer)


def _texts(value: object) -> list[str]:
    match value:
        case {"text": str(text)}:
            return [text]
        case dict():
            return _texts(list(value.values()))
        case list():
            return [text for one in value for text in _texts(one)]
    return []


DATA_TABLE = record(
    {
        "caption": string(),
        "rows": every(
            items(
                items(tagged({**_HEADING, "rich_text": RICH_TEXT}), MOST_COLUMNS), MOST_ROWS + 1, 2
            ),
            _as_header,
            _fits,
        ),
    },
    {
        "block_id": string(255),
        "page_size": between(1, 100),
        "row_header_column_index": at_least(0),
    },
)
