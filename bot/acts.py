"""Who stands behind what the operator did: read from the origin of the facts, which ends in the Telegram id."""

from typing import Final

from bot.people import Directory
from core.model.people import Origin

HOST: Final = "host"
"""Whoever may run a command on the machine."""


def actor_of(origin: Origin, people: Directory) -> str:
    """Their name; empty for the admin where nothing better is known, `HOST` for a command on the machine."""
    first, *_, last = origin.split(":")
    if first == HOST:
        return HOST
    number = people.number(int(last)) if last.isascii() and last.isdecimal() else None
    return "" if number is None else people.name(number)
