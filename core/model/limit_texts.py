"""Reads changed numbers of the rulebook from their texts: each by its kind, and within its bounds (R-1.4).

What the numbers are, and what they are without a change, is `limits`. Here nothing knows their names but the bounds.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final, Literal, TypeVar, get_args, get_origin, get_type_hints

from core.model.calendar import CycleStart, Hours
from core.model.market import Symbol
from core.model.money import RATIO_UNITS, Money, NotAnAmount, Ratio, plain_decimal, quote, ratio, units

T = TypeVar("T")
DAYS_KEPT: Final = 366
"""Days of a lead that the book keeps: no period and no average goes back further."""

MOST_WHOLE: Final = 1_000_000
"""More than anybody counts or waits for here; as days or hours from now it is still an instant."""

FIXED: Final = {"money.quote": "USDT", "money.decimals": "8"}
"""What the rulebook names among its numbers and the desk is built on: it may be said, and not changed."""


def _part(value: int) -> None:
    if value > RATIO_UNITS:
        raise ValueError("1 is all of it")


def _from(least: int, most: int) -> Callable[[int], None]:
    def within(value: int) -> None:
        if not least <= value <= most:
            raise ValueError(f"from {least} to {most} is wanted")

    return within


def _periods(days: tuple[int, ...]) -> None:
    if not days or sorted(set(days)) != list(days):
        raise ValueError("one number of days or more is wanted, each greater than the one before")
    if days[0] < 1 or days[-1] >= DAYS_KEPT:
        raise ValueError(f"from 1 to {DAYS_KEPT - 1} days are wanted")


def _some(table: tuple[object, ...]) -> None:
    if not table:
        raise ValueError("one level or more is wanted")


BOUNDS: Final[Mapping[str, Callable[[Any], None]]] = {
    "clock.utc_offset_hours": _from(-12, 14),
    "copying.stop_loss_max": _part,
    "profit_share.absolute_max": _part,
    "copying.total_stop_loss.check_every_ms": _from(1, MOST_WHOLE),
    "levels.average_days": _from(1, DAYS_KEPT),
    "levels.profit_share": _some,
    "levels.lead": _some,
    "metrics.periods_days": _periods,
    "metrics.history_months": _from(1, 120),
    "metrics.rows.default": _from(1, 100),
    "metrics.rows.max": _from(1, 100),
}
"""What is asked of a number beyond its kind. A part is of something: nobody loses or shares more than all of it."""


class UnknownLimit(ValueError):
    """A name that is no number of the rulebook, or a value it cannot take."""


def changed(numbers: T, changes: Mapping[str, str]) -> T:
    """The dataclass with these values at their dotted paths.

    Raises UnknownLimit, which names the path, what is wanted and what was found there.
    """
    for path, text in changes.items():
        if path in FIXED:
            _said(path, text)
        else:
            numbers = _changed(numbers, path, path.split("."), text)
    return numbers


def _said(path: str, text: str) -> None:
    if text.replace(" ", "") != FIXED[path].replace(" ", ""):
        raise UnknownLimit(f"{path}: the desk is built on {FIXED[path]}, found {text[:60]!r}")


def _changed(value: Any, path: str, steps: list[str], text: str) -> Any:
    step, *rest = steps
    group = is_dataclass(value) and type(value) not in READERS
    known = [each.name for each in fields(value) if each.compare] if group else []
    if step not in known:
        raise UnknownLimit(f"{path}: no such number" + (f"; there are {', '.join(known)}" if known else ""))
    if rest:
        return replace(value, **{step: _changed(getattr(value, step), path, rest, text)})
    return replace(value, **{step: _read(path, get_type_hints(type(value))[step], text)})


def _read(path: str, kind: Any, text: str) -> Any:
    if is_dataclass(kind) and kind not in READERS:
        raise UnknownLimit(f"{path}: a group of numbers; name one of them")
    try:
        found = _value(kind, json.loads(text) if get_origin(kind) is tuple else text)
        BOUNDS.get(path, _anything)(found)
    except (NotAnAmount, json.JSONDecodeError, TypeError, KeyError, ValueError) as error:
        found_there = "" if isinstance(error, NotAnAmount) else f", found {text[:60]!r}"  # that one says it itself
        raise UnknownLimit(f"{path}: {error}{found_there}") from error
    return found


def _anything(_: Any) -> None:
    """Most numbers may have any value of their kind."""


def _value(kind: Any, given: Any) -> Any:
    """One number or word, or the entries of a table: `[["0", "0.08"]]`, `[{"copier_cap": "5"}]`."""
    if get_origin(kind) is tuple:
        if not isinstance(given, list):
            raise ValueError("a list is wanted, such as [1, 2]")
        return tuple(_value(get_args(kind)[0], each) for each in given)
    if get_origin(kind) is Literal:
        if given not in get_args(kind):
            raise ValueError(f"one of {', '.join(get_args(kind))} is wanted")
        return given
    if kind in READERS:
        return READERS[kind](str(given))
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        named = given if isinstance(given, dict) else dict(zip(hints, given, strict=True))
        return kind(**{name: _value(hints[name], each) for name, each in named.items()})  # type: ignore[operator]  # a dataclass of limits
    if kind == frozenset[Symbol] | None:
        return _instruments(given)
    assert kind is bool, kind
    return _yes_or_no(given)


def _yes_or_no(given: Any) -> bool:
    words = {"true": True, "false": False}
    found = given if isinstance(given, bool) else words.get(given)
    if found is None:
        raise ValueError("true or false is wanted")
    return found


def _instruments(given: Any) -> frozenset[Symbol] | None:
    if given == "any":
        return None
    if not isinstance(given, list):
        raise TypeError('a list of instruments is wanted, or "any"')
    return frozenset(map(Symbol, given))


def _whole(text: str) -> int:
    found = units(plain_decimal(text), 1)
    if found > MOST_WHOLE:
        raise ValueError(f"at most {MOST_WHOLE} is wanted")
    return found


def _hours(text: str) -> Hours:
    """They may be behind UTC."""
    return Hours(-_whole(text[1:]) if text.startswith("-") else _whole(text))


READERS: Final[Mapping[Any, Callable[[str], Any]]] = {
    Money: quote,
    Ratio: ratio,
    int: _whole,
    Hours: _hours,
    CycleStart: CycleStart.read,
}
"""How a number is read from its text, by its kind."""
