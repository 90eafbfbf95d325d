"""Finds secrets by their length and disorder: in no words' shape, or near a word such as `key`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.triage.sensitive.finding import Finding, Kind, lowered
from bot.triage.sensitive.secrets.secret_values import UUID
from bot.triage.sensitive.vocabulary import words

if TYPE_CHECKING:
    from collections.abc import Iterator

SHORTEST = 20
TOKEN = re.compile(rf"[A-Za-z0-9_+/.~$-]{{{SHORTEST},}}+={{0,2}}")
HEX = re.compile(r"(?:0x)?(?:[0-9a-f]{32,}|[0-9A-F]{32,})")
CAPITALS = re.compile("[A-Z]{20,}")
ONE_CASE = re.compile("[a-z0-9]{24,}|[A-Z0-9]{24,}")
SESSION = re.compile(r"session(?:\s(?:is|was))?\s?[:=]?\s?([0-9a-f]{16,})(?!\w)")
RUN = re.compile(r"[A-Za-z0-9]{30,}")
"""What no vendor's id has so long: letters of both cases and digits without a break."""
WORDLESS = re.compile(r"[A-Za-z0-9]{6,}(?:[_-]{1,2}[A-Za-z0-9]+){0,6}(?<=.{40})")
"""As long as most vendors' tokens in base64url."""
PREFIXED = re.compile(r"(?:[a-z][a-z0-9]{1,9}[_-]){1,3}(?=[^_-])")
"""What vendors put before a token so that scanners know it, as `mdb_sa_sk_`."""
DRAWN = re.compile(r"(?=[a-z]*\d)(?=\d*[a-z])(?=[0-9a-f]*[g-z])[a-z0-9]{40,}")
"""Of small letters and digits, and no sum of a file: longer than the id of anything."""
CALLED_SO = re.compile(
    r"\s(?:is|as)\s(?:(?!public)[a-z]{1,9}\s){0,3}(?:token|key|secret|password)\b"
)
OF_A_VENDOR = re.compile(
    r"(?:api|opsgenie|integration|routing|licen[cs]e|access|account|secret|private|auth|snyk|client)"
    r"[\s_-](?:key|token)\s$"
)
BLOCK = re.compile(r"-----BEGIN (?![^-\n]{0,40}PRIVATE)[^-]{1,60}-----[^-]{0,8000}")
TURN = re.compile(r"[a-z](?=[A-Z0-9])|[A-Z](?=[0-9])|[0-9](?=[A-Za-z])")
UUID_4 = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
SHAPES = re.compile(
    r"[A-Za-z][\w-]{17,30}\.[\w-]{6}\.[\w-]{27,}|pat\w{14}\.[0-9a-f]{40,}|LTAI\w{16,24}"
    r"|lsv2_[ps]t_[0-9a-f]{32}_[0-9a-f]{10}|rdme_[a-z0-9]{60,}|oy2[a-z0-9]{40,}|sha256~[\w-]{40,}"
    r"|(?:sbp|sgp|sntryu|sk|pul|bkua|shippo_(?:live|test)|CCIPAT_\w{10,30})[_-][0-9a-f]{32,}"
    rf"|(?:pat-(?:na|eu)\d|access-(?:production|sandbox|development)|sdk|api|mob)-{UUID_4}"
    r"|access_token\$(?:production|sandbox)\$\w{10,}\$[0-9a-f]{32}|[0-9a-f]{32}-us\d{1,2}"
    r"|x(?:key|smtp)sib-[0-9a-f]{40,}-\w{10,}|v1\.0-[0-9a-f]{20,}-[0-9a-f]{40,}"
    r"|pk_\d{6,}_[A-Z0-9]{30,}|(?:NRII|HRKU|FLWSECK_TEST|FLWSECK)-[\w-]{20,}|rzp_(?:live|test)_\w{14,}"
    r"|tvly-[\w-]{20,}|tskey-[a-z]{2,12}-[\w-]{20,}|(?:live|test)_[0-9a-f]{35}|fm2_[\w+/=]{40,}"
    r"|rnd_[A-Za-z0-9]{24,}|p8e-[\w-]{30,}|sb_secret_[\w-]{20,}|vercel_blob_rw_\w{20,}"
    r"|ops_eyJ[\w-]{40,}|tk-us-[\w-]{40,}|s\.[A-Za-z0-9]{24}"
    r"|sgp_(?:[0-9a-f]{16}|local)_[0-9a-f]{40}|snyk_\w{2,5}\.[0-9a-f]{8}\.[\w-]{40,}|aio_[A-Za-z0-9]{28}"
    r"|st\.[0-9a-f]{24}\.[0-9a-f]{32}\.[0-9a-f]{32}|\d{6}(?:-\d{6}){7}|(?=\d*[A-Z])(?=[A-Z]*\d)[A-Z0-9]{5}(?:-[A-Z0-9]{5}){4}"
)
"""Tokens of vendors that have no mark short enough to look for, BitLocker's keys, product keys."""
PUBLIC = re.compile(
    r"pk_|pub|sha\d+-|AAAA(?:B3Nza|C3Nza|E2V)|MII|iVBORw|/9j/|R0lGOD|PHN2|LS0tLS1CRUdJTiBD"
)
"""How public keys, certificates, pictures and sums of files begin."""
PUBLIC_BEFORE = re.compile(
    r"(?:ssh-\w+|base64,|sha\d+[-:]|integrity|certificate|public[\s_-]?key|data:\S*)[\s:=\"']{0,5}$"
)
MOST_LETTERS_A_TURN = 4
"""Random characters take turns at every second one, names in camel case at every sixth."""
REACH = 40
KEYISH = re.compile(
    "|".join(
        words(
            r"key token secret credential auth pass(?!ed|ing|es\b|enger) pwd bearer cookie sess "
            r"vapid post_server_item post_client_item jwt hmac salt psk seed \bpat\b \bpats\b "
            r"ssws geniekey flyv1 community signature \bsig\b schlüssel nyckel "
            r"sleutel nøkkel nøgle avain clé clave chave chiave klucz ключ токен jeton "
            r"トークン キー 密钥 密鑰 令牌 토큰 키 anahtar kulcs klíč cheie"
        )
    )
)
NO_SECRET = re.compile(
    "|".join(
        words(
            r"public primary foreign cache partition object sort\b idempotency commit checksum "
            r"digest sha-?\d fingerprint md5 trace request correlation etag row keyboard keyword "
            r"certificate path file image container build revision"
        )
    )
)


