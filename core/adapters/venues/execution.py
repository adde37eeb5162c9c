"""What the paper exchange makes of an order: pure rules, once for a single order and once over columns.

Quantities, prices and money in the units of the book (`market`, `money`); everything rounds down (R-1.5). Nothing here
remembers anything, and no loop runs over the entries of a plan.
"""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from core.model.columns import Codes, Column, Mask, floor_to, mul_div
from core.model.market import LOT, Instrument, Quote, Side
from core.model.money import RATIO_UNITS
from core.model.orders import Verdict
from core.ports import AnswerColumns, Filled, Order, Rejected

NOTHING = Filled(0, 0, 0)
ENDED_EMPTY = Rejected("", "ended with nothing executed")
WOULD_TAKE = Rejected("", "a post-only order that would have executed at once is cancelled")
NOT_WHOLE = Rejected("", "not all of the order was there, so none of it was executed")
"""An immediate order the book had nothing for at its price; in columns a REJECTED entry without words."""
UNKNOWN_INSTRUMENT = Rejected("51001", "no such instrument")
NO_PRICE = Rejected("PAIR_HALTED", "nobody quotes this side of the instrument")
OFF_LOT = Rejected("51121", "the quantity is no multiple of the lot size")
OFF_TICK = Rejected("51000", "the price is no multiple of the tick size")
TOO_SMALL = Rejected("51020", "the order is below the instrument's minimum")


def one_line(rejected: Rejected) -> str:
    """A refusal as the words of a column entry."""
    return f"{rejected.code} {rejected.words}".strip()


@dataclass(frozen=True, slots=True)
class Counter:
    """The side of an instrument's book that orders of one side meet, at one instant.

    `room`: the most whole-lot quantity that any one order gets there, None without a limit. `least`: the smallest
    quantity the venue takes at this price.
    """

    instrument: Instrument
    side: Side
    price: int
    room: int | None
    least: int


def counter(instrument: Instrument | None, quote: Quote | None, side: Side) -> Counter | Rejected:
    """What orders of `side` meet, or why none of them can be taken."""
    if instrument is None:
        return UNKNOWN_INSTRUMENT
    price = 0 if quote is None else quote.ask if side is Side.BUY else quote.bid
    if quote is None or price <= 0:
        return NO_PRICE
    room = None if quote.depth is None else floor_lots(instrument.affordable(quote.depth, price))
    return Counter(instrument, side, price, room, least_quantity(instrument, side, price))


def least_quantity(instrument: Instrument, side: Side, price: int) -> int:
    """The smallest quantity taken at `price`.

    A buy was once a sum of money rounded down to the lot, so it is too small only where one lot more would still cost
    no more than the minimum: a buy for exactly the smallest notional is taken. A sale has no such excuse.
    """
    needed = instrument.affordable(instrument.notional_min, price)
    if side is Side.BUY:
        return max(1, instrument.quantity_min, needed - LOT + 1)
    short = instrument.value(needed, price) < instrument.notional_min
    return max(1, instrument.quantity_min, needed + short)


def floor_lots(quantity: int) -> int:
    return quantity - quantity % LOT


