"""What a copy of some size would have copied of a lead's real last orders, and the least size that copies nearly all.

Orders are `OrderClosed` facts, oldest first; each is judged at its own average price, by the instruments' minimums and
lots of today (R-9, R-11.8, R-11.9). A Smart Sync copy counts at its allocation, with cash as free as the lead's was.
Money in quote units, ratios in 10⁻⁸. Nothing here says that a copy would have filled: price and delay are not known.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from core.model.copying import Settings, Sizing
from core.model.events import OrderClosed
from core.model.market import LOT, Instrument, Side, Symbol
from core.model.money import RATIO_UNITS, UNITS
from core.model.orders import OrderId
from core.model.reasons import Reason
from core.views.raising import least_quote

MOST: Final = 50
"""Fired lead buys that faithful capital goes by."""
RECENT: Final = 20
"""Fired lead buys that a review goes by."""
NEARLY: Final = 95
"""Per cent of them that count as nearly all."""

Instruments = Mapping[Symbol, Instrument]


@dataclass(frozen=True, slots=True)
class Faithful:
    """Of so many `fired` lead buys `nearly` (whole USDT) copies the part `part`, at least 95 %, and `whole` all."""

    fired: int
    nearly: int
    part: int
    whole: int


@dataclass(frozen=True, slots=True)
class DryRun:
    """What became of so many `fired` lead buys: passed, below the minimum, over the maximum, or a coin not followed.

    `most_open`: the greatest open cost at once, in quote units.
    """

    fired: int
    passed: int
    too_low: int
    over_max: int
    unfollowed: int
    most_open: int


def fired(order: OrderClosed) -> bool:
    """A lead buy past the lead guards (R-4.4)."""
    return order.led and order.side == Side.BUY


def last_of(orders: Sequence[OrderClosed], buys: int) -> Sequence[OrderClosed]:
    """The last so many fired lead buys and what was sold since the first of them."""
    places = [place for place, order in enumerate(orders) if fired(order)]
    return orders[places[-buys] :] if len(places) > buys else orders


def faithful(instruments: Instruments, orders: Sequence[OrderClosed], *, least: int) -> Faithful | None:
    """Faithful capital by Smart Sync; `least` is the least allocation of all. None without a fired lead buy."""
    wanted = sorted(
        max(least, _whole(allocation_for(instruments[order.symbol], order)))
        for order in last_of(orders, MOST)
        if fired(order)
    )
    if not wanted:
        return None
    nearly = wanted[-(-len(wanted) * NEARLY // 100) - 1]
    copied = sum(each <= nearly for each in wanted)
    return Faithful(len(wanted), nearly, copied * RATIO_UNITS // len(wanted), wanted[-1])


def allocation_for(instrument: Instrument, order: OrderClosed) -> int:
    """The least allocation whose copy of this lead buy reaches the venue's minimums, in quote units."""
    needed = least_quote(instrument, _price(instrument, order))
    spent = min(order.notional, order.lead_equity)
    return -(-needed * order.lead_equity // spent) if spent else needed


def dry_run(instruments: Instruments, orders: Sequence[OrderClosed], settings: Settings, *, buys: int) -> DryRun:
    """What these settings would have made of the last so many fired lead buys, sales between them included."""
    told = {Reason.NONE: 0, Reason.AMOUNT_TOO_LOW: 0, Reason.MAX_TOTAL_REACHED: 0, Reason.PAIR_NOT_SELECTED: 0}
    open_lots: dict[OrderId, int] = {}
    most_open = 0
    for order in last_of(orders, buys):
        if order.side == Side.SELL:
            _sold(open_lots, order)
        elif fired(order):
            reason, cost = _judged(instruments[order.symbol], order, settings, sum(open_lots.values()))
            told[reason] += 1
            if reason is Reason.NONE:
                open_lots[order.order] = cost
            most_open = max(most_open, sum(open_lots.values()))
    return DryRun(
        fired=sum(told.values()),
        passed=told[Reason.NONE],
        too_low=told[Reason.AMOUNT_TOO_LOW],
        over_max=told[Reason.MAX_TOTAL_REACHED],
        unfollowed=told[Reason.PAIR_NOT_SELECTED],
        most_open=most_open,
    )


def _judged(instrument: Instrument, order: OrderClosed, settings: Settings, in_use: int) -> tuple[Reason, int]:
    """The first guard that fails, in the order of R-11, and what the copy would have cost."""
    if not follows(settings, order.symbol):
        return Reason.PAIR_NOT_SELECTED, 0
    asked, price = asked_for(settings, order), _price(instrument, order)
    quantity = instrument.affordable(asked, price) // LOT * LOT if price else 0
    if asked < instrument.notional_min or quantity < max(instrument.quantity_min, LOT):
        return Reason.AMOUNT_TOO_LOW, 0
    if not settings.smart and in_use + asked > settings.max_total:
        return Reason.MAX_TOTAL_REACHED, 0
    return Reason.NONE, instrument.value(quantity, price)


def follows(settings: Settings, symbol: Symbol) -> bool:
    """Whether a copy with these settings copies the buys of an instrument at all (R-8.5)."""
    chosen = settings.instruments is None or symbol in settings.instruments
    return chosen and symbol not in settings.never


def asked_for(settings: Settings, order: OrderClosed) -> int:
    """The quote of the copy buy (R-8.2 to R-8.4), rounded down once."""
    match settings.sizing:
        case Sizing.FIXED_AMOUNT:
            return settings.size
        case Sizing.MULTIPLIER:
            return order.notional * settings.size // RATIO_UNITS
        case Sizing.SMART_SYNC:
            spent = min(order.notional, order.lead_equity)
            return settings.size * spent // order.lead_equity if order.lead_equity else 0


def _sold(open_lots: dict[OrderId, int], order: OrderClosed) -> None:
    """A lead sale frees the same part of each copy's cost (R-12.7)."""
    if order.cuts:
        parts = zip(order.cuts.lots, order.cuts.sold.tolist(), order.cuts.before.tolist(), strict=True)
        for lot, sold, before in parts:
            cost = open_lots.get(lot, 0)
            open_lots[lot] = cost - cost * sold // before


def _price(instrument: Instrument, order: OrderClosed) -> int:
    return instrument.affordable_price(order.quantity, order.notional) if order.quantity else 0


def _whole(amount: int) -> int:
    """Rounded up to whole USDT, the figure people set."""
    whole: int = -(-amount // UNITS) * UNITS
    return whole


def closed_orders(facts: Iterable[object]) -> tuple[OrderClosed, ...]:
    """The ends of orders among facts, in their order."""
    return tuple(fact for fact in facts if isinstance(fact, OrderClosed))
