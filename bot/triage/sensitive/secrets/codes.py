"""Finds codes that let somebody in for a moment: by SMS, from an app, at a door."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.triage.sensitive.anchored import Anchored, Pattern, starts_of
from bot.triage.sensitive.finding import Finding, Kind, lowered
from bot.triage.sensitive.marks import AnyOf, Marked
from bot.triage.sensitive.vocabulary import one_of, words

if TYPE_CHECKING:
    from collections.abc import Iterator

ALONE = r"[^\W_]"
DIGITS = r"\d{3}[ -]\d{3}|\d{4,8}"
END = r"(?![\w.]|[,:/-]\d|\serror)"
KINDS = words(
    r"verification verify security one[-\s]time single[-\s]use 2fa mfa otp sms sign[-\s]in "
    r"log[-\s]?in entry keypad pairing device activation invite voicemail "
    r"reset token temporary bypass "
    r"authenticat(?:or|ion) backup recovery unlock door pass alarm gate lock safe emergency access "
    r"whatsapp confirmation slack google microsoft apple"
)
CODE = Anchored(
    rf"(?:{one_of(KINDS, not_after=ALONE)})\s?codes?(?:\s(?:is|was|are))?\s?:?\s"
    rf"({DIGITS}|[a-z0-9]{{3}}-[a-z0-9]{{3}}|[a-z0-9]{{4,8}}(?:-[a-z0-9]{{4,8}}){{1,7}}"
    rf"|(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{{6,10}}){END}",
    starts_of(KINDS),
)
PLURAL = Anchored(
    r"(?:backup|recovery|emergency|scratch|one[-\s]time)\scodes"
    r"(?:(?:\s(?:are|were))?\s?:?|\s[^\n:]{1,40}:)"
    r"(?:(?:\s|[,;*/&]|\d{1,2}[.)]|\s(?:and|or|und|oder|et|ou|y|o|e)\s){1,6}(?:[a-z0-9]{4,8}-[a-z0-9]{4,8}|[a-z0-9]{8,12}|\d{6,8})(?![\w-])){2,16}",
    words("backup recovery emergency scratch one"),
)
ONE_OF_THEM = re.compile(r"[a-z0-9]{4,8}-[a-z0-9]{4,8}|(?=[a-z]*\d)[a-z0-9]{6,12}")
FOREIGN_KINDS = words(
    r"türcode torcode zugangscode alarmcode bestätigungscode "
    r"sicherheitscode verifizierungscode einmalcode freischaltcode tan "
    r"code\sde\s(?:vérification|sécurité|confirmation|connexion) code\sà\susage\sunique "
    r"code\sde\s(?:la\sporte|l['\u2019]alarme) code\sd['\u2019]accès "
    r"código\sde\s(?:verificación|seguridad|confirmación|acceso|verificação|segurança) "
    r"codice\s(?:di\s)?(?:verifica|sicurezza|conferma|otp) verificatiecode "
    r"код\s(?:подтверждения|доступа) kod\s(?:weryfikacyjny|sms) पिन ओटीपी"
)
UNSPACED = words("验证码 驗證碼 校验码 認証コード 確認コード コード 暗証番号 인증번호 인증")
FOREIGN = Anchored(
    f"(?:{one_of(FOREIGN_KINDS, not_after=ALONE)}"
    "|验证码|驗證碼|校验码|認証コード|確認コード|(?<!エラー)コード|暗証番号|인증번호|인증 ?코드"
    rf")(?:\s?(?:は|是|为|는)|\s(?:is|ist|lautet|est|es|è))?\s?[:\uff1a]?\s?({DIGITS})"
    r"(?![\dA-Za-z_.]|[,:/-]\d)",
    starts_of((*FOREIGN_KINDS, *UNSPACED)),
)
OF_ACCESS = r"code(?<!\wcode)\b" + "".join(
    rf"(?<!{kind} code)"
    for kind in words("zip postal post promo discount country area error status http bar qr")
)
WAYS = r"\b(?:sms|texts?|authenticator|whatsapp|e-?mail|app|2fa|mfa|phone|my|mein|mon|meu|mio)\b"
SIX = r"(\d{6}|\d{3}[ -]\d{3})"
HEARD = re.compile(
    rf"{WAYS}[^\n.!?]{{0,40}}?{OF_ACCESS}[^\n.!?\d]{{0,30}}?{SIX}{END}"
    rf"|{OF_ACCESS}[^\n.!?\d]{{0,40}}?{WAYS}[^\n.!?\d]{{0,40}}?{SIX}{END}"
)
BEFORE = re.compile(
    r"(?<![\w.,:/#-])(?:g-)?(\d{4,8}|\d{3}[ -]\d{3})\s"
    r"(?:is\s(?:your|my|the)\s(?:[\w-]+\s){0,3}?code\b"
    r"|as\s(?:the|my|a)\s(?:[\w-]+\s){0,2}?code\b)"
)
REACH = 100
SIX_AFTER = re.compile(rf"{OF_ACCESS}(?:\s(?:is|was|ist|war))?\s?:?\s?{SIX}{END}")
SIGNING_IN = AnyOf(
    (
        *words("sms 2fa mfa otp authent verif one-time sign-in log-in login"),
        "sign in",
        "log in",
    )
)
TO_SIGN_IN = Anchored(
    rf"(?:{one_of(words('use enter entered type typed'), not_after=ALONE)})\s({DIGITS})"
    r"\sto\s(?:verify|sign\sin|log\sin)\b",
    words("use enter type"),
)
COMBINATION = Anchored(
    rf"combination(?<!\w.{{11}})(?:\sis|\swas)?\s?:?\s(\d\d(?:-\d\d){{2}}|{DIGITS}){END}",
    ("combination",),
)
USED = re.compile(rf"\buse\s(?:the\s)?code\s({DIGITS}){END}")
PLACES = words(
    "door gate alarm safe lock house garage building office lift elevator phone card sim app "
    "locker entrance room vault"
)
FOR_A_PLACE = re.compile(
    r"codes?\s(?:for|to|of)\s(?:the\s|our\s|my\s)?(?:[a-z]{2,12}\s)?"
    rf"(?:{one_of(PLACES)})\b[^\n.!?\d]{{0,30}}?({DIGITS}){END}"
)
FROM_A_DEVICE = Anchored(
    rf"(?:code\s|typed\s|entered\s|tried\s)({SIX[1:-1]})\s(?:from|by|via|in)\s(?:the\s|my\s)?"
    r"(?:sms|text|app|authenticator|e-?mail|phone)\b",
    words("code typed entered tried"),
)
OF_A_CARD = re.compile(r"security\scode(?:\sis)?\s?:?\s(\d{3,4})(?![\w.,:/-])")
OF_GOOGLE = re.compile(r"code\s(?:is\s)?g-(\d{6})\b")
BY_SMS = re.compile(
    rf"(?:c[óo]dig[oi]|codice|kod|код)\b[^\n.!?\d]{{0,40}}?\bsms\b[^\n.!?\d]{{0,12}}?{SIX}{END}"
)
SHOWN = Anchored(
    rf"(?:authenticator|sms|text)\s(?:app\s)?(?:shows|says|said|reads|gives|gave)\s{SIX}{END}",
    words("authenticator sms text"),
)
OPENS = re.compile(
    r"(?:safe|lock|door|vault|gate)\sopens\swith\s(?:the\s)?(?:code\s|pin\s)?"
    r"(\d\d(?:-\d\d){2}|\d{4,8})(?![\w.,:/-])"
)
OTP = Anchored(rf"\botp\b(?:\s[^\W\d_]{{2,12}}){{0,5}}\s?:?\s(\d{{6}}){END}", ("otp",))
UNLOCKS = re.compile(
    r"unlock(?:s|ed)?\s[^\n.!?\d]{0,30}?with\s(?:the\s)?(?:code\s|pin\s)?(\d{4,8})(?![\w.,:/-])"
)
STEMS = AnyOf(
    words(
        "code código codice код kod 验证码 驗證碼 校验码 コード 暗証 पिन ओटीपी 인증 tan "
        "verif combination sign log authent unlock sms opens otp"
    )
)


MORE: dict[str, Pattern] = {
    "code for": FOR_A_PLACE,
    "code to": FOR_A_PLACE,
    "code of": FOR_A_PLACE,
    " from ": FROM_A_DEVICE,
    " via ": FROM_A_DEVICE,
    "security code": OF_A_CARD,
    " g-": OF_GOOGLE,
    "sms": BY_SMS,
    "authenticator": SHOWN,
    "sms ": SHOWN,
    "unlock": UNLOCKS,
    "opens with": OPENS,
    "otp": OTP,
}
"""By what must stand in a text for the pattern to be worth a try."""
MARKED_MORE = Marked(MORE)


def find_codes(text: str) -> Iterator[Finding]:
    """Yield the numbers, and groups of letters, that a text calls such a code."""
    small = lowered(text)
    if not STEMS.is_in(small):
        return
    more = MARKED_MORE.in_text(small)
    for several in PLURAL.finditer(small):
        begin = small.index("codes", several.start()) + len("codes")
        for one in ONE_OF_THEM.finditer(small, begin, several.end()):
            yield Finding(*one.span(), Kind.SECRET, text[one.start() : one.end()])
    for pattern in (CODE, FOREIGN, COMBINATION, TO_SIGN_IN, *more):
        for match in pattern.finditer(small):
            yield _number(text, match)
    for begin, end in _around(small, "code"):
        if SIGNING_IN.is_in(small[begin:end]):
            yield from (_number(text, match) for match in SIX_AFTER.finditer(small, begin, end))
        for pattern in (HEARD, BEFORE, USED):
            for match in pattern.finditer(small, begin, end):
                yield _number(text, match)


def _number(text: str, match: re.Match[str]) -> Finding:
    start, end = match.span(match.lastindex or 0)
    return Finding(start, end, Kind.SECRET, text[start:end])


def _around(small: str, word: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches around each place of `word`, those that touch made one."""
    begin, end = 0, -1
    at = small.find(word)
    while at >= 0:
        if at - REACH > end:
            if end > 0:
                yield begin, end
            begin = max(0, at - REACH)
        end = at + REACH
        at = small.find(word, at + len(word))
    if end > 0:
        yield begin, end
