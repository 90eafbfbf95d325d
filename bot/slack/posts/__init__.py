"""What the bot posts: cards, questions, reminders, and how each is delivered."""
