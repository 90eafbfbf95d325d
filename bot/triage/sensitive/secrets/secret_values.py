"""How secrets are named and written, and what stands in their place without being one."""

from __future__ import annotations

import re

from bot.triage.sensitive.finding import HELD, Finding, Kind
from bot.triage.sensitive.vocabulary import words

PASSWORDS = words(
    r"p[a@4][s5$]{2}w[o0]rds? pass_?(?:words?|codes?|phrase|wd|wort)? pass[\s-]phrase pwd pswd pw "
    r"mdp passwörter kennw(?:ort|örter) wachtwoord(?:en)? senhas? contrase[nñ]as? "
    r"claves? mots?\sde\spasse parola(?:\smea)? has[lł]o hás[lł]o heslo jelsz(?:[oó]|av\w{1,4}) "
    r"l[öo]senord(?:et)? adgangskoden? passord(?:et)? salasana(?:\son)? "
    r"sifre(?:m|niz)? şifre(?:m|niz)? parol пароль пароля парол(?:[аи]|ата|ом|ем|ю) "
    r"security\sanswer secret\sanswer parole parool "
    r"geslo lozinka slaptažodis slaptazodis lykilorð κωδικ[όο]ς "
    r"kata\ssandi mật\skhẩu كلمة\s(?:المرور|السر) סיסמ[הא] הסיסמה รหัสผ่าน पासवर्ड "
    "パスワード 密码 密碼 口令 비밀번호"
)
NAME_STEMS = words(
    "pass pwd pswd pw mdp kennwort wachtwoord senha contrase clave parol has hás heslo jelsz "
    "lösenord losenord adgangskode salasana sifre şifre парол パスワード 密码 密碼 口令 "
    "비밀번호 secret key token sess psk otp geslo lozinka slapta lykilor paroo κωδικ sandi "
    "khẩu كلمة סיסמ รหัส पासवर्ड wpa answer ssw 55w"
)
"""One of them stands in nearly every name of a password, key or token: looked for first."""
JOINED = words(
    "bindpw bindpass(?:word)? requirepass masterauth keystore_?pass(?:word)? "
    "truststore_?pass(?:word)? storepass keypass(?:word)? rpcpass(?:word)? wpa2? dbpass userpass "
    r"ww(?=\s(?:is|van|voor)\s|\s?[:=])"
)
"""Names of passwords in one word, which stand before what they name without a sign."""
OWNERS = words(
    "access secret private signing encryption master account auth shared session webhook storage "
    "subscription service deploy security host wpa wpa2 product pre[\\s_-]?shared app application "
    "client consumer licen[cs]e activation wi-?fi wlan network vpn ipsec recovery bitlocker admin "
    "instrumentation registration personal bot user write ingest feed sync integration heroku"
)
KEYS = (
    *words(
        r"secret api[\s_-]?(?:key|token|secret) "
        r"sharedaccesskey token credentials? bearer sessid "
        r"jsessionid phpsessid session[\s_-]?id sid(?<!s...) sig psk otp[\s_-]?secret privkey "
        r"x-?token totp[\s_-]?(?:seed|secret|key) otp[\s_-]?(?:seed|key) "
        r"api[\s-]?(?:schlüssel|nyckel|sleutel|nøkkel|nøgle|avain|キー|키|密钥|密鑰) "
        r"cl[ée]\s(?:d['\u2019]\s?)?(?:api|secr[eè]te|privée) "
        r"clave\s(?:de\s)?(?:api|secreta|privada) "
        r"chave\s(?:de\s)?(?:api|secreta|privada) chiave\s(?:api|segreta|privata) "
        r"klucz\s(?:api|prywatny) ключ\sapi api[\s-]ключ секретный\sключ токен jeton "
        "zugriffs-?token zugangsschlüssel sicherheitsschlüssel トークン 令牌 토큰"
    ),
    *(rf"{owner}[\s_-]?(?:access[\s_-]?)?(?:key|token|secret)" for owner in OWNERS),
)
QUOTED = r"\"(?:[^\"\\\n]++|\\.)*\"|'(?:[^'\\\n]++|\\.)*'|`[^`\n]*+`|“[^”\n]*+”|«[^»\n]*+»"
QUOTED += r"|„[^“”\n]*+[“”]"
# `&`, `,` and `;` belong to a value unless what follows is the next name or nothing.
BARE = r"(?:[^\s\"'`<>|,;&]++|[,;&](?![\w.-]+[=:])(?!\s|$))+"


