"""Every number of the rulebook's section 24 that the rules read, in one frozen value (R-1.4).

Amounts are in quote units, ratios in 10⁻⁸. `limits()` is the one function that makes it; the screens that tell a person
a limit read the same value. Two of the rulebook's names may be said and not changed: `money.quote` and `money.decimals`
are the law of the arithmetic (R-1.1, R-1.5), in which every journal, statement and golden example is written.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from core.model.calendar import Calendar
from core.model.copying import Sizing, StopWay
from core.model.limit_texts import changed
from core.model.market import Symbol
from core.model.money import Money, Ratio, quote, ratio


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
    base: Literal["equity", "principal"] = "equity"
    """What the usage ratio is taken of: the current equity, or what was paid in less what was taken out (R-9.1)."""


@dataclass(frozen=True, slots=True)
class TotalStopLossLimits:
    """`action`: what it does where nobody chose (R-8.14)."""

    action: Literal["market_close", "copy_close", "manual_close"] = "market_close"
    check_every_ms: int = 1000
    """Prices are judged as they come; a price that does not come by itself is read this late at most (R-13.4)."""


@dataclass(frozen=True, slots=True)
class SuggestedStop:
    """The way to stop that is offered first, by the way of copying; Smart Sync has no `copy_close` (R-16.3)."""

    FixedAmount: Literal["copy_close", "market_close", "manual_close"] = "copy_close"  # the rulebook's name
    Multiplier: Literal["copy_close", "market_close", "manual_close"] = "copy_close"
    SmartSync: Literal["market_close", "manual_close"] = "market_close"

    def of(self, sizing: Sizing) -> StopWay:
        by_sizing = {
            Sizing.FIXED_AMOUNT: self.FixedAmount,
            Sizing.MULTIPLIER: self.Multiplier,
            Sizing.SMART_SYNC: self.SmartSync,
        }
        return StopWay[by_sizing[sizing].upper()]


@dataclass(frozen=True, slots=True)
class CopyingLimits:
    leads_per_copier: int = 10
    amount: Range = Range(quote("10"), quote("100000"))
    multiplier: RatioRange = RatioRange(ratio("0.01"), ratio("100"))
    max_total: Range = Range(Money(1), quote("200000"))
    smart_sync: SmartSyncLimits = SmartSyncLimits()
    take_profit_max: Ratio = ratio("1.5")
    stop_loss_max: Ratio = ratio("0.75")
    total_stop_loss: TotalStopLossLimits = TotalStopLossLimits()
    suggested_stop: SuggestedStop = SuggestedStop()


@dataclass(frozen=True, slots=True)
class InstrumentCap:
    """The most a lead's own lots may be worth in these instruments; None is any other (R-6.7)."""

    instruments: frozenset[Symbol] | None
    usdt: Money


def _caps() -> tuple[InstrumentCap, ...]:
    major = ("BTC-USDT", "ETH-USDT")
    large = ("XRP-USDT", "LTC-USDT", "DOGE-USDT", "SOL-USDT", "SUI-USDT", "PEPE-USDT")
    return (
        InstrumentCap(frozenset(map(Symbol, major)), quote("20000000")),
        InstrumentCap(frozenset(map(Symbol, large)), quote("10000000")),
        InstrumentCap(None, quote("2500000")),
    )


@dataclass(frozen=True, slots=True)
class LeadLimits:
    min_equity: Money = quote("500")
    daily_buys: int = 500
    application_review_business_days: int = 5
    stop_review_days: int = 3
    posts_per_day: int = 3
    public_list_min_assets: Money = quote("0")
    instrument_cap: tuple[InstrumentCap, ...] = _caps()
    instrument_cap_with_copiers: Ratio = ratio("2")
    """Times the cap, for the lots of a lead and of all its copiers together (R-6.8)."""

    def cap(self, symbol: Symbol) -> Money:
        """The most a lead's own lots in one instrument may be worth; the first entry that fits (R-6.7)."""
        fitting = (each.usdt for each in self.instrument_cap if each.instruments is None or symbol in each.instruments)
        return next(fitting, Money(0))


@dataclass(frozen=True, slots=True)
class ShareLevel:
    """From this average AUM on, the highest profit share ratio (R-7.1)."""

    aum_from: Money
    ratio_max: Ratio


@dataclass(frozen=True, slots=True)
class LeadLevel:
    """What a lead level asks for, and how many copiers it lets in (R-7.2)."""

    copier_cap: int
    own_assets: Money = Money(0)
    aum_above: Money = Money(-1)
    copiers: int = 0
    days: int = 0
    video: bool = False


