"""What is said in the pictures: tickets of a made-up company, and how they were judged."""

from __future__ import annotations

from dataclasses import replace

from bot.triage.judgement import Confidence, Hit, Judgement, Provenance, Question
from tests.builders import an_issue

MODEL = Provenance("openai", "gpt-4o-mini")

TWICE = (
    "My card was charged twice for the June invoice: the page hung, so I pressed Pay again. "
    "€ 348 each time, and the bank shows both as booked."
)
VAGUE = "it stopped working again :("
ANSWER = (
    "Sorry! When I move a card to another column on the board, it jumps back after a second. "
    "Only on boards with a work-in-progress limit, since Monday, for four of us."
)
DOWN_AT = "Every page shows a 503 since 9:40, here in {}"
PLACES = ("Berlin", "Austin", "Pune")
LOCKED = "Since the certificate was renewed nobody here in Berlin can sign in"
SHARING = "Quick one: can I give a client read-only access to just one project?"
UNREADABLE = "Could somebody look at invoice 4711 with me? The amount on it can't be right."
THANKS = "Thanks a lot, works again!"
AGAIN = "It happened again just now, with the July invoice."

CHARGED_TWICE = an_issue(
    id="KB-001",
    title="Card is charged twice when the payment page is submitted again",
    url="https://help.example.com/billing/duplicate-charge",
    symptoms=("Two charges on one day", "The payment page hung, Pay was pressed again"),
    recommended_action="Look up both payments in Admin > Payments. Refund one of them.",
)
REFUND_LATER = (
    "Look up both payments in Admin > Payments. If both were captured, refund the later one."
)
REFUND = an_issue(
    id="KB-005",
    title="Refund is not visible on the customer's statement yet",
    recommended_action="Refunds take 5 to 10 working days: give the reference number.",
)
EXPORTS = an_issue(
    id="KB-013",
    title="Exports and scheduled reports stay queued at the start of the month",
    category="Performance",
)
CERTIFICATE = an_issue(
    id="KB-007",
    title="Single sign-on fails after the identity provider's certificate was renewed",
    category="Login",
)
ACCENTS = an_issue(
    id="KB-016", title="CSV import turns accented letters into question marks", category="Bug"
)
ISSUES = (CHARGED_TWICE, REFUND, CERTIFICATE, EXPORTS, ACCENTS)
NEAR = (Hit(CHARGED_TWICE, 0.86), Hit(REFUND, 0.52))

CHARGED = Judgement(
    summary="The customer was charged € 348 twice for the June invoice after pressing Pay again. "
    "The bank shows both charges as booked.",
    category="Billing",
    severity="Medium",
    matched_issue_id="KB-001",
    next_action="Look up both payments in Admin > Payments; if both were captured, refund the "
    "later one and note the reference in the ticket.",
    confidence=Confidence(0.97, 0.78, 0.91),
    provenance=MODEL,
)
UNCLEAR = Judgement(
    summary="Something stopped working; it is not said what.",
    category="Bug",
    severity="Medium",
    matched_issue_id=None,
    next_action="Wait for the reporter's answer.",
    confidence=Confidence(0.4, 0.4, 0.3),
    provenance=MODEL,
    question=Question(
        "What were you doing when it stopped, and what do you see now?",
        ("A page doesn't load", "I can't sign in", "Something I saved is gone"),
    ),
)
JUMPS_BACK = Judgement(
    summary="Cards on boards with a work-in-progress limit jump back to their column after a "
    "second. Four people are affected, since Monday.",
    category="Bug",
    severity="Medium",
    matched_issue_id=None,
    next_action="Reproduce it with the steps given, then hand it to the owning team.",
    confidence=Confidence(0.93, 0.7, 0.88),
    provenance=MODEL,
)
LOCKED_OUT = Judgement(
    summary="Nobody of the Berlin office can sign in since the identity provider's certificate "
    "was renewed.",
    category="Login",
    severity="High",
    matched_issue_id=None,
    next_action="Have an administrator upload the new certificate under Security > SSO.",
    confidence=Confidence(0.94, 0.83, 0.8),
    provenance=MODEL,
)
READ_ONLY = Judgement(
    summary="Can a client be given read-only access to one project?",
    category="Question/How-To",
    severity="Low",
    matched_issue_id=None,
    next_action="Answer in the thread with the matching article.",
    confidence=Confidence(0.91, 0.88, 0.7),
    provenance=MODEL,
)
MONTH = (CHARGED, JUMPS_BACK, LOCKED_OUT, READ_ONLY, CHARGED, READ_ONLY, CHARGED)
UNSURE = replace(READ_ONLY, confidence=Confidence(0.5, 0.5, 0.5))
OUTAGE = Judgement(
    summary="Every page answers 503 since 9:40, at more than one office.",
    category="Performance",
    severity="Critical",
    matched_issue_id=None,
    next_action="Compare response times and error rates with the time of the report.",
    confidence=Confidence(0.96, 0.97, 0.84),
    provenance=MODEL,
)
