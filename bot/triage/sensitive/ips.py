"""Finds IP addresses, and tells them from version numbers."""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv6Address
from typing import TYPE_CHECKING

from bot.triage.sensitive.finding import Finding, Kind, beginning_with, each, holds_any
from bot.triage.sensitive.vocabulary import words

if TYPE_CHECKING:
    from collections.abc import Iterator

DOT = r"(?:\.|[\[({]\s?(?:\.|dot)\s?[\])}])"
"""A dot, or one in brackets, as people in security write addresses that must not be clicked."""
QUAD = beginning_with(
    r"\d",
    rf"(?<![A-Za-z0-9.])(?<![A-Za-z]-)(?<![=~^>]=)(?<![~^])\d{{1,3}}(?:{DOT}\d{{1,3}}){{3}}"
    r"(?:(?![A-Za-z0-9_]|[.+][a-z0-9]|-[A-Za-z])|(?=\.in-addr|\.\d{1,5}(?: >|:)))"
    r"|(?<=\bip-)\d{1,3}(?:-\d{1,3}){3}(?![\w-])",
)
COLONS = beginning_with(
    "[0236Ff:]",
    r"(?<![A-Za-z0-9_:.])[0-9A-Fa-f]{0,4}(?::{1,2}[0-9A-Fa-f]{1,4}|::){1,8}"
    r"(?:(?<=:)\d{1,3}(?:\.\d{1,3}){3}|(?:\.\d{1,3}){3})?"
    r"(?:%\w{1,15}+)?(?![A-Za-z0-9_]|:[A-Za-z0-9_:]|\.[A-Za-z0-9])",
)
"""Beginning as those that are handed out."""
LONGEST_V6, LARGEST_OCTET = 45, 255
LEAST_OF_A_HOST = 40
"""Hardly a version has a larger part, hardly an address has none."""
# Global unicast, unique local, link-local, multicast, NAT64, IPv4 in IPv6 (RFC 4291, 4193, 6052).
HANDED_OUT = re.compile(
    r"(?:[23][0-9a-f]{3}|f[cdef][0-9a-f]{2}|0?064|64):|::ffff:|::\d+\.", re.IGNORECASE
)
BYTES = re.compile(r"(?:[0-9A-Fa-f]{2}:){7}[0-9A-Fa-f]{2}")
NEAR, FAR = 5, 30
"""How many characters before a quad are looked at for a word, and for words."""
OCTET = re.compile("[0-9]+")
SAYS_WHAT = re.compile(r"[^\W\d_]|[@§]")
FEWEST_COLONS = 7
DOTS = (".", "dot", "ip-")
WORD = re.compile(r"[^\W\d_]+")
VERSION_WORDS = frozenset(
    words(
        "version versión versão versione versie wersja wersji wersję версия версии версию ver v "
        "release build firmware driver treiber section sections chapter abschnitt kapitel clause "
        "oid sdk patch hotfix kernel package packages plugin addon paket paquet item step figure "
        "table bios uefi fw sw paragraph para article art req requirement clausula cláusula "
        "sección secção sezione rozdział раздел пункт mib revision rev upgrade upgraded update "
        "updated downgraded chrome chromium firefox edge opera safari java node python windows "
        "macos ios android"
    )
)
BETWEEN = frozenset(words("number no nr to from auf von is was"))


def find_ips(text: str) -> Iterator[Finding]:
    """Yield addresses of versions 4 and 6; not loopback, unspecified, netmasks or versions."""
    versions: set[tuple[str, str]] = set()
    for quad in each(QUAD, text) if holds_any(text, DOTS) else ():
        start, end = quad.span(1)
        octets = OCTET.findall(text, start, end)
        family = (octets[0], octets[1])
        if SAYS_WHAT.search(text, max(0, start - NEAR), start) and _is_a_version(
            text[max(0, start - FAR) : start], octets
        ):
            versions.add(family)
        elif family not in versions and _is_somebodys(octets):
            yield Finding(start, end, Kind.IP, ".".join(octets))
    spelt: dict[str, str | None] = {}
    for run in each(COLONS, text) if "::" in text or text.count(":") >= FEWEST_COLONS else ():
        if run[1] not in spelt:
            spelt[run[1]] = _version_6(run[1])
        wide = spelt[run[1]]
        if wide is not None:
            yield Finding(*run.span(1), Kind.IP, wide)


def _is_a_version(before: str, octets: list[str]) -> bool:
    return _names_a_version(before) or _is_of_a_package(before, octets)


def _names_a_version(before: str) -> bool:
    """Return True if the words before a quad say that it is one, as in `Agent/` or `update to`."""
    if before.rstrip().endswith("§"):
        return True
    heard = list(WORD.finditer(before))
    if not heard or len(before) - heard[-1].end() >= NEAR:
        return False
    last = heard.pop()
    if before.endswith("/") and not before.endswith("//") and last[0][0].isupper():
        return True
    if last[0].lower() in BETWEEN and heard:
        last = heard.pop()
    return last[0].lower() in VERSION_WORDS


def _is_of_a_package(before: str, octets: list[str]) -> bool:
    """Return True for the version in `react@17.0.2.1`, False for the host in `root@10.0.0.5`."""
    return before.endswith("@") and octets[0] != "10" and max(map(int, octets)) < LEAST_OF_A_HOST


def _is_somebodys(octets: list[str]) -> bool:
    """Return True for an address; not for loopback, unspecified addresses and netmasks."""
    numbers = [*map(int, octets)]
    if max(numbers) > LARGEST_OCTET or numbers[0] in {0, 127, 255}:
        return False
    return [*map(str, numbers)] == octets  # none is padded


def _version_6(run: str) -> str | None:
    """Return the short spelling of an address that is handed out; None for code and clocks."""
    if len(run) > LONGEST_V6 or not HANDED_OUT.match(run) or BYTES.fullmatch(run):
        return None
    try:
        return IPv6Address(run).compressed
    except AddressValueError:
        return None
