"""Whether a message names what it is about, or only cries that something is wrong."""

from __future__ import annotations

import re

from bot.analysts.reading.empty_abroad import is_empty
from bot.analysts.reading.words import telling_words, words

_AROUND = """
advise anybody anymore anyway application argh assist assistance attention awful bad badly big bit
bitte bother bug bugs call can't cant click crash crashed crashes crashing crazy critical damn dead
disaster down ein eine emergency everybody everyone everytime folks frustrating give guys habe
haben hand happening hard hmm hope hour huge immediately kann keep keeps kindly können lot major
minute nonsense noon odd off oh ok okay online oops plante platform pls plz quick quickly really
resolved right schnelle serious short sir slow slowly software somebody something something's sorry
sos sth stuck support terrible terribly thing think time touch trying ugh um unable us useless very
weirdly went wer wir wtf
"""
CRIES = frozenset(_AROUND.split())
_NAMING = frozenset({"account", "page", "site"})
"""Tell a judge little, and yet what it is about: the next message may be about another thing.

Not so "the app" or "the system": whatever is said next is about that too.
"""
_MANNERS = re.compile(
    r"""
    <[@!][^>]*> | (?<!\w)@[\w.-]+ | :[a-z0-9_+'-]+: | \b (?:
    good\s+(?:afternoon|day|evening|morning) | hope\s+(?:all|everyone|you)
    \s+ (?:are|is) \s+ (?:doing\s+)? (?:good|great|ok|well) | each\s+time | every\s+single\s+time
    ) \b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_WORKS = re.compile(r"\b(?:fine|good|work|worked|working|works)\b", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:no|none|not|nothing|stopped|cant)\b|n't\b", re.IGNORECASE)
_CRIED = re.compile(
    r"""
    \b (?: advise | asap | assist\w* | attention | awful | bad(?:ly)? | br[eo]ak\w* | broken?
      | bugs? | check | crash\w* | critical | dead | disaster | down | emergency | errors? | fail\w*
      | frustrating | happening | help | issues? | look | nonsense | nothing | odd | off | please
      | pls | plz | problems? | question | serious | slow(?:ly)? | sorry | sos | st(?:range|uck)
      | stopped | support | terrible | troubles? | unable | urgent | useless | weird(?:ly)? | why
      | wrong | wtf | (?:any|some)(?:body|one) | (?:call|give)\s+(?:me|us) | can(?:'t|not|t)
      | going\s+on | got\s+a | need ) \b
    | (?:not|n't) \s+ (?:do|go|work)\w* | ^\W+$ | ^\s* (?:argh|ugh) \b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_OLDER = re.compile(
    r"""
    \b (?: answer | away | back | closed? | did\s+(?:it|that|this) | done | fixed | forget | gone
      | how\s+long | ignore | later | longer | looked | mistake | never\s*mind | news | nvm
      | no\s+(?:bugs?|errors?|issues?|need|problems?|reason|trouble) | recovered | same | solved
      | still | update | when | yesterday | yet
      | immer | noch | wieder | encore | toujours | otra | novo | फिर ) \b
    | \b (?: not | \w+n't ) \s+ (?:broken|important|needed|urgent) \b
    | また
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""What was said before it may be what it is about."""
_CRIED_ABROAD = re.compile(
    r"""
    \b (?: dringend | eilt | falsch | fehler | helf\w+ | hilf\w* | kaputt | nichts? | probleme?
      | aide\w* | cassé | erreur | pas | plante | problèmes? | rien | secours | urgent
      | ayuda\w* | ayúd\w+ | nada | problemas? | rot[ao] | urgente | no
      | ajud\w+ | erro | não | quebr\w+ | socorro | aiut\w+ | errore | niente | non | rotto
      | hulp | help | kapot | niet | niets | probleem ) \b
    | मदद | सहायता | तुरंत | जल्दी | नहीं | समस्या | दिक्कत | गड़बड़ | खराब | ख़राब | टूट
    | 助け | たすけ | ヘルプ | 至急 | 緊急 | 急ぎ | 問題 | 不具合 | トラブル | エラー
    | 動かな | 動きません | 動作しない | 使えな | 使えません | 壊れ | 困 | おかしい
    """,
    re.IGNORECASE | re.VERBOSE,
)


def names_no_subject(text: str) -> bool:
    """Return True if `text` cries for help without a word of what for: that is yet to be said.

    False in doubt: where it says that all is well again, or asks after something older.
    """
    said = _MANNERS.sub(" ", text.replace("\u2019", "'"))
    if not text.strip() or _OLDER.search(said) or _NAMING.intersection(words(said)):
        return False
    telling = telling_words(said) - CRIES
    if not telling:
        is_denied = _WORKS.search(said) is None or _DENIED.search(said) is not None
        return is_denied and _CRIED.search(said) is not None
    return is_empty(telling) and _CRIED_ABROAD.search(said) is not None
