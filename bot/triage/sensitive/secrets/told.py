"""Finds secrets that people tell in a sentence: `hunter2! is my password`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.triage.sensitive.anchored import Anchored, starts_of
from bot.triage.sensitive.finding import HELD, Finding, holds_any, lowered
from bot.triage.sensitive.marks import AnyOf
from bot.triage.sensitive.secrets.beside import before_its_name, beside_its_name
from bot.triage.sensitive.secrets.changed import UNNAMED, later
from bot.triage.sensitive.secrets.secret_values import (
    BARE,
    JOINED,
    KEYS,
    NAME_STEMS,
    PASSWORDS,
    QUOTED,
    SHORTEST,
    is_drawn,
    is_made_up,
    is_strong,
    looks_random,
    says_nothing,
    value_of,
)
from bot.triage.sensitive.secrets.several import BULLET, others
from bot.triage.sensitive.vocabulary import ALONE, one_of, words

if TYPE_CHECKING:
    from collections.abc import Iterator

IS = (
    r"(?:is|was|ist|war|lautet|es|era|est|était|are|sind|sont|são|é|jest|er|är|je|este|είναι|היא|هي|هو|\u0435|là|to|will\sbe"
    r"|(?:(?:is|was|got)\s)?(?:set|changed|reset|updated|switched)\sto|gets|now|reads"
    r"|(?:zurückgesetzt|geändert|gesetzt)\sauf|c['\u2019]est|it['\u2019]s|that['\u2019]s|(?:das|that)\si(?:s|st)|eso\ses)"
)
# What may part a name from what it names: `for the shop`, `(staging)`.
QUALIFIED = (
    r"(?:\s(?:for|of|to|on|in|from|für|vom|beim|zum|pour|para|de|del|do|da|du|des|от|для|к|на|до|від|од|за|od|dla|till|til|voor|van|per|için)"
    r"(?:\s[\w.@/-]{1,24}){1,4}?"
    r"|\s(?:(?:that|which)\s)?(?:i|we|you|they|he|she|it|support)(?:\s[\w'\u2019]{2,12}){1,4}?"
    r"|\s?\([^()\n]{1,24}\)|\svalue"
    r"|\s(?:wi-?fi|wlan|vpn|admin|root|guest|gast|invités?|invitados)(?:\s[\w-]{2,12})?"
    r"|\s(?:temporal|temporaire|provisional|provisoire|provisóri[ao]|actual|atual|nueva|nova|nouveau)"
    r")?"
)
EITHER = r"(?:(?:either|both|entweder|beide|soit)\s)?"
ITEM = rf"(?:{BULLET}\s)?"
LINK = rf"(?:\s?:\s?|\s{IS}\s?:?\s|\s|\s?\()"
VALUE = rf"(?:(?P<quoted>{QUOTED})|\(?(?P<bare>{BARE}))"
COMPOUND = r"[kp](?<=[^\W\d_].)(?:assw(?:or[td]|örter)|ennw(?:ort|örter))"
"""A word of German that ends in one for passwords, as `Initialpasswort`."""
SAYABLE = (
    *PASSWORDS,
    *JOINED,
    *words(
        r"pin token secret api\skey wi-?fi\skey network\skey pre-?shared\skey psk "
        r"community\sstring wlan-?\s?schlüssel wi-?fi-?\s?schlüssel netzwerk-?schlüssel"
    ),
)
NAME = Anchored(
    rf"(?:{one_of(SAYABLE, not_after=ALONE)}|{COMPOUND})(?!{ALONE})",
    starts_of((*SAYABLE, "[kp]assw", "[kp]ennw")),
)
AFTER_A_NAME = {
    re.compile(
        rf"[`*_\"]{{0,2}}(?:\s\([a-z][a-z !-]{{1,23}}\))?(?:\s|\n\s?\n)(?:{IS}\s{EITHER})?{VALUE}"
    ): ("",),
    re.compile(rf"{QUALIFIED}(?:\s?:|,?\s{IS}\s?:?)\s{ITEM}{EITHER}{VALUE}"): ("",),
    re.compile(rf"(?:\s[^\W\d_]{{2,12}}){{1,4}}\s?\(\s?(?P<quoted>{QUOTED})\s?\)"): ("(",),
    re.compile(
        r",\s(?P<bare>[^\s,]{6,64}),\s(?:is|was|isn|wasn|does|doesn|did|didn|has|no|still|ist|wird|geht|wurde)\b"
    ): (",",),
    re.compile(rf"\s[-\u2013\u2014]\s(?P<bare>[^\s]{{{SHORTEST},64}})$", re.MULTILINE): (
        *"-\u2013\u2014",
    ),
}
"""Each is looked for where a name ends, if one of what it can't do without is in the text."""
OF_WORDS = re.compile("pass.?phrase")
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
KEY_SAID = Anchored(
    rf"(?:{one_of(KEYS, not_after=ALONE)})(?!{ALONE}){QUALIFIED}{LINK}"
    r"[\"'`(]?(?P<bare>[\w.~+/=-]{8,})",
    starts_of(KEYS),
)
UNSPACED = re.compile(
    "(?:パスワード|合言葉|密码|密碼|口令|비밀번호|암호|รหัสผ่าน|トークン|キー|密钥|密鑰|令牌|토큰)"
    r"\s?(?:は|が|を|是|为|為|는|은|를|가|คือ)\s?[「『\"'`]?(?P<bare>[!-~]{6,200})"
)
"""In tongues that put no space between the name, what says so and the value."""
STEMS = AnyOf(
    (
        *NAME_STEMS,
        *words(
            "kennwört schlüssel cred pin cvv cvc puk log zugang identif shared communit tan 2fa "
            "mfa ww"
        ),
    )
)


