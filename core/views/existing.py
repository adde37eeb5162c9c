"""What buying existing assets would buy now: the very orders that the start would plan, seen beforehand (section 10).

Money in quote units, ratios in 10⁻⁸. Prices move between the look and the start; the orders are planned anew then.
"""

from dataclasses import dataclass
from decimal import Decimal

from core.decide import existing_assets
from core.decide.desk import Desk
from core.fold.book import Lead
from core.model.copying import Settings
from core.model.events import EntriesPlanned
from core.model.market import Symbol
from core.model.money import RATIO_UNITS
from core.model.reasons import Reason
from core.views.shown import shown_quantity


@dataclass(frozen=True, slots=True)
class ExistingBuy:
    """One coin the lead holds. `cost`, `fee` and `received` are 0 where `reason` says why none is bought.

    `weight`: its part of the lead's equity; `target`: that part of the allocation; `received`: what the coins bought
    are worth at the best bid, after the fee, which is taken in the coin.
    """

    symbol: Symbol
    base: str
    weight: int
    target: int
    quantity: Decimal
    price: int
    cost: int
    fee: int
    received: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class ExistingPlan:
    """All of them. `held` stands for what the lead holds, so that a plan can be told from another."""

    buys: tuple[ExistingBuy, ...]
    allocation: int
    total_stop_loss: int
    held: tuple[object, ...]

    @property
    def spent(self) -> int:
        return sum(buy.cost for buy in self.buys)

    @property
    def fee(self) -> int:
        return sum(buy.fee for buy in self.buys)

    @property
    def cash(self) -> int:
        """What stays in the allocation as cash."""
        return self.allocation - self.spent

    @property
    def rounding(self) -> int:
        """What rounding down to whole lots leaves over."""
        return sum(buy.target - buy.cost for buy in self.buys if buy.reason is Reason.NONE)

    @property
    def dropped(self) -> int:
        """What is not bought at all, and stays cash."""
        return sum(buy.target for buy in self.buys if buy.reason is not Reason.NONE)

    @property
    def fires_after(self) -> int | None:
        """How far the coins bought may fall, all together, before the total stop-loss fires; None where they cannot
        bring it about alone. 0: it would fire at once."""
        worth = sum(buy.received for buy in self.buys)
        left = self.total_stop_loss - (self.spent - worth)
        if not self.total_stop_loss or not worth or left > worth:
            return None
        return max(0, left * RATIO_UNITS // worth)


def existing(desk: Desk, lead: Lead, settings: Settings) -> ExistingPlan:
    """What `decide` would plan if the copy were started now."""
    planned = existing_assets.plan(desk, lead, lead.copyings.size, settings)
    facts = [fact for fact in planned if isinstance(fact, EntriesPlanned)]
    money = int(desk.book.people.cash[lead.person] + desk.book.people.frozen[lead.person])
    held = (money, *((lot.lot, lot.quantity, int(fact.reason[0])) for fact in facts for lot in fact.lots))
    buys = tuple(_buy(desk, fact) for fact in facts)
    return ExistingPlan(buys, settings.size, settings.total_stop_loss, held)


def _buy(desk: Desk, fact: EntriesPlanned) -> ExistingBuy:
    instrument, quantity = desk.book.instruments[fact.symbol], int(fact.quantity[0])
    fee, mark = quantity * instrument.fee // RATIO_UNITS, desk.mark(fact.symbol)
    value = instrument.value(fact.lead_quantity, mark)
    return ExistingBuy(
        symbol=fact.symbol,
        base=instrument.base,
        weight=value * RATIO_UNITS // fact.lead_equity if fact.lead_equity else 0,
        target=int(fact.asked[0]),
        quantity=shown_quantity(instrument, quantity),
        price=fact.price_copy,
        cost=instrument.value(quantity, fact.price_copy),
        fee=instrument.value(fee, fact.price_copy),
        received=instrument.value(quantity - fee, mark),
        reason=Reason(int(fact.reason[0])),
    )
