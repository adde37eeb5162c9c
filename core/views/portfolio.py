"""What a person has: free cash, what is set apart for copies, own coins, and the sum of it. Money in quote units."""

from dataclasses import dataclass
from decimal import Decimal

from core.decide.desk import Desk
from core.model.copying import CopyingState, Sizing
from core.model.market import LOT, Symbol
from core.model.people import PersonId
from core.views.as_of import AsOf, as_of
from core.views.copies import my_copies, one_copy
from core.views.shown import shown_quantity


@dataclass(frozen=True, slots=True)
class Coins:
    """Own coins outside any copy, valued at the best bid."""

    symbol: Symbol
    base: str
    quantity: Decimal
    value: int


@dataclass(frozen=True, slots=True)
class Part:
    """What stands under one copy: its equity. `set_apart`: it has money of its own (Smart Sync)."""

    lead: PersonId
    equity: int
    assets: int
    set_apart: bool


@dataclass(frozen=True, slots=True)
class Left:
    """Of own coins, what a lead left their copier with, not yet sold or kept; `units` in whole lots (R-12.10)."""

    symbol: Symbol
    base: str
    units: int
    quantity: Decimal
    lead: PersonId


@dataclass(frozen=True, slots=True)
class Portfolio:
    """`frozen` is bound by the person's own orders, `withheld` is set aside for leads until it is settled."""

    as_of: AsOf
    free: int
    frozen: int
    withheld: int
    parts: tuple[Part, ...]
    coins: tuple[Coins, ...]
    left: tuple[Left, ...] = ()

    @property
    def equity(self) -> int:
        """All of it, without what is withheld: that may go to the leads."""
        return (
            self.free + self.frozen + sum(part.equity for part in self.parts) + sum(coins.value for coins in self.coins)
        )


def portfolio(desk: Desk, who: PersonId) -> Portfolio:
    """Everything a copier has on the desk."""
    people = desk.book.people
    live = [line for line in my_copies(desk, who).live if line.state is not CopyingState.ENDED]
    copies = [copy for line in live if (copy := one_copy(desk, who, line.lead))]
    coins = tuple(each for symbol in sorted(people.own) if (each := _coins(desk, who, symbol)))
    valued = {held.symbol for copy in copies for held in copy.holdings} | {each.symbol for each in coins}
    return Portfolio(
        as_of(desk, valued),
        int(people.cash[who]),
        int(people.frozen[who]),
        sum(copy.withheld for copy in copies),
        tuple(
            Part(copy.line.lead, copy.equity, copy.line.assets, set_apart=copy.line.sizing is Sizing.SMART_SYNC)
            for copy in copies
        ),
        coins,
        tuple(left for symbol in sorted(people.left) if (left := left_behind(desk, who, symbol))),
    )


def left_behind(desk: Desk, who: PersonId, symbol: Symbol) -> Left | None:
    """What is left of one coin; None where there is nothing that could be sold."""
    people, instrument = desk.book.people, desk.book.instruments.get(symbol)
    units = people.left_of(who, symbol) // LOT * LOT
    if instrument is None or not units or symbol in desk.book.delisted:
        return None
    lead = PersonId(int(people.left_by[symbol][who]))
    return Left(symbol, instrument.base, units, shown_quantity(instrument, units), lead)


def all_left_by(desk: Desk, who: PersonId, lead: PersonId) -> tuple[Left, ...]:
    """What one lead left a person with, by coin."""
    found = (left_behind(desk, who, symbol) for symbol in sorted(desk.book.people.left))
    return tuple(left for left in found if left and left.lead == lead)


def _coins(desk: Desk, who: PersonId, symbol: Symbol) -> Coins | None:
    people, instrument = desk.book.people, desk.book.instruments[symbol]
    bound = int(people.own_bound[symbol][who]) if symbol in people.own_bound else 0
    quantity = people.own_of(who, symbol) + bound
    if not quantity:
        return None
    value = instrument.value(quantity, desk.mark(symbol))
    return Coins(symbol, instrument.base, shown_quantity(instrument, quantity), value)
