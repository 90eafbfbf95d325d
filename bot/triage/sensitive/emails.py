"""Finds e-mail addresses as people, logs and Slack write them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.triage.sensitive.finding import Finding, Kind, holds_any, lowered
from bot.triage.sensitive.signed import Signed
from bot.triage.sensitive.vocabulary import words

if TYPE_CHECKING:
    from collections.abc import Iterator

LOCAL = r"[\w.+%'\u2019~^{}-]"
SLACK_LINK = re.compile(r"<mailto:([^|<>\s]{3,320})(?:\|[^<>]{0,320})?>")
# The domain is only looked at, so that in `a@b@c.com` the second address starts at `b`.
WITH_DOMAIN = rf"(?<!{LOCAL})({LOCAL}++|\"[^\"\n@]{{1,64}}\")@(?=([\w-]++\.[\w.-]++))"
ADDRESS, QUOTED = (Signed(WITH_DOMAIN, "@", before) for before in (0, 68))
"""They find the same, but the second also what has spaces in quotes."""
AT_ADDRESS = re.compile(rf"{LOCAL}++@\[(?:IPv6:)?[0-9A-Fa-f.:]{{3,45}}\]")
ENCODED = Signed(
    r"(?<![\w.+-])(?>(?:[\w.+-]|%2[BDE])+)"
    r"(%(?:25)*40| ?&(?:#0*64|#[xX]0*40|commat); ?|\\+(?:u00|x)40|=40)(?=([\w-]++\.[\w.-]++))",
    r"[%&\\=](?=(?<=%)(?:25)*40|(?<=&)(?:#0*64|#[xX]0*40|commat);|(?<=\\)\\*(?:u00|x)40|(?<==)40)",
    before=2,
)

DOT = r"\s{0,2}[\[({<]\s?(?:dot|punkt|punto|point|\.)\s?[\])}>]\s{0,2}"
AT = r"\s{0,2}[\[({<]\s?(?:at|arroba|ät|chez|@)\s?[\])}>]\s{0,2}"
BRACKETED = Signed(
    rf"(?<![\w.+-])[\w+-]{{1,64}}+(?:(?:{DOT}|\.)[\w+-]{{1,64}}+){{0,5}}{AT}"
    rf"[\w-]{{1,63}}+(?:(?:{DOT}|\.)[\w-]{{1,63}}+){{1,5}}",
    r"[\[({<](?=\s?(?:at|arroba|ät|chez|@)\s?[\])}>])",
    before=6 * 64 + 5 * 13 + 2,
    flags=re.IGNORECASE,
)
SPACED = Signed(
    r"(?<![\w.+-])[\w.+-]{1,64}+(?: @ ?|@ )([\w-]{1,63}+(?:\.[\w-]{1,63}+){1,5})",
    r"@(?:(?<= .)|(?= ))",
    before=2,
)
SPOKEN = Signed(
    r"(?<![\w.+-])[\w.+-]{1,64}+ at [\w-]{1,63}+(?:(?: dot |\.)[\w-]{1,63}+){0,3}"
    r" dot (?:com|org|net|edu|gov|io|co|info|biz|app|dev|eu|uk|de|fr|es|it|nl|pl|pt|br|in|jp)\b",
    " (?=at )",
    before=0,
    flags=re.IGNORECASE,
)
SPOKEN_LOUD = Signed(
    r"(?<![\w.+-])[\w.+-]{1,64}+ AT [\w-]{1,63}+(?:(?: DOT |\.)[\w-]{1,63}+){0,3}"
    r" DOT [A-Za-z]{2,20}\b",
    " (?=AT )",
    before=0,
)
"""In capitals nothing else is meant, whatever it ends with."""

JOINING = frozenset("=/!#$&*")
"""Signs that RFC 5322 allows in an address, and that mostly stand before one."""
JOINED = re.compile(rf"[A-Za-z0-9]{LOCAL}*(?:[=/!#$&*]{{1,2}}{LOCAL}+)*[=/!#$&*]{{1,2}}")
BACKWARDS = re.compile(rf"(?:{LOCAL}|[=/!#$&*])*")
LONGEST_LOCAL = 64
OPENS = frozenset(" \t\n\r\"'`<([{,;:|")
FIELD = re.compile(r"[A-Za-z][\w.-]*=")
"""As in `from=ann@example.com`, where the address begins behind the sign."""
HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}/")
BOUNCED = re.compile(
    r"[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|edu|gov|io|co|info|biz|example|test|[a-z]{2})@"
)
"""A domain before the sign: whose mail came back (VERP)."""

BRACKETS = frozenset("[({<")
NO_BEGINNING = frozenset(".+%'\u2019-~^{}")
SPELT_OUT = re.compile(r"[\s%&\[({<]|^[^.]*$")
WRITTEN_AT = re.compile(
    AT + r"|%(?:25)*40| ?&(?:#0*64|#x0*40|commat); ?|\\+(?:u00|x)40|=40| at | ?@ ?", re.IGNORECASE
)
WRITTEN_DOT = re.compile(DOT + "| dot ", re.IGNORECASE)

NO_TOP_LEVEL = frozenset(
    words(
        "png jpg jpeg gif svg webp ico bmp tif tiff pdf js mjs cjs ts tsx jsx css scss less json "
        "yml yaml xml html htm txt log csv conf cfg ini toml lock tgz gz tar bz2 xz deb rpm exe "
        "dll msi jar war service socket timer mount automount target slice scope path device swap"
    )
)
"""Endings of files and of systemd units, which are written with an @ too."""
TOP_LEVEL = re.compile(r"xn--[\w-]+|[^\W\d_]{2,}")
SCALE = re.compile(r"\dx\b", re.IGNORECASE)
"""How many times larger an icon is, as in `logo@2x.dark.png`."""


def find_emails(text: str) -> Iterator[Finding]:
    """Yield addresses: plain, percent-encoded, spelt with [at] and [dot], or as Slack links."""
    if "@" in text:
        for link in SLACK_LINK.finditer(text) if "<mailto:" in text else ():
            yield Finding(*link.span(), Kind.EMAIL, _same(link[1]))
        yield from _with_domain(QUOTED if '"@' in text else ADDRESS, text)
        for found in AT_ADDRESS.finditer(text) if "@[" in text else ():
            yield Finding(*found.span(), Kind.EMAIL, _same(found[0]))
        for found in SPACED.finditer(text) if " @" in text or "@ " in text else ():
            if _domain_in(found[1]) == found[1]:
                yield Finding(*found.span(), Kind.EMAIL, _same(found[0]))
    if holds_any(text, ("40", "&#64;", "&#064;", "&commat;")):
        yield from _with_domain(ENCODED, text)
    for pattern, worth in (
        (BRACKETED, not BRACKETS.isdisjoint(text)),
        (SPOKEN, " dot " in lowered(text)),
        (SPOKEN_LOUD, " AT " in text and " DOT " in text),
    ):
        for spelt in pattern.finditer(text) if worth else ():
            yield Finding(*spelt.span(), Kind.EMAIL, _same(spelt[0]))


def _with_domain(pattern: Signed, text: str) -> Iterator[Finding]:
    domains: dict[str, str] = {}
    for match in pattern.finditer(text):
        run = match[2]
        if run not in domains:
            domains[run] = _domain_in(run.rstrip(".-_"))
        first, sign = match.span()
        start = _widened(text, first, sign)
        while text[start] in NO_BEGINNING:
            start += 1
        end = sign + len(domains[run])
        if start < sign - 1 and end > sign and not _is_login(text, start, end):
            yield Finding(start, end, Kind.EMAIL, _same(text[start:end]))


def _widened(text: str, start: int, sign: int) -> int:
    """Return where the local part begins that ends at `sign`, of which `start` is known."""
    if not start or text[start - 1] not in JOINING:
        return start
    backwards = text[max(0, sign - LONGEST_LOCAL) : start][::-1]
    run = BACKWARDS.match(backwards)
    begin = start - (run.end() if run else 0)
    if begin and text[begin - 1] not in OPENS:
        return start
    lead = text[begin:start]
    is_query = "&" in lead and "=" in lead
    is_field = FIELD.fullmatch(lead) and not BOUNCED.match(text, start)
    is_within = JOINED.fullmatch(lead) and not (is_query or is_field or HOST.match(lead))
    return begin if is_within else start


def _domain_in(run: str) -> str:
    """Return the longest beginning of `run` that is a domain; empty if none is.

    An address can be part of a file's name, or have something glued to its end.
    """
    labels = run.split(".")
    while len(labels) > 1:
        top = TOP_LEVEL.match(labels[-1])
        if top and top[0].lower() not in NO_TOP_LEVEL:
            domain = ".".join((*labels[:-1], top[0]))
            if domain == run or any(map(str.isalpha, labels[-2])):
                return "" if SCALE.match(domain) else domain
        labels.pop()
    return ""


def _is_login(text: str, start: int, end: int) -> bool:
    """Return True for an account at a host, as in ssh://ci@host and git@github.com:acme/site."""
    shared = text.startswith("git@", start) and text[end : end + 1] in {":", "/"}
    return shared or text.endswith("://", 0, start)


def _same(address: str) -> str:
    """Return one spelling for all that mean the same address."""
    if address.isascii() and not SPELT_OUT.search(address):
        return address.lower()
    sign = WRITTEN_AT.sub("@", address)
    return WRITTEN_DOT.sub(".", sign).casefold()
