"""A typed e-mail address: what is taken for one, and how it is shown. Pure."""

import re
from typing import Final

LONGEST: Final = 254
LOCAL_LONGEST: Final = 64
"""Both of RFC 5321."""
_LOCAL: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL: Final = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


def read_address(text: str) -> str | None:
    """The address as it travels, its domain in ASCII and small letters; None for what is none.

    Quoted names, names beyond ASCII and numbers in the place of a domain are no addresses here.
    """
    local, at, domain = text.strip().rpartition("@")
    if not at or len(local) > LOCAL_LONGEST or not _LOCAL.fullmatch(local):
        return None
    known = _ascii(domain)
    if known is None or len(local) + 1 + len(known) > LONGEST:
        return None
    labels = known.split(".")
    whole = len(labels) > 1 and all(map(_LABEL.fullmatch, labels)) and not labels[-1].isdigit()
    return f"{local}@{known}" if whole else None


def masked_address(address: str) -> str:
    """Enough of it for its owner: a***@d***.com."""
    local, _, domain = address.rpartition("@")
    name, _, ending = domain.rpartition(".")
    return f"{local[:1]}***@{name[:1]}***.{ending}"


def _ascii(domain: str) -> str | None:
    try:
        return domain.encode("idna").decode().lower()
    except UnicodeError:  # an empty label, one too long, or letters that no domain has
        return None
