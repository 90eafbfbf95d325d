"""The one door for untrusted text on its way to Slack: nothing that passes it can act there.

Untrusted is whatever a user, a model, a known issue, a file name or the configuration brought.
Where Block Kit takes `plain_text` use `plain`, which Slack never parses; elsewhere `Mrkdwn`.
"""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import regex

from bot.slack.lengths import ENTITIES, cut, escaped_units, head_of, units
from bot.triage.plain_text import unpiled

if TYPE_CHECKING:
    from datetime import datetime
    from typing import LiteralString

DEFUSED_BRACKET = "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}"
DEFUSED_QUOTE = "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"
LONGEST_LINK = 500
LONGEST_LABEL = 80

# ZWJ stays where it joins emoji; variation selectors 15 and 16 choose how an emoji looks.
_INVISIBLE = regex.compile(
    r"(?V1)"
    r"(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F])\u200D(?=\p{Extended_Pictographic})"
    r"(*SKIP)(*FAIL)"
    r"|[[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\p{Cs}]"
    r"--[\n\t\uFE0E\uFE0F\p{Prepended_Concatenation_Mark}]]"
)
_LINE_ENDS = regex.compile(r"\r\n|[\r\v\f\u0085\u2028\u2029]")
_CONTROL_TOKEN = regex.compile(r"<(?=\s*(?:[@#!]|[A-Za-z][A-Za-z0-9+.-]{0,30}:))")
_TOKEN = regex.compile(r"<\s*((?:[@#!]|[A-Za-z][A-Za-z0-9+.-]{0,30}:)[^<>|]*)(?:\|([^<>]*))?>")
_SCHEME = regex.compile(r"([A-Za-z][A-Za-z0-9+.-]{0,30})://")
_NAMES = r"(?:[\p{L}\p{N}-]{1,63}\.){1,126}"
# Slack makes a link of a host alone too: behind `www.`, with a path, or under an ending as these.
_HOST = (
    r"(?<![A-Za-z0-9@.-])(?!(?:asp|ado|vb)\.net\b)"
    rf"(?:(?=www\.){_NAMES}\p{{L}}{{2,24}}(?::\d{{1,5}})?"
    rf"|{_NAMES}(?!js\b)\p{{L}}{{2,24}}(?::\d{{1,5}})?(?=/)"
    rf"|{_NAMES}(?:com|net|org|info|biz|xyz)(?![\p{{L}}\p{{N}}-]|\.\p{{L}}))"
    r"(?:/[^\s<>|]*)?"
)
# Whatever stands before the scheme: behind a letter of another script it is a link all the same.
_ADDRESS = regex.compile(rf"{_SCHEME.pattern}[^\s<>|]+|{_HOST}", regex.IGNORECASE)
_DOT_OF_NAMES = regex.compile(r"\.(?=\p{L})")
_AFTER_ADDRESS = ".,;:!?)]}'\"*_~"
_FENCE = regex.compile(r"`{3,}")
# What mrkdwn makes bold, italic, struck or code, and what looks like it and is not.
_STYLES = tuple(
    (
        mark,
        regex.compile(rf"(?<![\p{{L}}\p{{N}}]){mark}(?=\S)"),
        regex.compile(rf"(?<=\S){mark}(?![\p{{L}}\p{{N}}])"),
        alike,
    )
    for mark, alike in (
        (r"\*", "\N{ASTERISK OPERATOR}"),
        ("_", "\N{MODIFIER LETTER LOW MACRON}"),
        ("~", "\N{TILDE OPERATOR}"),
        ("`", "'"),
    )
)
_QUOTE = regex.compile(r"^(\s*)>", regex.MULTILINE)
_WHITE = regex.compile(r"\s+")
_USER = regex.compile(r"[UW][A-Z0-9]{1,30}")
_GROUP = regex.compile(r"S[A-Z0-9]{1,30}")
_CHANNEL = regex.compile(r"[CGD][A-Z0-9]{1,30}")
_LINK = regex.compile(r"https?://[^\s<>|`\\\p{Cc}\P{ASCII}]+", regex.IGNORECASE)


class Mrkdwn(str):
    """Text that Slack may parse as mrkdwn; made only in this module.

    Whatever is done to it gives a `str` again, which is escaped when it is used.
    """

    __slots__ = ()


def visible(text: str) -> str:
    """Return `text` without characters that can't be seen, and with few marks on each letter.

    Zero-width, bidi, tag and control characters hide or reorder what people read.
    """
    if text.isascii() and text.replace("\n", " ").isprintable():
        return text
    broken = _LINE_ENDS.sub("\n", text)
    return unpiled(_INVISIBLE.sub("", broken))


def only_known_links(text: str, known: str) -> str:
    """Return `text` with every address spoilt that does not stand in `known` as it is.

    For what a model wrote: it may repeat the ticket's links but not bring its own.
    """
    shown = _harmless(text)
    if _ADDRESS.search(shown) is None:
        return shown
    addresses = {_bare(address[0]) for address in _ADDRESS.finditer(_harmless(known))}
    bare = {address.rpartition("://")[2] for address in addresses}
    allowed = addresses | bare | {address.partition("/")[0] for address in bare}

    def spoil(address: regex.Match[str]) -> str:
        return address[0] if _bare(address[0]) in allowed else _spoilt(address[0])

    return _ADDRESS.sub(spoil, shown)


def _spoilt(address: str) -> str:
    """Return `address` so that no program takes it for a link: its host alone could be one."""
    return _SCHEME.sub(_spoilt_scheme, _DOT_OF_NAMES.sub("[.]", address))


def _spoilt_scheme(scheme: regex.Match[str]) -> str:
    return f"{scheme[1].lower().replace('http', 'hxxp')}[:]//"