def find_told(text: str) -> Iterator[Finding]:
    """Yield what a sentence calls a password or a key."""
    small = lowered(text)
    for match in UNNAMED.finditer(small) if holds_any(small, (" it to ", " them to ")) else ():
        value = value_of(text, match)
        if is_strong(value.value) or is_drawn(value.value):
            yield value
    if STEMS.is_in(small):
        yield from _after_its_name(text, small)
        yield from before_its_name(text, small)
        yield from beside_its_name(text, small)
        unspaced = () if small.isascii() else UNSPACED.finditer(small)
        for match in (*unspaced, *later(small, NAME.pattern)):
            value = value_of(text, match)
            if is_made_up(value.value):
                yield value


def _after_its_name(text: str, small: str) -> Iterator[Finding]:
    verdicts: dict[tuple[str, str], bool] = {}
    worth = [pattern for pattern, parts in AFTER_A_NAME.items() if holds_any(small, parts)]
    for name in NAME.finditer(small):
        end, judged = name.end(), -1
        for pattern in worth:
            match = pattern.match(small, end)
            if match is None or (start := match.start(match.lastindex or 0)) == judged:
                continue
            judged, value = start, value_of(text, match)
            said = name[0], text[end : match.end() + TAIL]
            if said not in verdicts:
                verdicts[said] = _is_told(value.value, name[0], match)
            if verdicts[said]:
                yield value
            if verdicts[said] or value.value == HELD:
                yield from others(name[0], text, small, match.end())
    for match in KEY_SAID.finditer(small):
        value = value_of(text, match)
        is_long = len(value.value) >= LONG_KEY
        if (looks_random(value.value) and any(map(str.isdecimal, value.value))) and (
            is_long or len(TURN.findall(value.value)) >= FEWEST_TURNS
        ):
            yield value


def _is_told(value: str, name: str, match: re.Match[str]) -> bool:
    """Return True if `value`, after `name`, is what the sentence names."""
    if len(value) >= SHORTEST and is_made_up(value):
        return True
    if len(value) < SHORTEST_QUOTED or not IS_PASSWORD.fullmatch(name):
        return False
    is_quoted = match.lastgroup == "quoted"
    if is_strong(value) or (is_quoted and OF_WORDS.match(name)):
        return True
    is_quoted = is_quoted and re.search(r"\s", value) is None
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
