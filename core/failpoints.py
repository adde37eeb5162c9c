"""Failpoints: named places on both sides of every effect where a test may stop the process. Idle in production."""

from collections.abc import Callable

_armed: Callable[[str], None] | None = None


def failpoint(name: str) -> None:
    """Nothing, unless a test has armed the failpoints."""
    if _armed is not None:
        _armed(name)


def arm(action: Callable[[str], None] | None) -> None:
    """Calls `action` at each failpoint from now on; None disarms. For tests alone."""
    global _armed  # noqa: PLW0603  # one switch for the process, as a kill is for the process
    _armed = action
