"""What people cry in other languages than English when something is wrong, and nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.analysts.reading.language import COMMON

if TYPE_CHECKING:
    from collections.abc import Iterable

_CRIES = """
hilfe hilft helfen helft bitte danke hallo moin guten tag dringend eilt kaputt geht gehen läuft
klappt funktioniert problem probleme fehler falsch komisch seltsam wieder immer schon nichts etwas
alles irgendwas irgendetwas jemand gar mehr mir uns schnell bei brauche brauchen stimmt
aide aidez aider aidez-moi svp plaît plait merci bonjour salut urgent urgente marche fonctionne va
problème problèmes souci erreur bizarre encore toujours rien quelque chose quelqu'un besoin s'il
ça cela tout vite c'est n'est j'ai l'aide d'aide cassé secours
ayuda ayudar ayúdame ayúdenme favor gracias hola buenos días urgente funciona sirve anda va roto
rota problema problemas error raro algo nada alguien otra vez necesito necesitamos tengo todo
ajuda ajudar ajudem socorro obrigado obrigada olá oi bom dia funciona quebrou quebrado problemas
erro estranho alguém novo preciso precisamos tenho tudo isso isto
aiuto aiutatemi grazie ciao urgente funziona rotto errore qualcosa niente qualcuno bisogno
hulp help alstublieft bedankt dringend kapot werkt doet probleem fout iets niets iemand nodig
मदद सहायता कृपया धन्यवाद नमस्ते तुरंत जल्दी ज़रूरी जरूरी काम नहीं कर रहा रही रहे है हैं हो गया गई समस्या
दिक्कत गड़बड़ खराब ख़राब टूट कुछ कोई फिर से मुझे हमें चाहिए करें करो यह ये में का की के बहुत
"""
_ENGLISH_NOUNS = frozenset({"door", "van", "war"})
_EMPTY = frozenset(_CRIES.split()).union(*COMMON.values()) - _ENGLISH_NOUNS

_JAPANESE = re.compile(
    "助け|たすけ|ヘルプ|ください|下さい|お願い|おねがい|いたします|致します|します|至急|緊急|急ぎ|問題|不具合|トラブル|エラー"
    "|動かない|動きません|動かなく|動作しない|使えない|使えません|壊れ|困って|困り|おかしい|なんか|何か|また|すぐに|対応|こんにちは"
    "|ありがとう|ございます|です|ます|ました|なりました|ている|ています|して|って|ない|出|[てはがをにのもでとたよねだれい]"
)
_LETTER = re.compile(r"[^\W\d_]")


def is_empty(telling: Iterable[str]) -> bool:
    """Return True if none of the `telling` words of a text says anything in another language."""
    return all(word in _EMPTY or _is_a_japanese_cry(word) for word in telling)


def _is_a_japanese_cry(word: str) -> bool:
    rest, found = _JAPANESE.subn("", word)
    return bool(found) and _LETTER.search(rest) is None
