"""Figures as text: money, quantities, prices, percents, counts and times, in the reader's own form.

Money is an integer of 10⁻⁸ USDT, quantity and price are exact decimals, a ratio is a plain fraction. Never a float:
Babel's defaults would show 0.00012345 as 0. Digits are Latin in every language.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from typing import Final
from zoneinfo import ZoneInfo

from bot.html import Html

MONEY_UNIT: Final = Decimal("1e-8")
CENT: Final = Decimal("0.01")
MINUS: Final = "\u2212"


@dataclass(frozen=True, slots=True)
class Form:
    """How a language writes numbers; after CLDR, which a test compares."""

    decimal: str = "."
    group: str = ","
    percent: str = "{}%"
    group_from: int = 4  # digits before the first separator appears; Spanish leaves 1234 alone


FORMS: Final = {
    "en": Form(),
    "ru": Form(decimal=",", group="\u00a0", percent="{}\u00a0%"),
    "es": Form(decimal=",", group=".", percent="{}\u00a0%", group_from=5),
    "pt-BR": Form(decimal=",", group="."),
    "tr": Form(decimal=",", group=".", percent="%{}"),
    "zh-Hans": Form(),
    "ar": Form(percent="{}%"),
}


def money(units: int, form: Form = FORMS["en"], *, signed: bool = False) -> str:
    """USDT to two decimals, half to even; less than a cent keeps its own digits, so that it is not shown as nothing."""
    exact = Decimal(units) * MONEY_UNIT
    shown = exact.quantize(CENT, rounding=ROUND_HALF_EVEN)
    return number(shown if shown or not exact else exact.normalize(), form, signed=signed)


def quantity(amount: Decimal, form: Form = FORMS["en"], *, signed: bool = False) -> str:
    """An amount of an asset, every digit of it and no more."""
    return number(_plain(amount), form, signed=signed)


def price(value: Decimal, form: Form = FORMS["en"], *, decimals: int | None = None) -> str:
    """Quote per base; `decimals` is the instrument's tick, None shows the digits there are, at least one."""
    if decimals is not None:
        return number(_rounded(value, decimals), form)
    plain = _plain(value)
    return number(plain if plain.as_tuple().exponent != 0 else _rounded(plain, 1), form)


def percent(ratio: Decimal, form: Form = FORMS["en"], *, decimals: int = 1, signed: bool = False) -> str:
    """A plain fraction as a percentage: 0.125 is 12.5%."""
    return form.percent.format(number(_rounded(ratio * 100, decimals), form, signed=signed))


def count(many: int, form: Form = FORMS["en"]) -> str:
    """A number of things."""
    return number(Decimal(many), form)


def number(value: Decimal, form: Form, *, signed: bool = False) -> str:
    """The digits of an exact decimal with the language's separators; a sign where asked, a true minus always."""
    if not isinstance(value, Decimal):
        raise TypeError(f"a {type(value).__name__} is not exact")
    whole, _, part = f"{abs(value):f}".partition(".")
    text = _grouped(whole, form) + (form.decimal + part if part else "")
    if value < 0:
        return MINUS + text
    return "+" + text if signed and value > 0 else text


def when(at: datetime, *, zone: str = "UTC", pattern: str = "wdt") -> Html:
    """A moment as Telegram's `date_time` entity, drawn in the reader's zone; older clients see the text inside.

    The pattern is Telegram's: r relative, w weekday, d or D date, t or T time.
    """
    if at.tzinfo is None:
        raise ValueError("a time without a zone")
    local = at.astimezone(UTC if zone == "UTC" else ZoneInfo(zone))
    label = f"{local:%Y-%m-%d %H:%M} {local.tzname() if zone != 'UTC' else 'UTC'}"
    return Html(f'<tg-time unix="{int(at.timestamp())}" format="{pattern}">{label}</tg-time>')


def days(first: date, last: date, language: str, *, full: bool = False) -> str:
    """The days from one to another, as a language writes them: `Nov 16 – 22`; in full with their weekdays and year."""
    from babel.dates import format_interval  # noqa: PLC0415 - its calendars take a while to read

    locale = "en" if language == "pseudo" else language.replace("-", "_")
    return format_interval(first, last, skeleton="yMMMEd" if full else "MMMd", locale=locale)


def clock(minute: int) -> str:
    """A time of day, from minutes since midnight: 23:05."""
    return "{:02}:{:02}".format(*divmod(minute, 60))


def _grouped(digits: str, form: Form) -> str:
    if len(digits) < form.group_from:
        return digits
    head = len(digits) % 3
    parts = [digits[:head]] if head else []
    return form.group.join([*parts, *(digits[at : at + 3] for at in range(head, len(digits), 3))])


def _plain(value: Decimal) -> Decimal:
    normal = value.normalize()
    exponent = normal.as_tuple().exponent
    return normal.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else normal


def _rounded(value: Decimal, decimals: int) -> Decimal:
    with localcontext() as context:
        context.prec = 60
        return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_EVEN)
