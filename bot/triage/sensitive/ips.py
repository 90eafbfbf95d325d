"""Finds IP addresses, and tells them from version numbers."""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import TYPE_CHECKING

from bot.triage.sensitive.finding import Finding, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

QUAD = re.compile(
    r"(?<![\w.])(?<![A-Za-z]-)\d{1,3}(?:\.\d{1,3}){3}(?![\w]|\.\w)"
    r"|(?<=\bip-)\d{1,3}(?:-\d{1,3}){3}(?![\w-])"
)
COLONS = re.compile(
    r"(?<![\w:.])[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:]*+(?:(?<=:)\d{1,3}(?:\.\d{1,3}){3})?(?![\w:]|\.\w)"
)
LONGEST_V6 = 45
NAMES_A_VERSION = re.compile(
    r"(?:\b(?:versi[oó]n|versão|versione|versie|wersj[aiaęi]|верси[яию]|ver|release|build|firmware"
    r"|driver|treiber|sections?|chapter|abschnitt|kapitel|clause|oid|sdk|patch|hotfix|upgraded?"
    r"|updated?|downgraded?|rolled back)(?:\s(?:number|no\.?|to|from|auf|von|is|was))?|[§v])"
    r"[\s:=\"'#v]{0,4}$"
    r"|\b(?:chrome|chromium|firefox|edge|opera|safari|java|node|python|windows|macos|ios|android)"
    r"[\s/]$"
    r"|[A-Z]\w{1,30}/$",
    re.IGNORECASE,
)


def find_ips(text: str) -> Iterator[Finding]:
    """Yield addresses of versions 4 and 6; not loopback, unspecified, netmasks or versions."""
    versions: set[str] = set()
    for quad in QUAD.finditer(text):
        address = _version_4(quad[0].replace("-", "."))
        family = quad[0].rpartition(".")[0].rpartition(".")[0]
        if NAMES_A_VERSION.search(text[max(0, quad.start() - 40) : quad.start()]):
            versions.add(family)
        elif address is not None and family not in versions:
            yield Finding(*quad.span(), Kind.IP, str(address))
    for run in COLONS.finditer(text):
        wide = _version_6(run[0])
        if wide is not None:
            yield Finding(*run.span(), Kind.IP, wide.compressed)


def _version_4(quad: str) -> IPv4Address | None:
    """Return the address, None if it is none or says nothing about anybody."""
    octets = [int(octet) for octet in quad.split(".")]
    if max(octets) > 255 or octets[0] in {0, 127, 255}:
        return None
    return IPv4Address(".".join(map(str, octets)))


def _version_6(run: str) -> IPv6Address | None:
    if len(run) > LONGEST_V6 or run.count(":") < 2 or not any(map(str.isdecimal, run)):
        return None
    try:
        address = IPv6Address(run)
    except AddressValueError:
        return None
    return None if address.is_loopback or address.is_unspecified else address
