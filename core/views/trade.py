"""A person's own order before it is placed: what it would be, who copies it, and why not. Made anew at every look.

The decision itself is asked, not imitated: a plan says what `decide` would do with the same command now.
Money in quote units, quantities and prices in the instrument's units, ratios in 10⁻⁸.
"""

import hashlib
from dataclasses import astuple, dataclass, replace
from decimal import Decimal

import numpy as np

from core.decide.binding import from_lots, lots_free, sellable
from core.decide.conduct import front_runs
from core.decide.desk import Desk
from core.decide.equity import lead_equity
from core.decide.leading import LEADING, lead_guard
from core.decide.orders import place
from core.decide.triggers import reference
from core.fold.book import Lead
from core.model.commands import PlaceOrder
from core.model.copying import CopyingState, Sizing
from core.model.events import Denied, OrderPlaced
from core.model.market import LOT, Instrument, Side, Symbol
from core.model.money import RATIO_UNITS, decimal
from core.model.orders import Assets, OrderTerms
from core.model.people import LeadState, Origin, PersonId
from core.model.reasons import Denial, Reason
from core.views.as_of import AsOf, as_of

LOOKING = Origin("look")
"""The origin of a command that is never submitted."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """One instrument as a person may trade it: best prices, what they may spend, and what they may sell."""

    as_of: AsOf
    instrument: Instrument
    bid: int
    ask: int
    last: int
    free: int
    lots: int
    private: int
    leads: bool
    on: bool
    active: bool = True
    """In every other state of a lead the buys are private, whatever the switch (R-3.11)."""
    held: bool = False
    """A conduct hold keeps the buys private until it is reviewed (R-22.6)."""

    @property
    def sellable(self) -> int:
        """Lead lots and private coins together, less what open sales hold, in whole lots."""
        return self.sellable_of(Assets.ANY)

    def sellable_of(self, assets: Assets) -> int:
        """The same of lead lots or of private coins alone."""
        lots = self.lots if assets is not Assets.PRIVATE else 0
        private = self.private if assets is not Assets.LEAD else 0
        return (lots + private) // LOT * LOT


@dataclass(frozen=True, slots=True)
class TradePlan:
    """What the order would be. `denial` and `about`: why it cannot be, and then the rest is what was asked.

    `price` the order's own, or the best one now; `notional` what it comes to; `fee` in base units on a buy, in quote
    on a sale. `copiers` do the same, `smart` of them use the same part `ratio` of their money (buys alone).
    `reason`: why nobody copies it, NONE where they do; a sale of private coins is `private` too.
    """

    as_of: AsOf
    who: PersonId
    instrument: Instrument
    terms: OrderTerms
    quantity: int
    price: int
    notional: int
    fee: int
    leads: bool
    private: bool
    reason: Reason
    copiers: int
    smart: int
    ratio: int
    shrinks: bool
    """A private sale takes something out of lead lots: copies keep theirs, later sales are parts of what is left."""
    left_behind: int
    """Copies that keep holding what such a sale takes (R-4.10)."""
    equity_min: int
    denial: Denial | None = None
    about: str = ""
    free: int = 0
    """What a buy may spend, in quote units; what a sale may take, in quantity units."""
    best: int = 0
    """The best price on the other side now; 0 where there is none."""
    front_runs: bool = False
    """A private sale so soon after a lead buy of the coin: a conduct hold would follow (R-22.6)."""
    held: bool = False
    """A conduct hold is set: where `reason` is risk control it is this hold (R-6.8)."""

    @property
    def crosses(self) -> bool:
        """Whether its own price is at the best one or beyond: it would execute at once."""
        buys = self.terms.side is Side.BUY
        return bool(self.best) and (self.price >= self.best if buys else self.price <= self.best)

    @property
    def hash(self) -> str:
        """What must not differ between the review and the order; the price has a tolerance instead."""
        terms = self.terms
        asked = (*astuple(replace(terms, wait=None)), repr(terms.wait))
        rules = (str(self.instrument.lot_size), str(self.instrument.tick_size), self.instrument.fee)
        meant = (self.leads, self.private, int(self.reason), self.denial and int(self.denial))
        return hashlib.sha256(repr((self.who, asked, rules, meant)).encode()).hexdigest()[:32]


def ticket(desk: Desk, who: PersonId, symbol: Symbol) -> Ticket | None:
    """None for an instrument the desk does not list."""
    instrument = desk.book.instruments.get(symbol)
    if instrument is None:
        return None
    lead, quote = desk.book.leads.get(who), desk.market.get(symbol)
    return Ticket(
        as_of=as_of(desk, (symbol,)),
        instrument=instrument,
        bid=quote.bid if quote else 0,
        ask=quote.ask if quote else 0,
        last=quote.last if quote else 0,
        free=int(desk.book.people.cash[who]),
        lots=lots_free(lead, symbol) if lead else 0,
        private=desk.book.people.own_of(who, symbol),
        leads=leads_now(lead),
        on=bool(lead and lead.switch_on),
        active=lead is not None and lead.state is LeadState.ACTIVE,
        held=lead is not None and lead.watched.held,
    )


def tickets(desk: Desk, who: PersonId) -> tuple[Ticket, ...]:
    """All instruments of the copy list that are traded."""
    traded = desk.book.instruments.keys() - desk.book.delisted
    return tuple(each for symbol in sorted(traded) if (each := ticket(desk, who, symbol)))


def leads_now(lead: Lead | None) -> bool:
    """Whether a person is a lead to the desk now."""
    return lead is not None and lead.state in LEADING


def part_of(ticket: Ticket, side: Side, ratio: int, assets: Assets = Assets.ANY) -> int:
    """A part of what may be spent, in quote units, or sold, in quantity units of whole lots."""
    if side is Side.BUY:
        return ticket.free * ratio // RATIO_UNITS
    quantity = ticket.sellable_of(assets) * ratio // RATIO_UNITS
    return quantity - quantity % LOT


def trade_plan(desk: Desk, who: PersonId, terms: OrderTerms) -> TradePlan | None:
    """None for an instrument the desk does not list."""
    instrument = desk.book.instruments.get(terms.symbol)
    if instrument is None:
        return None
    (fact,) = place(desk, PlaceOrder(who, terms), LOOKING)
    lead, price = desk.book.leads.get(who), _price(desk, terms)
    quantity = fact.quantity if isinstance(fact, OrderPlaced) else terms.quantity
    notional = instrument.value(quantity, price)
    reason = _reason(desk, lead, terms, notional)
    of_lots = _of_lots(desk, who, terms, quantity)
    private = not leads_now(lead) or reason is not Reason.NONE or _sells_private(fact, terms, of_lots)
    copiers, smart = (0, 0) if private or lead is None else _followers(lead, terms)
    equity = lead_equity(desk, lead) if lead else 0
    base = quantity if terms.side is Side.BUY else notional
    return TradePlan(
        as_of=as_of(desk, (terms.symbol,)),
        who=who,
        instrument=instrument,
        terms=terms,
        quantity=quantity,
        price=price,
        notional=notional,
        fee=base * instrument.fee // RATIO_UNITS,
        leads=leads_now(lead),
        private=private,
        reason=reason,
        copiers=copiers,
        smart=smart,
        ratio=notional * RATIO_UNITS // equity if equity else 0,
        shrinks=bool(lead and not lead.switch_on and of_lots),
        left_behind=_left_behind(lead, terms, of_lots),
        equity_min=desk.limits.lead.min_equity,
        denial=fact.code if isinstance(fact, Denied) else None,
        about=fact.about if isinstance(fact, Denied) else "",
        best=_best(desk, terms),
        front_runs=bool(lead and terms.side is Side.SELL and front_runs(desk, lead, terms.symbol, desk.now))
        and (of_lots < quantity or private),
        free=int(desk.book.people.cash[who]) if terms.side is Side.BUY else sum(sellable(desk, who, terms)),
        held=lead is not None and lead.watched.held,
    )


def within(shown: int, now: int, tolerance: int) -> bool:
    """Whether a price is still the one that was shown, give or take a ratio of it (rule 17)."""
    return abs(now - shown) * RATIO_UNITS <= shown * tolerance


def quantity_of(instrument: Instrument, amount: Decimal) -> int:
    """Whole lots in an amount of coins, rounded down."""
    lots = int(amount / instrument.lot_size)
    return lots * LOT


def price_of(instrument: Instrument, price: Decimal) -> int:
    """The price in whole ticks, rounded down."""
    return int(price / instrument.tick_size) * instrument.tick


def tick_decimals(instrument: Instrument) -> int:
    """How many decimals a price of it has."""
    exponent = instrument.tick_size.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def price_decimal(instrument: Instrument, price: int) -> Decimal:
    """An exact price."""
    return decimal(price, instrument.price_scale)


def average(instrument: Instrument, quantity: int, notional: int) -> int:
    """The average price of a fill, in price units, rounded down."""
    return instrument.affordable_price(quantity, notional) if quantity else 0


def _price(desk: Desk, terms: OrderTerms) -> int:
    quote = desk.market.get(terms.symbol)
    if terms.type.priced:
        return terms.price
    if quote is None:
        return 0
    if terms.wait is not None:
        return reference(terms, quote.last)
    return quote.ask if terms.side is Side.BUY else quote.bid


def _best(desk: Desk, terms: OrderTerms) -> int:
    quote = desk.market.get(terms.symbol)
    if quote is None:
        return 0
    return quote.ask if terms.side is Side.BUY else quote.bid


def _reason(desk: Desk, lead: Lead | None, terms: OrderTerms, notional: int) -> Reason:
    """The lead guard this order would fail if it filled now; sales meet the switch alone (R-4.1)."""
    if lead is None or not leads_now(lead):
        return Reason.NONE
    if terms.side is Side.SELL:
        return Reason.NONE if lead.switch_on else Reason.LEAD_SWITCH_OFF
    equity = lead_equity(desk, lead)
    on, day = lead.switch_on, desk.today()
    return lead_guard(desk, lead, terms.symbol, switch_on=on, notional=notional, equity=equity, day=day)


def _of_lots(desk: Desk, who: PersonId, terms: OrderTerms, quantity: int) -> int:
    """What a sale takes of the lead lots, were it to leave now."""
    if terms.side is Side.BUY:
        return 0
    lead = desk.book.leads.get(who)
    lots, private = sellable(desk, who, terms)
    return from_lots(quantity, lots, private, switch_on=bool(lead and lead.switch_on))


def _sells_private(fact: object, terms: OrderTerms, of_lots: int) -> bool:
    return terms.side is Side.SELL and isinstance(fact, OrderPlaced) and not of_lots


def _followers(lead: Lead, terms: OrderTerms) -> tuple[int, int]:
    """How many copies do the same, and how many of them are Smart Sync: those that run and are not paused on a buy, on
    a sale all that hold the coin, for nothing holds up an exit."""
    table = lead.copyings
    rows = slice(0, table.size)
    if terms.side is Side.SELL:
        held = table.held.get(terms.symbol)
        return (int(np.count_nonzero(held)) if held is not None else 0), 0
    acting = (table.state[rows] == CopyingState.RUNNING) & (table.paused[rows] == 0)
    return int(np.count_nonzero(acting)), int(np.count_nonzero(table.sizing[rows][acting] == Sizing.SMART_SYNC))


def _left_behind(lead: Lead | None, terms: OrderTerms, of_lots: int) -> int:
    if lead is None or lead.switch_on or not of_lots:
        return 0
    held = lead.copyings.held.get(terms.symbol)
    return int(np.count_nonzero(held)) if held is not None else 0
