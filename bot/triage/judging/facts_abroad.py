"""How other languages than English tell the facts that reports lack most often."""

from __future__ import annotations

import re


def _any_of(*languages: str) -> re.Pattern[str]:
    return re.compile("|".join(languages), re.IGNORECASE)


PAGE = _any_of(
    r"\b(?:auf|in|unter|bei)\s+(?:der|die|dem|den)\s+(?:\w+\s+)?\w*(?:seite|ansicht|maske|formular"
    r"|reiter|menü|kasse|liste|bildschirm|einstellungen)\w*\b",
    r"\b(?:sur|dans)\s+(?:la|le|l['\u2019]|notre|ma|mon)\s*(?:page|onglet|écran|formulaire|menu|panier)\b",
    r"\ben\s+(?:la|el|nuestra|mi)\s+(?:página|pantalla|pestaña|formulario|menú|carrito)\b",
    r"\bn[ao]s?\s+(?:minha\s+|nossa\s+)?(?:página|tela|aba|formulário|menu|carrinho)\b",
    "画面|ページ|タブ|メニュー|フォーム|पेज|पृष्ठ|स्क्रीन|टैब|फ़ॉर्म",
)
ERROR = _any_of(
    r"\b(?:fehler\w*|meldung|kommt|erscheint|steht|heißt|message|erreur|affiche|error|mensaje|sale"
    r"|aparece|dice|erro|mensagem|diz)\b[^\n\"“„«.]{0,25}[\"“„«'].{4,}?[\"”“»']",
    r"\bkeine\s+(?:fehler)?meldung|\baucun\s+message|\bningún\s+(?:mensaje|error)"
    r"|\bnenhuma?\s+(?:mensagem|erro)",
    "「[^」]{3,}」と|エラー(?:コード)?\\s?[\\w-]*\\d|エラー(?:メッセージ)?は(?:出|な|あり)"
    "|(?:त्रुटि|एरर|संदेश)[^।\\n]{0,20}[\"“'].{4,}",
)
SINCE = _any_of(
    r"\b(?:seit|gestern|vorgestern|heute|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch)\b"
    r"|\bvor\s+\w+\s+(?:minuten|stunden|tagen|wochen|monaten)",
    r"\b(?:depuis|hier|aujourd['\u2019]hui|ce\s+matin|lundi|mardi|mercredi|jeudi|vendredi|samedi)\b"
    r"|\bil\s+y\s+a\s+\w+\s+(?:minutes?|heures?|jours?|semaines?|mois)",
    r"\b(?:desde|ayer|hoy|esta\s+mañana|lunes|martes|miércoles|jueves|viernes)\b"
    r"|\bhace\s+\w+\s+(?:minutos?|horas?|días?|semanas?|mes(?:es)?)",
    r"\b(?:ontem|hoje|esta\s+manhã|(?:segunda|terça|quarta|quinta|sexta)-feira)\b"
    r"|\bhá\s+\w+\s+(?:minutos?|horas?|dias?|semanas?|m(?:ês|eses))",
    "(?:昨日|昨夜|昨晩|今朝|今日|先週|先月|一昨日|前|[月火水木金土日]曜日?|[日時分頃])から|以来"
    "|(?:कल|आज|सुबह|शाम|दिन|दिनों|घंटे|घंटों|हफ़्ते|हफ्ते|महीने)\\s+से",
)
PEOPLE = _any_of(
    r"\b(?:alle[nr]?|jede[rn]?|niemand|kolleg\w+|nur\s+(?:ich|bei\s+mir|mein\w*|uns))\b"
    r"|\b\w+\s+(?:nutzer|personen|leute|mitarbeiter|kunden)\b",
    r"\b(?:tout\s+le\s+monde|tous|toutes|personne\s+ne|le\s+seul|la\s+seule|collègues?)\b"
    r"|\b\w+\s+(?:utilisateurs|personnes|clients)\b",
    r"\b(?:todos|todas|nadie|s[oó]lo\s+(?:yo|a\s+mí|me)|compañer[oa]s)\b|\b\w+\s+(?:personas|usuarios)\b",
    r"\b(?:ninguém|s[oó]\s+(?:eu|comigo)|apenas\s+eu|colegas)\b|\b\w+\s+(?:pessoas|usuários)\b",
    "全員|みんな|皆|誰も|[私僕]だけ|自分だけ|\\d+[人名]|同僚"
    "|सभी|सब\\s+लोग|कोई\\s+भी|(?:सिर्फ़|सिर्फ|केवल)\\s+(?:मैं|मेरे|मुझे)|सहकर्मी",
)
PLAN = _any_of(
    r"\b\w+[\s-](?:tarif|abo)\b",
    r"\b(?:abonnement|forfait|formule|offre|plan|plano|suscripción|assinatura|versión|versão)\s+"
    r"(?:gratuit\w*|gr[aá]tis|premium|pro|business|team|enterprise|standard|est[aá]ndar|básic[oa])\b",
    "プラン|無料版|有料版|प्लान",
)
SIGN_IN = _any_of(
    r"\b(?:pass|kenn)wort\b|\bmot\s+de\s+passe\b|\bcontraseña\b|\bsenha\b|パスワード|पासवर्ड"
)
DURATION = _any_of(
    r"\b\w+\s+(?:sekunden|minuten|stunden|secondes|heures|segundos|minutos|horas)\b",
    r"\d\s?(?:秒|分|時間)|(?:सेकंड|मिनट|घंटे)",
)
EXPECTED = _any_of(
    r"\b(?:sollte\w*|erwarte\w*|statt|devrait|au\s+lieu|debería|en\s+vez|deveria|em\s+vez)\b",
    "はず|代わりに|चाहिए|बजाय",
)
