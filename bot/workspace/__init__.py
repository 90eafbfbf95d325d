"""A local Slack: a workspace in memory, and a server that speaks Slack's protocols around it.

    with WorkspaceServer() as server:
        slack = server.workspace
        bot = slack.add_app(request_url=None)            # or manifest=yaml.safe_load(...)
        ann = slack.add_user("ann")
        support = slack.add_channel("support", ann, bot)
        # SLACK_API_URL=server.api_url, SLACK_BOT_TOKEN=bot.token,
        # SLACK_APP_TOKEN=slack.app_of(bot).app_token, signing secret likewise
        server.wait_for_connection()
        ticket = slack.post_as_user(ann, support, "The invoice is wrong")
        slack.wait_for(lambda: slack.thread(support, ticket.ts).by_bots)

`Workspace` alone has no sockets and no threads: `run_due(send)` hands what is due to `send`.
It stands in for Slack in the demo, the tests and the benchmark, and imports nothing of the bot.
"""

from bot.workspace.people.talking import typed
from bot.workspace.records.errors import Impossible
from bot.workspace.records.messages import Ephemeral, Message, Status, Thread
from bot.workspace.records.state import App, Bot, Channel, Team, User, View
from bot.workspace.transport.server import WorkspaceServer
from bot.workspace.workspace import Workspace
from bot.workspace.world.deliveries import Ack, Delivery
from bot.workspace.world.faults import CallFault, Faults
from bot.workspace.world.rates import Rates

__all__ = [
    "Ack",
    "App",
    "Bot",
    "CallFault",
    "Channel",
    "Delivery",
    "Ephemeral",
    "Faults",
    "Impossible",
    "Message",
    "Rates",
    "Status",
    "Team",
    "Thread",
    "User",
    "View",
    "Workspace",
    "WorkspaceServer",
    "typed",
]
