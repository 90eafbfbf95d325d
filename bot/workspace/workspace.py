"""The whole workspace: its state, its Web API and the people in it, without any transport."""

from bot.workspace.people.interactions import Interactions
from bot.workspace.web_api.methods import WebApi


class Workspace(WebApi, Interactions):
    """A Slack-shaped world in memory; thread-safe, and the same for the same seed and clock."""
