"""What the documentation shows, in its order: each picture with its scene and a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.pictures import home_scenes, scenes
from tests.pictures.stage import a_stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.pictures.stage import Stage

FOLDER = "pictures"


@dataclass(frozen=True)
class Picture:
    """One picture: its file, what it shows in a few words, and a sentence on it."""

    name: str
    title: str
    sentence: str
    play: Callable[[Stage, str], str]

    @property
    def file(self) -> str:
        return f"{FOLDER}/{self.name}.svg"

    def drawn(self) -> str:
        """Play the scene and return the picture."""
        with a_stage() as stage:
            return self.play(stage, self.title)


@dataclass(frozen=True)
class Chapter:
    """Pictures below one headline."""

    title: str
    pictures: tuple[Picture, ...]


THREAD = (
    Picture(
        "card",
        "A ticket with its card in the thread",
        "Within seconds one card stands in the thread of a ticket: summary, category, severity, "
        "what is known about it, and what to do next.",
        scenes.card,
    ),
    Picture(
        "question",
        "One question to the reporter, with answers to choose from",
        "A ticket that says too little gets one question, with answers to choose from.",
        scenes.question,
    ),
    Picture(
        "answered",
        "An answered question, and the card that follows",
        "Any reply in the thread resumes it, however much later, and the card follows.",
        scenes.answered,
    ),
    Picture(
        "worked",
        "A card that people have worked on",
        "The card shows who has the ticket, and what people changed of the judgement.",
        scenes.worked,
    ),
    Picture(
        "menu",
        "The menu of a card",
        "What is needed less often stands behind the three dots.",
        scenes.menu,
    ),
    Picture(
        "too-late",
        "What the second of two people is told",
        "Of two who click at once the first has the ticket; the other alone is told by whom.",
        scenes.too_late,
    ),
    Picture(
        "duplicates",
        "A card that names a ticket which may be the same",
        "What may be the same as another open ticket is linked, and never closed by itself.",
        scenes.duplicates,
    ),
    Picture(
        "resolved",
        "The card of a resolved ticket",
        "A resolved ticket says by whom and how, and can be reopened.",
        scenes.resolved,
    ),
    Picture(
        "reopened",
        "A resolved ticket that is open again",
        "When the reporter writes again within three days, who had the ticket is told.",
        scenes.reopened,
    ),
    Picture(
        "stays-closed",
        "What a reporter is told who writes too late to reopen a ticket",
        "Later it stays closed: the reporter is told so, and what opens another.",
        scenes.stays_closed,
    ),
    Picture(
        "handed-over",
        "The card of a ticket that could not be judged",
        "No ticket stays silent: what can't be judged is handed to people.",
        scenes.handed_over,
    ),
)
FORMS = (
    Picture(
        "open",
        "The form that /triage opens",
        "`/triage` alone opens a form; with words after it, a ticket.",
        scenes.triage_form,
    ),
    Picture(
        "edit",
        "The form in which a ticket is edited",
        "All that was judged can be corrected; known issues are searched by words and by meaning.",
        scenes.edit_form,
    ),
    Picture(
        "edit-meanwhile",
        "The same form after somebody else was quicker",
        "Where two people change the same, nothing is overwritten unseen.",
        scenes.edited_meanwhile,
    ),
    Picture(
        "resolve",
        "The form in which a ticket is resolved",
        "Resolving asks what fixed it.",
        scenes.resolve_form,
    ),
    Picture(
        "thumb-down",
        "The form behind the thumb down",
        "A thumb down asks why. What “Edit” then sets is what the next tickets are judged by.",
        scenes.why_form,
    ),
)
TEAMS = (
    Picture(
        "routed",
        "The same card in the channel of the team that it was routed to",
        "A routed ticket has the same card in its team's channel, with its deadlines.",
        scenes.routed,
    ),
    Picture(
        "reroute",
        "The form in which a ticket is given to another team",
        "Whoever works tickets can give one to another team.",
        scenes.reroute_form,
    ),
    Picture(
        "reminded",
        "What a team is told of a ticket, and of a deadline that was missed",
        "A team is told of its ticket once, and reminded before and after a deadline.",
        scenes.reminded,
    ),
    Picture(
        "incident",
        "Similar tickets that are proposed as one incident",
        "Many similar tickets at once are proposed to the operators as one incident.",
        scenes.proposed,
    ),
    Picture(
        "incident-over",
        "The thread of a ticket whose incident is resolved",
        "Each thread is told once that it is part of one, and once that it is resolved.",
        scenes.joined,
    ),
)
HOME = (
    Picture(
        "home",
        "The app's home with one's own tickets and those that are open",
        "The app's home shows one's own tickets, and to who works them what is open for their "
        "team, most severe first.",
        home_scenes.tickets,
    ),
    Picture(
        "known-issues",
        "The known issues in the app's home",
        "Known issues are searched and filtered there, their categories marked by colour.",
        home_scenes.knowledge,
    ),
    Picture(
        "known-issue",
        "The form in which a known issue is edited",
        "Those who look after them add, edit and retire them; every version is kept.",
        home_scenes.issue_form,
    ),
    Picture(
        "to-review",
        "What waits for review in the app's home",
        "What waits for somebody's eyes: drafts to approve, and tickets to check.",
        home_scenes.review,
    ),
    Picture(
        "review",
        "A change of a known issue, word by word, and what may become of it",
        "A second person sees a change word by word, and approves it or not.",
        home_scenes.review_form,
    ),
    Picture(
        "gaps",
        "What the known issues lack, and what no ticket needs",
        "What several tickets are about and nobody wrote up is listed, most tickets first.",
        home_scenes.gaps,
    ),
    Picture(
        "figures",
        "What the tickets of the last 30 days come to",
        "Charts show what the tickets of the last 30 days come to.",
        home_scenes.figures,
    ),
)
WHISPERS = (
    Picture(
        "given",
        "What somebody is told who was given a ticket",
        "Whoever is given a ticket is told by whom in a direct message, once.",
        scenes.given,
    ),
    Picture(
        "commands",
        "What /triage open, kb and stats answer",
        "`/triage` with `mine`, `open`, `search`, `kb` or `stats` answers who asks, and nobody "
        "else.",
        scenes.commands,
    ),
    Picture(
        "why",
        "Why a message was no ticket",
        "“Why (not) a ticket?” in the menu of any message explains what became of it.",
        scenes.why,
    ),
)
CHAPTERS = (
    Chapter("In the thread of a ticket", THREAD),
    Chapter("Forms", FORMS),
    Chapter("For teams and operators", TEAMS),
    Chapter("The app's home", HOME),
    Chapter("Said to one person", WHISPERS),
)
GALLERY = tuple(picture for chapter in CHAPTERS for picture in chapter.pictures)
