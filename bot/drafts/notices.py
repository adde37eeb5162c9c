"""Which addresses a notice may open: https on a host that the configuration allows, and nothing that looks like one.

Look-alikes of exchanges are common (R-21.4), so a host is compared letter for letter, and whatever could hide another
one (a user before an `@`, a port, letters beyond ASCII, an encoded name, a backslash) is refused.
"""

import re
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from core.model.announcements import Announcement

LONGEST: Final = 300
_WHOLE: Final = re.compile(r"[!-\[\]-~]+", re.ASCII)
"""Visible ASCII without a backslash: browsers read one as a slash."""


def opens(address: str, hosts: frozenset[str]) -> bool:
    """Whether a button may lead there."""
    if len(address) > LONGEST or not _WHOLE.fullmatch(address):
        return False
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    plain = parts.scheme == "https" and parts.netloc == host and port is None
    return plain and "xn--" not in host and host in hosts


def with_open_notice(told: Announcement, hosts: frozenset[str]) -> Announcement:
    """The same, without an address that may not be opened any more."""
    return told if not told.notice or opens(told.notice, hosts) else replace(told, notice="")
