"""How the workspace says no: to an app in Slack's words, to a test by an exception."""

from bot.workspace.records.messages import Json


class Refused(Exception):
    """A Web API call that Slack answers with `ok: false`."""

    def __init__(self, error: str, **extra: object) -> None:
        """Remember Slack's error code and the fields that go with it."""
        super().__init__(error)
        self.error = error
        self.extra: Json = extra

    def body(self) -> Json:
        """Return the answer as Slack words it."""
        return {"ok": False, "error": self.error, **self.extra}


class Impossible(LookupError):
    """Something that no person could do in Slack, such as clicking a button that is not there."""
