"""The words of greetings, thanks and chatter, in the languages that a support channel hears.

Everything is in lower case and, in Latin script, without accents.
"""

from __future__ import annotations

import re

_GREETINGS = """
    hi hii hello hey heya hiya howdy yo gm morning mornin afternoon evening greetings
    hallo moin servus gruezi tag mahlzeit morgen guten
    bonjour salut bonsoir coucou hola buenas buenos dias tardes noches ola oi
    buongiorno buonasera ciao namaste namaskar suprabhat
    goedemorgen goeiemorgen goedemiddag goedenavond hej hejsan hei moi huomenta
    czesc witam siema merhaba selam gunaydin
    привет приветствую здравствуите здравствуи привіт вітаю مرحبا أهلا שלום
    नमस्ते नमस्कार सुप्रभात 你好 您好 大家好 早上好 早 下午好 晚上好 大家早 大家早上好 안녕하세요 안녕
"""
_AUDIENCE = """
    all everyone everybody team folks guys people there here channel friends mate mates yall
    you and to the of from my dear another lovely good
    zusammen alle allen an euch ihr leute kollegen kolleginnen liebe lieber
    a tous toutes tout le monde les l equipe la au collegues
    todos todas equipo el compañeros companeros gente pessoal galera equipe time
    tutti ragazzi sabhi ko aap dosto ji
    allemaal iedereen alla sammen kaikki wszystkim herkese всем всім коллеги друзья команда
    الجميع جميعا לכולם
    सभी को सब आप आपको सबको दोस्तों टीम जी
"""
_THANKS = """
    thanks thank thx tx ty tysm thankyou cheers appreciated
    danke dank danks merci gracias obrigado obrigada valeu grazie bedankt
    dhanyavaad dhanyavad dhanyawad shukriya
    dankjewel dankuwel tack takk kiitos dziekuje dziekujemy dzieki tesekkurler sagol
    спасибо спс благодарю дякую شكرا תודה
    धन्यवाद शुक्रिया 谢谢 多谢 感谢 谢谢大家 谢谢你 辛苦了
    감사합니다 고마워요 고맙습니다 수고하셨습니다
"""
_ALL_IS_WELL = """
    great perfect awesome excellent super cool nice ok okay k kk works solved resolved sorted fixed
    wonderful brilliant amazing fantastic lovely
    klasse prima toll passt lauft geht parfait genial perfecto vale listo perfeito beleza
    perfetto ठीक theek
"""
_AROUND_THANKS = """
    so very much a lot many million again it s that this now fine as always in advance really
    appreciate i we well
    vielen vielmals herzlichen lieben sehr schon dir dich ihnen es das jetzt wieder alles gut
    beaucoup bien mille fois infiniment muchas muchisimas mil
    muito muitissimo mesmo molto tante veel
    bahut bohot बहुत है आपका
    je jullie u wel hartelijk sa mycket tusen paljon bardzo cok
    большое огромное вам тебе дуже جزيلا רבה
"""
_CHATTER = """
    lol lmao rofl xd ha heh hehe hihi jaja jeje rsrs mdr
    wow yay yeah yep yup yes yess nope sure agreed exactly true indeed noted understood roger ack
    oh ah aha oops whoa congrats congratulations kudos bravo
    bye goodbye ciao tschuss tschau adios tchau adieu
    welcome brb afk bbl wfh tgif nvm nevermind np yw gg fyi jk
    happy merry monday tuesday wednesday thursday friday saturday sunday weekend birthday
    anniversary christmas easter holidays xmas halloween thanksgiving
    genau stimmt super gluckwunsch felicitations felicidades enhorabuena parabens auguri
    accord claro certo entendido compris verstanden
"""
_AROUND_CHATTER = """
    on at the tomorrow today tonight soon later then it s that one this day week
    too also just my your i m re we re both very really so
"""
GREETINGS = frozenset(_GREETINGS.split())
AUDIENCE = frozenset(_AUDIENCE.split())
THANKS = frozenset(_THANKS.split())
ALL_IS_WELL = frozenset(_ALL_IS_WELL.split())
AROUND_THANKS = frozenset(_AROUND_THANKS.split())
CHATTER = frozenset(_CHATTER.split())
AROUND_CHATTER = frozenset(_AROUND_CHATTER.split())

