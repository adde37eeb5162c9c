"""The fields of a statement, each with its kind: how its value stands as exact text, and how it is read back.

One table feeds the canonical form and the files, so that no form can leave a field out. Money is in 10⁻⁸ USDT.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from bot.html import NAME_MAX, visible
from core.model.market import Symbol
from core.model.money import QUOTE_DECIMALS, UNITS
from core.model.people import PersonId
from core.views.statement import Outcome, Party

NUMBER: Final = re.compile(r"-?(0|[1-9][0-9]{0,29})(\.[0-9]{1,30})?")
"""What a number looks like in every form: ASCII digits, one point, no exponent, no plus, bounded."""
_MOMENT: Final = re.compile(r"2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)


class NotAValue(ValueError):
    """A text that its field cannot hold; the message says what was found."""


@dataclass(frozen=True, slots=True)
class Kind:
    """`text` writes a value exactly and in one way only; `value` reads that text, or raises NotAValue."""

    text: Callable[[Any], str]
    value: Callable[[str], Any]
    number: bool = False


def number(text: str) -> Decimal:
    """The exact decimal that `text` writes. Raises NotAValue for any other spelling."""
    if not NUMBER.fullmatch(text):
        raise NotAValue(f"{text[:40]!r} is no plain number")
    return Decimal(text)


def plain(value: Decimal) -> str:
    """Every digit of a decimal, no exponent, no zeros at the end."""
    return trimmed(f"{value:f}")


def trimmed(text: str) -> str:
    """A number's text without zeros at the end of its fraction."""
    short = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if short == "-0" else short


def padded(text: str, decimals: int) -> str:
    """A number's text without zeros at its end, but for so many decimals."""
    whole, _, part = trimmed(text).partition(".")
    return f"{whole}.{part:0<{decimals}}".rstrip(".")


def shown_name(text: str) -> str:
    """A stranger's name as every form shows it: one line, bounded, without anything unseen or reordering (P-19)."""
    words = " ".join(visible(text).split())
    return (words if len(words) <= NAME_MAX else words[: NAME_MAX - 1].rstrip() + "…") or "?"


def _units(text: str) -> int:
    """Whole units of 10⁻⁸, by digits alone: a Decimal's product would be rounded to its context."""
    number(text)
    whole, _, part = text.partition(".")
    digits = part.rstrip("0")
    if len(digits) > QUOTE_DECIMALS:
        raise NotAValue(f"{text[:40]!r} is finer than 10⁻⁸")
    return int(whole + digits.ljust(QUOTE_DECIMALS, "0"))


def _money(units: int) -> str:
    sign, whole = "-" if units < 0 else "", abs(units)
    return f"{sign}{whole // UNITS}.{whole % UNITS:0{QUOTE_DECIMALS}d}"


def _whole(text: str) -> int:
    if "." in text:
        raise NotAValue(f"{text[:40]!r} is no whole number")
    return int(number(text))


def _moment(text: str) -> datetime:
    if not _MOMENT.fullmatch(text):
        raise NotAValue(f"{text[:40]!r} is no moment")
    try:
        return datetime.fromisoformat(text)
    except ValueError as problem:
        raise NotAValue(f"{text[:40]!r} is no moment") from problem


def _moment_text(at: datetime) -> str:
    assert at.tzinfo is not None
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _name(text: str) -> str:
    return shown_name(text) if text else ""


def _mode(text: str) -> bool:
    if text not in {"paper", "live"}:
        raise NotAValue(f"{text[:40]!r} is no mode")
    return text == "paper"


def _one_of(words: type[StrEnum]) -> Kind:
    def value(text: str) -> StrEnum:
        try:
            return words(text)
        except ValueError:
            raise NotAValue(f"{text[:40]!r} is none of {', '.join(words)}") from None

    return Kind(str, value)


MONEY: Final = Kind(_money, _units, number=True)
RATIO: Final = Kind(lambda ratio: trimmed(_money(ratio)), _units, number=True)  # both are 10⁻⁸
EXACT: Final = Kind(plain, number, number=True)
WHOLE: Final = Kind(str, _whole, number=True)
PERSON: Final = Kind(str, lambda text: PersonId(_whole(text)), number=True)
MOMENT: Final = Kind(_moment_text, _moment)
NAME: Final = Kind(_name, str)
TEXT: Final = Kind(str, str)
SYMBOL: Final = Kind(str, Symbol)
MODE: Final = Kind(lambda paper: "paper" if paper else "live", _mode)

Fields = Mapping[str, Kind]

HEAD: Final[Fields] = {
    "number": WHOLE,
    "person": PERSON,
    "name": NAME,
    "party": _one_of(Party),
    "lead": PERSON,
    "other": NAME,
    "paper": MODE,
    "starts": MOMENT,
    "ends": MOMENT,
    "settled_at": MOMENT,
    "outcome": _one_of(Outcome),
    "ratio": RATIO,
}
CLOSE: Final[Fields] = {
    "at": MOMENT,
    "order": TEXT,
    "symbol": SYMBOL,
    "base": TEXT,
    "quantity": EXACT,
    "price": EXACT,
    "proceeds": MONEY,
    "cost": MONEY,
    "fees": MONEY,
    "net": MONEY,
    "ratio": RATIO,
    "withheld": MONEY,
}
COPIER: Final[Fields] = {
    "name": NAME,
    "outcome": _one_of(Outcome),
    "closes": WHOLE,
    "net": MONEY,
    "withheld_before": MONEY,
    "withheld": MONEY,
    "payable": MONEY,
    "refund": MONEY,
    "withheld_after": MONEY,
    "due": MONEY,
    "net_before": MONEY,
}
TOTALS: Final[Fields] = {
    "gross": MONEY,
    "fees": MONEY,
    "net": MONEY,
    "withheld_before": MONEY,
    "withheld": MONEY,
    "adjustment": MONEY,
    "due": MONEY,
    "payable": MONEY,
    "refund": MONEY,
    "withheld_after": MONEY,
    "net_before": MONEY,
    "due_before": MONEY,
}


def texts(fields: Fields, of: object) -> dict[str, str]:
    """Every field of a line, as its exact text."""
    return {name: kind.text(getattr(of, name)) for name, kind in fields.items()}


def values(fields: Fields, read: object) -> dict[str, Any]:
    """The values of a line from its texts. Raises NotAValue where a field is missing, foreign, or no text."""
    if (
        not isinstance(read, dict)
        or read.keys() != fields.keys()
        or not all(isinstance(text, str) for text in read.values())
    ):
        raise NotAValue("the fields are not those of a statement")
    return {name: kind.value(read[name]) for name, kind in fields.items()}
