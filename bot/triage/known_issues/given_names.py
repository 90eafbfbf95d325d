"""People who are only spoken of: names after a title or a colleague's word, and usual given names.

No dictionary knows all names. These are given names that are common where the product's languages
are spoken, without those that are words, places, products or programming languages as well.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.triage.sensitive.vocabulary import words

if TYPE_CHECKING:
    from collections.abc import Iterator

GIVEN = frozenset(
    words(
        "aaron abdul abigail adam adele adriana adrian agnes ahmed aisha akira alan alba albert "
        "alberto alejandra alejandro alessandra alessandro alessia alexander alexandra alexandre "
        "alfredo ali alicia alina aline alison amanda amelie amina amir amit amy ana anabel anaïs "
        "anders andré andrea andreas andrés andrew andrzej anette angela angelika anita anja anke "
        "ann anna anne annette annika antoine anton antónio antonio anton antonia antônio ariane "
        "arjun arne arnaud arthur arturo astrid aurélie axel baptiste barbara bárbara beatrice "
        "beatriz ben benedikt benjamin benoît bernard bernd bettina birgit bob brigitte bruno "
        "camille carina carla carlos carmen carole carolin caroline catarina catherine cecilia "
        "cécile cédric céline charles chloé christa christelle christina christine christoph "
        "christophe christopher cláudia claudia claudio clément corinna cristian cristiano "
        "cristina dagmar damien daniel daniela danielle darío david débora deborah deepak denis "
        "dennis diana dieter dimitri dirk dmitri dominik dominique dorothea eduardo edward "
        "edwin elena eleonora elias elisa elisabeth élise elizabeth elke ellen elodie emanuel "
        "emilia emilio emily emma emmanuel enrico enrique eric erik erika ernesto esteban esther "
        "etienne eva evelyn fabian fabien fabio fabrice fatima felipe felix fernanda fernando "
        "filipa filipe florian francesca francesco francisca francisco franck françois françoise "
        "franz frédéric friederike fritz gabriel gabriela gabriele gaëlle gerald gérard gerhard "
        "gilles giovanni giulia giuseppe gonzalo greta guido guilherme guillaume gustavo günter "
        "günther hans hannah hanna harald haruto hassan heike heiko heinrich heinz helena helene "
        "helga hélène helmut henri henrik henrique henry herbert hideki hiroshi ibrahim "
        "ignacio igor inês ingo ingrid irene isabel isabela isabella isabelle ivan jacqueline "
        "jacques jakob james jana jane janet javier jean jeanne jeff jennifer jens jeremy "
        "jérôme jessica jesús jim joachim joana joanna joão joaquín johanna johannes john jonas "
        "jonathan jorge jörg josé josef joseph joshua juan juana juliana julie julien jürgen "
        "justine kai karen karin karl karsten katharina kathrin katja katrin kavita keith kelly "
        "kenji kenneth kerstin kevin kirsten klaus konrad kristin kumar lara larissa lars laura "
        "laurence laurent léa leandro lena léo leonardo leonie letícia linda lisa lorena lorenzo "
        "louise luca lucas lucía luciana luigi luis luís luisa luiz lukas luka lydia maja malte "
        "manfred manuel manuela marc marcel marcela marcelo marco marcos marcus margaret "
        "margarita maria maría mariana marie marina mario mariusz markus marlene marta martha "
        "martin martina mary mateo mathieu mathilde matteo matthias matthew matthieu maurice "
        "mauricio maximilian melanie mélanie michael michaela michał michel michele michelle "
        "miguel mika mohamed mohammed monica mónica monika moritz muhammad nadia nadine nadja "
        "natalia natalie nathalie neha nicholas nicolas nicole niklas nils nina nora norbert "
        "olaf olga oliver olivier olivia oscar otto pablo paola paolo patrice patricia patrick "
        "paul paula paulo pauline pedro peter petra philip philipp philippe pierre pietro pilar "
        "piotr priya rachel rafael raj rainer rajesh ralf ramon ramón raphaël raquel raúl rebecca "
        "reinhard renata renate renaud ricardo richard rita robert roberta roberto rodrigo "
        "roger roland rolf romain ronald rosemarie rüdiger rudolf ryan sabine sabrina sakura "
        "samantha samuel sandra sandrine sanjay sara sarah satoshi sebastian sebastián "
        "sébastien sergej sergio sérgio sigrid silke silvia simon simone sofía sonia sonja sophia "
        "sophie stefan stefanie steffen stephan stéphane stephanie stéphanie stephen steve steven "
        "sunita susan susana susanne svenja svetlana sven sylvia sylvie takashi tamara tanja "
        "tatiana teresa thiago thierry thomas thorsten tiago tim timo tina tobias tomás tomasz "
        "torsten tristan udo ulrich ulrike ursula ute uwe valentina valérie vanessa vera verena "
        "verónica vicente vijay vincent vinícius virginie vivian volker walter werner wilhelm "
        "william wolfgang xavier yannick yasmin yolanda yuki yusuf yves yvonne zoé"
    )
)
NO_FAMILY = frozenset(
    words(
        "access account admin administration api app billing browser buchhaltung cliente "
        "comptabilité compras conta contabilidad contabilidade cuenta dashboard desktop drucker "
        "einkauf email error export exportação exportación fehler finance finances financeiro "
        "finanzas firefox google hotline import invoice konto kunde laptop login mail marketing "
        "notebook oracle outlook passwort password ventas vendas printer rechnung rechnungen sales "
        "salesforce server service support team ticket tickets vertrieb zugang zugriff"
    )
)
"""What may stand right behind a given name and is no family name; in German with a capital too."""
OF_PLACES = frozenset(words("saint san sankt sant santa santo são sao st"))
PARTICLES = r"(?:(?:da|de|del|della|den|der|di|do|dos|la|van|von)[ \t]+){0,2}"
CAPITALISED = r"[^\W\d_a-zß-ÿ][^\W\d_]*[a-zß-ÿ][\w'\u2019-]*"
NAMED = re.compile(rf"(?<![\w@./-])({CAPITALISED})((?:[ \t]+{PARTICLES}{CAPITALISED}){{0,2}})")
TITLED = re.compile(
    r"(?<!\w)(?:Mrs?|Ms|Herrn?|Frau|Monsieur|Madame|Mme|Mlle|Señora?|señora?|Senhora?|senhora?|"
    r"Signora?|Dra?|(?<=\b[ao] )Sra?|(?<=\b(?:el|la|do|da) )Sra?|[Cc]olleagues?|[Cc]oworker|"
    r"[Tt]eammate|Kollegen?|Kollegin|[Cc]ollègues?|[Cc]ompañer[oa]|[Cc]olega)\b\.?[ \t]+"
    rf"({CAPITALISED}(?:[ \t]+{PARTICLES}{CAPITALISED}){{0,2}})"
)


def spoken_of(text: str) -> Iterator[str]:
    """Yield the names of people who are spoken of in `text`, as they are written."""
    for match in TITLED.finditer(text):
        yield from _named(match[1].split())
    for match in NAMED.finditer(text):
        parts = [match[1], *match[2].split()]
        begins = next((n for n, part in enumerate(parts) if part.casefold() in GIVEN), None)
        if begins is not None and parts[max(begins - 1, 0)].casefold() not in OF_PLACES:
            yield from _named(parts[begins:])


def _named(parts: list[str]) -> Iterator[str]:
    """Yield `parts` as one name, up to what is no part of any."""
    ends = (n for n, part in enumerate(parts) if part.casefold() in NO_FAMILY)
    name = parts[: next(ends, len(parts))]
    while name and name[-1].islower():
        name.pop()
    if name:
        yield " ".join(name)