LAUGHTER = re.compile(r"a?(?:ha){2,}h?a?|(?:he){2,}|(?:ja){2,}|k{3,}|lo+l|w{2,}|z{3,}")

_DAY = "(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|today|tonight)"
_WHEN = (
    f"(?: (?:on )?{_DAY}| later| soon| then| around| next week| this (?:morning|afternoon|week))"
)
_FREE = "(?:day|weekend|evening|night|week|one|lunch|trip|break|holidays?|vacation|afternoon|start)"
_FOOD = "(?:lunch|coffee|tea|pizza|cake|drinks|beers?|breakfast|dinner|snacks)"
_AT = r"(?: (?:at|around) \d{1,2}(?: \d{2})?(?: ?[ap]m)?| now| soon| today| later)"
_FEAT = (
    "(?:(?:big|great|new|successful) )?"
    "(?:anniversary|award|baby|deal|demo|launch|milestone|promotion|release|talk|wedding|win)"
)
_NICE = "(?:very )?(?:nice|good|great|lovely|relaxing|wonderful|restful|fantastic|safe)"

_PHRASES = rf"""
(?:have|enjoy|hope you (?:all )?(?:had|have|are having)) (?:an?|your|the)(?: {_NICE})? {_FREE}
how are (?:you|we|things)(?: all| guys)?(?: doing| feeling)?(?: today)?|what s up
how (?:is|s) (?:everyone|everybody|it going|life)(?: doing| feeling)?(?: today)?
(?:see|cu|cya) (?:you|ya|u|y all)(?: all)?{_WHEN}?|cya|see y all|(?:talk|speak)(?: to you)?{_WHEN}
take care|good luck|good night|good (?:morning|afternoon|evening|day)|fingers crossed
(?:well|nicely) (?:done|deserved|said|played)|you(?: guys)? (?:rock|rule|are the best)
(?:great|good|nice|amazing|awesome|fantastic) (?:job|work|one|news|stuff|point|catch|idea)
you (?:re|are) (?:very |most )?welcome|my pleasure|any ?time|no (?:worries|probs?|problem)
no (?:thanks|thank you)|never mind|my bad|all good|same to you|you too
got it|sounds (?:good|great)|will do|makes sense|love (?:it|this)|fair enough|of course
welcome (?:to the (?:team|channel|company|club)|aboard|on board|back)
(?:anyone|who s|who is)(?: up| in| going)? for (?:a )?{_FOOD}{_AT}?|{_FOOD} (?:anyone|time)
(?:congrats|congratulations|kudos) (?:to (?:all|everyone|you) )?(?:on|for) (?:the|your|this) {_FEAT}
(?:i ll |will )?be there (?:soon|shortly|in (?:a (?:bit|minute|sec)|\d+(?: ?m(?:in(?:ute)?s?)?)?))
off (?:to|for) (?:{_FOOD}|bed|sleep|a walk|a break)|time for (?:a )?{_FOOD}
back (?:in (?:a (?:bit|moment|minute|sec)|\d+(?: ?m(?:in(?:ute)?s?)?)?)|later|soon|tomorrow)
be right back|running (?:a bit |5 minutes )?late|on my way
i (?:m|am|ll be) (?:out|off|away|wfh|on (?:holiday|vacation|leave)|working from home){_WHEN}?
that (?:s|is) (?:great|good|nice|awesome|amazing|wonderful)(?: news)?
(?:it|all|everything|that) (?:s|is) (?:fine|good|ok|okay|fixed|solved|sorted)
happy new year|thank god it s friday|long weekend
guten? (?:morgen|tag|abend|nacht|appetit)|gru(?:ss|ß) (?:euch|dich|gott)|gute besserung
schone[ns]? (?:feierabend|wochenende|tag|abend|urlaub|woche|gruße|grusse)(?: noch)?
bis (?:morgen|spater|bald|dann|nachher|gleich|montag|dienstag|mittwoch|donnerstag|freitag)
herzlichen gluckwunsch(?: zum geburtstag)?|alles (?:klar|gute)|gern(?:e)? geschehen
froh(?:e|es|en) (?:weihnachten|ostern|neues(?: jahr)?|feiertage)|gut gemacht|viel gluck
wie geht s(?: euch| dir)?|kein problem|(?:(?:es|das) )?hat (?:jetzt |alles |super )?geklappt
wer (?:kommt|geht) mit (?:zum|in die|auf einen?) (?:mittag(?:essen)?|essen|kantine|kaffee)
(?:qui vient|on va) (?:dejeuner|manger|prendre un cafe)|alguien (?:para|quiere) (?:un )?cafe
buon[aeo]? (?:giornata|serata|notte|pomeriggio|week ?end|fine settimana|appetito|lavoro|vacanze)
a (?:domani|dopo|presto)|(?:fijn|prettig) weekend|fijne (?:dag|avond)|eet smakelijk|tot morgen
(?:god|go) (?:morgon|morgen|dag|kvall|kveld|natt|helg)|trevlig helg|ha det bra
hyvaa (?:huomenta|paivaa)
dzien dobry|dobry wieczor|(?:miłego|milego) (?:dnia|weekendu)|do (?:jutra|zobaczenia)
tesekkur ederim|iyi (?:gunler|aksamlar|geceler|hafta sonlari)|gule gule|xin chao|cam on(?: ban)?
доброе утро|добрыи (?:день|вечер)|доброи ночи|хороших выходных|до завтра|всего доброго
доброго ранку|добрии (?:ранок|день|вечір)
صباح (?:الخير|النور)|مساء الخير|السلام عليكم|בוקר טוב|ערב טוב
bon(?:ne)? (?:journee|soiree|nuit|annee|week ?end|appetit|courage|vacances|fin de journee)
a (?:demain|bientot|plus(?: tard)?|tout a l heure|lundi|la prochaine)|d accord|de rien
joyeux (?:noel|anniversaire)|pas de (?:souci|probleme)|ca va|bien joue|bien recu
buen(?:os|as)? (?:dias?|tardes|noches|provecho|trabajo|finde|fin de semana)|de nada|de acuerdo
hasta (?:manana|luego|pronto|el lunes|la proxima)|que tal|como estan|no hay de que
feliz (?:cumpleanos|navidad|ano nuevo|viernes|lunes|dia|fin de semana|aniversario|natal)
bo(?:m|a) (?:dia|tarde|noite|semana|sorte|trabalho|descanso|fi(?:m|nal) de semana|almoco)
ate (?:amanha|logo|mais|breve|segunda|a proxima)|tudo (?:bem|bom|certo)|por nada|ano novo
शुभ (?:प्रभात|रात्रि|संध्या|दिन)|ठीक है|कैसे हैं|shubh (?:prabhat|ratri)|theek hai
"""
PHRASES = tuple(
    re.compile(rf"(?<!\S)(?:{phrase})(?!\S)") for phrase in _PHRASES.strip().splitlines()
)
"""Of several words that mean something else one by one."""