NOTHING_SECRET = re.compile(
    r"(?:null|none|nil|undefined|true|false|yes|no|n/?a|empty|string|str|text|secret|token|bearer"
    r"|pass(?:word|wort)?|redacted|masked|hidden|encrypted|required|optional|missing|invalid|wrong"
    r"|incorrect|expired|revoked|unknown|ok|failed|accepted|rejected|changeme|example"
    r"|(?:your|my)(?:[\W_].*|(?:pass|pwd|secret|token|key|api)[a-z_-]*)?"
    r"|!(?:vault|ref|sub|env|secret)|falsch|ungültig|incorrecta?|inválid[ao]|[x*•.·…_#?!-]+|\(.*|\[.*|\{.*|%\w+%|%[a-z()]{1,20}"
    r"|\$[a-z_]*\d?|\$[a-z]{2,}(?:_[a-z0-9]+)+|\$[({].*|[~.]{1,2}/.*|/(?:[a-z][a-z_.-]*\d{0,3}/?)*|[a-z]:\\.*|https?:.*|(?:process\.|os\.)?(?:env|getenv)\b.*"
    r"|(?:[a-z_]+\.)+[a-z_]+|[a-z]+(?:_[a-z]+)+|\w+(?:\.\w+)*\(.*|vault:.*|ref\+.*|op://.*|arn:.*)",
    re.DOTALL,
)

WORD = re.compile(r"[^\W\d_]+(?:[-'\u2019/][^\W\d_]+)*[!?]*|[\d\W]+")
DRAWN = re.compile("[bcdfghjklmnpqrstvwxz]{6}")
"""Hardly a word has so many consonants in a row."""
SHORTEST = 6
MIXED = re.compile(r"[^\w\s.'\u2019/-]\w|\w[!#$%*@]|[^\W\d_]\d|\d[^\W\d_]")
CHAINED = re.compile(r"[^\W\d_]+(?:[-_.][^\W\d_]+)+[-_.]\d+")
"""Several words and a number, as password managers make them: `winter-is-coming-9`."""
SMALL_LETTER = re.compile(r"[a-zß-ÿа-я]")
SYMBOL = re.compile(r"[!$%^*?@](?!$)|[!$%^*]$")
# Addresses, settings and versions have letters, digits and symbols too.
NO_PASSWORD = re.compile(r"[:=]|@.*\.|[\w.]@[^\W\d]\w*$|^v?\d+\.\d")
LONG, SHORTEST_DRAWN, MANY_TURNS = 16, 12, 4
BOTH_CASES = re.compile("(?=.*[a-z]).*[A-Z]")
WORDED = re.compile(r"(?:[a-z]+[-_./])*(?:[a-z]+|\d{1,4})")
CAMEL = re.compile("[a-z][A-Z]")
UUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")


def value_of(text: str, match: re.Match[str]) -> Finding:
    """Return the value of the last group, without its quotes or the punctuation after it."""
    group = match.lastgroup or ""
    start, end = match.span(group)
    if group == "quoted":
        start, end = start + 1, end - 1
    else:
        end = start + len(text[start:end].rstrip(".,;:)]}\\"))
    return Finding(start, end, Kind.SECRET, text[start:end])


def in_group(match: re.Match[str], number: int) -> Finding:
    """Return what a group matched as a secret."""
    return Finding(*match.span(number), Kind.SECRET, match[number])


def may_be_secret(finding: Finding) -> bool:
    """Return False for what only says that there is a secret, such as `****` or `required`."""
    bare = finding.value.replace(HELD, "").strip("*_` ")
    return bare != "" and not says_nothing(bare)


def says_nothing(value: str) -> bool:
    """Return True for what stands in the place of a secret, in any case of letters."""
    return NOTHING_SECRET.fullmatch(value.lower()) is not None


def is_word(value: str) -> bool:
    """Return True for what may be part of the sentence, such as `not`, `single-use` or `412`."""
    return WORD.fullmatch(value) is not None


def is_made_up(value: str) -> bool:
    """Return True for what no sentence has: letters with a symbol or digit among them."""
    if is_word(value) or says_nothing(value) or not any(map(str.isalpha, value)):
        return False
    return MIXED.search(value) is not None or CHAINED.fullmatch(value) is not None


def is_strong(value: str) -> bool:
    """Return True for what is hardly anything but a password: letters, digits and a symbol."""
    return bool(
        SYMBOL.search(value)
        and SMALL_LETTER.search(value)
        and any(map(str.isdecimal, value))
        and not NO_PASSWORD.search(value)
        and not says_nothing(value)
    )


def looks_random(token: str) -> bool:
    """Return True unless `token` is words: a digit beside letters, or case that changes inside."""
    letters = any(map(str.isalpha, token))
    if not letters or WORDED.fullmatch(token):
        return False
    return CAMEL.search(token) is not None or any(map(str.isdecimal, token))


def is_drawn(token: str) -> bool:
    """Return True for a shorter one, too, if it mixes cases."""
    return is_dense(token, SHORTEST_DRAWN) and BOTH_CASES.match(token) is not None


def is_dense(token: str, shortest: int = LONG) -> bool:
    """Return True for a long token in which letters and digits take turns, as in no name or id."""
    turns = len(re.findall(r"[A-Za-z](?=\d)|\d(?=[A-Za-z])", token))
    return len(token) >= shortest and turns >= MANY_TURNS and not UUID.fullmatch(token)
