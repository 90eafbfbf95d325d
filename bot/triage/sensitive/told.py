"""Finds secrets that people tell in a sentence: `hunter2! is my password`, `the PIN is 4821`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.triage.sensitive.finding import Finding, Kind, holds_any, lowered
from bot.triage.sensitive.secret_values import (
    BARE,
    JOINED,
    KEYS,
    PASSWORDS,
    QUOTED,
    SHORTEST,
    SYMBOL,
    is_made_up,
    is_strong,
    looks_random,
    says_nothing,
    value_of,
)
from bot.triage.sensitive.vocabulary import one_of, words

if TYPE_CHECKING:
    from collections.abc import Iterator

ALONE = r"[^\W_]"
IS = (
    r"(?:is|was|ist|war|lautet|es|era|est|était|are|sind|sont|são|é|jest|er|är|je|este|είναι|היא|là|to|will\sbe"
    r"|(?:(?:is|was|got)\s)?(?:set|changed|reset|updated|switched)\sto|gets|now|reads"
    r"|c['\u2019]est|it['\u2019]s|that['\u2019]s|(?:das|that)\si(?:s|st)|eso\ses)"
)
# What may part a name from what it names: `for the shop`, `(staging)`.
QUALIFIED = (
    r"(?:\s(?:for|of|to|on|in|from|für|vom|beim|zum|pour|para|de|del|do|da|du|des)"
    r"(?:\s[\w.@/-]{1,24}){1,4}?"
    r"|\s(?:(?:that|which)\s)?(?:i|we|you|they|he|she|it|support)(?:\s[\w'\u2019]{2,12}){1,4}?"
    r"|\s?\([^()\n]{1,24}\)|\svalue"
    r"|\s(?:wi-?fi|wlan|vpn|admin|root|guest|gast|invités?|invitados)(?:\s[\w-]{2,12})?"
    r"|\s(?:temporal|temporaire|provisional|provisoire|provisóri[ao]|actual|atual|nueva|nova|nouveau)"
    r")?"
)
LINK = rf"(?:\s?:\s?|\s{IS}\s?:?\s|\s|\s?\()"
VALUE = rf"(?:(?P<quoted>{QUOTED})|\(?(?P<bare>{BARE}))"
COMPOUND = r"[kp](?<=[^\W\d_].)(?:asswor[td]|ennwort)"
"""A word of German that ends in one for passwords, as `Initialpasswort`."""
SAYABLE = (
    *PASSWORDS,
    *JOINED,
    *words(
        r"pin token secret api\skey wi-?fi\skey network\skey pre-?shared\skey psk community\sstring"
    ),
)
NAME = re.compile(rf"(?:{one_of(SAYABLE, not_after=ALONE)}|{COMPOUND})(?!{ALONE})")
AFTER_A_NAME = (
    re.compile(rf"[`*_\"]{{0,2}}\s(?:{IS}\s)?{VALUE}"),
    re.compile(rf"{QUALIFIED}(?:\s?:|,?\s{IS}\s?:?)\s{VALUE}"),
    re.compile(rf"\s[-\u2013\u2014]\s(?P<bare>[^\s]{{{SHORTEST},64}})$", re.MULTILINE),
)
"""Each is looked for where a name ends; the names are looked for once."""
IS_PASSWORD = re.compile(one_of(PASSWORDS))
SAYS_IT = re.compile(r"(?:[\s'\u2019](?:is|s|was|ist|war|lautet|es|era|est|é|to|now)|:)\s\(?$")
WORD_AND_NUMBER = re.compile(r"[^\W\d_]?[a-zà-öø-ÿ]{3,}[-_.]\d{2,8}")
"""As `Harbour-4471`: elsewhere it may be the number of a ticket."""
CAPITAL = re.compile(r"[A-ZÄÖÜ][a-zäöüß]{3,}|[A-Za-z]*[a-z][A-Z][A-Za-z]*")
OF_A_STATE = re.compile(
    r"\w+(?:e[dnr]|ing|able|ible|ive|less|ful|ly|ous|[oae]ry|[ea]nt|ic|al|est|ad[oa]|id[oa]|cta|cto|cte|igt|iert)"
    r"|.*\W.*|strong|simple|unique|unsafe|secure|public|unknown|nothing|longer|plaintext|enough"
    r"|somewhere|anywhere|nowhere|tomorrow|yesterday|tonight|theirs|always|online|offline|visible"
    r"|falsch|weg|bekannt|gesperrt|passwort|password|incorrect|correct|wrong|before|behind|between"
    r"|inside|outside|without|within|because|through|against|during|stored|changeme"
)
ENDS = re.compile(r"[.,;!)]*(?:\s*$|\s*\n|(?<=,)\s|\s(?:and|but|und|aber)\b)")
TAIL = 5
"""How a password is, and what else may follow `is` in a sentence."""
SHORTEST_QUOTED, LONGEST_NUMBER = 4, 16
LONG_KEY, FEWEST_TURNS = 10, 3
TURN = re.compile(r"[A-Za-z](?=\d)|\d(?=[A-Za-z])")
KEY_SAID = re.compile(
    rf"(?:{one_of(KEYS, not_after=ALONE)})(?!{ALONE}){QUALIFIED}{LINK}"
    r"[\"'`(]?(?P<bare>[\w.~+/=-]{8,})"
)
AFTER_IT = re.compile(
    r"\s(?:as|als|(?:is|was|as|ist|war|als)\s(?:my|the|our|your|their|his|her|a|mein|das|unser))\s"
    rf"(?:[^\W\d_]{{2,12}}\s)?(?:{one_of(PASSWORDS)})(?!{ALONE})"
)
QUOTES = r"\"'`\u2018-\u201f«»<>|()\[\]{}"
LAST_WORD = re.compile(rf"[^\s{QUOTES}]{{{SHORTEST},64}}(?=[{QUOTES}]?$)")
NEAR, REACH = 30, 66
ACCOUNTS = words("login creds credentials zugangsdaten identifiants credenciales credenciais")
NAMED = re.compile(
    rf"(?:{one_of(PASSWORDS, not_after=ALONE)})(?!{ALONE})|log(?:ged|ging)?\s?(?:in|on)\swith\s"
    rf"|(?:{one_of(ACCOUNTS, not_after=ALONE)})(?!{ALONE})"
)
TOKEN = re.compile(rf"(?<![^\s{QUOTES}])[^\s{QUOTES}]{{{SHORTEST},64}}(?![^\s{QUOTES}])")
PINS = words("pin cvv cvc cvv2 otp puk totp mtan 2fa mfa passcode")
PIN_FIRST = re.compile(
    r"[1-9](?<![\w.,:/#-].)\d{3,7}\s(?:is|was|ist|war|est|es)\s(?:my|the|your|our|mein|der|das|mon|mi|la)\s"
    r"(?:[a-z]{2,10}\s)?(?:pin|otp|tan|passcode|code|password|passwort|kennwort)\b"
)
TOKENS = ("rsa token", "securid token", "hardware token", "soft token", "fob token")
TOKEN_SHOWS = re.compile(
    r"(?:rsa|securid|hardware|soft|fob)\stoken\s(?:code\s)?(?:is\s|shows\s)?(\d{6,8})(?![\w.]|[,:/-]\d)"
)
PIN = re.compile(
    rf"(?:{one_of(PINS, not_after=ALONE)})(?:['\u2019]s)?(?:[ -](?:code|nummer|number))?"
    r"(?:\s(?:for|of|to|on|in)\s(?:the|my|our)(?:\s\w{2,12}){1,3}?)?"
    r"(?:\s?[:=]\s?(\d{3}[ -]\d{3}|\d\d(?:[ -]\d\d){1,3}|\d{3,8})"
    r"|\s(?:(?:is|was|ist|war|es|est|é|è|lautet)\s)?(\d{4,8}|\d{3}[ -]\d{3}|(?<=cv[vc]\s)\d{3}))"
    r"(?!\w|\.\w|[,:/-]\d)",
)
LATER = re.compile(
    r"(?:(?:re)?set\s(?:it\s|them\s)?(?:back\s)?to|(?:changed|switched|updated)\s(?:it\s|them\s)?to"
    r"|(?:new|old|other|current)\sone\s(?:is|was)|(?:changed|switched|went)\sfrom)\s[\"'`(]?(?P<bare>[^\s\"'`<>|,;]{6,64})"
)
AND_TO = re.compile(r"\sto\s[\"'`(]?(?P<bare>[^\s\"'`<>|,;]{6,64})")
ANOTHER = re.compile(
    rf"[\"'`]?(?:,|;|\sand|\sund|\set|\sy|\sor|\soder|,\sand)\s[\"'`]?(?P<bare>{BARE})"
)
"""Tells a password in a sentence that has spoken of one, or is about to."""
FAR = 100
CHANGES = (
    "set to ",
    " it to ",
    " them to ",
    "back to ",
    " one is ",
    " one was ",
    "d from ",
    "t from ",
)
MOST_OTHERS = 8
KEY_LIKE = re.compile(r"(?=.*[a-z])(?=.*[A-Z])(?=.*\d)")
"""In the second of two passwords it is enough: `Blue_R1ver`."""
PIN_STEMS = words("pin otp tan code passw kennwort")
UNSPACED = re.compile(
    "(?:パスワード|合言葉|密码|密碼|口令|비밀번호|암호|รหัสผ่าน|トークン|キー|密钥|密鑰|令牌|토큰)"
    r"\s?(?:は|が|を|是|为|為|는|은|를|가|คือ)\s?[「『\"'`]?(?P<bare>[!-~]{6,200})"
)
"""In tongues that put no space between the name, what says so and the value."""
STEMS = words(
    "pass pwd pswd pw mdp kennwort wachtwoord senha contrase clave parol has hás heslo jelsz "
    "lösenord losenord adgangskode salasana sifre şifre парол パスワード 密码 密碼 口令 비밀번호 "
    "secret key token cred pin cvv cvc otp puk log zugang identif wpa geslo lozinka slapta "
    "lykilor paroo κωδικ sandi khẩu كلمة סיסמ รหัส पासवर्ड ssw 55w psk shared communit "
    "tan 2fa mfa sess"
)


def find_told(text: str) -> Iterator[Finding]:
    """Yield what a sentence calls a password, a key or a PIN."""
    small = lowered(text)
    if holds_any(small, STEMS):
        yield from _after_its_name(text, small)
        yield from _before_its_name(text, small)
        yield from _beside_its_name(text, small)
        unspaced = () if small.isascii() else UNSPACED.finditer(small)
        for match in (*unspaced, *_later(small)):
            value = value_of(text, match)
            if is_made_up(value.value):
                yield value
        for match in PIN.finditer(small) if holds_any(small, PINS) else ():
            start, end = match.span(match.lastindex or 0)
            yield Finding(start, end, Kind.SECRET, text[start:end])
        for match in TOKEN_SHOWS.finditer(small) if holds_any(small, TOKENS) else ():
            yield Finding(*match.span(1), Kind.SECRET, match[1])
    for match in PIN_FIRST.finditer(small) if holds_any(small, PIN_STEMS) else ():
        number = match[0].partition(" ")[0]
        yield Finding(match.start(), match.start() + len(number), Kind.SECRET, number)


def _after_its_name(text: str, small: str) -> Iterator[Finding]:
    verdicts: dict[tuple[str, str], bool] = {}
    for name in NAME.finditer(small):
        end, judged = name.end(), -1
        for pattern in AFTER_A_NAME:
            match = pattern.match(small, end)
            if match is None or (start := match.start(match.lastindex or 0)) == judged:
                continue
            judged, value = start, value_of(text, match)
            said = name[0], text[end : match.end() + TAIL]
            if said not in verdicts:
                verdicts[said] = _is_told(value.value, name[0], match)
            if verdicts[said]:
                yield value
                yield from _others(text, small, match.end()) if name[0].endswith("s") else ()
    for match in KEY_SAID.finditer(small):
        value = value_of(text, match)
        is_long = len(value.value) >= LONG_KEY
        if (looks_random(value.value) and any(map(str.isdecimal, value.value))) and (
            is_long or len(TURN.findall(value.value)) >= FEWEST_TURNS
        ):
            yield value


def _others(text: str, small: str, end: int) -> Iterator[Finding]:
    """Yield what is said after the first of several passwords."""
    for _ in range(MOST_OTHERS):
        match = ANOTHER.match(small, end)
        if match is None:
            return
        value = value_of(text, match)
        if not (is_made_up(value.value) or KEY_LIKE.search(value.value)):
            return
        yield value
        end = value.end


def _is_told(value: str, name: str, match: re.Match[str]) -> bool:
    """Return True if `value`, after `name`, is what the sentence names."""
    if len(value) >= SHORTEST and is_made_up(value):
        return True
    if len(value) < SHORTEST_QUOTED or not IS_PASSWORD.fullmatch(name):
        return False
    if is_strong(value):
        return True
    is_quoted = match.lastgroup == "quoted" and re.search(r"\s", value) is None
    says_it = SAYS_IT.search(match[0][: match.start(match.lastgroup or 0) - match.start()])
    if value.isdecimal():
        return bool(is_quoted or (says_it and SHORTEST <= len(value) <= LONGEST_NUMBER))
    if says_it and WORD_AND_NUMBER.fullmatch(value):
        return True
    is_word = value.isalpha()
    is_last = ENDS.match(match.string, match.end()) is not None
    is_one = (is_quoted and (says_it or not is_word)) or (
        says_it and _is_chosen(value, is_last=is_last)
    )
    return bool(is_one and not says_nothing(value))


def _is_chosen(word: str, *, is_last: bool) -> bool:
    """Return True for a word that tells no state of a password, as `sunshine` and not `expired`."""
    if CAPITAL.fullmatch(word):
        return True
    return is_last and len(word) >= SHORTEST and word.isascii() and not OF_A_STATE.fullmatch(word)


def _later(small: str) -> Iterator[re.Match[str]]:
    for match in LATER.finditer(small) if holds_any(small, CHANGES) else ():
        if NAME.search(small, max(0, match.start() - FAR), match.end() + FAR):
            yield match
            if match[0].split()[1] == "from" and (to := AND_TO.match(small, match.end())):
                yield to


def _before_its_name(text: str, small: str) -> Iterator[Finding]:
    for after in AFTER_IT.finditer(small):
        word = LAST_WORD.search(text, max(0, after.start() - REACH), after.start())
        if word and is_made_up(word[0]):
            yield Finding(*word.span(), Kind.SECRET, word[0])


def _beside_its_name(text: str, small: str) -> Iterator[Finding]:
    """Yield what can only be a password in the line that speaks of one."""
    done = 0
    for name in NAMED.finditer(small) if SYMBOL.search(text) else ():
        begin = max(done, name.start() - NEAR, text.rfind("\n", done, name.start()) + 1)
        done = max(begin, name.end() + NEAR)
        line = text.find("\n", name.end(), done)
        end = done if line < 0 else line
        for token in TOKEN.finditer(text, begin, end) if SYMBOL.search(text, begin, end) else ():
            value = token[0].rstrip(".,;:")
            if is_strong(value):
                yield Finding(token.start(), token.start() + len(value), Kind.SECRET, value)
