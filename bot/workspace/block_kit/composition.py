"""What blocks and elements are composed of: texts, addresses, options, dialogs and pictures.

https://docs.slack.dev/reference/block-kit/composition-objects
"""

from bot.workspace.block_kit.shapes import (
    Check,
    any_of,
    at_most_one_of,
    choice,
    every,
    flag,
    items,
    matching,
    record,
    string,
    tagged,
    unique,
)

MOST_OPTIONS = 100
PLENTY = 1000
"""Where Slack names no limit; nobody comes near."""
ADDRESS = matching(r"(?i)[a-z][a-z0-9+.-]*://[^\s/]\S*", "invalid url", 3000)
"""The documentation names no schemes: `slack://` and others open from buttons, too."""
WEB_ADDRESS = matching(r"(?i)https?://[^\s/]\S*", "invalid url", 3000)
SECURE_ADDRESS = matching(r"(?i)https://[^\s/]\S*", "invalid url", 3000)


def plain_text(most: int) -> Check:
    """Return a check for a plain text object of at most `most` characters."""
    return tagged({"plain_text": record({"text": string(most)}, {"emoji": flag})})


def any_text(most: int) -> Check:
    """Return a check for a plain or mrkdwn text object of at most `most` characters."""
    return tagged(
        {
            "plain_text": record({"text": string(most)}, {"emoji": flag}),
            "mrkdwn": record({"text": string(most)}, {"verbatim": flag}),
        }
    )


def _option(text: Check, **more: Check) -> Check:
    return record({"text": text, "value": string(150)}, {"description": text, **more})


def options(each: Check, most: int, least: int = 1) -> Check:
    """Return a check for `least` to `most` options; what an option stands for is unique."""
    return every(items(each, most, least), unique("value"))


OPTION = _option(plain_text(75))
RICH_OPTION = _option(any_text(75))
LINKING_OPTION = _option(plain_text(75), url=ADDRESS)
OPTION_GROUP = record({"label": plain_text(75), "options": options(OPTION, MOST_OPTIONS)})
CHOICES = record(
    {},
    {
        "options": options(OPTION, MOST_OPTIONS, 0),
        "option_groups": items(OPTION_GROUP, MOST_OPTIONS, 0),
    },
)
"""What an app answers when somebody types into a menu of its own."""
CONFIRM = record(
    {
        "title": plain_text(100),
        "text": any_text(300),
        "confirm": plain_text(30),
        "deny": plain_text(30),
    },
    {"style": choice("primary", "danger")},
)
DISPATCH = record(
    {"trigger_actions_on": items(choice("on_enter_pressed", "on_character_entered"), 2)}
)
FILTERS: dict[str, Check] = {
    "include": items(choice("im", "mpim", "private", "public"), 4),
    "exclude_external_shared_channels": flag,
    "exclude_bot_users": flag,
}
FILTER = every(record({}, FILTERS), any_of(*FILTERS))
WORKFLOW = record(
    {
        "trigger": record(
            {"url": WEB_ADDRESS},
            {
                "customizable_input_parameters": items(
                    record({"name": string(), "value": string(least=0)}), PLENTY, 0
                )
            },
        )
    }
)
SLACK_FILE = every(
    record({}, {"id": string(), "url": WEB_ADDRESS}),
    any_of("id", "url"),
    at_most_one_of("id", "url"),
)
_SHOWN = ("image_url", "slack_file")


def picture(**more: Check) -> Check:
    """Return a check for a picture that is either on the web or a file of Slack's."""
    fields = {"image_url": WEB_ADDRESS, "slack_file": SLACK_FILE, **more}
    return every(
        record({"alt_text": string(2000)}, fields), any_of(*_SHOWN), at_most_one_of(*_SHOWN)
    )


IMAGE = picture()
