"""Finds secrets that are known by their shape: vendor keys, tokens, private keys, URL passwords."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.triage.sensitive.anchored import Anchored, Pattern
from bot.triage.sensitive.finding import Finding, Kind, holds_any
from bot.triage.sensitive.marks import Marked
from bot.triage.sensitive.secrets.secret_values import in_group, looks_random
from bot.triage.sensitive.vocabulary import words

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN_STARTS = words(
    "xox xapp- xwfp- sk- gsk_ xai- pplx- AKIA ASIA ABIA ACCA ghp_ gho_ ghu_ ghs_ ghr_ "
    "github_pat_ glpat- gldt- glrt- glptt- glft- glsoat- glagent- glcbt- gloas- glimt- glfeat- "
    "glffct- GR1348941 sk_live_ rk_live_ sk_test_ rk_test_ whsec_ AIza ya29. GOCSPX- 1//0 SG. SK "
    "key- npm_ pypi- dckr_pat_ rubygems_ hf_ r8_ dapi doo_v1_ dop_v1_ dor_v1_ shpat_ shpca_ "
    "shppa_ shpss_ sq0 EAA lin_api_ ntn_ secret_ ATATT3 hvs. hvb. hvr. sntrys_ NRAK- squ_ sqp_ "
    "sqa_ sess- AC glsa_ glc_ pscale_ PMAK- figd_ AGE- re_ 00D secret-token: AAAA CLOJARS_ dt0 "
    "lin_oauth_ A3- waka_ dp. pat. sat."
)
# The shapes that the vendors publish for their own secret scanning. Lengths are lower bounds:
# vendors lengthen their tokens, and a token cut off while copying is still worth hiding.
VENDOR_TOKEN = Anchored(
    r"(?<![A-Za-z0-9])(?:"
    r"xox[a-z](?:\.xox[a-z])?-[\w.%-]{10,}|xapp-\d-[\w-]{10,}|xwfp-[\w-]{10,}"  # Slack
    r"|(?P<wordy>sk-[\w-]{20,}|gsk_\w{20,}|xai-[\w-]{20,}|pplx-[\w-]{20,})"  # OpenAI and its like
    r"|(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])"  # AWS
    r"|gh[pousr]_[A-Za-z0-9]{10,}|github_pat_\w{15,}"  # GitHub
    r"|gl(?:pat|dt|rt|ptt|ft|soat|agent|cbt|oas|imt|feat|ffct)-[\w.-]{10,}|GR1348941[\w-]{20}"
    r"|[sr]k_(?:live|test)_\w{10,}|whsec_[\w+/=-]{16,}"  # Stripe
    r"|AIza[\w-]{30,}|ya29\.[\w-]{20,}|GOCSPX-[\w-]{20,}|1//0[\w-]{30,}"  # Google
    r"|SG\.[\w-]{16,}\.[\w-]{16,}|SK[0-9a-f]{32}|key-[0-9a-f]{32}"  # SendGrid, Twilio, Mailgun
    r"|npm_[A-Za-z0-9]{30,}|pypi-[\w-]{30,}|dckr_pat_[\w-]{20,}|rubygems_[0-9a-f]{40,}"
    r"|hf_[A-Za-z0-9]{30,}|r8_[A-Za-z0-9]{30,}|dapi[0-9a-f]{32}|do[opr]_v1_[0-9a-f]{40,}"
    r"|shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}|sq0(?:atp|csp)-[\w-]{22,}|EAAA[\w-]{56,}"
    r"|sq[aup]_[0-9a-f]{40}|sess-[A-Za-z0-9]{24,}|EAA[A-Za-z0-9]{24,}"
    r"|AC[0-9a-f]{32}:[0-9a-f]{32}|\d{8,10}:AA[\w-]{32,}|lin_api_\w{30,}|ntn_\w{30,}|secret_[A-Za-z0-9]{40,}"
    r"|ATATT3[\w=-]{40,}|hv[sbr]\.[\w-]{20,}|sntrys_[\w=+/-]{30,}|NRAK-[A-Z0-9]{20,}"
    r"|gl(?:sa|c)_[\w=]{30,}|pscale_(?:tkn|pw|oauth)_[\w.-]{30,}|PMAK-[0-9a-f-]{50,}"
    r"|re_[A-Za-z0-9]{8}_[A-Za-z0-9]{20,}|AAAA[\w-]{7}:APA91b[\w-]{60,}"
    r"|CLOJARS_[a-z0-9]{50,}|dt0[a-z]\d\d\.[A-Z0-9]{24}\.[A-Z0-9]{48,}|lin_oauth_[0-9a-f]{32,}"
    r"|A3-[A-Z0-9]{6}-[A-Z0-9]{6}(?:-[A-Z0-9]{5}){4}|waka_[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|dp\.(?:pt|ct|st|sa|scim|audit)\.(?:[\w-]{2,35}\.)?[A-Za-z0-9]{30,}"
    r"|[ps]at\.[\w-]{22}\.[0-9a-f]{24}\.[A-Za-z0-9]{20}"
    r"|00D[A-Za-z0-9]{9,15}![\w.]{30,}|secret-token:[\w%.~-]{10,}|figd_[\w-]{30,}|[A-Za-z0-9]{14}\.atlasv1\.[\w-]{40,}|AGE-SECRET-KEY-1[A-Z0-9]{50,}"
    r")",
    TOKEN_STARTS,
    {":AA": (8, 9, 10), ".atlasv1.": (14,)},
)
JSON_WEB_TOKEN = Anchored(r"(?<![\w-])eyJ[\w-]{6,}+\.[\w-]{6,}+(?:\.[\w-]*+){0,3}", ("eyJ",))
REST = re.compile(r"\\?\n[ \t>|]{0,8}([\w.+/-]{8,}={0,2})(?=[ \t\"'`]*(?:\n|$))")
"""What alone is on a line."""
WEBHOOK = Anchored(
    r"hooks\.slack(?:-gov)?\.com/(?:services|workflows|triggers|commands|actions)/([\w/-]{8,})"
    r"|discord(?:app)?\.com/api/webhooks/(\d+/[\w-]{20,})"
    r"|webhook\.office\.com/webhookb2/([\w@/-]{20,})"
    r"|hooks\.zapier\.com/hooks/(?:catch|standard)/([\w/-]{8,})|hook\.[\w.]{2,12}\.com/([a-z0-9]{20,})"
    r"|/hooks?/([A-Za-z0-9/_-]{20,})|/webhook(?:s|-test)?/([0-9a-f-]{32,})",
    words("hooks.slack discord webhook.office hooks.zapier hook. /hook /webhook"),
)
IN_A_PATH = Anchored(
    r"maker\.ifttt\.com/\S{1,80}/key/([\w-]{16,})|/bot(\d{6,12}:[\w-]{30,})|/private-([0-9a-f]{16,})/"
    r"|/(?:reset|invite|magic|verify|confirm|activate|unsubscribe|shared?|join|guest)[\w-]{0,20}/([\w.~-]{16,})",
    words(
        "maker.ifttt /bot /private- /reset /invite /magic /verify /confirm /activate /unsubscribe "
        "/share /join /guest"
    ),
)
AUTH_LINE = re.compile(r"\bAUTH (?:PLAIN|LOGIN) ([A-Za-z0-9+/]{8,}={0,2})")
WIFI_CODE = re.compile(r"\bWIFI:(?:[^;\s]*;)*?P:((?:[^;\\\s]|\\.){4,64});")
AWS_SECRET = re.compile(r"(?<![\w+/=-])[A-Za-z0-9+/]{40}(?![\w+/=-])")

PRIVATE_KEY = re.compile(
    r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----"
    r"(?P<body>(?:[^-]++|-(?!----))*)(?P<end>-----END [A-Z0-9 ]{0,50}-----)?"
)
KEY_MATERIAL = re.compile(r"(?:(?:\\[nr]|[\s>|\"'])*[A-Za-z0-9+/=]{16,}+)+")

HASH = re.compile(
    r"\$(?:1|2[abxy]?|5|6|y|apr1|argon2\w{1,2}|pbkdf2[\w-]{0,12}|scrypt)\$[./A-Za-z0-9$=,+-]{16,}"
)
KEY_BODY = re.compile(r"MII[A-Za-z0-9+/]{3}IBA[A-Za-z0-9+/]{20,}={0,2}")
PRIVATE_LINES = re.compile(r"Private-Lines: \d{1,3}\n((?:[A-Za-z0-9+/=]{16,}\n?)+)")
"""Of a key in PuTTY's format."""
LAN_HASHES = re.compile(r":([0-9a-fA-F]{32}:[0-9a-fA-F]{32}):::")
KEY_PARTS = re.compile(r"\"(?:d|p|q|dp|dq|qi|k)\"\s?:\s?\"([\w-]{16,})\"")
"""What is private in a key as JSON (RFC 7518)."""
SCRAM = re.compile(r"SCRAM-SHA-\d{1,3}\$\d{1,9}:([\w+/=$:]{40,})")
MYSQL_HASH = re.compile(r"\*([0-9A-F]{40})(?!\w)")
DIGEST = re.compile(r"\bresponse=\"?([0-9a-f]{32})")
STORAGE_KEY = Anchored(r"(?<![\w+/-])[A-Za-z0-9+/]{86}==", (), {"==": (86,)})
DATA_SOURCE = re.compile(r"(?<![\w/:@.-])[\w.-]{1,40}:([^\s:@/]{4,80})@(?:tcp|unix)\(")
# A web address may have an @ in its path or query; behind other schemes it parts off the password.
URL_PASSWORD = re.compile(
    r"://(?<!http://)(?<!https://)[^\s/:@<>|\"'`]{0,100}+:(?!\d{1,5}/)([^\s<>|\"'`?]{1,200})@"
    r"|://[^\s/:@<>|\"'`]{0,100}+:(?!\d{1,5}(?:/|$))([^\s/<>|\"`]{1,200})@"
)
BARE_SECRETS: dict[str, Pattern] = {
    "$": HASH,
    "IBA": KEY_BODY,
    "==": STORAGE_KEY,
    "@tcp(": DATA_SOURCE,
    "@unix(": DATA_SOURCE,
    "AUTH ": AUTH_LINE,
    "WIFI:": WIFI_CODE,
    "Private-Lines": PRIVATE_LINES,
    ":::": LAN_HASHES,
    "SCRAM-": SCRAM,
    "*": MYSQL_HASH,
    "response=": DIGEST,
    '"kty"': KEY_PARTS,
}
"""By what must stand in a text for the pattern to be worth a try."""
MARKED_SECRETS = Marked(BARE_SECRETS)
URL_TOKEN = re.compile(r"://([^\s/:@<>|\"'`]{16,200}+)@")


