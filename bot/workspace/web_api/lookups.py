"""The Web API methods that look up who somebody is: people, groups, bots, and the team."""

from bot.workspace.records.errors import Refused
from bot.workspace.records.messages import Json
from bot.workspace.records.state import Bot, User
from bot.workspace.web_api.paging import MOST_LISTED, page
from bot.workspace.web_api.params import Params
from bot.workspace.world.world import World


def user_info(world: World, bot: Bot, params: Params) -> Json:
    """Do `users.info`."""
    return {"user": _person(known_user(world, bot, params.required("user")), bot)}


def user_list(world: World, bot: Bot, params: Params) -> Json:
    """Do `users.list`."""
    found = [user for user in world.users.values() if user.team_id == bot.team_id]
    chosen, cursor = page(found, params, MOST_LISTED)
    return {
        "members": [_person(user, bot) for user in chosen],
        "response_metadata": {"next_cursor": cursor},
    }


def known_user(world: World, bot: Bot, user_id: str) -> User:
    """Return the person that `bot` may know by that id; raise Refused where Slack would."""
    user = world.users.get(user_id)
    if user is None or (user.team_id != bot.team_id and not user.is_stranger):
        raise Refused("user_not_found")
    return user


def _person(user: User, bot: Bot) -> Json:
    profile: Json = {"real_name": user.real_name, "display_name": user.name, "team": user.team_id}
    if "users:read.email" in bot.scopes and user.email:
        profile["email"] = user.email
    return {
        "id": user.id,
        "team_id": user.team_id,
        "name": user.name,
        "real_name": user.real_name,
        "deleted": user.is_deleted,
        "is_bot": user.is_bot,
        "is_restricted": user.is_guest,
        "is_ultra_restricted": False,
        "is_stranger": user.is_stranger,
        "is_admin": user.is_admin,
        "is_owner": False,
        "tz": user.tz,
        "locale": user.locale,
        "profile": profile,
    }


def auth_test(world: World, bot: Bot, _params: Params) -> Json:
    """Do `auth.test`."""
    team = world.teams[bot.team_id]
    return {
        "url": f"https://{team.domain}.slack.com/",
        "team": team.name,
        "user": world.users[bot.user_id].name,
        "team_id": team.id,
        "user_id": bot.user_id,
        "bot_id": bot.id,
        "is_enterprise_install": False,
    }


def team_info(world: World, bot: Bot, _params: Params) -> Json:
    """Do `team.info`."""
    team = world.teams[bot.team_id]
    return {"team": {"id": team.id, "name": team.name, "domain": team.domain}}


def usergroup_list(world: World, bot: Bot, params: Params) -> Json:
    """Do `usergroups.list`: without the members unless they are asked for."""
    groups = world.teams[bot.team_id].usergroups
    if params.flag("include_users"):
        return {"usergroups": groups}
    return {"usergroups": [{k: v for k, v in one.items() if k != "users"} for one in groups]}


def usergroup_users(world: World, bot: Bot, params: Params) -> Json:
    """Do `usergroups.users.list`."""
    group_id = params.required("usergroup")
    for group in world.teams[bot.team_id].usergroups:
        if group["id"] == group_id:
            return {"users": list(group.get("users", ()))}
    raise Refused("no_such_subteam")


def bot_info(world: World, bot: Bot, params: Params) -> Json:
    """Do `bots.info`."""
    for other in world.bots.values():
        if other.id == params.text("bot", bot.id) and other.team_id == bot.team_id:
            name = world.app_of(other).name
            described_bot = {"id": other.id, "app_id": other.app_id, "user_id": other.user_id}
            return {"bot": {**described_bot, "name": name, "deleted": False}}
    raise Refused("bot_not_found")
