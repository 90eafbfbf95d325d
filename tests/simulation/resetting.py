"""How the bot is set up: drawn anew now and then while it is down, as its operators may do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.configuration.choices import AnalystChoice

if TYPE_CHECKING:
    from random import Random

    from bot.settings import Settings

USER_LIMITS = (0, 10, 10, 2, 1)
CHANNEL_LIMITS = (0, 0, 3)
QUESTIONS = (0, 1, 2, 2, 5)
REPLY_HOURS = (0.05, 1.0, 24.0)
JOIN_SECONDS = (0, 60, 600)
POSTS_PER_SECOND = (0.0, 0.5, 1.0, 1.0)
ANALYSTS = (AnalystChoice.AUTO, AnalystChoice.AUTO, AnalystChoice.OFFLINE)


def changed(settings: Settings, chance: Random) -> Settings:
    """Return `settings` with other limits, questions, pace and analyst."""
    return settings.model_copy(
        update={
            "tickets_per_user_per_minute": chance.choice(USER_LIMITS),
            "tickets_per_channel_per_minute": chance.choice(CHANNEL_LIMITS),
            "max_questions": chance.choice(QUESTIONS),
            "reply_deadline_hours": chance.choice(REPLY_HOURS),
            "join_seconds": chance.choice(JOIN_SECONDS),
            "slack_posts_per_second": chance.choice(POSTS_PER_SECOND),
            "analyst": chance.choice(ANALYSTS),
        }
    )