def find_credentials(text: str) -> Iterator[Finding]:
    """Yield secrets that need no word before them to be known as such."""
    if "-----BEGIN" in text:
        yield from _private_keys(text)
    yield from _vendor_tokens(text)
    if "eyJ" in text:
        yield from (_whole(text, token) for token in JSON_WEB_TOKEN.finditer(text))
    for webhook in WEBHOOK.finditer(text) if "hook" in text else ():
        yield in_group(webhook, webhook.lastindex or 0)
    yield from _in_paths(text)
    for pattern in MARKED_SECRETS.in_text(text):
        for found in pattern.finditer(text):
            yield in_group(found, found.re.groups)
    if "://" in text and "@" in text:
        yield from _in_urls(text)


def _vendor_tokens(text: str) -> Iterator[Finding]:
    for token in VENDOR_TOKEN.finditer(text):
        if not token["wordy"] or looks_random(token[0]):
            yield _whole(text, token)
    # An AWS secret has no mark of its own, but it comes with its key id.
    if holds_any(text, ("AKIA", "ASIA")):
        for token in AWS_SECRET.finditer(text):
            if looks_random(token[0]):
                yield Finding(*token.span(), Kind.SECRET, token[0])


def _whole(text: str, token: re.Match[str]) -> Finding:
    """Return a token with what follows it on the next lines, where a margin has broken it."""
    start, end = token.span()
    while (rest := REST.match(text, end)) and looks_random(rest[1]):
        if VENDOR_TOKEN.pattern.match(text, rest.start(1)) or rest[1].startswith("eyJ"):
            break
        end = rest.end(1)
    return Finding(start, end, Kind.SECRET, text[start:end])


def _in_paths(text: str) -> Iterator[Finding]:
    for match in IN_A_PATH.finditer(text):
        number = match.lastindex or 0
        if looks_random(match[number]):
            yield in_group(match, number)


def _in_urls(text: str) -> Iterator[Finding]:
    for match in URL_PASSWORD.finditer(text):
        yield in_group(match, match.lastindex or 0)
    for match in URL_TOKEN.finditer(text):
        if looks_random(match[1]):
            yield in_group(match, 1)


def _private_keys(text: str) -> Iterator[Finding]:
    """Yield whole keys; of one that was cut off, its beginning and the lines of key material."""
    for key in PRIVATE_KEY.finditer(text):
        material = KEY_MATERIAL.match(text, key.start("body"))
        if key["end"]:
            yield Finding(*key.span(), Kind.SECRET, key[0])
        elif material:
            yield Finding(key.start(), material.end(), Kind.SECRET, material[0].strip())
