"""The rulebook's numbers as the host changes them: `NAME=VALUE`, by `--set` or in the environment (R-1.4)."""

from collections.abc import Iterable

from core.model.limit_texts import UnknownLimit
from core.model.limits import Limits, limits


def numbers(changes: Iterable[str]) -> Limits:
    """The desk's numbers with `changes`, the last of a name counting. Raises UnknownLimit, which says what is wrong."""
    return limits(dict(map(_pair, changes)))


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise UnknownLimit(f"{text[:60]!r}: NAME=VALUE is wanted")
    return name.strip(), value.strip()