def part_of(quantity: int, fraction: int) -> int:
    """The whole lots in a fraction (in 10⁻⁸) of a quantity."""
    return floor_lots(quantity * fraction // RATIO_UNITS)


# ── one order ─────────────────────────────────────────────────────────────────


def refusal(instrument: Instrument, quantity: int, price_cap: int, least: int) -> Rejected | None:
    """Why the venue does not take this order; None when it does."""
    if quantity % LOT:
        return OFF_LOT
    if price_cap % instrument.tick:
        return OFF_TICK
    if quantity < least:
        return TOO_SMALL
    return None


def crosses(counter: Counter, price_cap: int) -> bool:
    """Whether an order with this price cap, 0 being any price, meets the counter side."""
    if price_cap == 0:
        return True
    return counter.price <= price_cap if counter.side is Side.BUY else counter.price >= price_cap


def taken(counter: Counter, wanted: int, price_cap: int) -> int:
    """The whole-lot quantity executed of what is wanted."""
    if not crosses(counter, price_cap):
        return 0
    return wanted if counter.room is None else min(wanted, counter.room)


def kind_refusal(counter: Counter, order: Order) -> Rejected | None:
    """Why an order of its kind ends empty on arrival: a post-only one that would take, a whole one that cannot be."""
    if order.post_only and crosses(counter, order.price_cap):
        return WOULD_TAKE
    if order.whole and taken(counter, order.quantity, order.price_cap) < order.quantity:
        return NOT_WHOLE
    return None


def executed(counter: Counter, quantity: int, before: Filled, at: datetime) -> Filled:
    """The cumulative sums of an order after `quantity` more was executed at the counter's price, at this instant."""
    total = before.quantity + quantity
    notional = before.notional + counter.instrument.value(quantity, counter.price)
    return Filled(total, notional, fee_of(counter.instrument, counter.side, total, notional), at)


def fee_of(instrument: Instrument, side: Side, quantity: int, notional: int) -> int:
    """The fee in base on a buy, in quote on a sale."""
    return (quantity if side is Side.BUY else notional) * instrument.fee // RATIO_UNITS


# ── columns ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of each entry: FILLED with its sums, or REJECTED with zeros; `words` where the venue says why.

    `since`: the instant at which the entries were executed, the latest of several.
    """

    verdict: Codes
    quantity: Column
    notional: Column
    fee: Column
    words: dict[int, str]
    since: datetime | None = None

    def copied(self) -> "Outcome":
        """The same, free to be changed: what an outcome was made of may belong to a plan."""
        columns = (self.verdict.copy(), self.quantity.copy(), self.notional.copy(), self.fee.copy())
        return Outcome(*columns, dict(self.words), self.since)

    def put(self, entry: int, verdict: Verdict, answer: Filled | Rejected = ENDED_EMPTY) -> None:
        """One entry anew; a refusal without a code leaves no words."""
        self.words.pop(entry, None)
        self.verdict[entry] = verdict
        sums = answer if isinstance(answer, Filled) else NOTHING
        self.quantity[entry], self.notional[entry], self.fee[entry] = sums.quantity, sums.notional, sums.fee
        if isinstance(answer, Rejected) and answer.code:
            self.words[entry] = one_line(answer)

    def at(self, entry: int) -> Filled | Rejected:
        """The end of one entry that was not lost, as a single order's answer."""
        if self.verdict[entry] == Verdict.FILLED:
            return Filled(int(self.quantity[entry]), int(self.notional[entry]), int(self.fee[entry]), self.since)
        code, _, words = self.words.get(entry, "").partition(" ")
        return Rejected(code, words) if code else ENDED_EMPTY

    def told(self, ask_at: datetime | None = None) -> AnswerColumns:
        return AnswerColumns(self.verdict, self.quantity, self.notional, self.fee, self.words, ask_at, self.since)


def absent(entries: int) -> Outcome:
    """Nothing is known of any entry."""
    verdict = np.full(entries, Verdict.ABSENT, np.uint8)
    quantity, notional, fee = np.zeros((3, entries), np.int64)
    return Outcome(verdict, quantity, notional, fee, {})


def execute_columns(counter: Counter, quantity: Column, wanted: Column, limit: Column | None) -> Outcome:
    """The rules above over columns. `wanted` is what of each `quantity` may be executed; `limit` None is any price."""
    words, refused = _refusals(counter, quantity, limit)
    filled = wanted if counter.room is None else np.minimum(wanted, counter.room)
    if limit is not None:
        filled = np.where(_crossing(counter, limit), filled, 0)
    if words:
        filled = np.where(refused, 0, filled)
    notional = counter.instrument.values(filled, counter.price)[0]
    paid_in = filled if counter.side is Side.BUY else notional
    fee = mul_div(paid_in, counter.instrument.fee, RATIO_UNITS)[0] if counter.instrument.fee else np.zeros_like(filled)
    verdict = np.where(filled > 0, np.uint8(Verdict.FILLED), np.uint8(Verdict.REJECTED))
    return Outcome(verdict, filled, notional, fee, words)


def refused_columns(entries: int, rejected: Rejected) -> Outcome:
    """The same refusal for every entry."""
    nothing = np.zeros(entries, np.int64)
    verdict = np.full(entries, Verdict.REJECTED, np.uint8)
    return Outcome(verdict, nothing, nothing, nothing, dict.fromkeys(range(entries), one_line(rejected)))


def _crossing(counter: Counter, limit: Column) -> Mask:
    if counter.side is Side.SELL:
        return limit <= counter.price
    met: Mask = (limit == 0) | (limit >= counter.price)
    return met


def _refusals(counter: Counter, quantity: Column, limit: Column | None) -> tuple[dict[int, str], Mask]:
    words: dict[int, str] = {}
    refused = quantity < counter.least
    _say(words, refused, TOO_SMALL)
    if limit is not None:
        off_tick = floor_to(limit, counter.instrument.tick) != limit
        _say(words, off_tick, OFF_TICK)
        refused |= off_tick
    off_lot = floor_to(quantity, LOT) != quantity
    _say(words, off_lot, OFF_LOT)
    return words, refused | off_lot


def _say(words: dict[int, str], where: Mask, rejected: Rejected) -> None:
    """Later guards speak over earlier ones: `refusal` asks them the other way round."""
    if where.any():
        words.update(dict.fromkeys(np.flatnonzero(where).tolist(), one_line(rejected)))


def rejected_words(code: str) -> Rejected:
    """The refusal a scenario asks for by its code."""
    return Rejected(code, _KNOWN.get(code, "the venue said no"))


_KNOWN = {
    "51008": "the account's balance is not enough",
    "51020": TOO_SMALL.words,
    "51121": OFF_LOT.words,
    "51001": UNKNOWN_INSTRUMENT.words,
    "50011": "too many requests",
}
