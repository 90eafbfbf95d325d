"""Slack's limits on blocks, messages and views: what the real one refuses is refused here."""
