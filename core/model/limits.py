"""Every number of the rulebook's section 24 that the rules read, in one frozen value (R-1.4).

Amounts are in quote units, ratios in 10⁻⁸. `limits()` is the one function that makes it; the screens that tell a person
a limit read the same value.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, get_type_hints

from core.model.market import Symbol
from core.model.money import Money, NotAnAmount, Ratio, plain_decimal, quote, ratio, units

MAJOR = frozenset(map(Symbol, ("BTC-USDT", "ETH-USDT")))
LARGE = frozenset(map(Symbol, ("XRP-USDT", "LTC-USDT", "DOGE-USDT", "SOL-USDT", "SUI-USDT", "PEPE-USDT")))


@dataclass(frozen=True, slots=True)
class Range:
    min: Money
    max: Money


@dataclass(frozen=True, slots=True)
class RatioRange:
    min: Ratio
    max: Ratio


@dataclass(frozen=True, slots=True)
class SmartSyncLimits:
    min_allocation: Money = quote("100")


@dataclass(frozen=True, slots=True)
class CopyingLimits:
    leads_per_copier: int = 10
    amount: Range = Range(quote("10"), quote("100000"))
    multiplier: RatioRange = RatioRange(ratio("0.01"), ratio("100"))
    max_total: Range = Range(Money(1), quote("200000"))
    smart_sync: SmartSyncLimits = SmartSyncLimits()
    take_profit_max: Ratio = ratio("1.5")
    stop_loss_max: Ratio = ratio("0.75")


@dataclass(frozen=True, slots=True)
class LeadLimits:
    min_equity: Money = quote("500")
    daily_buys: int = 500
    copier_cap: int = 100
    profit_share_max: Ratio = ratio("0.08")
    instrument_cap: Money = quote("2500000")
    instrument_cap_major: Money = quote("20000000")
    instrument_cap_large: Money = quote("10000000")
    instrument_cap_with_copiers: int = 2

    def cap(self, symbol: Symbol) -> Money:
        """The most a lead's own lots in one instrument may be worth (R-6.7)."""
        if symbol in MAJOR:
            return self.instrument_cap_major
        return self.instrument_cap_large if symbol in LARGE else self.instrument_cap


@dataclass(frozen=True, slots=True)
class EntryLimits:
    spread: Ratio = ratio("0.005")
    expires_s: int = 30
    retry_valid_s: int = 30


@dataclass(frozen=True, slots=True)
class ProfitShareLimits:
    initial_ratio: Ratio = ratio("0")
    absolute_max: Ratio = ratio("0.30")
    changes_per_month: int = 3


@dataclass(frozen=True, slots=True)
class RemoveCopierLimits:
    balance_below: Money = quote("20")


@dataclass(frozen=True, slots=True)
class Limits:
    """The desk's numbers. The names are the rulebook's, so that `copying.amount.min` means the same everywhere."""

    lead: LeadLimits = LeadLimits()
    copying: CopyingLimits = CopyingLimits()
    entry: EntryLimits = EntryLimits()
    profit_share: ProfitShareLimits = ProfitShareLimits()
    remove_copier: RemoveCopierLimits = RemoveCopierLimits()
    paper_start: Money = field(default=quote("10000"))


class UnknownLimit(ValueError):
    """A name that is no number of the rulebook, or a value it cannot take."""


def limits(changes: Mapping[str, str] | None = None) -> Limits:
    """The rulebook's numbers with `changes` applied, each named by its dotted path: `{"copying.amount.min": "1"}`.

    Raises UnknownLimit, which names the path and what was found there.
    """
    value = Limits()
    for path, text in (changes or {}).items():
        value = _changed(value, path, path.split("."), text)
    return value


def _changed(value: Any, path: str, steps: list[str], text: str) -> Any:
    step, *rest = steps
    if not is_dataclass(value) or step not in {known.name for known in fields(value)}:
        raise UnknownLimit(f"{path}: no such number")
    if rest:
        return replace(value, **{step: _changed(getattr(value, step), path, rest, text)})  # type: ignore[type-var]
    return replace(value, **{step: _read(path, get_type_hints(type(value))[step], text)})  # type: ignore[type-var]


def _read(path: str, kind: Any, text: str) -> int:
    try:
        if kind is Money:
            return quote(text)
        if kind is Ratio:
            return ratio(text)
        if kind is int:
            return units(plain_decimal(text), 1)
    except NotAnAmount as error:
        raise UnknownLimit(f"{path}: {error}") from error
    raise UnknownLimit(f"{path}: a group of numbers; name one of them")