def plain(text: str, limit: int) -> str:
    """Return `text` for a `plain_text` object, at most `limit` UTF-16 units long.

    Slack does not parse these. Its tokens are taken apart all the same, so that no copy of the
    text can become one elsewhere.
    """
    return cut(_harmless(text).strip(), limit, units)


def one_line(text: str, limit: int) -> str:
    """Return `text` as `plain` does, on one line."""
    return plain(_WHITE.sub(" ", visible(text)), limit)


def first_sentence(text: str, limit: int) -> str:
    """Return the beginning of `text` as a title: its first sentence, on one line."""
    line = one_line(text.strip().partition("\n")[0], limit * 4)
    sentence = regex.match(r".+?[.!?](?=\s)", line)
    return cut(sentence[0].rstrip(".") if sentence else line.rstrip("."), limit, units)


def pages(text: str, limit: int, most: int) -> list[str]:
    """Return `text` as up to `most` pieces for `plain_text` objects, the last one cut short."""
    pieces: list[str] = []
    rest = plain(text, limit * most)
    while rest and len(pieces) < most - 1:
        head = head_of(rest, limit, units)
        pieces.append(head)
        rest = rest[len(head) :]
    return [*pieces, cut(rest, limit, units)] if rest else pieces


def escaped(text: str, limit: int) -> Mrkdwn:
    """Return `text` so that mrkdwn shows it as it is, at most `limit` units long when escaped."""
    short = cut(_harmless(text).strip(), limit, escaped_units)
    return Mrkdwn(_unstyled(short).translate(ENTITIES))


def escaped_line(text: str, limit: int) -> Mrkdwn:
    """Return `text` as `escaped` does, on one line."""
    return escaped(_WHITE.sub(" ", visible(text)), limit)


def mrkdwn(template: LiteralString, *values: str, limit: int = 300) -> Mrkdwn:
    """Return `template`, our own words, with `values` in its braces: escaped unless Mrkdwn.

    Each value is cut to `limit`.
    """
    safe = (value if isinstance(value, Mrkdwn) else escaped_line(value, limit) for value in values)
    return Mrkdwn(template.format(*safe))


def joined(separator: LiteralString, parts: list[Mrkdwn]) -> Mrkdwn:
    """Return `parts` as one, with our own words between them."""
    return Mrkdwn(separator.join(parts))


def mention(user: str) -> Mrkdwn:
    """Return a mention of the person with this id, or the text itself if it is none."""
    return Mrkdwn(f"<@{user}>") if _USER.fullmatch(user) else escaped_line(user, 80)


def mention_any(who: str) -> Mrkdwn:
    """Return a mention of the person or the user group with this id; only for configured ids."""
    return Mrkdwn(f"<!subteam^{who}>") if _GROUP.fullmatch(who) else mention(who)


def moment(at: datetime) -> Mrkdwn:
    """Return a time that each reader sees in their own zone; in UTC where Slack does not draw it.

    https://docs.slack.dev/messaging/formatting-message-text#date-formatting
    """
    in_utc = at.astimezone(UTC)
    shown = "{date_short_pretty} at {time}"
    return Mrkdwn(f"<!date^{int(in_utc.timestamp())}^{shown}|{in_utc:%Y-%m-%d %H:%M} UTC>")


def percentage(share: float) -> Mrkdwn:
    """Return a share of 1 in per cent."""
    return Mrkdwn(f"{share * 100:.0f} %")


def channel_link(channel: str) -> Mrkdwn:
    """Return a link to the channel with this id, or words if it is none."""
    return Mrkdwn(f"<#{channel}>" if _CHANNEL.fullmatch(channel) else "its channel")


def link(url: str) -> Mrkdwn:
    """Return `url` as a link that shows where it leads; as text if it could mislead.

    Only for addresses that the team put into a known issue.
    """
    if not _is_honest(url):
        return escaped_line(url, LONGEST_LINK)
    return Mrkdwn(f"<{url.translate(ENTITIES)}>")


def labelled_link(url: str, label: str) -> Mrkdwn:
    """Return `label` as a link to `url`, an address of our own making; the label alone if bad."""
    shown = escaped_line(label, LONGEST_LABEL)
    if not _is_honest(url):
        return shown
    return Mrkdwn(f"<{url.translate(ENTITIES)}|{shown.replace('|', '')}>")


def _is_honest(url: str) -> bool:
    if not _LINK.fullmatch(url) or escaped_units(url) > LONGEST_LINK:
        return False
    try:
        place = urlsplit(url)
    except ValueError:
        return False
    return bool(place.hostname) and "@" not in place.netloc


def _harmless(text: str) -> str:
    """Return what can be seen of `text`, its tokens taken apart, its code fences made quotes.

    An open fence would swallow what follows; a token's label can hide where it leads.
    """
    apart = visible(text)
    if "<" in apart:
        apart = _CONTROL_TOKEN.sub(DEFUSED_BRACKET, _TOKEN.sub(_shown, apart))
    return _FENCE.sub("'''", apart)


def _unstyled(text: str) -> str:
    """Return `text` with nothing in it that mrkdwn would style or show as a quote."""
    for mark, opening, closing, alike in _STYLES:
        begun = opening.search(text) if mark[-1] in text else None
        if begun is not None and closing.search(text, begun.end()) is not None:
            text = closing.sub(alike, opening.sub(alike, text))
    return _QUOTE.sub(rf"\1{DEFUSED_QUOTE}", text) if ">" in text else text


def _shown(token: regex.Match[str]) -> str:
    target, label = token[1].strip(), (token[2] or "").strip()
    return f"{label} ({target})" if label else target


def _bare(address: str) -> str:
    return address.rstrip(_AFTER_ADDRESS)
