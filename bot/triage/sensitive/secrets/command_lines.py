"""Finds secrets on command lines: `-u name:…`, `--token …`, `mysql -p…`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.triage.sensitive.anchored import Anchored, Pattern
from bot.triage.sensitive.finding import holds_any, lowered
from bot.triage.sensitive.marks import Marked
from bot.triage.sensitive.secrets.secret_values import (
    BARE,
    KEYS,
    PASSWORDS,
    QUOTED,
    is_made_up,
    may_be_secret,
    value_of,
)
from bot.triage.sensitive.vocabulary import one_of, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.triage.sensitive.finding import Finding

VALUE = rf"(?:(?P<quoted>{QUOTED})|(?P<bare>{BARE}))"
WHOLE = rf"(?:(?P<quoted>{QUOTED})|(?P<bare>[^\s\"'<>]{{4,}}))"
FLAGS: dict[str, Pattern] = {
    mark: re.compile(pattern)
    for mark, pattern in {
        "reg_sz": r"password\s{1,8}reg_sz\s{1,8}(?P<bare>\S+)",
        "/p": r"\s/p(?:ass(?:word)?)?:(?P<bare>[^\s\"'<>]{4,})",
        "lftp": r"lftp\s-u\s[^\s,]{1,60},(?P<bare>\S+)",
        "smb": r"smb\w*\s(?:[^\n]{0,80}\s)?-u\s?[^\s%]{1,60}%(?P<bare>\S+)",
        "--auth": r"--auth[ =][^\s:]{1,60}:(?P<bare>\S+)",
        "rar": rf"rar\s(?:[^\n]{{0,80}}\s)?-h?p{WHOLE}",
        "net user": r"net\suser\s[^\s/]{1,40}\s(?P<bare>[^\s/*]\S{3,})",
        "snmp": r"snmp\w{2,10}\s(?:[^\n]{0,60}\s)?-c\s(?P<bare>\S{4,})",
        "community": r"community\s(?P<bare>[^\s:]{4,})\sr[ow]\b",
        "vault login": r"vault\slogin\s(?:-\S+\s)?(?P<bare>[^\s=]{16,})",
        "isakmp": r"isakmp\skey\s(?:[06]\s)?(?P<bare>\S{4,})",
        " 7 ": r"(?:password|secret|key)\s7\s(?P<bare>[0-9a-f]{8,})",
        " 0 ": r"(?:password|secret|key)\s0\s(?P<bare>\S{4,})",
        "--": rf"-(?<![\w-].)-(?:[a-z]+-){{0,3}}(?:{one_of((*PASSWORDS, *KEYS))})\s{VALUE}",
        "-p": rf"-(?<![\w-].)(?:{one_of(PASSWORDS)})\s{VALUE}",
        "-u": r"\s(?:-u|--user)[ =]?[\"']?(?!\d+:\d+(?!\S))[^\s:\"']{1,100}:(?P<bare>[^\s\"'<>]++)",
        "mysql": r"mysql(?<!\w.{5})\w*\s(?:[^\n]{0,80}\s)?-p"
        rf"(?:(?P<quoted>{QUOTED})|(?P<bare>[^\s\"'<>]++))",
        "sshpass": r"sshpass(?<!\w.{7})\s-p\s?[\"']?(?P<bare>[^\s<>\"']++)",
        "login": rf"login(?<!\w.{{5}})\s(?:[^\n]{{0,80}}\s)?-p\s(?![a-z]+(?!\S)){VALUE}",
        "openssl": rf"openssl\senc\s(?:[^\n]{{0,80}}\s)?-k\s{VALUE}",
        "redis-cli": rf"redis-cli\s(?:[^\n]{{0,80}}\s)?-a\s{VALUE}",
        "sqlcmd": rf"sqlcmd\s(?:[^\n]{{0,80}}\s)?-p\s{VALUE}",
        "ldap": rf"ldap[a-z]{{2,10}}\s(?:[^\n]{{0,80}}\s)?-w\s{VALUE}",
        "identified": rf"identified(?<!\w.{{10}})\sby\s(?P<quoted>{QUOTED})",
        "password '": rf"(?:user|role|with)\s[^\n]{{0,60}}?password\s(?P<quoted>{QUOTED})",
        "mongo": rf"mongo(?:sh|dump|restore|export|import)?\s(?:[^\n]{{0,80}}\s)?-p\s{VALUE}",
        "7z": rf"7z[a-z]?\s(?:[^\n]{{0,80}}\s)?-p{WHOLE}",
        "unzip": rf"unzip\s(?:[^\n]{{0,80}}\s)?-p\s{VALUE}",
        "htpasswd": rf"htpasswd\s-\w*b\w*\s\S{{1,80}}\s\S{{1,40}}\s{VALUE}",
        "net use": r"net\suse\s\S{1,10}\s\S{1,80}\s(?P<bare>[^\s/\"']{4,})\s/user:",
        "rabbitmqctl": r"rabbitmqctl\s(?:add_user|change_password|authenticate_user)\s\S{1,60}\s"
        rf"{VALUE}",
        "chpasswd": r"[\w.-]{1,40}:(?P<bare>[^\s\"'|:]{4,})[\"']?\s?\|\s?(?:sudo\s)?chpasswd",
        "securestring": rf"convertto-securestring\s(?:-string\s)?(?P<quoted>{QUOTED})",
        "sudo": r"echo\s[\"']?(?P<bare>[^\s\"'|]{4,})[\"']?\s?\|\s?sudo\s-s",
        "/user:": rf"net\suse\s[^\n]{{0,80}}/user:\S{{1,80}}\s{VALUE}",
    }.items()
}
FLAGS |= {
    "key ": Anchored(
        r"(?:tacacs|radius)\S*\s(?:[^\n]{0,60}\s)?key\s(?:\d\s)?(?P<bare>\S{4,})",
        ("tacacs", "radius"),
    ),
    "/": Anchored(
        r"(?:sqlplus|oracle|thin:)\s?[\w$]{1,40}/(?P<bare>[^\s/]{4,})@",
        ("sqlplus", "oracle", "thin:"),
    ),
}
"""By what must stand in a text for the pattern to be worth a try."""
MARKED_FLAGS = Marked(FLAGS)
WITH_P = Anchored(
    r"(?:psexec|bcp|ipmitool|mosquitto_\w{3}|rdesktop|zip|isql|az|docker|mount|iscsiadm)\b"
    r"[^\n]{0,100}?\s-p(?:ass(?:word)?)?\s?[\"']?(?P<bare>[^\s\"'<>]{4,})"
    r"|identified\sby\s(?P<told>[^\s\"'`;]{4,})",
    words("psexec bcp ipmitool mosquitto_ rdesktop zip isql az docker mount iscsiadm identified"),
)
"""Programs whose `-p` is a password, or whose `-P` is."""
PASS_FILE = re.compile(
    r"(?m)(?:^|(?<=[\s`\"']))[a-z*][\w.*-]*:\d{2,5}:[a-z*][\w*-]*:[a-z*][\w*-]*:(?P<bare>\S{4,})"
)
"""A line of PostgreSQL's `.pgpass`: host, port, database, user, password."""
PORT = re.compile(r":\d{2,5}:[a-z*][\w*-]*:[a-z*][\w*-]*:\S{4}")
"""What such a line can't do without, and hardly another text has."""


def find_on_command_lines(text: str) -> Iterator[Finding]:
    """Yield what is handed to a program as its password or token."""
    small = lowered(text)
    worth = MARKED_FLAGS.in_text(small)
    for flag in (*worth, PASS_FILE) if PORT.search(small) else worth:
        for match in flag.finditer(small):
            value = value_of(text, match)
            if may_be_secret(value):
                yield value
    for match in WITH_P.finditer(small) if holds_any(small, (" -p", "identified")) else ():
        value = value_of(text, match)
        if is_made_up(value.value):
            yield value
