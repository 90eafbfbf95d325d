"""How the tests of block kit ask what is wrong: by `blocks.validate`, which posts nothing."""

from tests.workspace.builders import Office


def complaints(office: Office, **content: object) -> list[str]:
    """Return what is wrong with the `blocks`, `view` or `message` given; nothing if all is well."""
    body = office.call("blocks.validate", **content)
    return [] if body["ok"] else [error["message"] for error in body["errors"]]
