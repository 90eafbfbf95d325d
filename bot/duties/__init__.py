"""What the bot does besides moving tickets forward, one module a duty."""