FOR_HELP = re.compile(
    r"(?<!\S)(?:"
    r"for (?:all |all of )?(?:your |the |this |that )?(?:(?:quick|fast|great|kind|prompt) )*"
    r"(?:help|support|reply|answer|response|fix|helping(?: me| us)?(?: out)?"
    r"|fixing (?:it|this|that)|looking into (?:it|this|that))"
    r"|fur (?:die |deine |eure |ihre )?(?:schnelle |tolle )?(?:hilfe|unterstutzung|antwort)"
    r"|pour (?:votre |ton |l )?aide|por (?:la |tu |su )?ayuda|pela ajuda|मदद के लिए|madad ke liye"
    r")(?!\S)"
)
"""What thanks are for: a word like help, standing alone, would be a call."""

GREETING_BEGINS = re.compile("good (?:mor|aft|eve|day)|gut|bon|buen|bo[ma] |शुभ|shubh")
"""Of a phrase that somebody is greeted with: a word after it may well be the ticket."""

JAPANESE = re.compile(
    "(?:おはよう(?:ございます)?|こんにち[はわ]|こんばん[はわ]|(?:どうも)?ありがとう(?:ございま(?:す|した))?"
    "|お疲れ(?:様|さま)(?:です|でした)?|よろしく(?:お願い(?:いた)?(?:し|致し)ます)?|助かり(?:ます|ました)"
    "|了解(?:です|しました|いたしました)?|承知(?:し|いたし)ました|わかりました|はじめまして|なるほど"
    "|おやすみ(?:なさい)?|お先に失礼します|おめでとう(?:ございます)?|お誕生日|良い週末を|また明日"
    "|皆さん|みなさん|皆様|みんな|どうも|はい|笑|すごい)+"
)
