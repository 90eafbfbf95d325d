"""What somebody says that makes little sense without what they said just before."""

from __future__ import annotations

import re

_LEANS = re.compile(
    r"""
    (?: (?:nope|no|yeah|yes) ,
      | [\W_]*
    (?: (?:again|ah|and|but|correction|edit|fyi|just|no|nope|oh|ok|okay|or|ps|so|sorry|update|well
        |yeah|yep|yes) \b [\W_]* )*
    (?:
        # Goes on about it, and does not name it.
        (?:it|they|them) (?:'(?:d|ll|re|s|ve))? \b (?!\s+would\b)
      | (?:her|his|its|their) \s
      | (?:he|she) (?:'s)? \s+ (?:also|already|can|could|did|does|gets?|had|has|is|said|says?|sees?
        |tells?|told|tried|uses?|was|works?) \b
      | (?:that|these|this|those) \s+ (?:affects?|also|began|blocks?|can|did|does|had|happened
        |happens?|has|have|is|are|makes?|means?|must|occurs?|ones?|only|should|started|was|were) \b
      | that's \b
        # Narrows it down.
      | both \s+ (?:are|at|from|have|in|of\s+(?:them|these|those)|on|show|times|were|with) \b
      | (?:always|at\s+least|except|mainly|mostly|not\s+only|only|sometimes|usually) \s+
        (?:a\s+few|after|at|by|for|from|happens|if|in|it|on|since|some|the\s+ones?|those|when
        |with) \b
      | also \s+ (?:happens|in|on|with) \b
      | (?:because|happened|happens|started|worked|works) \b
      | (?:the\s+)? same \s+ (?:error|for|happens|if|in|issue|on|problem|result|thing|when|with) \b
      | (?:i|we) (?:'m|'re|\s+am|\s+are) \s+ (?:all\s+)? (?:on|using) \b
        # What was tried, and what came of it.
      | (?:(?:already|also|have)\s+)*
        (?:checked|cleared|rebooted|reinstalled|restarted|tried) \b (?!\s+to\b)
      | (?:i|we) (?:'ve|\s+have|\s+had)? (?:\s+(?:already|also|even))* \s+
        (?:cleared|double-?checked|looked\s+in|rebooted|reinstalled|restarted|tried) \b (?!\s+to\b)
      | (?:i|we) \s+ (?:first\s+)? (?:noticed|saw) \s+ (?:it|that|them|this) \b
      | already \s+ (?:asked|logged|looked|updated) \b
      | nothing \s+ (?:changed|happens|helped|helps|works) \b
        # What belongs to it.
      | (?:attached|here(?:'s|\s+is|\s+are)) \b
      | (?:log|picture|screenshot|video) s? \s+ (?:attached|below|follows?|(?:are|is)\s+attached) \b
      | no \s+ (?:error|message) \b
      | (?:browser|version) \s+ (?:is|was) \b
      | see \s+ (?:the\s+)? (?:above|attached|picture|screenshot) \b
      | (?:i|we) (?:'ll|\s+will) \s+ (?:add|attach|post|send) \b
      | (?:browser|code|error|link|log|message|screenshot|step|url|version) s? \s* :
      | the \s+ (?:(?:exact|full|whole)\s+)? (?:code|display|error|log|message|screen|text)
        (?:\s+(?:code|message|text))? \s+ (?:(?:also|only)\s+\w+|is|reads?|said|says?|shows?|was) \b
        # What was meant, thought or asked.
      | (?:(?:i|we)\s+)? (?:forgot\s+(?:about|to)|meant?) \b
      | i \s+ should \s+ (?:add|mention|say) \b
      | (?:for\s+example|in\s+other\s+words|more\s+precisely) \b
      | to \s+ be \s+ (?:more\s+)? (?:exact|precise) \b
      | (?:i\s+(?:believe|guess|suppose|think)|maybe|perhaps|possibly|probably) \s+
        (?:because|due|it|related|since|they|this) \b
      | any \s+ (?:help|ideas?|news|update) \b
      | is \s+ there \s+ (?:a|any) \s+ (?:chance|way) \s+
        (?:around|to\s+\w+\s+(?:it|that|them|this)) \b
      | could \s+ (?:it|that|this) \s+ (?:be|come|have) \b
    ))
    """,
    re.IGNORECASE | re.VERBOSE,
)
_TURNS_AWAY = re.compile(
    r"""
    \b (?:another|different|new|next|other|second|separate) \s+ (?:\w+\s+)?
        (?:issue|matter|problem|question|request|subject|thing|ticket|topic) \b
  | ^ \W* (?:btw|by\s+the\s+way) \b
  | \b (?:btw|by\s+the\s+way) \W* (?:can|could|do|does|how|i|is|may|our|the|we|wh\w+) \b
  | \b (?:on\s+another\s+note|something\s+else|that\s+reminds|unrelated) \b
  | \b while \s+ (?:i|we) (?:'m|'re|\s+am|\s+are) \b
    """,
    re.IGNORECASE | re.VERBOSE,
)


def leans(text: str) -> bool:
    """Return True if `text` goes on about what was said before it, by how it begins.

    In English. One in a hundred of the complete tickets in `tests/data` begins like that, so what
    does, within a minute, is hardly ever about another matter, however little it repeats.
    """
    plain = text.replace("\u2019", "'")
    return _LEANS.match(plain) is not None and not turns_away(plain)


def turns_away(text: str) -> bool:
    """Return True if `text` says itself that it is about another matter; in English."""
    return _TURNS_AWAY.search(text) is not None
