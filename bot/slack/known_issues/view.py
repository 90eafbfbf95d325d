"""What a known issue says, in a form: all of it, or word by word what differs between two texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.blocks import SECTION_LIMIT, context, section
from bot.slack.rendering import Mrkdwn, mrkdwn, plain
from bot.triage.known_issues.article import Article, Part
from bot.triage.known_issues.wording import Fate, differences

if TYPE_CHECKING:
    from bot.slack.blocks import Json

LABELS = {
    Part.TITLE: "Title",
    Part.CATEGORY: "Category",
    Part.SYMPTOMS: "Symptoms",
    Part.ACTION: "Recommended action",
    Part.URL: "Link",
}
NO_DIFFERENCE = Mrkdwn("Both say the same.")
_STYLES: dict[Fate, dict[str, bool]] = {
    Fate.KEPT: {},
    Fate.ADDED: {"bold": True},
    Fate.REMOVED: {"strike": True},
}


def whole(article: Article) -> list[Json]:
    """Return everything that `article` says, a heading for each part."""
    blocks: list[Json] = []
    values = article.values
    for part in Part:
        if values[part]:
            blocks += [section(_heading(part)), section(plain(values[part], SECTION_LIMIT))]
    return blocks


def compared(before: Article, after: Article) -> list[Json]:
    """Return the parts that differ: what was removed is struck through, what was added is bold."""
    old, new = before.values, after.values
    changed = [part for part in Part if old[part] != new[part]]
    if not changed:
        return [context([NO_DIFFERENCE])]
    blocks: list[Json] = []
    for part in changed:
        blocks += [section(_heading(part)), _differences(old[part], new[part])]
    same = [LABELS[part].lower() for part in Part if part not in changed and old[part]]
    left = [context([mrkdwn("Not changed: {}", ", ".join(same))])] if same else []
    return [*blocks, *left]


def _heading(part: Part) -> Mrkdwn:
    return mrkdwn("*{}*", LABELS[part])


def _differences(before: str, after: str) -> Json:
    """Return a block whose text Slack does not parse; one that is too long is cut."""
    elements: list[Json] = []
    left = SECTION_LIMIT
    for piece in differences(before, after):
        text = _visible(piece.text)[:left]
        if not text:
            continue
        left -= len(text)
        style = _STYLES[piece.fate]
        follows_struck = bool(elements) and _is_struck(elements[-1])
        if follows_struck and piece.fate is Fate.ADDED and not text[0].isspace():
            elements.append({"type": "text", "text": " "})
        if piece.fate is Fate.REMOVED and text.strip():
            text = _after_blank(elements, text)
        elements.append({"type": "text", "text": text, **({"style": style} if style else {})})
    shown = elements or [{"type": "text", "text": "-"}]
    lines: Json = {"type": "rich_text_section", "elements": shown}
    return {"type": "rich_text", "elements": [lines]}


def _after_blank(elements: list[Json], text: str) -> str:
    """Return `text` from its first word on; what is blank before it is added to `elements`.

    A line through that would read as a dash that was removed.
    """
    word = text.lstrip()
    if word != text:
        elements.append({"type": "text", "text": text[: -len(word)]})
    return word


def _is_struck(element: Json) -> bool:
    return element.get("style") == _STYLES[Fate.REMOVED]


def _visible(text: str) -> str:
    """Return `text` as `plain` does, with the white space at its ends."""
    body = text.strip()
    if not body:
        return text
    start = text[: len(text) - len(text.lstrip())]
    end = text[len(text.rstrip()) :]
    return f"{start}{plain(body, SECTION_LIMIT)}{end}"
