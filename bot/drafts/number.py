"""Amounts as people type them: `1k`, `5%`, `$100`, `1 000,50`; read exactly, or refused with the reason.

What could be two numbers is two readings, for the person to choose from; nothing is guessed about money.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

DIGITS_MAX: Final = 20
THOUSANDS: Final = {"k": 1_000, "m": 1_000_000, "к": 1_000, "м": 1_000_000}
DECIMAL_COMMA: Final = frozenset({"ru", "es", "pt-BR", "tr"})
SPACES: Final = str.maketrans(dict.fromkeys("\u00a0\u202f\u2009\u2007\t", " "))
CURRENCIES: Final = re.compile(r"^\$|(?:\$|usdt|usd)$")
GROUP: Final = 3


class Reason(StrEnum):
    """Why a text is no amount; each has its own words in the locale."""

    EMPTY = "EMPTY"
    NEGATIVE = "NEGATIVE"
    FOREIGN_DIGITS = "FOREIGN_DIGITS"
    EXPONENT = "EXPONENT"
    NOT_FINITE = "NOT_FINITE"
    TOO_LONG = "TOO_LONG"
    GROUPING = "GROUPING"
    NOT_A_NUMBER = "NOT_A_NUMBER"


@dataclass(frozen=True, slots=True)
class Problem:
    """No amount: the reason, and what was found there (never more than 20 characters of it)."""

    reason: Reason
    found: str = ""


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Two amounts, the one usual in the person's language first."""

    first: Decimal
    second: Decimal


Reading = Decimal | Ambiguous | Problem


def read_amount(text: str, language: str = "en") -> Reading:
    """The amount a text writes. A percent sign is allowed and dropped: `5%` is 5; use `read_percent` to demand it."""
    plain = text.translate(SPACES).strip().lower()
    problem = _obviously_wrong(plain)
    if problem is not None:
        return problem
    bare = CURRENCIES.sub("", plain).strip().removesuffix("%").strip()
    scale = THOUSANDS.get(bare[-1:], 1)
    bare = bare[:-1].strip() if scale != 1 else bare
    return _scaled(_read(bare, language), scale)


def _obviously_wrong(plain: str) -> Problem | None:
    shown = plain[:20]
    if not plain:
        return Problem(Reason.EMPTY)
    foreign = next((letter for letter in plain if letter.isnumeric() and not letter.isascii()), None)
    if foreign is not None:
        return Problem(Reason.FOREIGN_DIGITS, foreign)
    if re.fullmatch(r"[+\-−]?(nan|inf|infinity|∞)", plain):
        return Problem(Reason.NOT_FINITE, shown)
    if plain[0] in "-−–":  # hyphen, minus and dash: phones offer all three
        return Problem(Reason.NEGATIVE, shown)
    if re.search(r"\d\s*[eе][+\-]?\d", plain):
        return Problem(Reason.EXPONENT, shown)
    if sum(letter.isdigit() for letter in plain) > DIGITS_MAX:
        return Problem(Reason.TOO_LONG, shown)
    return None


def _read(bare: str, language: str) -> Reading:
    if not re.fullmatch(r"[0-9][0-9., '’]*|[.,][0-9]+", bare) or bare[-1] in " '’":
        return Problem(Reason.NOT_A_NUMBER, bare[:20])
    marks = [letter for letter in bare if letter in ".,"]
    spaced = re.search(r"[ '’]", bare) is not None
    match marks:
        case []:
            return _grouped(bare)
        case [mark] if spaced or not _could_group(bare, mark):
            return _with_decimal(bare, mark)
        case [mark]:
            return _two_ways(bare, mark, language)
        case [*groups, last] if last not in groups and len(set(groups)) == 1 and not spaced:
            return _with_decimal(bare, last)
        case [mark, *_] if len(set(marks)) == 1 and not spaced:
            return _grouped(bare)
        case _:
            return Problem(Reason.GROUPING, bare[:20])


def _could_group(bare: str, mark: str) -> bool:
    """Whether one mark may part thousands: one to three digits before it, not a lone 0, exactly three after."""
    head, _, tail = bare.partition(mark)
    return len(tail) == GROUP and 1 <= len(head) <= GROUP and not head.startswith("0")


def _two_ways(bare: str, mark: str, language: str) -> Reading:
    as_point = Decimal(bare.replace(mark, "."))
    as_group = Decimal(bare.replace(mark, ""))
    point_is_usual = (mark == ",") == (language in DECIMAL_COMMA)
    return Ambiguous(as_point, as_group) if point_is_usual else Ambiguous(as_group, as_point)


def _with_decimal(bare: str, mark: str) -> Reading:
    head, _, tail = bare.partition(mark)
    if not tail.isdigit():  # `5.` is a number cut short, `1,000.` too
        return Problem(Reason.NOT_A_NUMBER, bare[:20])
    whole = _grouped(head) if head else Decimal(0)
    return Decimal(f"{whole:f}.{tail}") if isinstance(whole, Decimal) else whole


def _grouped(bare: str) -> Reading:
    """Digits alone, or in threes parted by one kind of mark."""
    if bare.isdigit():
        return Decimal(bare)
    if re.fullmatch(r"[1-9]\d{0,2}(?:([., '’])\d{3})(?:\1\d{3})*", bare):
        return Decimal(re.sub(r"\D", "", bare))
    return Problem(Reason.GROUPING, bare[:20])


def _scaled(reading: Reading, scale: int) -> Reading:
    match reading:
        case Decimal():
            return reading * scale
        case Ambiguous(first, second):
            # "1.500k" says thousands already: a mark before it can only be the decimal one.
            return Ambiguous(first * scale, second * scale) if scale == 1 else min(first, second) * scale
        case Problem():
            return reading