@dataclass(frozen=True, slots=True)
class LevelLimits:
    """The scales of R-7.1 and R-7.2; a new lead is at the first of each (R-7.4)."""

    average_days: int = 90
    profit_share: tuple[ShareLevel, ...] = (
        ShareLevel(quote("0"), ratio("0.08")),
        ShareLevel(quote("100000"), ratio("0.10")),
        ShareLevel(quote("500000"), ratio("0.12")),
        ShareLevel(quote("1000000"), ratio("0.13")),
    )
    lead: tuple[LeadLevel, ...] = (
        LeadLevel(100, quote("500")),
        LeadLevel(500, quote("10000"), aum_above=quote("20000"), copiers=100, days=7, video=True),
        LeadLevel(1000, quote("10000"), aum_above=quote("100000"), copiers=500, days=7, video=True),
    )

    def ratio_max(self, level: int) -> Ratio:
        """The highest profit share ratio of a level, counted from 1; a shorter scale ends with its last."""
        return self.profit_share[min(level, len(self.profit_share)) - 1].ratio_max

    def copier_cap(self, level: int) -> int:
        return self.lead[min(level, len(self.lead)) - 1].copier_cap


@dataclass(frozen=True, slots=True)
class EntryLimits:
    spread: Ratio = ratio("0.005")
    expires_s: int = 30
    retry_valid_s: int = 30
    accepted_drift_max: Ratio = ratio("0.02")


@dataclass(frozen=True, slots=True)
class InstrumentLimits:
    copyable_after_h: int = 24
    """Hours after its trading opened as announced, before which an instrument joins no copy list (R-5.2)."""


@dataclass(frozen=True, slots=True)
class ProfitShareLimits:
    initial_ratio: Ratio = ratio("0")
    absolute_max: Ratio = ratio("0.30")
    changes_per_month: int = 3
    high_water_mark: bool = False


@dataclass(frozen=True, slots=True)
class RemoveCopierLimits:
    balance_below: Money = quote("20")
    open_lots: int = 0
    """In so many instruments the copying may still hold something the venue would take (R-20.2)."""


@dataclass(frozen=True, slots=True)
class AlertLimits:
    collapse_failures_s: int = 600
    """One message for each copier, lead and code in this time (R-18.2)."""


@dataclass(frozen=True, slots=True)
class ScoreWeights:
    """What each part of the overview score counts, of 100 (R-19.15)."""

    pnl_pct_all: int = 20
    pnl_pct_30d: int = 15
    pnl_pct_7d: int = 10
    drawdown_all: int = 10
    drawdown_7d: int = 10
    copiers: int = 20
    copiers_pnl: int = 15


@dataclass(frozen=True, slots=True)
class RowLimits:
    default: int = 10
    max: int = 20


LISTED_DAYS: Final = 90


@dataclass(frozen=True, slots=True)
class MetricsLimits:
    """How the figures of leads are made and shown (R-19.14 to R-19.16).

    `periods_days`: what cards and charts offer and leads are measured over, rising. The score's own 7 and 30 days are a
    part of its formula (R-19.15). `history_months`: how far back a lead's single orders are shown and gone by.
    """

    refresh_s: int = 600
    periods_days: tuple[int, ...] = (7, 30, 90, 365)
    history_months: int = 3
    rows: RowLimits = RowLimits()
    weights: ScoreWeights = ScoreWeights()

    @property
    def listed_days(self) -> int:
        """The period that the list speaks of, and a card where none is asked for: the longest up to 90 days."""
        return max((days for days in self.periods_days if days <= LISTED_DAYS), default=self.periods_days[0])


@dataclass(frozen=True, slots=True)
class CopierFlowLimits:
    """R-22.4: the share of what was traded in the window that copy buys of one lead may make up."""

    share: Ratio = ratio("0.10")
    window_s: int = 300


@dataclass(frozen=True, slots=True)
class DrawdownLimits:
    share: Ratio = ratio("0.30")
    days: int = 30


@dataclass(frozen=True, slots=True)
class InactiveDays:
    """Days without a lead order (R-22.7)."""

    hide: int = 30
    ask: int = 60
    stop: int = 90


@dataclass(frozen=True, slots=True)
class ConductLimits:
    """Section 22. `self_match_s` is our own: within so long two opposite trades of linked accounts are one."""

    copier_flow: CopierFlowLimits = CopierFlowLimits()
    drawdown: DrawdownLimits = DrawdownLimits()
    front_run_s: int = 60
    self_match_s: int = 60
    inactive_days: InactiveDays = InactiveDays()


@dataclass(frozen=True, slots=True)
class Limits:
    """The desk's numbers. The names are the rulebook's, so that `copying.amount.min` means the same everywhere."""

    clock: Calendar = Calendar()
    lead: LeadLimits = LeadLimits()
    levels: LevelLimits = LevelLimits()
    copying: CopyingLimits = CopyingLimits()
    entry: EntryLimits = EntryLimits()
    profit_share: ProfitShareLimits = ProfitShareLimits()
    remove_copier: RemoveCopierLimits = RemoveCopierLimits()
    alerts: AlertLimits = AlertLimits()
    instrument: InstrumentLimits = InstrumentLimits()
    conduct: ConductLimits = ConductLimits()
    metrics: MetricsLimits = MetricsLimits()
    changes: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    """What it was made of, in the order of the paths: no number, but how a journal keeps them."""


def limits(changes: Mapping[str, str] | None = None) -> Limits:
    """The rulebook's numbers with `changes` applied, each named by its dotted path: `{"copying.amount.min": "1"}`.

    Raises UnknownLimit, which names the path and what was found there.
    """
    given = dict(changes or {})
    return replace(changed(Limits(), given), changes=tuple(sorted(given.items())))