def find_long_tokens(text: str) -> Iterator[Finding]:
    """Yield long tokens that can't be words, and such as stand shortly after a word for a key."""
    small, blocks = lowered(text), _blocks(text)
    for session in SESSION.finditer(small) if "session" in small else ():
        yield Finding(*session.span(1), Kind.SECRET, text[slice(*session.span(1))])
    for match in TOKEN.finditer(text):
        token, start = match[0].rstrip(".~"), match.start()
        if any(begin < start < end for begin, end in blocks):
            continue
        if _is_disorderly(token, small[max(0, start - REACH) : start]) or (
            (_is_entropic(token) or _is_of_a_vendor(token, small[max(0, start - REACH) : start]))
            and (_follows_a_key(text, small, start) or CALLED_SO.match(small, start + len(token)))
        ):
            yield Finding(start, start + len(token), Kind.SECRET, token)


def _blocks(text: str) -> list[tuple[int, int]]:
    """Return where certificates and public keys stand."""
    return [block.span() for block in BLOCK.finditer(text)] if "-----BEGIN" in text else []


def _is_disorderly(token: str, before: str) -> bool:
    """Return True for a run that mixes cases and digits, outside of any path, and is not public."""
    if SHAPES.fullmatch(token):
        return True
    if PUBLIC.match(token) or PUBLIC_BEFORE.search(before):
        return False
    bare = PREFIXED.sub("", token, count=1)
    if any(WORDLESS.fullmatch(one) and _is_mixed(one) for one in (token, bare)):
        return True
    if bare != token and DRAWN.fullmatch(bare) and _takes_turns(bare):
        return True
    run = RUN.search(token)
    return run is not None and token[run.start() - 1 : run.start()] != "/" and _is_mixed(run[0])


def _is_entropic(token: str) -> bool:
    """Return True for a long number in hexadecimal, or for what is as good as drawn."""
    if (
        HEX.fullmatch(token)
        or CAPITALS.fullmatch(token)
        or (ONE_CASE.fullmatch(token) and _takes_turns(token))
    ):
        return True
    return "//" not in token and not UUID.fullmatch(token) and _is_mixed(token)


def _is_mixed(token: str) -> bool:
    has_all = re.search("[a-z]", token) and re.search("[A-Z]", token) and re.search("[0-9]", token)
    return bool(has_all) and _takes_turns(token)


def _takes_turns(token: str) -> bool:
    return len(TURN.findall(token)) * MOST_LETTERS_A_TURN >= len(token)


def _is_of_a_vendor(token: str, before: str) -> bool:
    """Return True for the id that some vendors' keys are, where it is called their key."""
    return UUID.fullmatch(token) is not None and OF_A_VENDOR.search(before) is not None


def _follows_a_key(text: str, small: str, start: int) -> bool:
    begin = max(0, start - REACH, text.rfind("\n", 0, start) + 1)
    before = small[begin:start]
    return KEYISH.search(before) is not None and NO_SECRET.search(before) is None
